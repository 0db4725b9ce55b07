// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/analysispipeline.h"

#include "analysis/notegate.h"
#include "analysis/sinklist.h"
#include "audio/channelpicker.h"
#include "core/dsp/levelmeter.h"
#include "core/pitch/pitchengine.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

namespace tunescope::analysis {

namespace {

constexpr double kMinEngineRateHz = 8000;
constexpr double kMaxEngineRateHz = 192000;

// The newest samples as one contiguous run: a buffer of twice the length, whose newer half moves down when it is full.
class RecentSamples {
 public:
  void resize(std::size_t frames) {
    const std::span<const float> held = view();
    const std::span<const float> kept = held.last(std::min(frames, held.size()));
    std::vector<float> samples(frames * 2);
    std::ranges::copy(kept, samples.begin());
    m_samples = std::move(samples);
    m_limit = frames;
    m_end = kept.size();
  }
  void clear() noexcept { m_end = 0; }
  void append(std::span<const float> block) noexcept {
    block = block.last(std::min(block.size(), m_limit));
    if (m_end + block.size() > m_samples.size()) {
      const std::size_t kept = m_limit - block.size();
      std::memmove(m_samples.data(), m_samples.data() + (m_end - kept), kept * sizeof(float));
      m_end = kept;
    }
    std::copy(block.begin(), block.end(), m_samples.begin() + static_cast<std::ptrdiff_t>(m_end));
    m_end += block.size();
  }
  std::span<const float> view() const noexcept {
    const std::size_t count = std::min(m_end, m_limit);
    return {m_samples.data() + (m_end - count), count};
  }

 private:
  std::vector<float> m_samples;
  std::size_t m_limit = 0;
  std::size_t m_end = 0;
};

// Seconds of a sample clock whose rate may change from one epoch to the next; time goes on across the change.
class SessionTime {
 public:
  double at(std::uint64_t frame) const noexcept {
    const double frames = static_cast<double>(static_cast<std::int64_t>(frame - m_originFrame));
    return m_rateHz > 0 ? m_originS + frames / m_rateHz : 0;
  }
  double rateHz() const noexcept { return m_rateHz; }
  void change(std::uint64_t frame, double rateHz) noexcept {
    if (rateHz == m_rateHz) return;  // the origin stays, so equal epochs add no rounding
    m_originS = at(frame);
    m_originFrame = frame;
    m_rateHz = rateHz;
  }

 private:
  std::uint64_t m_originFrame = 0;
  double m_originS = 0;
  double m_rateHz = 0;
};

}  // namespace

class AnalysisPipeline::Impl {
 public:
  Impl(const AnalysisSettings& settings, std::shared_ptr<audio::StreamFacts> facts)
      : m_settings(settings), m_tuning(core::Tuning::equal(settings.a4Hz)), m_facts(std::move(facts)) {}

  void setSettings(const AnalysisSettings& settings) {
    const bool newEngine = needsNewEngine(m_settings, settings);
    if (settings.a4Hz != m_settings.a4Hz) m_tuning = core::Tuning::equal(settings.a4Hz);
    m_settings = settings;
    m_rawSinks.each([&](RawSink& sink) { sink.settings(settings); });
    if (newEngine && m_time.rateHz() > 0) makeEngine();
  }
  const AnalysisSettings& settings() const noexcept { return m_settings; }

  void setComingSettings(std::vector<SettingsChange> changes) {
    m_coming = std::move(changes);
    m_nextChange = 0;
  }

  std::size_t process(core::RingConsumer& consumer, AnalysisSink& sink, std::size_t maxFrames) {
    std::size_t taken = 0;
    while (taken < maxFrames) {
      while (const auto mark = consumer.takeMark()) handleMark(*mark, sink);
      const std::span<float> room = nextRoom();
      const std::size_t count = consumer.read(room);
      if (count == 0) break;
      taken += count;
      advance(room.first(count * m_layout.width()), consumer.position(), sink);
    }
    return taken;
  }

