// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <cstddef>
#include <deque>
#include <string>

namespace tunescope::cli {

// The door of --serve: listens on this machine only, reads the request of each client and sends away all that may not
// come in. Thread: one at a time, that of RecordServer.
class HandshakeGate : public QObject {
  Q_OBJECT

 public:
  static constexpr std::size_t kMaxWaiting = 16;  // connections whose request is not complete; then the oldest goes
  static constexpr int kPatienceMs = 5000;        // for a request

  explicit HandshakeGate(std::string token, QObject* parent = nullptr);

  // False: see error().
  bool listen(quint16 port);
  void close();
  quint16 port() const { return m_server.serverPort(); }
  QAbstractSocket::SocketError error() const { return m_server.serverError(); }
  QString errorText() const { return m_server.errorString(); }

  // Sends the response and closes; the socket deletes itself.
  static void refuse(QTcpSocket* socket, const std::string& response);

 Q_SIGNALS:
  // Its request is accepted, and none of it is read yet. The receiver owns the socket.
  void admitted(QTcpSocket* socket);

 private:
  void takeConnections();
  void check(QTcpSocket* socket);
  void forget(QTcpSocket* socket);

  const std::string m_token;
  QTcpServer m_server;
  std::deque<QTcpSocket*> m_waiting;  // the oldest first
};

}  // namespace tunescope::cli
