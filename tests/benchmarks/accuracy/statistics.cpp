// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>

namespace tunescope::test {

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return NAN;
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

double cramerRaoCents(const Tone& tone, double sampleRateHz, double windowFrames) {
  double sum = 0;
  for (std::size_t i = 0; i < tone.amplitudes.size(); ++i) {
    const auto l = static_cast<double>(i + 1);
    if (l * tone.hertz > 0.45 * sampleRateHz) break;
    sum += l * l * tone.amplitudes[i] * tone.amplitudes[i];
  }
  const double n = windowFrames;
  const double omega = 2 * std::numbers::pi * tone.hertz / sampleRateHz;
  return 1731.234 * std::sqrt(24 * tone.noiseSigma * tone.noiseSigma / (n * (n * n - 1) * std::max(sum, 1e-30))) /
         omega;
}

void Tally::add(const core::PitchReading& reading, const Tone& tone) {
  ++m_readings;
  if (!reading.isVoiced()) {
    ++m_none;
    return;
  }
  const double error = cents(*reading.hertz, tone.hertz);
  const double size = std::abs(error);
  m_octave += std::abs(size - 1200) < 60 || std::abs(size - 1902) < 60 || std::abs(size - 2400) < 60;
  if (size >= 50) return;
  ++m_within50;
  m_within10 += size < 10;
  m_within1 += size < 1;
  m_inTwoSigma += size < 2 * reading.sigmaCents.value_or(0);
  m_errors.push_back(size);
  const double window = 2 * (reading.availableS - reading.timeS) * 48000;
  m_ratios.push_back(error / cramerRaoCents(tone, 48000, window));
}

void Tally::add(const Tally& other) {
  m_readings += other.m_readings;
  m_within50 += other.m_within50;
  m_within10 += other.m_within10;
  m_within1 += other.m_within1;
  m_octave += other.m_octave;
  m_none += other.m_none;
  m_inTwoSigma += other.m_inTwoSigma;
  m_errors.insert(m_errors.end(), other.m_errors.begin(), other.m_errors.end());
  m_ratios.insert(m_ratios.end(), other.m_ratios.begin(), other.m_ratios.end());
}

void Tally::print(double snrDb, const char* name) const {
  const double n = std::max(1, m_readings);
  // The median of |x| of a normal variable is 0.6745 of its standard deviation.
  std::vector<double> sizes(m_ratios.size());
  std::ranges::transform(m_ratios, sizes.begin(), [](double r) { return std::abs(r); });
  std::printf("| %g | %s | %.2f | %.2f | %.2f | %.3f | %.2f | %.4f | %.3f | %.2f | %.1f |\n", snrDb, name,
              100 * m_within50 / n, 100 * m_within10 / n, 100 * m_within1 / n, 100 * m_octave / n, 100 * m_none / n,
              quantile(m_errors, 0.5), quantile(m_errors, 0.95), quantile(sizes, 0.5) / 0.6745,
              100.0 * m_inTwoSigma / std::max(1, m_within50));
}

void Calibration::add(const core::PitchReading& reading, double hertz) {
  if (!reading.isVoiced()) return;
  const int bin = std::clamp(static_cast<int>(reading.confidence * 10), 0, 9);
  ++m_count[bin];
  m_sum[bin] += reading.confidence;
  m_right[bin] += std::abs(cents(*reading.hertz, hertz)) < 50;
}

void Calibration::print() const {
  std::printf("\n### Confidence\n\n| said | readings | right |\n| --- | --- | --- |\n");
  for (int i = 0; i < 10; ++i) {
    if (m_count[i] > 0)
      std::printf("| %.3f | %d | %.3f |\n", m_sum[i] / m_count[i], m_count[i],
                  static_cast<double>(m_right[i]) / m_count[i]);
  }
}

void Regression::add(double x, double y, bool present) {
  if (!present) {
    ++m_missing;
    return;
  }
  ++m_n;
  m_x += x, m_y += y, m_xx += x * x, m_xy += x * y, m_yy += y * y;
}

double Regression::slope() const {
  return (m_n * m_xy - m_x * m_y) / std::max(1e-12, m_n * m_xx - m_x * m_x);
}
double Regression::bias() const {
  return (m_y - m_x) / std::max(1.0, m_n);
}

double Regression::residual() const {
  const double s = slope();
  const double a = (m_y - s * m_x) / std::max(1.0, m_n);
  return std::sqrt(std::max(
      0.0, (m_yy - 2 * s * m_xy - 2 * a * m_y + s * s * m_xx + 2 * a * s * m_x + m_n * a * a) / std::max(1.0, m_n)));
}

double Regression::missing() const {
  return 100 * m_missing / std::max(1.0, m_n + m_missing);
}

}  // namespace tunescope::test
