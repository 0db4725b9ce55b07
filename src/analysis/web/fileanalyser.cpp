// SPDX-License-Identifier: GPL-3.0-or-later
// A page has one thread: a file is analysed for a few milliseconds at a time.
#include "analysis/file/fileanalyser.h"

#include "analysis/file/fileanalysis.h"

#include <QTimer>

#include <chrono>

namespace tunescope::analysis {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kTurn(12);  // leaves time for a picture
constexpr std::chrono::milliseconds kProgressInterval(50);

}  // namespace

struct FileAnalyser::Job {
  Job(const std::string& path, const AnalysisSettings& settings) : analysis(path, settings) {}
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
  ~Job() {  // perhaps from the timer's own slot
    timer->stop();
    timer->deleteLater();
  }

  FileAnalysis analysis;
  QTimer* timer = new QTimer;
  Clock::time_point toldAt = Clock::now();
};

FileAnalyser::FileAnalyser(QObject* parent) : QObject(parent) {}
FileAnalyser::~FileAnalyser() = default;

bool FileAnalyser::isRunning() const noexcept {
  return m_job != nullptr;
}

void FileAnalyser::cancel() {
  m_job.reset();
}

void FileAnalyser::start(const std::string& path, const AnalysisSettings& settings) {
  m_job = std::make_shared<Job>(path, settings);
  connect(m_job->timer, &QTimer::timeout, this, [this] { run(*m_job); });
  m_job->timer->start(0);
}

void FileAnalyser::run(Job& job) {
  const auto end = Clock::now() + kTurn;
  while (Clock::now() < end) {
    if (!job.analysis.step()) return conclude(m_job);
  }
  if (Clock::now() - job.toldAt < kProgressInterval) return;
  job.toldAt = Clock::now();
  tell(job, job.analysis.part());
}

void FileAnalyser::tell(const Job&, double part) {
  Q_EMIT progressed(part);
}

void FileAnalyser::conclude(const std::shared_ptr<Job>& ended) {
  const std::shared_ptr<Job> job = ended;  // m_job goes
  m_job.reset();
  if (job->analysis.error()) {
    Q_EMIT failed(job->analysis.error());
  } else {
    Q_EMIT finished(job->analysis.overview());
  }
}

}  // namespace tunescope::analysis
