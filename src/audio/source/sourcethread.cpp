// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/source/sourcethread.h"

#include "audio/source/samplesource.h"
#include "audio/supervisor/eventqueue.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

namespace tunescope::audio {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kRoomPollPeriod = std::chrono::microseconds(500);
constexpr auto kStandstill = std::chrono::seconds(1);

class SourceThread final : public AudioBackend, private SourceControl {
 public:
  SourceThread(SourceBody body, ListingBody listing) : m_body(std::move(body)), m_listing(std::move(listing)) {}

  ~SourceThread() override {
    requestStop();
    if (m_thread.joinable()) m_thread.join();
    if (m_listingThread.joinable()) m_listingThread.join();
  }

  void requestDevices() override {
    {
      const std::lock_guard lock(m_mutex);
      if (m_isListing) return;  // the answer is pending
      m_isListing = true;
    }
    if (m_listingThread.joinable()) m_listingThread.join();
    try {
      m_listingThread = std::thread([this] { list(); });
    } catch (const std::exception& error) {  // no thread is available
      listed({.kind = BackendEvent::Kind::DevicesFailed,
              .devices = {},
              .format = {},
              .error = {.code = CaptureErrorCode::Internal, .device = {}, .detail = error.what()}});
    }
  }

  void start(const CaptureRequest& request, StreamProducer producer) override {
    m_request = request;
    setChannel(request.channel);
    m_producer = std::move(producer);
    {
      const std::lock_guard lock(m_mutex);
      m_isRunning = true;
    }
    try {
      m_thread = std::thread([this] { run(); });
    } catch (const std::exception& error) {  // no thread is available
      const std::lock_guard lock(m_mutex);
      m_isRunning = false;
      fail({.code = CaptureErrorCode::Internal, .device = {}, .detail = error.what()});
    }
  }

  void stop() override {
    if (!requestStop()) m_events.post(BackendEvent::Kind::Stopped);
  }

  void setChannel(const ChannelChoice& channel) override {
    m_channel.store(channel.mix ? 0 : channel.number, std::memory_order_relaxed);  // a request: orders nothing
  }

  std::optional<BackendEvent> takeEvent() override { return m_events.take(); }

  std::uint64_t deliveredFrames() const noexcept override {
    return m_delivered.load(std::memory_order_relaxed);  // a statistic: orders nothing
  }

  std::optional<CallbackMeter::Snapshot> meterSnapshot() const override { return m_meter.snapshot(); }

  bool isIdle() const noexcept override {
    const std::lock_guard lock(m_mutex);
    return !m_isRunning && !m_isListing;
  }

 private:
  // Whether there is a thread that will answer.
  bool requestStop() {
    const std::lock_guard lock(m_mutex);
    if (!m_isRunning) return false;
    m_stopRequested = true;
    m_wake.notify_all();
    return true;
  }

  void list() {
    BackendEvent event;
    event.kind = BackendEvent::Kind::DevicesListed;
    try {
      if (m_listing) event = m_listing([this] { m_events.post(BackendEvent::Kind::Progress); });
    } catch (const std::exception& error) {
      event.kind = BackendEvent::Kind::DevicesFailed;
      event.error = {.code = CaptureErrorCode::Internal, .device = {}, .detail = error.what()};
    }
    listed(std::move(event));
  }

  void listed(BackendEvent event) {
    const std::lock_guard lock(m_mutex);
    m_isListing = false;
    m_events.post(std::move(event));
  }

  void run() {
    try {
      m_body(m_request, *this);
    } catch (const std::exception& error) {
      const CaptureError cause{.code = CaptureErrorCode::Internal, .device = {}, .detail = error.what()};
      m_hasBegun ? end(cause) : fail(cause);
    }
    const std::lock_guard lock(m_mutex);
    m_isRunning = false;
    if (m_stopRequested) m_events.post(BackendEvent::Kind::Stopped);
  }

  bool isStopRequested() const noexcept override {
    const std::lock_guard lock(m_mutex);
    return m_stopRequested;
  }

  bool sleepUntil(Clock::time_point when) override {
    std::unique_lock lock(m_mutex);
    m_wake.wait_until(lock, when, [this] { return m_stopRequested; });
    return !m_stopRequested;
  }

  ChannelChoice channel() const noexcept override {
    const unsigned number = m_channel.load(std::memory_order_relaxed);
    return number == 0 ? ChannelChoice{.mix = true} : ChannelChoice{.number = number};
  }

  bool begin(const CaptureFormat& format, const core::FrameLayout& layout) override {
    m_isLive = format.isLive;
    const std::uint64_t silent = silentFrames(m_request, format.sampleRateHz);
    const std::uint32_t facts = m_producer.leave(format);
    while (!m_producer.beginStream(format.sampleRateHz, silent, core::GapReason::Device, layout, facts)) {
      if (!waitForReader()) return false;
    }
    m_width = layout.width();
    m_hasBegun = true;
    m_events.postStarted(format);
    return true;
  }

