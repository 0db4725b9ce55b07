// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/file/fileanalyser.h"

#include "analysis/stream/filereader.h"
#include "audio/file/bytefile.h"
#include "audio/file/filesource.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <thread>
#include <utility>

namespace tunescope::analysis {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kProgressInterval(50);

}  // namespace

struct FileAnalyser::Job {
  std::string path;
  AnalysisSettings settings;
  std::atomic<bool> isCancelled{false};  // relaxed: nothing else is passed by it
  std::shared_ptr<SoundOverview> overview = std::make_shared<SoundOverview>();
  audio::CaptureError error;  // if nothing can be read; like overview, of the job's thread until it has ended
  std::thread thread;
};

FileAnalyser::FileAnalyser(QObject* parent) : QObject(parent) {}

FileAnalyser::~FileAnalyser() {
  cancel();
  for (const auto& job : m_cancelled) job->thread.join();
}

bool FileAnalyser::isAvailable() noexcept {
  return true;
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
  const auto job = std::make_shared<Job>();
  job->path = path;
  job->settings = settings;
  m_job = job;
  job->thread = std::thread([this, job] {
    run(*job);
    QMetaObject::invokeMethod(
        this, [this, job] { conclude(job); }, Qt::QueuedConnection);
  });
}

// In the job's thread.
void FileAnalyser::run(Job& job) {
  try {
    job.error = read(job);
    if (job.error || job.isCancelled.load(std::memory_order_relaxed) || job.overview->seconds > 0) return;
    job.error = job.overview->remark;
    if (!job.error) {
      job.error = {.code = audio::CaptureErrorCode::Damaged, .device = job.path, .detail = "there is no sound in it"};
    }
  } catch (const std::exception& error) {
    job.error = {.code = audio::CaptureErrorCode::Internal, .device = job.path, .detail = error.what()};
  }
}

// In the job's thread.
audio::CaptureError FileAnalyser::read(Job& job) {
  std::shared_ptr<const audio::ByteFile> file;
  const auto open = [&file](const std::string& path) {
    audio::OpenedSound sound = audio::openSoundFile(path);
    file = sound.file;
    return sound;
  };
  audio::FileSource source(open, {});
  FileReader reader(source, job.settings);
  audio::CaptureRequest request;
  request.source = audio::SourceKind::File;
  request.path = job.path;
  request.channel = job.settings.channel;
  if (audio::CaptureError error = reader.open(request)) return error;
  OverviewSink sink(*job.overview);
  double part = 0;
  auto toldAt = Clock::now();
  job.overview->remark = reader.read(sink, [&] {
    part = std::max(part, file->readPart());
    if (Clock::now() - toldAt >= kProgressInterval) {
      toldAt = Clock::now();
      tell(job, part);
    }
    return !job.isCancelled.load(std::memory_order_relaxed);
  });
  return {};
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
  if (job->error) {
    Q_EMIT failed(job->error);
  } else {
    Q_EMIT finished(job->overview);
  }
}

}  // namespace tunescope::analysis