  void take(std::span<const float> interleaved, AnalysisSink& sink) {
    while (!interleaved.empty()) {
      const std::span<float> room = nextRoom();
      const std::size_t count = std::min(room.size(), interleaved.size());
      std::ranges::copy(interleaved.first(count), room.begin());
      interleaved = interleaved.subspan(count);
      advance(room.first(count), m_clock + count / m_layout.width(), sink);
    }
  }

  void addRawSink(RawSink* sink) {
    if (!m_rawSinks.contains(sink)) m_joiningRawSinks.add(sink);
  }
  void removeRawSink(RawSink* sink) {
    m_joiningRawSinks.remove(sink);
    m_rawSinks.remove(sink);
  }

  void setHistory(double seconds) {
    if (seconds == m_historyS) return;
    m_historyS = seconds;
    resizeHistory();
  }
  std::span<const float> recent() const noexcept { return m_recent.view(); }
  std::size_t frameWidth() const noexcept { return m_layout.width(); }
  double timeS() const noexcept { return m_time.at(m_clock); }
  double sampleRateHz() const noexcept { return m_time.rateHz(); }

  void take(const core::RingMark& mark, AnalysisSink& sink) { handleMark(mark, sink); }

 private:
  // Where the next frames go: into the hop that is being filled, as many as may be taken under the present settings.
  std::span<float> nextRoom() {
    const std::size_t left = m_hop.size() - m_filled;
    const auto frames = static_cast<std::size_t>(std::min<std::uint64_t>(left, untilNextChange()));
    if (m_filled == 0 && m_channel != m_settings.channel) changeChannel();
    return std::span(m_frames).subspan(m_filled * m_layout.width(), frames * m_layout.width());
  }

  // They have been put there, interleaved; clock: behind them.
  void advance(std::span<const float> interleaved, std::uint64_t clock, AnalysisSink& sink) {
    m_rawSinks.each([&](RawSink& raw) { raw.samples(interleaved); });
    const std::size_t frames = interleaved.size() / m_layout.width();
    m_taken += frames;
    m_filled += frames;
    m_clock = clock;
    if (m_filled == m_hop.size()) finishHop(sink);
  }

  // How many frames may be taken under the present settings.
  std::uint64_t untilNextChange() {
    while (m_nextChange < m_coming.size() && m_coming[m_nextChange].frames <= m_taken) {
      setSettings(m_coming[m_nextChange++].settings);
    }
    return m_nextChange < m_coming.size() ? m_coming[m_nextChange].frames - m_taken : UINT64_MAX;
  }

  // Nothing of the channel before is in the windows of the new one.
  void changeChannel() {
    if (!audio::ChannelPicker::isIn(m_settings.channel, m_layout)) return;
    pickChannel();
    if (m_time.rateHz() > 0) restartAt(m_clock);
  }

  void pickChannel() noexcept {
    m_channel = m_settings.channel;
    m_picker = audio::ChannelPicker(m_channel, m_layout);
  }

  void handleMark(const core::RingMark& mark, AnalysisSink& sink) {
    if (mark.kind == core::RingMark::Kind::StreamStart) {
      m_streamStart = mark;
      m_format = formatOf(mark);
      admitRawSinks();
      m_rawSinks.each([&](RawSink& raw) { raw.source(m_format); });
    }
    m_rawSinks.each([&](RawSink& raw) { raw.mark(mark); });
    switch (mark.kind) {
      case core::RingMark::Kind::StreamStart:
        startStream(mark, sink);
        break;
      case core::RingMark::Kind::Gap:
        restartAt(mark.position + mark.lostFrames);
        sink.gap({m_time.at(mark.position), mark.lostFrames, mark.reason});
        break;
      case core::RingMark::Kind::Regrouped:
        m_streamStart.layout = m_layout = mark.layout;
        pickChannel();
        restartAt(mark.position);
        break;
      case core::RingMark::Kind::End:
        m_clock = mark.position + mark.lostFrames;
        m_isCaptureOpen = false;
        sink.ended({m_time.at(m_clock), mark.epoch, m_facts ? m_facts->reason(mark.facts) : audio::CaptureError{}});
        break;
    }
  }

