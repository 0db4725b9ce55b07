// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/supervisor/supervisorthread.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace tunescope::audio {

namespace {

using Clock = CaptureSupervisor::Clock;
constexpr auto kLeaveAfter = std::chrono::milliseconds(2500);  // the supervisor's deadline and a little
constexpr auto kLeavingPause = std::chrono::milliseconds(10);

}  // namespace

class SupervisorThread::Impl {
 public:
  explicit Impl(CaptureSupervisor& supervisor) : m_supervisor(supervisor), m_thread([this] { run(); }) {}

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
      const auto now = Clock::now();
      m_supervisor.poll({.steady = now, .elapsed = ElapsedClock::now()});
      std::unique_lock lock(m_mutex);
      m_wake.wait_until(lock, now + m_supervisor.pause(now), [this] { return m_isAwake || m_isLeaving; });
      m_isAwake = false;
    }
    const auto deadline = Clock::now() + kLeaveAfter;
    do {
      m_supervisor.poll(Instant::now());
      if (m_supervisor.isSettled()) return;
      std::unique_lock lock(m_mutex);
      m_wake.wait_for(lock, kLeavingPause, [] { return false; });
    } while (Clock::now() < deadline);
  }

  bool isLeaving() {
    const std::lock_guard lock(m_mutex);
    return m_isLeaving;
  }

  CaptureSupervisor& m_supervisor;
  std::mutex m_mutex;
  std::condition_variable m_wake;
  bool m_isAwake = false;    // under m_mutex
  bool m_isLeaving = false;  // under m_mutex
  std::thread m_thread;      // last: it uses all of the above
};

SupervisorThread::SupervisorThread(CaptureSupervisor& supervisor) : m_impl(std::make_unique<Impl>(supervisor)) {}

SupervisorThread::~SupervisorThread() = default;

void SupervisorThread::wake() {
  m_impl->wake();
}

}  // namespace tunescope::audio
