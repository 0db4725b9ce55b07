// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/out/recordserver.h"

#include "cli/out/handshake.h"
#include "cli/out/serveclient.h"

#include <algorithm>
#include <utility>

namespace tunescope::cli {

RecordServer::RecordServer(std::shared_ptr<RecordBuffer> records, std::string token)
    : m_records(std::move(records)),
      m_gate(std::move(token), this),
      m_upgrader(QStringLiteral("Tunescope"), QWebSocketServer::NonSecureMode, this),
      m_checkTimer(this) {
  connect(&m_gate, &HandshakeGate::admitted, this, &RecordServer::admit);
  connect(&m_upgrader, &QWebSocketServer::newConnection, this, &RecordServer::addClient);
  connect(&m_checkTimer, &QTimer::timeout, this, &RecordServer::checkClients);
}

RecordServer::~RecordServer() {
  for (ServeClient* client : std::exchange(m_clients, {})) delete client;
}

std::string RecordServer::listen(quint16 port) {
  if (m_gate.listen(port)) {
    m_checkTimer.start(ServeClient::kPingEveryMs);
    return {};
  }
  switch (m_gate.error()) {
    case QAbstractSocket::AddressInUseError:
      return "another program uses that port; give another one, or 0 for any that is free";
    case QAbstractSocket::SocketAccessError:
      return "the system reserves that port; give one from 1024 on, or 0 for any that is free";
    default:
      return m_gate.errorText().toStdString() + "; try another port";
  }
}

void RecordServer::admit(QTcpSocket* socket) {
  if (m_clients.size() + m_upgrading.size() >= kMaxClients) return HandshakeGate::refuse(socket, busyResponse());
  m_upgrading.push_back(socket);
  connect(socket, &QObject::destroyed, this, [this, socket] { std::erase(m_upgrading, socket); });
  // A complete request may still lack something. Qt closes or forgets such a connection.
  QTimer::singleShot(kMaxUpgradeMs, socket, [this, socket] {
    if (std::erase(m_upgrading, socket) > 0) socket->abort();
  });
  m_upgrader.handleConnection(socket);
}

void RecordServer::addClient() {
  while (QWebSocket* socket = m_upgrader.nextPendingConnection()) {
    std::erase_if(m_upgrading, [port = socket->peerPort()](QTcpSocket* each) { return each->peerPort() == port; });
    auto* client = new ServeClient(socket, m_records, this);
    m_clients.push_back(client);
    connect(client, &ServeClient::ended, this, [this, client] { remove(client); });
    client->send();
  }
}

void RecordServer::remove(ServeClient* client) {
  if (std::erase(m_clients, client) > 0) client->deleteLater();
  if (m_isFinishing && m_clients.empty()) Q_EMIT finished();
}

void RecordServer::checkClients() {
  for (ServeClient* client : std::vector(m_clients)) client->check();
}

void RecordServer::sendAll() {
  m_records->awaken();
  for (ServeClient* client : std::vector(m_clients)) client->send();
}

void RecordServer::finish() {
  m_isFinishing = true;
  m_gate.close();
  QTimer::singleShot(kMaxFinishMs, this, &RecordServer::finished);
  for (ServeClient* client : std::vector(m_clients)) client->close();
  if (m_clients.empty()) Q_EMIT finished();
}

}  // namespace tunescope::cli
