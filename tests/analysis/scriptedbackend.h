// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/audiobackend.h"

#include <atomic>
#include <deque>
#include <functional>
#include <mutex>

namespace tunescope::tests {

// A backend whose behaviour the test defines: onStart is called with the producer, in the supervisor's thread.
class ScriptedBackend final : public audio::AudioBackend {
 public:
  using Script = std::function<void(ScriptedBackend&, audio::StreamProducer)>;

  explicit ScriptedBackend(Script onStart) : m_onStart(std::move(onStart)) {}

  void requestDevices() override {
    audio::BackendEvent event;
    event.kind = audio::BackendEvent::Kind::DevicesListed;
    audio::DeviceInfo& device = event.devices.emplace_back();
    device.id = "test:Input";
    device.api = "test";
    device.name = "Input";
    device.inputChannels = 1;
    say(event);
  }
  void start(const audio::CaptureRequest&, audio::StreamProducer producer) override {
    m_onStart(*this, std::move(producer));
  }
  void stop() override { say(audio::BackendEvent::Kind::Stopped); }
  std::optional<audio::BackendEvent> takeEvent() override {
    const std::lock_guard lock(m_mutex);
    if (m_events.empty()) return std::nullopt;
    audio::BackendEvent event = std::move(m_events.front());
    m_events.pop_front();
    return event;
  }
  std::uint64_t deliveredFrames() const noexcept override { return m_delivered; }

  void say(const audio::BackendEvent& event) {
    const std::lock_guard lock(m_mutex);
    m_events.push_back(event);
  }
  void say(audio::BackendEvent::Kind kind) {
    audio::BackendEvent event;
    event.kind = kind;
    say(event);
  }
  void sayStarted(double sampleRateHz, bool isLive) {
    audio::BackendEvent event;
    event.kind = audio::BackendEvent::Kind::Started;
    event.format.source = "script";
    event.format.sampleRateHz = sampleRateHz;
    event.format.channels = 1;
    event.format.isLive = isLive;
    say(event);
  }
  void countDelivered(std::uint64_t frames) noexcept { m_delivered += frames; }

 protected:
  bool isIdle() const noexcept override { return true; }

 private:
  Script m_onStart;
  std::mutex m_mutex;
  std::deque<audio::BackendEvent> m_events;
  std::atomic<std::uint64_t> m_delivered{0};
};

}  // namespace tunescope::tests
