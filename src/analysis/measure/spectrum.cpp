// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/measure/recordinterval.h"
#include "analysis/measure/registry.h"
#include "analysis/stream/samplehistory.h"
#include "core/spectrum/noisefloor.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tunescope::analysis {

namespace {

constexpr std::size_t kMinStep = 256;
constexpr std::size_t kMaxOverlap = 40;  // 30 frames a second of the longest: more would cost more than it shows
constexpr double kPeakRiseDb = 15;       // above the noise floor
constexpr double kForgottenS = 0.3;      // the note's partials are shown so long after its last reading

// Frames overlap by three quarters, so that no window loses an event between two of them.
class SpectrumMeasurement final : public Measurement<SpectrumReading> {
 public:
  explicit SpectrumMeasurement(const SpectrumParameters& parameters)
      : m_timing(parameters.timing),
        m_interval(parameters.timing),
        m_frame(parameters.size, parameters.window),
        m_interpolation(parameters.window),
        m_floor(m_frame.binCount()) {
    m_history.resize(parameters.size);
    m_average.resize(m_frame.binCount());
    const bool isRecord = !m_timing.isDisplay;
    m_average.choose(isRecord ? core::SpectrumAverage::Mode::Linear : m_timing.averaging, m_timing.timeConstantS);
    for (auto& values : m_pool) {
      values = std::make_shared<SpectrumValues>();
      values->size = parameters.size;
      values->window = parameters.window;
      for (auto* bins : {&values->power, &values->highest, &values->floor}) bins->resize(m_frame.binCount());
    }
  }

  void begin(const StreamInfo& stream) override {
    const bool isOther = std::abs(stream.sampleRateHz - m_rateHz) > 0;
    m_rateHz = stream.sampleRateHz;
    m_binHz = m_rateHz / static_cast<double>(m_frame.size());
    m_step = m_frame.size() / 4;
    if (m_timing.isDisplay) {
      const auto picture = static_cast<std::size_t>(m_timing.pictureS * m_rateHz);
      m_step = std::min(m_step, std::max(picture, m_frame.size() / kMaxOverlap));
    }
    m_step = std::max(m_step, kMinStep);
    m_noise = static_cast<double>(m_frame.size()) / m_frame.shape().noiseBandwidthBins() / m_rateHz;
    m_interval.begin(stream.startS, m_rateHz);
    m_hasRecord = false;
    forget();
    m_average.resetHold();
    if (isOther) m_average.reset();  // bins of another width
  }
  void channelsChanged(const StreamInfo& stream) override {
    begin(stream);
    m_average.reset();
  }

  void hop(const AnalysisFrame& frame) noexcept override {
    const double clock = 1 + (frame.settings != nullptr ? frame.settings->clockPpm : 0) * 1e-6;
    m_binHz = m_rateHz * clock / static_cast<double>(m_frame.size());
    if (frame.pitch.isVoiced()) {
      m_pitch = {.hertz = *frame.pitch.hertz, .inharmonicity = frame.pitch.inharmonicity};
      m_pitchAtS = frame.endS;
    }
    std::span<const float> samples = frame.hop;
    m_endS = frame.startS;
    while (!samples.empty()) {
      const std::size_t count = std::min({samples.size(), m_untilFrame, m_interval.samplesUntilNext(m_endS)});
      m_history.append(samples.first(count));
      samples = samples.subspan(count);
      m_endS += static_cast<double>(count) / m_rateHz;
      m_untilFrame -= count;
      if (m_untilFrame == 0) addFrame();
      if (m_interval.isDue(m_endS)) finishRecord();
    }
  }

  void gap(const GapInfo&) noexcept override { forget(); }
  bool takesPartialHops() const noexcept override { return true; }

  bool take(SpectrumReading& newest, const RecentSamples&) override {
    if (m_timing.isDisplay && std::exchange(m_hasNewFrame, false)) m_hasNew = fill();
    if (!std::exchange(m_hasNew, false)) return false;
    newest = m_reading;
    return true;
  }

  bool takeRest(SpectrumReading& rest) override {
    if (m_timing.isDisplay || m_average.isEmpty() || m_hasRecord || !fill()) return false;
    rest = m_reading;
    return true;
  }

 private:
  void forget() noexcept {
    m_history.clear();
    m_untilFrame = m_frame.size();
    m_pitchAtS = -1;
    if (m_timing.isDisplay || m_timing.intervalS > 0) m_average.reset();  // one at the end is of all the stream
    m_hasNewFrame = m_hasNew = false;
  }

  void addFrame() noexcept {
    m_untilFrame = m_step;
    m_frame.transform(m_history.view());
    m_average.add(m_frame.power(), static_cast<double>(m_step) / m_rateHz, m_noise);
    m_hasNewFrame = true;
  }

  // An interval that no frame ended in has the frame that ends with it.
  void finishRecord() noexcept {
    m_interval.next(m_endS);
    if (m_average.isEmpty() && m_history.view().size() == m_frame.size()) {
      m_frame.transform(m_history.view());
      m_average.add(m_frame.power(), m_timing.intervalS, m_noise);
    }
    if (m_average.isEmpty()) return;
    m_hasNew = m_hasRecord = fill();
    m_average.reset();
  }

  // Values that nobody else holds. Releasing a copy makes what the last holder did visible here.
  std::shared_ptr<SpectrumValues> freeValues() noexcept {
    for (const auto& values : m_pool) {
      if (values.use_count() != 1) continue;
      std::shared_ptr<SpectrumValues> probe = values;
      probe.reset();
      return values;
    }
    return nullptr;
  }

  bool fill() noexcept {
    m_reading.values.reset();
    const std::shared_ptr<SpectrumValues> values = freeValues();
    if (!values) return false;
    m_floor.measure(m_average.mean(), m_average.independentFrames());
    values->binHz = m_binHz;
    std::ranges::copy(m_average.mean(), values->power.begin());
    std::ranges::copy(m_average.highest(), values->highest.begin());
    std::ranges::copy(m_floor.floor(), values->floor.begin());
    values->peakCount = findPeaks(values->power, values->floor, kPeakRiseDb, m_interpolation, values->peaks);
    values->partialCount = 0;
    if (m_pitchAtS >= 0 && m_endS - m_pitchAtS < kForgottenS) {
      values->partialCount =
          findNotePartials(values->power, values->floor, m_binHz, m_interpolation, m_pitch, values->partials);
    }
    m_reading.timeS = m_endS;
    m_reading.values = values;
    return true;
  }

  const SpectrumTiming m_timing;
  RecordInterval m_interval;
  core::SpectrumFrame m_frame;
  core::PeakInterpolation m_interpolation;
  core::NoiseFloor m_floor;
  core::SpectrumAverage m_average;
  SampleHistory m_history;
  std::array<std::shared_ptr<SpectrumValues>, 4> m_pool;
  SpectrumReading m_reading;
  core::NotePitch m_pitch;
  double m_pitchAtS = -1;
  double m_rateHz = 0;
  double m_binHz = 0;
  double m_noise = 0;  // seconds that a frame effectively lasts
  double m_endS = 0;
  std::size_t m_step = 0;
  std::size_t m_untilFrame = 0;
  bool m_hasRecord = false;  // of an interval
  bool m_hasNewFrame = false;
  bool m_hasNew = false;
};

}  // namespace

std::unique_ptr<Measurement<SpectrumReading>> MeasurementOf<SpectrumReading>::make(const Parameters& parameters) {
  return std::make_unique<SpectrumMeasurement>(parameters);
}

}  // namespace tunescope::analysis
