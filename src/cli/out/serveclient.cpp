// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/out/serveclient.h"

#include <utility>

namespace tunescope::cli {

ServeClient::ServeClient(QWebSocket* socket, std::shared_ptr<RecordBuffer> records, QObject* parent)
    : QObject(parent), m_socket(socket), m_records(std::move(records)), m_cursor(m_records->join()) {
  m_socket->setParent(nullptr);
  m_socket->setMaxAllowedIncomingFrameSize(kMaxIncomingBytes);
  m_socket->setMaxAllowedIncomingMessageSize(kMaxIncomingBytes);
  m_sinceSign.start();
  connect(m_socket.get(), &QWebSocket::bytesWritten, this, [this] {
    if (std::exchange(m_isFull, false)) m_sinceSign.restart();  // it reads, if slowly
    send();
  });
  connect(m_socket.get(), &QWebSocket::pong, this, [this] { m_sinceSign.restart(); });
  connect(m_socket.get(), &QWebSocket::textFrameReceived, this, &ServeClient::takeMessage);
  connect(m_socket.get(), &QWebSocket::binaryFrameReceived, this, &ServeClient::takeMessage);
  connect(m_socket.get(), &QWebSocket::disconnected, this, &ServeClient::ended);
}

ServeClient::~ServeClient() {
  m_socket->disconnect(this);
  m_records->leave();
}

void ServeClient::send() {
  while (m_socket->isValid() && m_socket->bytesToWrite() < kMaxUnsentBytes) {
    const auto item = m_records->take(m_cursor);
    if (!item) {
      if (m_isClosing) m_socket->close(QWebSocketProtocol::CloseCodeGoingAway, QStringLiteral("the run is over"));
      return;
    }
    m_socket->sendTextMessage(QString::fromStdString(withDropped(*item->text, item->dropped)));
  }
  m_isFull = true;
}

void ServeClient::check() {
  m_incoming = 0;
  if (m_sinceSign.hasExpired(kSilentAfterMs) || m_socket->bytesToWrite() > kMaxUnsentPongs) return abort();
  if (m_socket->bytesToWrite() < kMaxUnsentBytes) m_socket->ping();
}

void ServeClient::close() {
  m_isClosing = true;
  send();
}

void ServeClient::abort() {
  m_socket->abort();
  Q_EMIT ended();
}

// It has nothing to say.
void ServeClient::takeMessage() {
  if (++m_incoming <= kMaxIncomingMessages) return;
  m_socket->close(QWebSocketProtocol::CloseCodePolicyViolated, QStringLiteral("too many messages"));
}

}  // namespace tunescope::cli
