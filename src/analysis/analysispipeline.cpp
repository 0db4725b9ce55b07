// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/analysispipeline.h"

#include "analysis/notegate.h"
#include "analysis/stream/samplehistory.h"
#include "analysis/tuningof.h"
#include "core/dsp/levelmeter.h"
#include "core/pitch/pitchengine.h"

#include <cmath>
#include <cstddef>

namespace tunescope::analysis {

namespace {

constexpr double kMinEngineRateHz = 8000;
constexpr double kMaxEngineRateHz = 192000;

}  // namespace

class AnalysisPipeline::Impl {
 public:
  explicit Impl(const AnalysisSettings& settings)
      : m_settings(settings), m_tuning(tuningSettingsOf(settings)), m_strings(stringFinderOf(settings, m_tuning)) {}

  void setSettings(const AnalysisSettings& settings, double nextS) {
    const bool newEngine = needsNewEngine(m_settings, settings);
    if (!hasSameTuning(settings, m_settings)) m_tuning = core::Tuning(tuningSettingsOf(settings));
    if (!hasSameTuning(settings, m_settings) || settings.capo != m_settings.capo) {
      m_strings = stringFinderOf(settings, m_tuning);
    }
    m_settings = settings;
    if (!newEngine || m_rateHz == 0) return;
    makeEngine();
    m_engineStartS = nextS;
  }
  const AnalysisSettings& settings() const noexcept { return m_settings; }

  void setStream(double sampleRateHz, const core::FrameLayout& layout) {
    if (layout != m_layout) m_recentFrames.clear();
    m_layout = layout;
    if (sampleRateHz != m_rateHz) {
      m_rateHz = sampleRateHz;
      makeEngine();
    }
    resizeHistory();
  }

  void restart(double startS) noexcept {
    m_recent.clear();
    m_recentFrames.clear();
    m_engineStartS = startS;
    m_gate = {};
    m_strings.reset();
    if (m_engine) m_engine->reset();
  }

  AnalysisFrame analyse(const Hop& hop) {
    AnalysisFrame frame;
    frame.level = core::measureLevel(hop.samples);
    frame.level.timeS = 0.5 * (hop.startS + hop.endS);
    if (m_engine) {
      frame.pitch = m_engine->process(hop.samples);
      frame.pitch.timeS += m_engineStartS;
      frame.pitch.availableS += m_engineStartS;
    } else {
      frame.pitch.timeS = frame.level.timeS;
      frame.pitch.availableS = hop.endS;
    }
    m_gate.apply(m_settings.sensitivityDb, frame.level, frame.pitch);
    if (frame.pitch.hertz && m_settings.clockPpm != 0) *frame.pitch.hertz *= 1 + m_settings.clockPpm * 1e-6;
    if (frame.pitch.hertz) frame.note = m_tuning.nearest(*frame.pitch.hertz);
    frame.string = m_strings.process(frame.pitch);
    frame.hop = hop.samples;
    frame.channels = hop.channels;
    frame.settings = &m_settings;
    frame.tuning = &m_tuning;
    frame.startS = hop.startS;
    frame.endS = hop.endS;
    m_recent.append(hop.samples);
    m_recentFrames.append(hop.channels.interleaved());
    return frame;
  }

  void setHistory(double seconds, double secondsOfChannels) {
    m_historyS = seconds;
    m_channelHistoryS = secondsOfChannels;
    resizeHistory();
  }
  RecentSamples recent() const noexcept {
    return {m_recent.view(), {m_recentFrames.view(), m_layout.channels(), m_layout.width()}};
  }

 private:
  void resizeHistory() {
    m_recent.resize(framesIn(m_historyS));
    m_recentFrames.resize(framesIn(m_channelHistoryS) * m_layout.width());
  }
  std::size_t framesIn(double seconds) const noexcept {
    return static_cast<std::size_t>(std::ceil(m_rateHz * seconds));
  }

  // The engine counts its times from its first sample.
  void makeEngine() {
    m_engine.reset();
    if (m_rateHz < kMinEngineRateHz || m_rateHz > kMaxEngineRateHz) return;  // levels only
    m_engine = std::make_unique<core::PitchEngine>(core::PitchSettings{
        .sampleRateHz = m_rateHz, .minHz = m_settings.minHz, .maxHz = m_settings.maxHz, .mains = m_settings.mains});
  }

  AnalysisSettings m_settings;
  core::Tuning m_tuning;         // of m_settings
  core::StringFinder m_strings;  // of m_settings
  double m_rateHz = 0;
  double m_engineStartS = 0;  // when the engine's time is zero
  core::FrameLayout m_layout;
  SampleHistory m_recent;        // of the analysed channel
  SampleHistory m_recentFrames;  // of all captured channels, interleaved
  double m_historyS = 0;         // of m_recent
  double m_channelHistoryS = 0;  // of m_recentFrames
  std::unique_ptr<core::PitchEngine> m_engine;
  NoteGate m_gate;
};

AnalysisPipeline::AnalysisPipeline(const AnalysisSettings& settings) : m_impl(std::make_unique<Impl>(settings)) {}
AnalysisPipeline::~AnalysisPipeline() = default;

void AnalysisPipeline::setSettings(const AnalysisSettings& settings, double nextS) {
  m_impl->setSettings(settings, nextS);
}
const AnalysisSettings& AnalysisPipeline::settings() const noexcept {
  return m_impl->settings();
}
void AnalysisPipeline::setStream(double sampleRateHz, const core::FrameLayout& layout) {
  m_impl->setStream(sampleRateHz, layout);
}
void AnalysisPipeline::restart(double startS) noexcept {
  m_impl->restart(startS);
}
AnalysisFrame AnalysisPipeline::analyse(const Hop& hop) {
  return m_impl->analyse(hop);
}
void AnalysisPipeline::setHistory(double seconds, double secondsOfChannels) {
  m_impl->setHistory(seconds, secondsOfChannels);
}
RecentSamples AnalysisPipeline::recent() const noexcept {
  return m_impl->recent();
}

}  // namespace tunescope::analysis
