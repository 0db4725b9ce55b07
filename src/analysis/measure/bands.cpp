// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/measure/recordinterval.h"
#include "analysis/measure/registry.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace tunescope::analysis {

namespace {

constexpr double kSettling = 8;  // over the bandwidth: the slowest poles of eighth order have fallen by 80 dB

class BandsMeasurement final : public Measurement<BandsReading> {
 public:
  explicit BandsMeasurement(const BandsParameters& parameters)
      : m_fraction(parameters.fraction), m_timing(parameters.timing), m_interval(parameters.timing) {}

  void begin(const StreamInfo& stream) override {
    m_rateHz = stream.sampleRateHz;
    m_bank.emplace(m_fraction, m_rateHz);
    m_reading = {};
    m_reading.fraction = m_fraction;
    m_reading.count = std::min(m_bank->bands().size(), kMaxBands);
    std::ranges::copy(m_bank->bands().first(m_reading.count), m_reading.bands.begin());
    m_interval.begin(stream.startS, m_rateHz);
    m_hasNew = m_hasRecord = m_hasMean = m_hasSamples = false;
    m_settledS = 0;
  }

  void hop(const AnalysisFrame& frame) noexcept override {
    if (!m_bank) return;
    std::span<const float> samples = frame.hop;
    m_endS = frame.startS;
    while (!samples.empty()) {
      const std::size_t count = std::min(samples.size(), m_interval.samplesUntilNext(m_endS));
      m_bank->add(samples.first(count));
      m_hasSamples = true;
      samples = samples.subspan(count);
      m_endS += static_cast<double>(count) / m_rateHz;
      if (m_interval.isDue(m_endS)) finishRecord();
    }
    if (m_timing.isDisplay) smooth(static_cast<double>(frame.hop.size()) / m_rateHz);
  }

  // One record at the end is of all the stream.
  void gap(const GapInfo&) noexcept override {
    if (!m_bank) return;
    m_bank->interrupt();
    m_settledS = 0;
    if (!m_timing.isDisplay && !m_interval.isTimed()) return;
    m_bank->reset();
    m_hasMean = m_hasSamples = false;
  }
  bool takesPartialHops() const noexcept override { return true; }

  bool take(BandsReading& newest, const RecentSamples&) override {
    if (!std::exchange(m_hasNew, false)) return false;
    newest = m_reading;
    return true;
  }

  bool takeRest(BandsReading& rest) override {
    if (m_timing.isDisplay || !m_hasSamples || m_hasRecord) return false;
    m_bank->takeMeans(std::span(m_reading.power).first(m_reading.count));
    m_reading.timeS = m_endS;
    rest = m_reading;
    return true;
  }

 private:
  void finishRecord() noexcept {
    m_interval.next(m_endS);
    m_bank->takeMeans(std::span(m_reading.power).first(m_reading.count));
    m_reading.timeS = m_endS;
    m_hasNew = m_hasRecord = true;
    m_hasSamples = false;
  }

  // Of a display: IEC 61672-1's exponential mean of the squares, hop by hop; without averaging that of the fast time
  // weighting, for a hop is shorter than a period of the low bands.
  void smooth(double hopS) noexcept {
    constexpr double kFastS = 0.125;
    const bool isExponential = m_timing.averaging == core::SpectrumAverage::Mode::Exponential;
    m_settledS += hopS;
    m_averagedS = m_hasMean ? m_averagedS + hopS : hopS;
    double share = -std::expm1(-hopS / (isExponential ? m_timing.timeConstantS : kFastS));
    if (m_timing.averaging == core::SpectrumAverage::Mode::Linear) share = hopS / m_averagedS;
    m_bank->takeMeans(std::span(m_means).first(m_reading.count));
    for (std::size_t b = 0; b < m_reading.count; ++b) {
      const core::FractionalBand& band = m_reading.bands[b];
      if (m_settledS < kSettling / (band.highHz - band.lowHz)) {  // what the filter's own start would hold for ever
        m_reading.power[b] = m_means[b];
        continue;
      }
      m_reading.power[b] =
          m_hasMean ? m_reading.power[b] + share * (m_means[b] - m_reading.power[b]) : share * m_means[b];
      m_reading.highest[b] = std::max(m_reading.highest[b], m_reading.power[b]);
    }
    m_reading.timeS = m_endS;
    m_hasMean = m_hasNew = true;
  }

  const core::BandFraction m_fraction;
  const SpectrumTiming m_timing;
  RecordInterval m_interval;
  std::optional<core::BandFilterBank> m_bank;
  BandsReading m_reading;
  std::array<double, kMaxBands> m_means{};
  double m_rateHz = 0;
  double m_endS = 0;
  double m_averagedS = 0;
  double m_settledS = 0;      // since the filters began
  bool m_hasSamples = false;  // since the last record
  bool m_hasRecord = false;   // of an interval
  bool m_hasMean = false;
  bool m_hasNew = false;
};

}  // namespace

std::unique_ptr<Measurement<BandsReading>> MeasurementOf<BandsReading>::make(const Parameters& parameters) {
  return std::make_unique<BandsMeasurement>(parameters);
}

}  // namespace tunescope::analysis
