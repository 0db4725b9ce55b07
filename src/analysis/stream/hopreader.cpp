// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/stream/hopreader.h"

#include "analysis/sinklist.h"
#include "analysis/stream/sessiontime.h"
#include "audio/source/channelpicker.h"
#include "core/dsp/sane.h"
#include "core/pitch/pitchengine.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace tunescope::analysis {

class HopReader::Impl {
 public:
  Impl(const AnalysisSettings& settings, std::shared_ptr<audio::StreamFacts> facts)
      : m_pipeline(settings), m_facts(std::move(facts)) {}

  void setSettings(const AnalysisSettings& settings) {
    m_rawSinks.each([&](RawSink& sink) { sink.settings(settings); });
    m_pipeline.setSettings(settings, m_time.at(m_clock - m_filled));
  }

  void setComingSettings(std::vector<SettingsChange> changes) {
    m_coming = std::move(changes);
    m_nextChange = 0;
  }

  void addRawSink(RawSink* sink) {
    if (!m_rawSinks.contains(sink)) m_joiningRawSinks.add(sink);
  }
  void removeRawSink(RawSink* sink) {
    m_joiningRawSinks.remove(sink);
    m_rawSinks.remove(sink);
  }

  AnalysisPipeline& pipeline() noexcept { return m_pipeline; }
  std::size_t frameWidth() const noexcept { return m_layout.width(); }
  double timeS() const noexcept { return m_time.at(m_clock); }
  double sampleRateHz() const noexcept { return m_time.rateHz(); }

  std::span<float> room(AnalysisSink& sink) {
    const std::size_t left = m_hop.size() - m_filled;
    const auto frames = static_cast<std::size_t>(std::min<std::uint64_t>(left, untilNextChange()));
    if (m_filled == 0 && m_channel != m_pipeline.settings().channel) changeChannel(sink);
    return std::span(m_frames).subspan(m_filled * m_layout.width(), frames * m_layout.width());
  }

  void filled(std::span<const float> interleaved, std::uint64_t clock, AnalysisSink& sink) {
    m_rawSinks.each([&](RawSink& raw) { raw.samples(interleaved); });
    const std::size_t frames = interleaved.size() / m_layout.width();
    m_read += frames;
    m_filled += frames;
    m_clock = clock;
    if (m_filled == m_hop.size()) finishHop(sink);
  }