  bool beginNext(const CaptureFormat& format, const core::FrameLayout& layout) override {
    const std::uint32_t facts = m_producer.leave(format);
    while (!m_producer.beginStream(format.sampleRateHz, 0, core::GapReason::Device, layout, facts)) {
      if (!waitForReader()) return false;
    }
    m_width = layout.width();
    m_events.post(BackendEvent::Kind::Moved, format);
    return true;
  }

  bool regroup(const core::FrameLayout& layout) override {
    while (!m_producer.regroup(layout.firstChannel)) {
      if (!waitForReader()) return false;
    }
    return true;
  }

  bool deliver(std::span<const float> interleaved) override {
    const std::size_t capacity = m_producer.capacitySamples() / m_width * m_width;
    while (!interleaved.empty()) {
      const std::size_t samples = m_isLive ? interleaved.size() : std::min(interleaved.size(), capacity);
      while (!m_isLive && m_producer.freeSamples() < samples) {
        if (!waitForReader()) return false;
      }
      if (m_producer.push(interleaved.first(samples), m_width) == core::PushResult::Revoked) return false;
      const std::size_t frames = samples / m_width;
      const std::uint64_t before = m_delivered.fetch_add(frames, std::memory_order_relaxed);
      if (m_isLive) m_meter.noteArrival(before + frames, Clock::now(), ElapsedClock::now());
      interleaved = interleaved.subspan(samples);
    }
    return !isStopRequested();
  }

  void noteStall(std::uint64_t frames) override {
    m_producer.noteLoss(frames, core::GapReason::Stall);
    m_delivered.fetch_add(frames, std::memory_order_relaxed);
    m_meter.noteBreak();
  }

  void end(const CaptureError& error) override {
    const std::uint32_t facts = m_producer.leave(error);
    while (!m_producer.finish(facts)) {
      if (!waitForReader()) return;
    }
    m_events.postEnd(error);
  }

  void fail(const CaptureError& error) override { m_events.post(BackendEvent::Kind::StartFailed, error); }

  StreamProducer producer() const override { return m_producer; }
  std::atomic<std::uint64_t>& delivered() noexcept override { return m_delivered; }
  CallbackMeter& meter() noexcept override { return m_meter; }
  void tellProgress() override { m_events.post(BackendEvent::Kind::Progress); }
  void tellStarted(const CaptureFormat& format) override {
    m_hasBegun = true;
    m_events.postStarted(format);
  }
  void tellMoved(const CaptureFormat& format) override { m_events.post(BackendEvent::Kind::Moved, format); }
  void tellOutdated() override { m_events.post(BackendEvent::Kind::Outdated); }
  void tellLost(const CaptureError& error) override { m_events.post(BackendEvent::Kind::Lost, error); }

  // Waits a moment for the reader to make room. False: the stream was revoked.
  bool waitForReader() { return m_producer.isCurrent() && sleepUntil(Clock::now() + kRoomPollPeriod); }

  SourceBody m_body;
  ListingBody m_listing;
  CaptureRequest m_request;
  StreamProducer m_producer;  // of the source's thread, once it runs
  std::uint32_t m_width = 1;  // of the source's thread: samples in a frame
  bool m_isLive = true;       // of the source's thread
  bool m_hasBegun = false;    // of the source's thread
  EventQueue m_events;
  std::atomic<unsigned> m_channel{1};  // 0: the mean of all
  std::atomic<std::uint64_t> m_delivered{0};
  CallbackMeter m_meter;
  mutable std::mutex m_mutex;
  std::condition_variable m_wake;
  bool m_isRunning = false;      // under m_mutex
  bool m_isListing = false;      // under m_mutex
  bool m_stopRequested = false;  // under m_mutex
  std::thread m_listingThread;
  std::thread m_thread;
};

}  // namespace

std::unique_ptr<AudioBackend> makeSourceThread(SourceBody body, ListingBody listing) {
  return std::make_unique<SourceThread>(std::move(body), std::move(listing));
}

Pacer::Pacer(double sampleRateHz, InstantSource now) : m_sampleRateHz(sampleRateHz), m_now(now), m_start(now()) {}

bool Pacer::waitFor(std::size_t frames, SourceControl& control) {
  m_frames += frames;
  return control.sleepUntil(m_start.steady + lengthOf(m_frames));
}

std::uint64_t Pacer::takeMissed() {
  const Instant now = m_now();
  const std::chrono::duration<double> passed = now.elapsed - m_start.elapsed;
  const double behind = passed.count() * m_sampleRateHz - static_cast<double>(m_frames);
  if (behind < m_sampleRateHz * std::chrono::duration<double>(kStandstill).count()) return 0;
  const auto missed = static_cast<std::uint64_t>(behind);
  m_frames += missed;
  m_start.steady = now.steady - lengthOf(m_frames);  // which did not advance while the machine was suspended
  return missed;
}

Clock::duration Pacer::lengthOf(std::uint64_t frames) const {
  return std::chrono::duration_cast<Clock::duration>(
      std::chrono::duration<double>(static_cast<double>(frames) / m_sampleRateHz));
}

}  // namespace tunescope::audio
