// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/out/recordbuffer.h"

#include <QElapsedTimer>
#include <QObject>
#include <QWebSocket>

#include <memory>

namespace tunescope::cli {

// A client of --serve, from its handshake to its end. Takes only as many records as it reads, and closes on a client
// that is silent or sends too much. Thread: one at a time, that of RecordServer.
class ServeClient : public QObject {
  Q_OBJECT

 public:
  static constexpr int kPingEveryMs = 2000;
  static constexpr int kSilentAfterMs = 10000;      // neither reads nor answers pings
  static constexpr qint64 kMaxUnsentBytes = 32768;  // in Qt's buffer, before records stay in the RecordBuffer
  static constexpr qint64 kMaxUnsentPongs = 1 << 20;
  static constexpr quint64 kMaxIncomingBytes = 1024;
  static constexpr int kMaxIncomingMessages = 100;  // between two pings

  // Owns the socket.
  ServeClient(QWebSocket* socket, std::shared_ptr<RecordBuffer> records, QObject* parent);
  ~ServeClient() override;

  void send();   // the records that there are, as far as it reads them
  void check();  // each kPingEveryMs
  void close();  // once it has all records
  void abort();

 Q_SIGNALS:
  void ended();

 private:
  void takeMessage();

  std::unique_ptr<QWebSocket> m_socket;
  std::shared_ptr<RecordBuffer> m_records;
  RecordBuffer::Cursor m_cursor;
  QElapsedTimer m_sinceSign;  // of life
  int m_incoming = 0;
  bool m_isFull = false;  // the socket takes no more
  bool m_isClosing = false;
};

}  // namespace tunescope::cli
