// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/supervisorthread.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace tunescope::audio {

namespace {

using Clock = CaptureSupervisor::Clock;
constexpr auto kLeaveAfter = std::chrono::milliseconds(2500);  // the supervisor's deadline and a little

}  // namespace

class SupervisorThread::Impl {
 public:
  Impl(CaptureSupervisor& supervisor, std::chrono::milliseconds period)
      : m_supervisor(supervisor), m_period(period), m_thread([this] { run(); }) {}

  ~Impl() {
    m_supervisor.stop();
    {
      const std::lock_guard lock(m_mutex);
      m_isLeaving = true;
    }
    m_wake.notify_all();
    m_thread.join();
  }

  void wake() {
    {
      const std::lock_guard lock(m_mutex);
      m_isAwake = true;
    }
    m_wake.notify_all();
  }

 private:
  void run() {
    while (!isLeaving()) {
      m_supervisor.poll(Clock::now());
      std::unique_lock lock(m_mutex);
      m_wake.wait_for(lock, m_period, [this] { return m_isAwake || m_isLeaving; });
      m_isAwake = false;
    }
    const auto deadline = Clock::now() + kLeaveAfter;
    do {
      m_supervisor.poll(Clock::now());
      if (m_supervisor.isSettled()) return;
      std::unique_lock lock(m_mutex);
      m_wake.wait_for(lock, m_period, [] { return false; });
    } while (Clock::now() < deadline);
  }

  bool isLeaving() {
    const std::lock_guard lock(m_mutex);
    return m_isLeaving;
  }

  CaptureSupervisor& m_supervisor;
  std::chrono::milliseconds m_period;
  std::mutex m_mutex;
  std::condition_variable m_wake;
  bool m_isAwake = false;    // under m_mutex
  bool m_isLeaving = false;  // under m_mutex
  std::thread m_thread;      // last: it uses all of the above
};

SupervisorThread::SupervisorThread(CaptureSupervisor& supervisor, std::chrono::milliseconds period)
    : m_impl(std::make_unique<Impl>(supervisor, period)) {}

SupervisorThread::~SupervisorThread() = default;

void SupervisorThread::wake() {
  m_impl->wake();
}

}  // namespace tunescope::audio