  audio::CaptureFormat formatOf(const core::RingMark& mark) {
    audio::CaptureFormat format;
    if (m_facts) format = m_facts->format(mark.facts).value_or(format);
    format.sampleRateHz = mark.sampleRateHz;
    return format;
  }

  void startStream(const core::RingMark& mark, AnalysisSink& sink) {
    const bool first = m_time.rateHz() == 0;
    const bool newRate = mark.sampleRateHz != m_time.rateHz();
    // Time counts from the first sample: what passed before it is nobody's.
    m_time.change(first ? mark.position + mark.lostFrames : mark.position, mark.sampleRateHz);
    if (newRate) {
      m_hop.assign(core::hopFramesFor(mark.sampleRateHz), 0);
      resizeHistory();
      m_clock = mark.position + mark.lostFrames;
      m_filled = 0;
      makeEngine();
    }
    m_layout = mark.layout;
    m_frames.resize(m_hop.size() * m_layout.width());
    pickChannel();
    restartAt(mark.position + mark.lostFrames);
    if (!first && mark.lostFrames > 0) sink.gap({m_time.at(mark.position), mark.lostFrames, mark.reason});
    sink.streamStarted({.sampleRateHz = mark.sampleRateHz,
                        .hopFrames = m_hop.size(),
                        .epoch = mark.epoch,
                        .startS = m_time.at(mark.position + mark.lostFrames),
                        .isContinuation = std::exchange(m_isCaptureOpen, true),
                        .format = m_format});
  }

  void resizeHistory() { m_recent.resize(static_cast<std::size_t>(std::ceil(m_time.rateHz() * m_historyS))); }

  // Nothing is finished across a gap: the partial hop and all history go.
  void restartAt(std::uint64_t frame) noexcept {
    m_clock = frame;
    m_filled = 0;
    m_recent.clear();
    m_engineStart = frame;
    m_gate = {};
    if (m_engine) m_engine->reset();
  }

  // The engine counts its times from the first sample that it gets: the start of the hop that is being filled.
  void makeEngine() {
    m_engine.reset();
    const double rateHz = m_time.rateHz();
    if (rateHz < kMinEngineRateHz || rateHz > kMaxEngineRateHz) return;  // levels only
    m_engine = std::make_unique<core::PitchEngine>(core::PitchSettings{
        .sampleRateHz = rateHz, .minHz = m_settings.minHz, .maxHz = m_settings.maxHz, .mains = m_settings.mains});
    m_engineStart = m_clock - m_filled;
  }

  void finishHop(AnalysisSink& sink) {
    m_filled = 0;
    if (m_time.rateHz() == 0) return;  // no stream was begun
    AnalysisFrame frame;
    const std::uint64_t start = m_clock - m_hop.size();
    m_picker.pick(m_frames.data(), m_hop);
    frame.level = core::measureLevel(m_hop);
    frame.level.timeS = 0.5 * (m_time.at(start) + m_time.at(m_clock));
    if (m_engine) {
      frame.pitch = m_engine->process(m_hop);
      const double startS = m_time.at(m_engineStart);
      frame.pitch.timeS += startS;
      frame.pitch.availableS += startS;
    } else {
      frame.pitch.timeS = frame.level.timeS;
      frame.pitch.availableS = m_time.at(m_clock);
    }
    m_gate.apply(m_settings.sensitivityDb, frame.level, frame.pitch);
    if (frame.pitch.hertz && m_settings.clockPpm != 0) *frame.pitch.hertz *= 1 + m_settings.clockPpm * 1e-6;
    if (frame.pitch.hertz) frame.note = m_tuning.nearest(*frame.pitch.hertz);
    frame.hop = m_hop;
    m_recent.append(m_hop);
    sink.frame(frame);
    if (!m_joiningRawSinks.isEmpty()) beginRawSinks();
  }

