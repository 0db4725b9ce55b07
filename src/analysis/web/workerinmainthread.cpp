// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/analysisworker.h"
#include "analysis/workerthread.h"

namespace tunescope::analysis {

class WorkerThread::Impl {
 public:
  std::unique_ptr<AnalysisWorker> worker;
};

WorkerThread::WorkerThread(std::unique_ptr<AnalysisWorker> worker)
    : m_worker(worker.get()), m_impl(std::make_unique<Impl>()) {
  m_impl->worker = std::move(worker);
}

WorkerThread::~WorkerThread() = default;

}  // namespace tunescope::analysis
