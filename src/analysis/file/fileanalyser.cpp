// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/file/fileanalyser.h"

#include "analysis/file/fileanalysis.h"

#include <atomic>
#include <chrono>
#include <thread>
#include <utility>

namespace tunescope::analysis {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kProgressInterval(50);

}  // namespace

struct FileAnalyser::Job {
  Job(const std::string& path, const AnalysisSettings& settings) : analysis(path, settings) {}

  std::atomic<bool> isCancelled{false};  // relaxed: nothing else is passed by it
  FileAnalysis analysis;                 // of the job's thread until it has ended
  std::thread thread;
};

FileAnalyser::FileAnalyser(QObject* parent) : QObject(parent) {}

FileAnalyser::~FileAnalyser() {
  cancel();
  for (const auto& job : m_cancelled) job->thread.join();
}

bool FileAnalyser::isRunning() const noexcept {
  return m_job != nullptr;
}

void FileAnalyser::cancel() {
  if (!m_job) return;
  m_job->isCancelled.store(true, std::memory_order_relaxed);
  m_cancelled.push_back(std::exchange(m_job, nullptr));
}

void FileAnalyser::start(const std::string& path, const AnalysisSettings& settings) {
  cancel();
  const auto job = std::make_shared<Job>(path, settings);
  m_job = job;
  job->thread = std::thread([this, job] {
    run(*job);
    QMetaObject::invokeMethod(
        this, [this, job] { conclude(job); }, Qt::QueuedConnection);
  });
}

// In the job's thread.
void FileAnalyser::run(Job& job) {
  auto toldAt = Clock::now();
  while (!job.isCancelled.load(std::memory_order_relaxed) && job.analysis.step()) {
    if (Clock::now() - toldAt < kProgressInterval) continue;
    toldAt = Clock::now();
    tell(job, job.analysis.part());
  }
}

// In the job's thread. The job is there until conclude(), which comes later.
void FileAnalyser::tell(const Job& job, double part) {
  const auto report = [this, &job, part] {
    if (m_job.get() == &job) Q_EMIT progressed(part);
  };
  QMetaObject::invokeMethod(this, report, Qt::QueuedConnection);
}

void FileAnalyser::conclude(const std::shared_ptr<Job>& job) {
  job->thread.join();
  if (job != m_job) {
    std::erase(m_cancelled, job);
    return;
  }
  m_job.reset();
  if (job->analysis.error()) {
    Q_EMIT failed(job->analysis.error());
  } else {
    Q_EMIT finished(job->analysis.overview());
  }
}

}  // namespace tunescope::analysis
