// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/supervisor/eventqueue.h"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

// A backend whose behaviour the test defines. Its state outlives it, so that a test can check it, and send its events
// after the supervisor has abandoned it.
struct FakeState {
  using Kind = tunescope::audio::BackendEvent::Kind;

  tunescope::audio::SourceKind source{};
  tunescope::audio::CaptureRequest request;
  tunescope::audio::StreamProducer producer;
  tunescope::audio::ChannelChoice channel;  // of setChannel()
  tunescope::audio::EventQueue events;
  std::atomic<int> starts{0};
  std::atomic<int> stops{0};
  std::atomic<int> listings{0};
  bool answersStop = true;  // posts Stopped by itself
  std::atomic<std::uint64_t> delivered{0};

  std::mutex mutex;
  std::condition_variable changed;
  bool hangs = false;  // isIdle() is false and the destructor waits
  bool isDestroyed = false;
  std::optional<tunescope::audio::CallbackMeter::Snapshot> meter;  // under mutex

  void post(Kind kind, tunescope::audio::CaptureErrorCode code = tunescope::audio::CaptureErrorCode::None) {
    events.post(kind, {.code = code, .device = {}, .detail = "fake"});
  }

  // A live stream at 48 kHz that runs.
  void run(bool isLive = true, unsigned bufferFrames = 512) {
    tunescope::audio::CaptureFormat format;
    format.source = "fake";
    format.sampleRateHz = 48000;
    format.isLive = isLive;
    format.bufferFrames = bufferFrames;
    events.postStarted(format);
  }

  // The first samples of the stream, with what passed before them.
  void begin(std::uint64_t lostFrames = 0) { producer.beginStream(48000, lostFrames); }

  tunescope::core::PushResult push(std::size_t frames) {
    const std::vector<float> block(frames, 0.5F);
    delivered += frames;
    return producer.push(block);
  }

  // The figures of its callback; none until then.
  void setMeter(const tunescope::audio::CallbackMeter::Snapshot& snapshot) {
    const std::lock_guard lock(mutex);
    meter = snapshot;
  }

  void setHanging(bool value) {
    const std::lock_guard lock(mutex);
    hangs = value;
    changed.notify_all();
  }

  bool hasGone() {
    const std::lock_guard lock(mutex);
    return isDestroyed;
  }

  void waitUntilDestroyed() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return isDestroyed; });
  }
};

class FakeBackend final : public tunescope::audio::AudioBackend {
 public:
  explicit FakeBackend(std::shared_ptr<FakeState> state) : m_state(std::move(state)) {}
  ~FakeBackend() override {
    std::unique_lock lock(m_state->mutex);
    m_state->changed.wait(lock, [this] { return !m_state->hangs; });
    m_state->isDestroyed = true;
    m_state->changed.notify_all();
  }

  void requestDevices() override { ++m_state->listings; }
  void start(const tunescope::audio::CaptureRequest& request, tunescope::audio::StreamProducer producer) override {
    ++m_state->starts;
    m_state->request = request;
    m_state->producer = std::move(producer);
  }
  void stop() override {
    ++m_state->stops;
    if (m_state->answersStop) m_state->events.post(FakeState::Kind::Stopped);
  }
  void setChannel(const tunescope::audio::ChannelChoice& channel) override { m_state->channel = channel; }
  std::optional<tunescope::audio::BackendEvent> takeEvent() override { return m_state->events.take(); }
  std::uint64_t deliveredFrames() const noexcept override { return m_state->delivered; }
  std::optional<tunescope::audio::CallbackMeter::Snapshot> meterSnapshot() const override {
    const std::lock_guard lock(m_state->mutex);
    return m_state->meter;
  }
  bool isIdle() const noexcept override {
    const std::lock_guard lock(m_state->mutex);
    return !m_state->hangs;
  }

 private:
  std::shared_ptr<FakeState> m_state;
};
