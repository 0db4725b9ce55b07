// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/supervisor/supervisorthread.h"
#include "audio/web/interval.h"

namespace tunescope::audio {

namespace {

using Clock = CaptureSupervisor::Clock;
constexpr auto kPeriod = std::chrono::milliseconds(10);
constexpr auto kStandstill = std::chrono::milliseconds(250);

}  // namespace

// Without threads, a timer of the page polls. Samples that arrived while the page stood still are still in
// the browser's queue when the timer fires: the first poll after a standstill is skipped, so that they are counted
// before the watchdog checks them.
class SupervisorThread::Impl {
 public:
  explicit Impl(CaptureSupervisor& supervisor) : m_supervisor(supervisor), m_interval(kPeriod, [this] { tick(); }) {}

  ~Impl() {
    m_supervisor.stop();
    m_supervisor.poll(Instant::now());
  }

  void wake() { m_supervisor.poll(Instant::now()); }

 private:
  void tick() {
    const Clock::time_point now = Clock::now();
    const bool wasLate = now - m_tick > kStandstill && !m_wasLate;
    m_tick = now;
    m_wasLate = wasLate;
    if (!wasLate) m_supervisor.poll({.steady = now, .elapsed = ElapsedClock::now()});
  }

  CaptureSupervisor& m_supervisor;
  Clock::time_point m_tick = Clock::now();
  bool m_wasLate = false;
  Interval m_interval;
};

SupervisorThread::SupervisorThread(CaptureSupervisor& supervisor) : m_impl(std::make_unique<Impl>(supervisor)) {}

SupervisorThread::~SupervisorThread() = default;

void SupervisorThread::wake() {
  m_impl->wake();
}

}  // namespace tunescope::audio
