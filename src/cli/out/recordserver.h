// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/out/handshakegate.h"
#include "cli/out/recordbuffer.h"

#include <QObject>
#include <QTimer>
#include <QWebSocketServer>

#include <memory>
#include <string>
#include <vector>

namespace tunescope::cli {

class ServeClient;

// The WebSocket server of --serve, in a thread of its own: one text message for each record. Thread: one at a time,
// after the constructor.
class RecordServer : public QObject {
  Q_OBJECT

 public:
  static constexpr std::size_t kMaxClients = 16;
  static constexpr int kMaxUpgradeMs = 1000;
  static constexpr int kMaxFinishMs = 1000;

  RecordServer(std::shared_ptr<RecordBuffer> records, std::string token);
  ~RecordServer() override;

  // The reason why it cannot, or an empty text. 0: any free port.
  std::string listen(quint16 port);
  quint16 port() const { return m_gate.port(); }

  void sendAll();
  // Gives the clients the last records, but not longer than kMaxFinishMs.
  void finish();

 Q_SIGNALS:
  void finished();

 private:
  void admit(QTcpSocket* socket);
  void addClient();
  void remove(ServeClient* client);
  void checkClients();

  std::shared_ptr<RecordBuffer> m_records;
  HandshakeGate m_gate;
  QWebSocketServer m_upgrader;  // does not listen
  std::vector<ServeClient*> m_clients;
  std::vector<QTcpSocket*> m_upgrading;  // admitted, and not clients yet
  QTimer m_checkTimer;
  bool m_isFinishing = false;
};

}  // namespace tunescope::cli
