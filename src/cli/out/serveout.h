// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/out/recordbuffer.h"

#include <QThread>

#include <cstdint>
#include <memory>
#include <string>

namespace tunescope::cli {

class RecordServer;

// `--serve`: the server and its thread. Thread: gui.
class ServeOut {
 public:
  ServeOut();
  ~ServeOut();
  ServeOut(const ServeOut&) = delete;
  ServeOut& operator=(const ServeOut&) = delete;

  // The reason why it cannot, or an empty text. 0: any free port.
  std::string open(std::uint16_t port, const std::string& token);
  std::uint16_t port() const noexcept { return m_port; }
  const std::shared_ptr<RecordBuffer>& records() const noexcept { return m_records; }

  // After the last record: waits until the clients have it, at most RecordServer::kMaxFinishMs.
  void finish();

 private:
  std::shared_ptr<RecordBuffer> m_records;
  QThread m_thread;
  RecordServer* m_server = nullptr;  // lives in m_thread, and is deleted there
  std::uint16_t m_port = 0;
};

}  // namespace tunescope::cli
