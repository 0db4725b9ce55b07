// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/source/framepacker.h"
#include "audio/source/samplesource.h"
#include "audio/supervisor/eventqueue.h"
#include "audio/web/interval.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

namespace tunescope::audio {

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto kPeriod = 10ms;
constexpr auto kTurn = 8ms;  // then the page has its turn
constexpr double kStandstillS = 1.0;

// Plays a source from a timer of the page: there is no thread that could wait. Thread: gui.
class TimedPlayer final : public AudioBackend {
 public:
  explicit TimedPlayer(SampleSourceFactory factory) : m_factory(std::move(factory)) {}

  void requestDevices() override { m_events.post(BackendEvent::Kind::DevicesListed); }

  void start(const CaptureRequest& request, StreamProducer producer) override {
    m_producer = std::move(producer);
    m_source = m_factory();
    m_channel = request.channel;
    if (const CaptureError error = m_source->open(request, m_format)) {
      m_events.post(BackendEvent::Kind::StartFailed, error);
      return;
    }
    m_format.channel = request.channel;
    prepareBlock();
    m_interval.emplace(kPeriod, [this] { tick(); });
  }

  void stop() override {
    m_interval.reset();
    m_events.post(BackendEvent::Kind::Stopped);
  }

  void setChannel(const ChannelChoice& channel) override { m_channel = channel; }

  std::optional<BackendEvent> takeEvent() override { return m_events.take(); }
  std::uint64_t deliveredFrames() const noexcept override { return m_delivered; }
  bool isIdle() const noexcept override { return !m_interval; }

 private:
  void tick() {
    if (!m_producer.isCurrent()) return m_interval.reset();
    if (!m_isStreamBegun && !begin()) return;
    const Clock::time_point turn = Clock::now() + kTurn;
    while (!m_isAtEnd && m_isStreamBegun && isDue() && m_producer.freeSamples() >= m_block.size() &&
           Clock::now() < turn)
      play();
    if (m_isAtEnd) end();
  }

  void prepareBlock() {
    m_format.bufferFrames =
        static_cast<unsigned>(m_format.isLive ? pacedBlockFrames(m_format.sampleRateHz) : kFastBlockFrames);
    m_layout = layoutFor(m_format.channels, m_channel);
    m_block.resize(std::size_t{m_format.bufferFrames} * m_layout.width());
  }

  bool begin() {
    m_isStreamBegun =
        m_producer.beginStream(m_format.sampleRateHz, 0, core::GapReason::Device, m_layout, m_producer.leave(m_format));
    if (!m_isStreamBegun) return false;
    m_start = Clock::now();
    m_played = 0;
    m_events.post(m_hasBegun ? BackendEvent::Kind::Moved : BackendEvent::Kind::Started, m_format);
    m_hasBegun = true;
    return true;
  }

  // A live source has played all frames that are due; after a standstill the missed ones are a stall.
  bool isDue() {
    if (!m_format.isLive) return true;
    const std::chrono::duration<double> passed = Clock::now() - m_start;
    const double due = passed.count() * m_format.sampleRateHz - static_cast<double>(m_played);
    if (due > kStandstillS * m_format.sampleRateHz) {
      const auto missed = static_cast<std::uint64_t>(due);
      const std::uint64_t skipped = m_source->skip(missed);
      if (skipped > 0) m_producer.noteLoss(skipped, core::GapReason::Stall);
      m_delivered += skipped;
      m_played += missed;
      return false;
    }
    return due >= static_cast<double>(m_format.bufferFrames);
  }

  // Another group, if the frames do not hold the requested channel and there is room for the mark.
  void followChannel() {
    const core::FrameLayout wanted = layoutWith(m_layout, m_channel);
    if (wanted != m_layout && m_producer.regroup(wanted.firstChannel)) m_layout = wanted;
  }

  void play() {
    followChannel();
    const std::size_t frames = m_source->read(m_block, m_layout);
    m_producer.push(std::span(m_block).first(frames * m_layout.width()), m_layout.width());
    m_delivered += frames;
    m_played += frames;
    if (frames > 0) return;
    m_isAtEnd = !m_source->nextStream(m_format);
    if (m_isAtEnd) return;
    prepareBlock();
    m_isStreamBegun = false;
  }

  void end() {
    if (!m_producer.finish(m_producer.leave(m_source->error()))) return;  // no room for the mark yet
    m_interval.reset();
    m_events.postEnd(m_source->error());
  }

  SampleSourceFactory m_factory;
  std::unique_ptr<SampleSource> m_source;
  StreamProducer m_producer;
  CaptureFormat m_format;
  ChannelChoice m_channel;
  core::FrameLayout m_layout;
  std::vector<float> m_block;
  EventQueue m_events;
  Clock::time_point m_start;
  std::uint64_t m_delivered = 0;
  std::uint64_t m_played = 0;  // that are due in the present stream
  bool m_hasBegun = false;
  bool m_isStreamBegun = false;  // the present one
  bool m_isAtEnd = false;
  std::optional<Interval> m_interval;
};

}  // namespace

std::unique_ptr<AudioBackend> makeSourcePlayer(SampleSourceFactory factory) {
  return std::make_unique<TimedPlayer>(std::move(factory));
}

}  // namespace tunescope::audio