  void mark(const core::RingMark& mark, AnalysisSink& sink) {
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
        m_pipeline.setStream(m_time.rateHz(), m_layout);
        pickChannel();
        restartAt(mark.position);
        sink.channelsChanged(streamInfo(m_time.at(m_clock), true));
        break;
      case core::RingMark::Kind::End:
        if (m_filled > 0 && m_time.rateHz() > 0) finishRest(sink);
        m_clock = mark.position + mark.lostFrames;
        m_isCaptureOpen = false;
        sink.ended({m_time.at(m_clock), mark.epoch, m_facts ? m_facts->reason(mark.facts) : audio::CaptureError{}});
        break;
    }
  }

 private:
  // How many frames may be read with the present settings.
  std::uint64_t untilNextChange() {
    while (m_nextChange < m_coming.size() && m_coming[m_nextChange].frames <= m_read) {
      setSettings(m_coming[m_nextChange++].settings);
    }
    return m_nextChange < m_coming.size() ? m_coming[m_nextChange].frames - m_read : UINT64_MAX;
  }

  // The windows of the new channel hold nothing of the previous one.
  void changeChannel(AnalysisSink& sink) {
    if (!audio::ChannelPicker::isIn(m_pipeline.settings().channel, m_layout)) return;
    pickChannel();
    if (m_time.rateHz() == 0) return;
    restartAt(m_clock);
    sink.channelsChanged(streamInfo(m_time.at(m_clock), true));
  }

  void pickChannel() noexcept {
    m_channel = m_pipeline.settings().channel;
    m_picker = audio::ChannelPicker(m_channel, m_layout);
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
    // Time counts from the first sample; a loss before it does not count.
    m_time.change(first ? mark.position + mark.lostFrames : mark.position, mark.sampleRateHz);
    if (newRate) m_hop.assign(core::hopFramesFor(mark.sampleRateHz), 0);
    m_layout = mark.layout;
    m_pipeline.setStream(mark.sampleRateHz, m_layout);
    m_frames.resize(m_hop.size() * m_layout.width());
    pickChannel();
    restartAt(mark.position + mark.lostFrames);
    if (!first && mark.lostFrames > 0) sink.gap({m_time.at(mark.position), mark.lostFrames, mark.reason});
    sink.streamStarted(streamInfo(m_time.at(m_clock), std::exchange(m_isCaptureOpen, true)));
  }

  StreamInfo streamInfo(double startS, bool isContinuation) const {
    return {.sampleRateHz = m_time.rateHz(),
            .hopFrames = m_hop.size(),
            .epoch = m_streamStart.epoch,
            .startS = startS,
            .isContinuation = isContinuation,
            .format = m_format,
            .layout = m_layout};
  }

  // Nothing continues across a gap: the partial hop and all history are dropped.
  void restartAt(std::uint64_t frame) noexcept {
    m_clock = frame;
    m_filled = 0;
    m_pipeline.restart(m_time.at(frame));
  }

  void finishHop(AnalysisSink& sink) {
    m_filled = 0;
    if (m_time.rateHz() == 0) return;  // no stream has begun
    m_picker.pick(m_frames.data(), m_hop);
    std::ranges::transform(m_frames, m_frames.begin(), core::saneSample);  // like the picked channel
    sink.frame(m_pipeline.analyse({.samples = m_hop,
                                   .channels = {m_frames, m_layout.channels(), m_layout.width()},
                                   .startS = m_time.at(m_clock - m_hop.size()),
                                   .endS = m_time.at(m_clock)}));
    if (!m_joiningRawSinks.isEmpty()) beginRawSinks();
  }

  // The samples after the last hop; the pitch needs whole hops.
  void finishRest(AnalysisSink& sink) {
    const std::span<float> samples = std::span(m_hop).first(m_filled);
    const std::span<float> frames = std::span(m_frames).first(m_filled * m_layout.width());
    m_picker.pick(frames.data(), samples);
    std::ranges::transform(frames, frames.begin(), core::saneSample);
    AnalysisFrame rest;
    rest.hop = samples;
    rest.channels = {frames, m_layout.channels(), m_layout.width()};
    rest.settings = &m_pipeline.settings();
    rest.startS = m_time.at(m_clock - m_filled);
    rest.endS = m_time.at(m_clock);
    m_filled = 0;
    sink.rest(rest);
  }

  void admitRawSinks() {
    SinkList<RawSink> joining = std::exchange(m_joiningRawSinks, {});
    joining.each([this](RawSink& sink) {
      m_rawSinks.add(&sink);
      sink.settings(m_pipeline.settings());
    });
  }

  // For all of them the stream begins here: the analysis restarts.
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

  AnalysisPipeline m_pipeline;
  std::vector<SettingsChange> m_coming;
  std::size_t m_nextChange = 0;  // of m_coming
  std::uint64_t m_read = 0;      // frames, of all streams
  SinkList<RawSink> m_rawSinks;
  SinkList<RawSink> m_joiningRawSinks;  // join at the next position where a stream can begin
  core::RingMark m_streamStart;         // of the present stream
  audio::CaptureFormat m_format;        // of the present stream
  bool m_isCaptureOpen = false;         // a stream of it has begun and not ended
  std::shared_ptr<audio::StreamFacts> m_facts;
  SessionTime m_time;
  std::uint64_t m_clock = 0;  // sample clock after the newest sample
  core::FrameLayout m_layout;
  audio::ChannelChoice m_channel;  // that m_picker picks
  audio::ChannelPicker m_picker;
  std::vector<float> m_frames = std::vector<float>(512);  // the hop with all channels, interleaved
  std::vector<float> m_hop = std::vector<float>(512);     // its channel that is analysed
  std::size_t m_filled = 0;                               // frames of it
};

HopReader::HopReader(const AnalysisSettings& settings, std::shared_ptr<audio::StreamFacts> facts)
    : m_impl(std::make_unique<Impl>(settings, std::move(facts))) {}
HopReader::~HopReader() = default;

void HopReader::setSettings(const AnalysisSettings& settings) {
  m_impl->setSettings(settings);
}
const AnalysisSettings& HopReader::settings() const noexcept {
  return m_impl->pipeline().settings();
}
void HopReader::setComingSettings(std::vector<SettingsChange> changes) {
  m_impl->setComingSettings(std::move(changes));
}
void HopReader::addRawSink(RawSink* sink) {
  m_impl->addRawSink(sink);
}
void HopReader::removeRawSink(RawSink* sink) {
  m_impl->removeRawSink(sink);
}
void HopReader::setHistory(double seconds, double secondsOfChannels) {
  m_impl->pipeline().setHistory(seconds, secondsOfChannels);
}
RecentSamples HopReader::recent() const noexcept {
  return m_impl->pipeline().recent();
}
double HopReader::timeS() const noexcept {
  return m_impl->timeS();
}
double HopReader::sampleRateHz() const noexcept {
  return m_impl->sampleRateHz();
}
void HopReader::mark(const core::RingMark& mark, AnalysisSink& sink) {
  m_impl->mark(mark, sink);
}
std::span<float> HopReader::room(AnalysisSink& sink) {
  return m_impl->room(sink);
}
void HopReader::filled(std::span<const float> interleaved, std::uint64_t clock, AnalysisSink& sink) {
  m_impl->filled(interleaved, clock, sink);
}
std::size_t HopReader::frameWidth() const noexcept {
  return m_impl->frameWidth();
}

}  // namespace tunescope::analysis
