// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/measure/registry.h"
#include "core/course/linepair.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace tunescope::analysis {

namespace {

constexpr double kAttackS = 0.15;  // from the beginning of the note, that is left out: a plucked string starts sharp
constexpr double kSolveEveryS = 0.25;
constexpr double kQuietS = 0.2;         // without a pitch: the note has ended
constexpr double kOtherCents = 60;      // a pitch that is further away is another note
constexpr double kMinOctaveSigmas = 3;  // between the two ways to say which line is whose

double centsFrom(double hertz, double fromHz) noexcept {
  return 1200 * std::log2(hertz / fromHz);
}

// Both strings of a unison course are in its first partial. Those of an octave meet in the second partial of the lower
// one, whose own pitch is in its first partial, where the upper one has nothing.
class CourseMeasurement final : public Measurement<CourseReading> {
 public:
  explicit CourseMeasurement(CourseParameters parameters) : m_courses(std::move(parameters.courses)) {}

  void begin(const StreamInfo& stream) override {
    m_meeting.emplace(stream.sampleRateHz);
    m_lower.emplace(stream.sampleRateHz);
    forget();
  }

  void hop(const AnalysisFrame& frame) noexcept override {
    const core::PitchReading& pitch = frame.pitch;
    if (pitch.noteBegan || (frame.string && m_string && *frame.string != *m_string)) forget();
    if (pitch.noteBegan) m_beganS = pitch.timeS;
    if (pitch.hertz) m_heardS = frame.endS;
    if (frame.endS - m_heardS > kQuietS) forget();
    if (frame.string && !m_string) choose(*frame.string);
    if (m_course == nullptr || !m_beganS) return;
    m_clock = 1 + (frame.settings != nullptr ? frame.settings->clockPpm : 0) * 1e-6;
    if (pitch.hertz && m_meeting->hasBegun() && std::abs(centsFrom(baseHz(*pitch.hertz), m_baseHz)) > kOtherCents)
      forget();
    if (m_course != nullptr && m_beganS && !m_meeting->hasBegun()) start(frame);
    if (!m_meeting->hasBegun()) return;
    m_meeting->process(frame.hop);
    if (isOctave()) m_lower->process(frame.hop);
    if (frame.endS - m_solvedS < kSolveEveryS) return;
    m_solvedS = frame.endS;
    solve(frame);
  }

  void gap(const GapInfo&) noexcept override { forget(); }

  bool take(CourseReading& newest, const RecentSamples&) override {
    if (!std::exchange(m_hasNew, false)) return false;
    newest = m_reading;
    return true;
  }

 private:
  bool isOctave() const noexcept { return m_course != nullptr && m_course->upperHz > 1.5 * m_course->lowerHz; }

  // Of the lower string: an octave course may be read as either.
  double baseHz(double hertz) const noexcept {
    const bool isUpper = isOctave() && hertz > std::sqrt(2.0) * m_course->lowerHz;
    return isUpper ? hertz / 2 : hertz;
  }

  void forget() noexcept {
    m_string.reset();
    m_course = nullptr;
    m_beganS.reset();
    if (m_meeting) m_meeting->begin(0);
    if (m_lower) m_lower->begin(0);
  }

  void choose(int string) noexcept {
    m_string = string;
    const auto place = static_cast<std::ptrdiff_t>(m_courses.size()) - string;
    if (place < 0 || place >= static_cast<std::ptrdiff_t>(m_courses.size())) return;
    const Course& course = m_courses[static_cast<std::size_t>(place)];
    m_course = course.upperHz > 0 ? &course : nullptr;
    if (m_course == nullptr) return;
    m_reading = {.string = string, .isOctave = isOctave()};
    m_hasNew = true;
  }

  void start(const AnalysisFrame& frame) noexcept {
    if (!frame.pitch.hertz || frame.startS - *m_beganS < kAttackS) return;
    m_baseHz = baseHz(*frame.pitch.hertz);
    if (std::abs(centsFrom(m_baseHz, m_course->lowerHz)) > 2 * kOtherCents) return;
    const double sampleHz = m_baseHz / m_clock;  // in the sample clock
    m_meeting->begin(isOctave() ? 2 * sampleHz : sampleHz);
    if (isOctave()) m_lower->begin(sampleHz);
    m_solvedS = frame.endS;
  }

  void solve(const AnalysisFrame& frame) noexcept {
    const core::LinePairResult meeting = m_meeting->result();
    m_reading.timeS = frame.endS;
    m_reading.minBeatsPerS = meeting.minBeatHz;
    if (meeting.count == 0) return;
    m_hasNew = true;
    m_reading.state = meeting.count == 1 ? CourseReading::State::One : CourseReading::State::Two;
    if (meeting.count == 1) return;
    const auto& [low, high] = meeting.lines;
    m_reading.beatsPerS = high.hertz - low.hertz;
    m_reading.isKnown = !isOctave();
    const double targetHz = (isOctave() ? m_course->upperHz : m_course->lowerHz) / m_clock;
    m_reading.cents = {centsFrom(low.hertz, targetHz), centsFrom(high.hertz, targetHz)};
    if (isOctave()) tellOctave(meeting, frame.pitch.inharmonicity.value_or(0));
  }

  // The lower string's line is where its first partial says.
  void tellOctave(const core::LinePairResult& meeting, double b) noexcept {
    const core::LinePairResult lower = m_lower->result();
    if (lower.count != 1) return;
    const core::DecayingLine& own = lower.lines[0];
    const double secondHz = 2 * own.hertz * std::sqrt((1 + 4 * b) / (1 + b));
    const double fromLow = std::abs(meeting.lines[0].hertz - secondHz);
    const double fromHigh = std::abs(meeting.lines[1].hertz - secondHz);
    const std::size_t whose = fromLow <= fromHigh ? 0 : 1;
    const double sigma = std::hypot(2 * own.sigmaHz, meeting.lines[0].sigmaHz, meeting.lines[1].sigmaHz);
    const bool isClear = std::abs(fromLow - fromHigh) > std::max(kMinOctaveSigmas * sigma, m_reading.beatsPerS / 3);
    if (!isClear) return;
    m_reading.isKnown = true;
    m_reading.cents = {centsFrom(own.hertz * m_clock, m_course->lowerHz),
                       centsFrom(meeting.lines[1 - whose].hertz * m_clock, m_course->upperHz)};
  }

  using Course = CourseParameters::Course;
  std::vector<Course> m_courses;
  std::optional<core::LinePair> m_meeting;
  std::optional<core::LinePair> m_lower;
  std::optional<int> m_string;
  const Course* m_course = nullptr;  // of m_string; nullptr: it has one string, or is not known
  std::optional<double> m_beganS;
  double m_heardS = 0;
  double m_baseHz = 0;
  double m_solvedS = 0;
  double m_clock = 1;
  CourseReading m_reading;
  bool m_hasNew = false;
};

}  // namespace

std::unique_ptr<Measurement<CourseReading>> MeasurementOf<CourseReading>::make(const Parameters& parameters) {
  return std::make_unique<CourseMeasurement>(parameters);
}

}  // namespace tunescope::analysis
