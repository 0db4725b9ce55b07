// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

namespace tunescope::analysis {

class AnalysisWorker;

// The thread of a worker: its own, or, in a program without threads, the main thread between its
// other events; CMake chooses. Thread: one at a time. Realtime-safe: no.
class WorkerThread {
 public:
  explicit WorkerThread(std::unique_ptr<AnalysisWorker> worker);
  ~WorkerThread();  // waits for the worker's end in its own thread
  WorkerThread(const WorkerThread&) = delete;
  WorkerThread& operator=(const WorkerThread&) = delete;

  AnalysisWorker& worker() noexcept { return *m_worker; }

 private:
  class Impl;
  AnalysisWorker* m_worker;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tunescope::analysis
