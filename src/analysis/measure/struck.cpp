// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/measure/registry.h"
#include "analysis/stream/samplehistory.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace tunescope::analysis {

namespace {

constexpr double kAttackS = 0.06;       // skipped after the start of the note
constexpr double kProgressStepS = 0.1;  // between two readings of a note in progress
constexpr double kQuietS = 0.1;         // without a pitch: then the note has ended
constexpr double kLostCents = 60;       // a pitch further away belongs to another note
constexpr double kOtherS = 0.15;        // how long another pitch has to last

double centsFrom(double hertz, double fromHz) noexcept {
  return 1200 * std::log2(hertz / fromHz);
}

class StruckMeasurement final : public Measurement<StruckReading> {
 public:
  void begin(const StreamInfo& stream) override {
    m_rateHz = stream.sampleRateHz;
    m_hopS = static_cast<double>(stream.hopFrames) / m_rateHz;
    m_history.resize(static_cast<std::size_t>(std::ceil((core::kMaxStruckS + 1) * m_rateHz)));
    m_history.clear();
    m_pitches.reserve(static_cast<std::size_t>((core::kMaxStruckS + 1) / m_hopS) + 1);
    m_isHearing = m_hasNew = false;
  }

  void hop(const AnalysisFrame& frame) noexcept override {
    m_history.append(frame.hop);
    m_endS = frame.endS;
    m_tuning = frame.tuning;
    m_clock = 1 + (frame.settings != nullptr ? frame.settings->clockPpm : 0) * 1e-6;
    const core::PitchReading& pitch = frame.pitch;
    if (pitch.noteBegan) {
      if (m_isHearing) finish(pitch.timeS);
      start(pitch.timeS);
    }
    if (m_isHearing) follow(pitch);
    if (m_tuning != nullptr && m_tuning->id() != m_lastTuning.id()) m_lastTuning = *m_tuning;
    m_tuning = nullptr;
  }

  void gap(const GapInfo&) noexcept override {
    m_history.clear();
    m_isHearing = false;
  }

  bool take(StruckReading& newest, const RecentSamples&) override {
    if (!std::exchange(m_hasNew, false)) return false;
    newest = m_reading;
    return true;
  }

  // Measures the note that has not ended yet.
  bool takeRest(StruckReading& last) override {
    if (!m_isHearing) return false;
    m_tuning = &m_lastTuning;
    finish(m_endS);
    m_tuning = nullptr;
    return take(last, {});
  }

 private:
  void start(double timeS) noexcept {
    m_isHearing = true;
    m_beganS = timeS;
    m_lastPitchS = timeS;
    m_lastOwnS = timeS;
    m_toldS = timeS;
    m_pitches.clear();
  }

  void follow(const core::PitchReading& pitch) noexcept {
    if (pitch.hertz) {
      m_lastPitchS = m_endS;
      if (m_pitches.size() < m_pitches.capacity()) m_pitches.push_back(*pitch.hertz / m_clock);
      if (std::abs(centsFrom(*pitch.hertz / m_clock, median())) < kLostCents) m_lastOwnS = m_endS;
    }
    const double heardS = m_endS - m_beganS - kAttackS;
    if (heardS >= core::kMaxStruckS) {
      finish(m_endS);
    } else if (m_endS - m_lastPitchS > kQuietS) {
      finish(m_lastPitchS);
    } else if (m_endS - m_lastOwnS > kOtherS) {
      finish(m_lastOwnS);
    } else if (m_endS - m_toldS >= kProgressStepS) {
      m_toldS = m_endS;
      tell(StruckReading::State::Listening, std::clamp(heardS / core::kMaxStruckS, 0.0, 1.0));
    }
  }

  double median() noexcept {
    m_sorted = m_pitches;
    const auto middle = m_sorted.begin() + static_cast<std::ptrdiff_t>(m_sorted.size() / 2);
    std::nth_element(m_sorted.begin(), middle, m_sorted.end());
    return *middle;
  }

  void tell(StruckReading::State state, double progress) noexcept {
    // Progress does not replace a result that has not been taken yet.
    if (state == StruckReading::State::Listening && m_hasNew && m_reading.state != state) return;
    m_reading = {.timeS = m_endS, .state = state, .progress = progress, .note = {}, .midi = {}, .heard = {}};
    m_hasNew = true;
    if (m_pitches.empty()) return;
    const double hertz = median() * m_clock;
    name(hertz);
  }

  void name(double hertz) noexcept {
    if (m_tuning == nullptr) return;
    m_reading.note = m_tuning->nearest(hertz);
    const core::PitchStandard& standard = m_tuning->settings().standard;
    m_reading.midi = static_cast<int>(std::lround(standard.midi + 12 * std::log2(hertz / standard.hertz)));
  }

  // Up to untilS, which is not later than the newest sample.
  void finish(double untilS) noexcept {
    m_isHearing = false;
    const double fromS = m_beganS + kAttackS;
    if (m_pitches.empty()) return;
    tell(StruckReading::State::TooShort, 1);
    if (untilS - fromS < core::kMinStruckS) return;
    const std::span<const float> all = m_history.view();
    const auto back = [&](double timeS) {
      const auto frames = static_cast<std::size_t>(std::llround(std::max(0.0, m_endS - timeS) * m_rateHz));
      return std::min(frames, all.size());
    };
    const std::size_t first = all.size() - back(fromS);
    const std::size_t last = all.size() - back(untilS);
    if (last <= first) return;
    m_reading.heard = core::measureStruckNote(all.subspan(first, last - first), m_rateHz, median());
    m_reading.state = m_reading.heard ? StruckReading::State::Measured : StruckReading::State::NoPartials;
    if (!m_reading.heard) return;
    m_reading.heard->f1Hz *= m_clock;
    name(m_reading.heard->f1Hz);
  }

  SampleHistory m_history;
  double m_rateHz = 0;
  double m_hopS = 0;
  double m_endS = 0;
  double m_clock = 1;
  const core::Tuning* m_tuning = nullptr;  // of the frame that is being processed
  core::Tuning m_lastTuning;
  bool m_isHearing = false;
  double m_beganS = 0;
  double m_lastPitchS = 0;  // with any pitch
  double m_lastOwnS = 0;    // with the pitch of this note
  double m_toldS = 0;
  std::vector<double> m_pitches;  // of the note, without clock correction
  std::vector<double> m_sorted;
  StruckReading m_reading;
  bool m_hasNew = false;
};

}  // namespace

std::unique_ptr<Measurement<StruckReading>> MeasurementOf<StruckReading>::make(const Parameters&) {
  return std::make_unique<StruckMeasurement>();
}

}  // namespace tunescope::analysis
