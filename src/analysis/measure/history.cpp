// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/measure/registry.h"
#include "core/history/loudnesssteps.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>
#include <vector>

namespace tunescope::analysis {

namespace {

using core::HistoryReading;
using core::HistoryStep;

constexpr std::size_t kMaxPending = 1200;  // a minute; a subscriber that is away longer gets the extremes of the rest
constexpr double kMaxPauseS = 24 * 3600;
constexpr double kSureConfidence = 0.5;  // as on displays: below, the note may be another
constexpr double kSideWeight = 1.41;

double weightOf(core::Speaker speaker) noexcept {
  switch (speaker) {
    case core::Speaker::Low:
    case core::Speaker::None:
      return 0;
    case core::Speaker::Side:
      return kSideWeight;
    case core::Speaker::Front:
      break;
  }
  return 1;
}

double steadyNowS() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Collects steps of 50 ms. Levels and pitch are those of the hops whose centres lie in the step.
class HistoryMeasurement final : public Measurement<HistoryReading> {
 public:
  explicit HistoryMeasurement(const HistoryParameters& parameters)
      : m_stepsPerReading(parameters.stepsPerReading),
        m_nowS(parameters.nowS != nullptr ? parameters.nowS : &steadyNowS) {
    m_pending.reserve(kMaxPending);
  }

  void begin(const StreamInfo& stream) override {
    const bool isOther = stream.format.source != m_stream.format.source || stream.format.api != m_stream.format.api;
    if (m_hasBegun) {
      finishStep();
      HistoryStep pause;
      pause.set(HistoryStep::Stopped);
      if (isOther) pause.set(HistoryStep::Changed);
      addGap(pause, stepsIn(std::clamp(m_nowS() - m_lastHopAtS, 0.0, kMaxPauseS)));
    }
    m_stream = stream;
    m_hasBegun = m_isFirstHop = true;
    m_gapFlag = HistoryStep::Lost;
    m_lastHopAtS = m_nowS();
    beginLoudness();
  }

  // Another channel: no time passes.
  void channelsChanged(const StreamInfo& stream) override {
    m_stream = stream;
    m_step.set(HistoryStep::Changed);
    beginLoudness();
  }

  void hop(const AnalysisFrame& frame) noexcept override {
    m_lastHopAtS = m_nowS();
    goTo(frame);
    m_step.set(HistoryStep::HasSound);
    m_step.rms.add(frame.level.rmsDb);
    m_step.peak.add(frame.level.peakDb);
    if (frame.pitch.confidence >= kSureConfidence) m_step.pitch.add(frame.pitch.hertz);
    if (frame.settings != nullptr && frame.settings->isDualMono != m_isDualMono) {
      m_isDualMono = frame.settings->isDualMono;
      beginLoudness();
    }
    addLoudness(frame.channels);
  }

  void gap(const GapInfo& gap) noexcept override {
    m_loudness.gap();
    m_gapFlag = gap.lostFrames > 0 ? HistoryStep::Lost : HistoryStep::Held;
    m_step.set(m_gapFlag);  // seen even if it is shorter than a step
  }

  bool take(HistoryReading& newest, const RecentSamples&) override {
    const int wanted = m_stepsPerReading ? m_stepsPerReading->load(std::memory_order_relaxed) : 1;
    if (m_pending.empty() || m_pending.size() < static_cast<std::size_t>(std::max(1, wanted))) return false;
    newest.count = std::min(m_pending.size(), HistoryReading::kMaxEntries);
    std::copy_n(m_pending.begin(), newest.count, newest.list.begin());
    m_pending.erase(m_pending.begin(), m_pending.begin() + static_cast<std::ptrdiff_t>(newest.count));
    return true;
  }

 private:
  static std::int64_t stepsIn(double seconds) noexcept {
    return std::max(std::int64_t{1}, static_cast<std::int64_t>(std::llround(seconds / core::SessionHistory::kStepS)));
  }

  // The step of that hop; what is missing in between was lost or held.
  void goTo(const AnalysisFrame& frame) noexcept {
    if (std::exchange(m_isFirstHop, false)) {
      m_startS = frame.startS;
      m_index = 0;
    }
    const double steps = (frame.level.timeS - m_startS) / core::SessionHistory::kStepS;
    const auto index = static_cast<std::int64_t>(std::floor(steps));
    if (index <= m_index) return;
    finishStep();
    HistoryStep missing;
    missing.set(std::exchange(m_gapFlag, HistoryStep::Lost));
    if (index > m_index + 1) addGap(missing, index - m_index - 1);
    m_index = index;
  }

  void beginLoudness() noexcept {
    std::array<double, core::FrameLayout::kMaxChannels> weights{};
    const core::FrameLayout& layout = m_stream.layout;
    const std::vector<core::Speaker>& speakers = m_stream.format.speakers;
    for (std::uint32_t i = 0; i < layout.channels(); ++i) {
      const std::size_t source = i + layout.firstChannel - 1;
      weights[i] =
          weightOf(source < speakers.size() ? speakers[source] : core::usualSpeaker(layout.sourceChannels, source));
    }
    if (layout.channels() == 1 && m_isDualMono) weights[0] = 2;
    m_loudness.begin(m_stream.sampleRateHz, std::span(weights).first(layout.channels()));
  }

  void addLoudness(const core::ChannelView& channels) noexcept {
    for (std::size_t done = 0; done < channels.frames();) {
      done += m_loudness.add(channels.part(done, channels.frames() - done));
      if (!m_loudness.isBlockComplete()) continue;
      m_loudness.finishBlock();
      m_step.momentary.add(m_loudness.momentary());
      m_step.shortTerm.add(m_loudness.shortTerm());
    }
  }

  // A step in which no block of loudness ended has the last one's.
  void finishStep() noexcept {
    if (m_step.has(HistoryStep::HasSound) && m_step.momentary.isNone()) m_step.momentary.add(m_loudness.momentary());
    if (m_step.has(HistoryStep::HasSound) && m_step.shortTerm.isNone()) m_step.shortTerm.add(m_loudness.shortTerm());
    if (m_step.flags != 0) add({m_step, 1});
    m_step = {};
  }

  void addGap(const HistoryStep& step, std::int64_t steps) noexcept { add({step, static_cast<std::uint32_t>(steps)}); }

  void add(const HistoryReading::Entry& entry) noexcept {
    if (m_pending.size() < kMaxPending) {
      m_pending.push_back(entry);
      return;
    }
    m_pending.back().step.add(entry.step);  // neither time nor an extreme is lost
    m_pending.back().count += entry.count;
  }

  const std::shared_ptr<std::atomic<int>> m_stepsPerReading;
  double (*const m_nowS)();
  StreamInfo m_stream;
  bool m_hasBegun = false;
  bool m_isFirstHop = true;
  double m_lastHopAtS = 0;  // by the clock of the machine
  double m_startS = 0;      // of step 0 of the stream
  std::int64_t m_index = 0;
  HistoryStep m_step;
  HistoryStep::Flag m_gapFlag = HistoryStep::Lost;
  core::LoudnessSteps m_loudness;
  bool m_isDualMono = false;
  std::vector<HistoryReading::Entry> m_pending;  // has its room from the start
};

}  // namespace

std::unique_ptr<Measurement<HistoryReading>> MeasurementOf<HistoryReading>::make(const Parameters& parameters) {
  return std::make_unique<HistoryMeasurement>(parameters);
}

}  // namespace tunescope::analysis
