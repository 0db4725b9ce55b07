// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/audiobackend.h"
#include "audio/source/channelpicker.h"

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <thread>
#include <vector>

// Drives one backend as the supervisor and the worker would, from the test's thread: takes its events and empties its
// ring.
class BackendDriver {
 public:
  using Event = tunescope::audio::BackendEvent;
  using Kind = Event::Kind;

  explicit BackendDriver(std::unique_ptr<tunescope::audio::AudioBackend> backend, std::size_t ringSamples = 48000)
      : m_ring(std::make_shared<tunescope::core::SpscRing>(ringSamples)),
        m_consumer(m_ring),
        m_facts(std::make_shared<tunescope::audio::StreamFacts>()),
        m_backend(std::move(backend)) {}

  void start(const tunescope::audio::CaptureRequest& request) {
    m_channel = request.channel;
    m_backend->start(request, {tunescope::core::RingProducer(m_ring), m_facts});
  }

  tunescope::audio::StreamFacts& facts() { return *m_facts; }
  tunescope::audio::AudioBackend& backend() { return *m_backend; }
  void destroyBackend() { m_backend.reset(); }
  const std::shared_ptr<tunescope::core::SpscRing>& ring() const { return m_ring; }

  // Applies to the next frames.
  void setChannel(const tunescope::audio::ChannelChoice& channel) {
    m_channel = channel;
    m_picker = tunescope::audio::ChannelPicker(channel, layout);
    m_backend->setChannel(channel);
  }

  // Takes everything that has arrived: frames, the chosen channel as samples, marks and events.
  void pump() {
    for (;;) {
      while (const auto mark = m_consumer.takeMark()) {
        marks.push_back(*mark);
        layout = mark->layout;
        m_picker = tunescope::audio::ChannelPicker(m_channel, layout);
      }
      float block[1024];
      const std::size_t count = m_consumer.read(block);
      if (count == 0) break;
      frames.insert(frames.end(), block, block + count * layout.width());
      samples.resize(samples.size() + count);
      m_picker.pick(block, std::span(samples).last(count));
    }
    if (!m_backend) return;
    while (auto event = m_backend->takeEvent()) {
      if (event->kind != Kind::Progress) events.push_back(*event);  // is for the supervisor's deadline
    }
  }

  // Pumps until the condition holds. The limit only keeps a broken test from hanging.
  template <class Condition>
  bool pumpUntil(Condition condition, std::chrono::seconds limit = std::chrono::seconds(20)) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    for (;;) {
      pump();
      if (condition()) return true;
      if (std::chrono::steady_clock::now() > deadline) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));  // leaves the processor to the backend
    }
  }

  std::optional<Event> find(Kind kind) const {
    for (const Event& event : events) {
      if (event.kind == kind) return event;
    }
    return std::nullopt;
  }

  bool waitFor(Kind kind, std::chrono::seconds limit = std::chrono::seconds(20)) {
    return pumpUntil([&] { return find(kind).has_value(); }, limit);
  }

  // An event after which no other comes.
  bool waitForEnd() {
    const bool hasEnded = pumpUntil(
        [&] { return find(Kind::Ended) || find(Kind::Lost) || find(Kind::StartFailed) || find(Kind::Stopped); });
    pump();
    return hasEnded;
  }

  tunescope::audio::CaptureErrorCode errorCode() const {
    for (const Event& event : events) {
      if (event.error) return event.error.code;
    }
    return tunescope::audio::CaptureErrorCode::None;
  }

  std::vector<float> frames;   // interleaved
  std::vector<float> samples;  // of the requested channel
  tunescope::core::FrameLayout layout;
  std::vector<tunescope::core::RingMark> marks;
  std::vector<Event> events;

 private:
  std::shared_ptr<tunescope::core::SpscRing> m_ring;
  tunescope::core::RingConsumer m_consumer;
  std::shared_ptr<tunescope::audio::StreamFacts> m_facts;
  std::unique_ptr<tunescope::audio::AudioBackend> m_backend;
  tunescope::audio::ChannelChoice m_channel;
  tunescope::audio::ChannelPicker m_picker;
};
