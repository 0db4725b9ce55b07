// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/supervisor/capturesupervisor.h"
#include "fakebackend.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <vector>

namespace tunescope::audio {

// The supervisor with the test's own clock and backends.
class Rig : public CaptureSupervisor::Listener {
 public:
  Rig() {
    m_supervisor = std::make_unique<CaptureSupervisor>(
        m_ring,
        [this](SourceKind source) -> std::unique_ptr<AudioBackend> {
          if (!hasBackends) return nullptr;
          auto state = std::make_shared<FakeState>();
          state->source = source;
          fakes.push_back(state);
          return std::make_unique<FakeBackend>(state);
        },
        *this);
  }

  // At the end of a test the threads of abandoned backends end here.
  ~Rig() override {
    m_supervisor.reset();
    for (const auto& fake : fakes) {
      fake->setHanging(false);
      fake->waitUntilDestroyed();
    }
  }

  void captureStatusChanged(const CaptureStatus& newStatus) override {
    status = newStatus;
    states.push_back(newStatus.state);
  }
  void devicesListed(const std::vector<DeviceInfo>& list, const CaptureError& error) override {
    devices.push_back(list);
    deviceErrors.push_back(error.code);
  }

  CaptureSupervisor& supervisor() { return *m_supervisor; }
  FakeState& fake() { return *fakes.back(); }

  // The program stands still for that long, and then polls.
  void pollAfter(std::chrono::milliseconds time = {}) {
    now += time;
    m_supervisor->poll({.steady = now, .elapsed = elapsed(now)});
  }

  // The program keeps running for that long.
  void pollFor(std::chrono::milliseconds time) {
    for (const auto end = now + time; now < end;) {
      pollAfter(std::min<std::chrono::milliseconds>(std::chrono::milliseconds(100),
                                                    std::chrono::duration_cast<std::chrono::milliseconds>(end - now)));
    }
  }

  ElapsedClock::time_point elapsed(CaptureSupervisor::Clock::time_point steady) const {
    return ElapsedClock::time_point(steady.time_since_epoch() + suspended);
  }

  void start(CaptureRequest request = {}) {
    m_supervisor->start(request);
    pollAfter();
  }

  // A running device that has delivered samples.
  void startRunning(CaptureRequest request = {}) {
    start(request);
    fake().run();
    fake().begin();
    fake().push(480);
    pollAfter();
  }

  std::vector<core::RingMark> takeMarks() {
    std::vector<core::RingMark> marks;
    for (;;) {
      while (const auto mark = m_consumer.takeMark()) marks.push_back(*mark);
      float block[256];
      const std::size_t count = m_consumer.read(block);
      if (count == 0) return marks;
      framesRead += count;
    }
  }

  int endMarks() {
    int count = 0;
    for (const core::RingMark& mark : takeMarks()) count += mark.kind == core::RingMark::Kind::End ? 1 : 0;
    return count;
  }

  CaptureSupervisor::Clock::time_point now{std::chrono::seconds(1000)};
  std::chrono::nanoseconds suspended{0};  // for how long the machine was
  bool hasBackends = true;
  std::vector<std::shared_ptr<FakeState>> fakes;
  CaptureStatus status;
  std::vector<CaptureState> states;
  std::vector<std::vector<DeviceInfo>> devices;
  std::vector<CaptureErrorCode> deviceErrors;
  std::size_t framesRead = 0;

 private:
  std::shared_ptr<core::SpscRing> m_ring = std::make_shared<core::SpscRing>(48000);
  core::RingConsumer m_consumer{m_ring};
  std::unique_ptr<CaptureSupervisor> m_supervisor;
};

}  // namespace tunescope::audio