  void admitRawSinks() {
    SinkList<RawSink> joining = std::exchange(m_joiningRawSinks, {});
    joining.each([this](RawSink& sink) {
      m_rawSinks.add(&sink);
      sink.settings(m_settings);
    });
  }

  // As if the stream began here, for all of them: the analysis begins anew.
  void beginRawSinks() {
    admitRawSinks();
    core::RingMark mark = m_streamStart;
    mark.position = m_clock;
    mark.lostFrames = 0;
    m_rawSinks.each([&](RawSink& raw) {
      raw.source(m_format);
      raw.mark(mark);
    });
    restartAt(m_clock);
  }

  AnalysisSettings m_settings;
  core::Tuning m_tuning;  // of m_settings
  std::vector<SettingsChange> m_coming;
  std::size_t m_nextChange = 0;  // of m_coming
  std::uint64_t m_taken = 0;     // frames, of all streams
  SinkList<RawSink> m_rawSinks;
  SinkList<RawSink> m_joiningRawSinks;  // join at the next place where a stream could begin
  core::RingMark m_streamStart;         // of the present stream
  audio::CaptureFormat m_format;        // of the present stream
  bool m_isCaptureOpen = false;         // a stream of it has begun, and it has not ended
  std::shared_ptr<audio::StreamFacts> m_facts;
  SessionTime m_time;
  std::uint64_t m_clock = 0;        // sample clock behind the newest sample
  std::uint64_t m_engineStart = 0;  // sample clock at which the engine's time is zero
  core::FrameLayout m_layout;
  audio::ChannelChoice m_channel;  // that m_picker picks
  audio::ChannelPicker m_picker;
  std::vector<float> m_frames = std::vector<float>(512);  // the hop with all channels, interleaved
  std::vector<float> m_hop = std::vector<float>(512);     // its channel that is analysed
  std::size_t m_filled = 0;                               // frames of it
  RecentSamples m_recent;
  double m_historyS = 0;  // of m_recent
  std::unique_ptr<core::PitchEngine> m_engine;
  NoteGate m_gate;
};

AnalysisPipeline::AnalysisPipeline(const AnalysisSettings& settings, std::shared_ptr<audio::StreamFacts> facts)
    : m_impl(std::make_unique<Impl>(settings, std::move(facts))) {}
AnalysisPipeline::~AnalysisPipeline() = default;

void AnalysisPipeline::setSettings(const AnalysisSettings& settings) {
  m_impl->setSettings(settings);
}
void AnalysisPipeline::setComingSettings(std::vector<SettingsChange> changes) {
  m_impl->setComingSettings(std::move(changes));
}
void AnalysisPipeline::addRawSink(RawSink* sink) {
  m_impl->addRawSink(sink);
}
void AnalysisPipeline::removeRawSink(RawSink* sink) {
  m_impl->removeRawSink(sink);
}
const AnalysisSettings& AnalysisPipeline::settings() const noexcept {
  return m_impl->settings();
}

std::size_t AnalysisPipeline::process(core::RingConsumer& consumer, AnalysisSink& sink, std::size_t maxFrames) {
  return m_impl->process(consumer, sink, maxFrames);
}

void AnalysisPipeline::setHistory(double seconds) {
  m_impl->setHistory(seconds);
}
void AnalysisPipeline::take(const core::RingMark& mark, AnalysisSink& sink) {
  m_impl->take(mark, sink);
}
void AnalysisPipeline::take(std::span<const float> interleaved, AnalysisSink& sink) {
  m_impl->take(interleaved, sink);
}
std::span<const float> AnalysisPipeline::recent() const noexcept {
  return m_impl->recent();
}
std::size_t AnalysisPipeline::frameWidth() const noexcept {
  return m_impl->frameWidth();
}
double AnalysisPipeline::timeS() const noexcept {
  return m_impl->timeS();
}
double AnalysisPipeline::sampleRateHz() const noexcept {
  return m_impl->sampleRateHz();
}

}  // namespace tunescope::analysis
