// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>

namespace tunescope::test {

namespace {

constexpr double kNormalMedian = 0.6745;  // the median of |x| of a normal variable of deviation 1
constexpr int kReliableCount = 100;       // readings that a bin of confidence needs to be judged

// sum g^2 (n - mean)^2 over a window, g = exp(-t / tau): what a partial's frequency is worth, per A^2 / (2 sigma^2).
double spread(double frames, double startFrames, double tauFrames) {
  if (tauFrames <= 0) return frames * (frames * frames - 1) / 12;
  constexpr int kSteps = 48;
  double w = 0, wn = 0, wnn = 0;
  for (int i = 0; i < kSteps; ++i) {
    const double n = (i + 0.5) * frames / kSteps;
    const double g = std::exp(-2 * (startFrames + n) / tauFrames) * frames / kSteps;
    w += g, wn += g * n, wnn += g * n * n;
  }
  return wnn - wn * wn / w;
}

double medianOf(const std::vector<double>& values) {
  return quantile(values, 0.5);
}

}  // namespace

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return NAN;
  const auto place = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::ranges::nth_element(values, values.begin() + place);
  return values[static_cast<std::size_t>(place)];
}

double cramerRaoCents(const Tone& tone, double sampleRateHz, double windowFrames, double windowStartS) {
  // Information on (ln f1, B): each partial tells its own frequency, which depends on both.
  double uu = 0, ub = 0, bb = 0;
  const double b = tone.inharmonicity;
  for (std::size_t i = 0; i < tone.amplitudes.size(); ++i) {
    const auto l = static_cast<double>(i + 1);
    const double hertz = l * tone.hertz * std::sqrt((1 + b * l * l) / (1 + b));
    if (hertz > 0.45 * sampleRateHz) break;
    const double tau = tone.decaysS[i] * sampleRateHz;
    const double information = tone.amplitudes[i] * tone.amplitudes[i] / (2 * tone.noiseSigma * tone.noiseSigma) *
                               spread(windowFrames, windowStartS * sampleRateHz, tau);
    const double omega = 2 * std::numbers::pi * hertz / sampleRateHz;
    const double byB = omega / 2 * (l * l / (1 + b * l * l) - 1 / (1 + b));
    uu += information * omega * omega, ub += information * omega * byB, bb += information * byB * byB;
  }
  const double schur = b > 0 && bb > 0 ? uu - ub * ub / bb : uu;
  return 1731.234 / std::sqrt(std::max(schur, 1e-30));
}

void Tally::add(const core::PitchReading& reading, const Tone& tone, double sampleRateHz) {
  ++m_readings;
  if (!reading.isVoiced()) {
    ++m_none;
    return;
  }
  m_maxDelayS = std::max(m_maxDelayS, reading.availableS - reading.timeS);
  const double size = std::abs(cents(*reading.hertz, tone.hertz));
  m_octave += std::abs(size - 1200) < 60 || std::abs(size - 1902) < 60 || std::abs(size - 2400) < 60;
  if (size >= 50) return;
  ++m_within50;
  m_within10 += size < 10;
  m_within1 += size < 1;
  m_errors.push_back(size);
  m_sigmas.push_back(size / std::max(1e-12, reading.sigmaCents.value_or(1e-12)));
  const double windowS = 2 * (reading.availableS - reading.timeS);
  const double bound =
      cramerRaoCents(tone, sampleRateHz, windowS * sampleRateHz, std::max(0.0, reading.availableS - windowS));
  m_bounds.push_back(bound);
  m_ratios.push_back(size / bound);
}

void Tally::add(const Tally& other) {
  m_readings += other.m_readings;
  m_within50 += other.m_within50;
  m_within10 += other.m_within10;
  m_within1 += other.m_within1;
  m_octave += other.m_octave;
  m_none += other.m_none;
  m_maxDelayS = std::max(m_maxDelayS, other.m_maxDelayS);
  m_errors.insert(m_errors.end(), other.m_errors.begin(), other.m_errors.end());
  m_bounds.insert(m_bounds.end(), other.m_bounds.begin(), other.m_bounds.end());
  m_ratios.insert(m_ratios.end(), other.m_ratios.begin(), other.m_ratios.end());
  m_sigmas.insert(m_sigmas.end(), other.m_sigmas.begin(), other.m_sigmas.end());
}

double Tally::withinSigmas(double k) const {
  return 100.0 * static_cast<double>(std::ranges::count_if(m_sigmas, [&](double s) { return s < k; })) /
         static_cast<double>(std::max<std::size_t>(1, m_sigmas.size()));
}

double Tally::withinTwoSigma() const noexcept {
  return withinSigmas(2);
}
double Tally::errorCents(double share) const {
  return quantile(m_errors, share);
}
double Tally::boundCents() const {
  return medianOf(m_bounds);
}
double Tally::deviationOverBound() const {
  return medianOf(m_ratios) / kNormalMedian;
}

void Reliability::add(const BenchReading& reading, double hertz) {
  if (!reading.isVoiced()) return;
  Bin& bin = m_bins[static_cast<std::size_t>(std::clamp(static_cast<int>(reading.confidence * 10), 0, 9))];
  ++bin.count;
  bin.sum += reading.confidence;
  const bool isRight = hertz > 0 && std::abs(cents(*reading.hertz, hertz)) < 50;
  bin.right += isRight;
  Claim& claim = m_claims.emplace_back(
      Claim{.isRight = isRight, .isAttack = reading.basis.isAttack, .said = static_cast<float>(reading.confidence)});
  std::ranges::copy(core::confidenceVariables(reading.basis), claim.variables.begin());
}

void Reliability::add(const Reliability& other) {
  for (std::size_t i = 0; i < m_bins.size(); ++i) {
    m_bins[i].count += other.m_bins[i].count;
    m_bins[i].right += other.m_bins[i].right;
    m_bins[i].sum += other.m_bins[i].sum;
  }
  m_claims.insert(m_claims.end(), other.m_claims.begin(), other.m_claims.end());
}

bool Reliability::writeClaims(const std::string& path) const {
  std::ofstream file(path);
  for (const Claim& claim : m_claims) {
    file << claim.isRight << ' ' << claim.said << ' ' << claim.isAttack;
    for (const float variable : claim.variables) file << ' ' << variable;
    file << '\n';
  }
  return file.flush().good();
}

void Reliability::report(Findings& findings) const {
  double worst = NAN;
  int judged = 0;
  for (const Bin& bin : m_bins) {
    if (bin.count == 0) continue;
    const double said = bin.sum / bin.count;
    const double right = static_cast<double>(bin.right) / bin.count;
    findings.row("confidence", "said,readings,right",
                 {Findings::text(said, 3), std::to_string(bin.count), Findings::text(right, 3)});
    if (bin.count < kReliableCount) continue;
    ++judged;
    worst = std::isnan(worst) ? std::abs(said - right) : std::max(worst, std::abs(said - right));
  }
  findings.fact("confidence.worst", worst);
  findings.fact("confidence.binsJudged", judged);
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
