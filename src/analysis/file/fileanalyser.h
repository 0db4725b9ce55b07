// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/file/soundoverview.h"

#include <QObject>

#include <memory>
#include <string>

namespace tunescope::analysis {

// Analyses a sound file in a thread of its own, as fast as possible; in a program without threads, which CMake chooses,
// a little whenever the main thread has nothing else to do. One at a time. Thread: gui. Realtime-safe: no.
class FileAnalyser : public QObject {
  Q_OBJECT

 public:
  explicit FileAnalyser(QObject* parent = nullptr);
  ~FileAnalyser() override;  // waits until what is cancelled has ended: a block of samples, or the opening of a file

  // Cancels the one before. path: as the system's bytes.
  void start(const std::string& path, const AnalysisSettings& settings);
  // Returns at once; no signal follows.
  void cancel();
  bool isRunning() const noexcept;

 Q_SIGNALS:
  void progressed(double part);  // 0 to 1 of the file's bytes, at most 20 times a second, never less than before
  void finished(std::shared_ptr<const tunescope::analysis::SoundOverview> overview);
  void failed(const tunescope::audio::CaptureError& error);  // nothing of it can be read

 private:
  struct Job;
  void run(Job& job);
  void tell(const Job& job, double part);
  void conclude(const std::shared_ptr<Job>& job);

  std::shared_ptr<Job> m_job;                     // none: nothing runs
  std::vector<std::shared_ptr<Job>> m_cancelled;  // whose threads have not ended yet
};

}  // namespace tunescope::analysis
