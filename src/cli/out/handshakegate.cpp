// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/out/handshakegate.h"

#include "cli/out/handshake.h"

#include <algorithm>
#include <utility>

namespace tunescope::cli {

namespace {

// What the system may keep for a client that does not read; Linux takes double. Beyond it, records are dropped.
constexpr int kSystemBufferBytes = 32768;

}  // namespace

HandshakeGate::HandshakeGate(std::string token, QObject* parent)
    : QObject(parent), m_token(std::move(token)), m_server(this) {
  connect(&m_server, &QTcpServer::newConnection, this, &HandshakeGate::takeConnections);
}

bool HandshakeGate::listen(quint16 port) {
  return m_server.listen(QHostAddress(QHostAddress::LocalHost), port);
}

void HandshakeGate::close() {
  m_server.close();
  for (QTcpSocket* socket : std::exchange(m_waiting, {})) delete socket;
}

void HandshakeGate::takeConnections() {
  while (QTcpSocket* socket = m_server.nextPendingConnection()) {
    if (m_waiting.size() >= kMaxWaiting) delete std::exchange(m_waiting.front(), nullptr);
    std::erase(m_waiting, nullptr);
    m_waiting.push_back(socket);
    socket->setReadBufferSize(kMaxHandshakeBytes + 1);
    socket->setSocketOption(QAbstractSocket::SendBufferSizeSocketOption, kSystemBufferBytes);
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { check(socket); });
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
      forget(socket);
      socket->deleteLater();
    });
    QTimer::singleShot(kPatienceMs, socket, [this, socket] {
      if (std::ranges::find(m_waiting, socket) != m_waiting.end()) socket->abort();
    });
    if (socket->bytesAvailable() > 0) check(socket);
  }
}

void HandshakeGate::check(QTcpSocket* socket) {
  const QByteArray bytes = socket->peek(kMaxHandshakeBytes + 1);
  const HandshakeVerdict verdict =
      checkHandshake(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())), m_token);
  if (verdict == HandshakeVerdict::Incomplete) return;
  forget(socket);
  if (verdict != HandshakeVerdict::Accepted) return refuse(socket, refusalResponse(verdict));
  socket->disconnect(this);
  Q_EMIT admitted(socket);
}

void HandshakeGate::forget(QTcpSocket* socket) {
  std::erase(m_waiting, socket);
}

// What it still sends is read and ignored: its end would else see a broken connection before the response.
void HandshakeGate::refuse(QTcpSocket* socket, const std::string& response) {
  disconnect(socket, &QTcpSocket::readyRead, nullptr, nullptr);
  connect(socket, &QTcpSocket::readyRead, socket, [socket] { socket->readAll(); });
  connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
  socket->readAll();
  socket->write(response.data(), static_cast<qint64>(response.size()));
  socket->disconnectFromHost();
  QTimer::singleShot(kPatienceMs, socket, [socket] { socket->abort(); });
}

}  // namespace tunescope::cli
