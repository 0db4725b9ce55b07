// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

namespace tunescope::analysis {

class AnalysisWorker;

// Where a worker lives: in a thread of its own, or, in a program that has none to give, in the main thread between its
// other events; CMake picks. Thread: one at a time. Realtime-safe: no.
class WorkerThread {
 public:
  explicit WorkerThread(std::unique_ptr<AnalysisWorker> worker);
  ~WorkerThread();  // waits for the worker's end, which is where it lived
  WorkerThread(const WorkerThread&) = delete;
  WorkerThread& operator=(const WorkerThread&) = delete;

  AnalysisWorker& worker() noexcept { return *m_worker; }

 private:
  class Impl;
  AnalysisWorker* m_worker;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tunescope::analysis
