// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/workerthread.h"

#include "analysis/analysisworker.h"

#include <QThread>

namespace tunescope::analysis {

class WorkerThread::Impl {
 public:
  QThread thread;
};

WorkerThread::WorkerThread(std::unique_ptr<AnalysisWorker> worker)
    : m_worker(worker.release()), m_impl(std::make_unique<Impl>()) {
  QThread& thread = m_impl->thread;
  thread.setObjectName(QStringLiteral("analysis"));
  m_worker->moveToThread(&thread);
  // The worker's timer belongs to that thread, so the worker ends there.
  QObject::connect(&thread, &QThread::finished, m_worker, &QObject::deleteLater);
  thread.start();
}

WorkerThread::~WorkerThread() {
  m_impl->thread.quit();
  m_impl->thread.wait();
}

}  // namespace tunescope::analysis
