// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <string>

namespace tunescope::audio::rt {

// RtAudio 5.2 keeps the answers of PulseAudio in variables of the whole process, so only one thread may query an API at
// a time. A query that hangs is waited for only as long as the supervisor would wait, and delays no other API.
// Thread: any. Realtime-safe: no.
class Turn {
 public:
  explicit Turn(const std::string& api) : m_api(api) {
    Questions& questions = all();
    std::unique_lock lock(questions.mutex);
    m_isMine = questions.changed.wait_for(lock, std::chrono::milliseconds(1500),
                                          [&] { return !questions.underWay.contains(m_api); });
    if (m_isMine) questions.underWay.insert(m_api);
  }
  ~Turn() {
    if (!m_isMine) return;
    Questions& questions = all();
    const std::lock_guard lock(questions.mutex);
    questions.underWay.erase(m_api);
    questions.changed.notify_all();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  explicit operator bool() const noexcept { return m_isMine; }

 private:
  struct Questions {
    std::mutex mutex;
    std::condition_variable changed;
    std::set<std::string> underWay;  // under mutex
  };
  // Never destroyed: a query that hangs may return while the program exits.
  static Questions& all() {
    static auto* questions = new Questions;
    return *questions;
  }

  std::string m_api;
  bool m_isMine = false;
};

}  // namespace tunescope::audio::rt
