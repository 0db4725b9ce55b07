// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/out/serveout.h"

#include "cli/out/recordserver.h"

namespace tunescope::cli {

ServeOut::ServeOut() : m_records(std::make_shared<RecordBuffer>()) {
  m_thread.setObjectName(QStringLiteral("serve"));
}

ServeOut::~ServeOut() {
  finish();
}

std::string ServeOut::open(std::uint16_t port, const std::string& token) {
  std::string problem;
  m_thread.start();
  QObject inThread;  // the server's sockets and timers belong to the thread that makes them
  inThread.moveToThread(&m_thread);
  QMetaObject::invokeMethod(
      &inThread,
      [&] {
        m_server = new RecordServer(m_records, token);
        QObject::connect(m_server, &RecordServer::finished, m_server, &QObject::deleteLater);
        QObject::connect(m_server, &QObject::destroyed, &m_thread, &QThread::quit, Qt::DirectConnection);
        problem = m_server->listen(port);
        m_port = m_server->port();
        inThread.moveToThread(nullptr);
      },
      Qt::BlockingQueuedConnection);
  m_records->setWake(
      [server = m_server] { QMetaObject::invokeMethod(server, &RecordServer::sendAll, Qt::QueuedConnection); });
  return problem;
}

// Nothing may be added to the records any more.
void ServeOut::finish() {
  if (!m_thread.isRunning()) return;
  QMetaObject::invokeMethod(m_server, &RecordServer::finish, Qt::QueuedConnection);
  m_thread.wait();
}

}  // namespace tunescope::cli
