// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/fit/harmonicfit.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr int kNeighbours = 6;       // partials on each side whose leakage is subtracted
constexpr double kMirrorReach = 64;  // bins within which mirror images leak noticeably
constexpr double kFloorBins = 3e-6;  // minimum standard deviation of a partial: rounding
constexpr double kHuber = 3;         // standard deviations beyond which a partial loses weight
constexpr int kRounds = 3;
constexpr double kSignificant = 9;    // three standard deviations, squared
constexpr double kOutlierBins = 0.1;  // maximum deviation of a partial: a peak further off is something else,
constexpr double kOutlier = 5;        // unless noise may have moved it, in standard deviations
constexpr double kMinB = 2e-7;        // no string is less stiff: a smaller value is rounding
constexpr double kMaxB = 0.02;        // stiffer than any string of an instrument

}  // namespace

double HarmonicFit::predicted(int number) const noexcept {
  const double l = number;
  return l * std::sqrt(m_f0Squared * (1 + m_b * l * l));
}

void HarmonicFit::collect(const PartialSpectrum& spectrum, const HarmonicMatch& match, double maxBin) noexcept {
  m_count = 0;
  for (const HarmonicMatch::Line& line : match.matched()) {
    const SpectralPeak& peak = spectrum.peaks()[line.peak];
    if (peak.bin < BetweenBins::kReach) continue;
    if (peak.nu > maxBin) break;
    Partial& partial = m_partials[m_count++];
    partial = Partial{};
    partial.number = line.number;
    partial.bin = peak.bin;
    partial.nu = peak.nu;
    partial.noise = spectrum.noiseAt(peak.nu);
  }
}

void HarmonicFit::measure(const PartialSpectrum& spectrum, bool withLeakage) noexcept {
  for (std::size_t i = 0; i < m_count; ++i) {
    Partial& p = m_partials[i];
    // At the partial's last estimate: the window is evaluated there.
    const double seen = p.nu - static_cast<double>(p.bin);
    const int step = std::abs(seen) <= 0.5 + 1e-9 ? BetweenBins::stepFor(seen) : 0;
    const auto k = static_cast<double>(p.bin);
    const double sign = p.bin % 2 == 0 ? 1.0 : -1.0;  // sin(pi (nu - k)) = +-sin(pi nu)
    BetweenBins::Value value = m_between.at(spectrum.bins(), p.bin, step);
    std::complex<double>& hann = value.hann4;
    std::complex<double>& derivative = value.derivative4;
    if (withLeakage) {
      const auto subtract = [&](std::complex<double> amplitude, double u, double sinPiU) {
        const BetweenBins::Response leak = m_between.response(step, u, sinPiU);
        hann -= amplitude * leak.hann4;
        derivative -= amplitude * leak.derivative4;
      };
      const std::size_t from = i >= kNeighbours ? i - kNeighbours : 0;
      for (std::size_t j = from; j < std::min(m_count, i + kNeighbours + 1); ++j) {
        const Partial& other = m_partials[j];
        if (j != i) subtract(other.amplitude, other.nu - k, sign * other.sinPiNu);
      }
      for (std::size_t j = 0; j < m_count && m_partials[j].nu + k < kMirrorReach; ++j) {
        const Partial& other = m_partials[j];
        subtract(std::conj(other.amplitude), -other.nu - k, -sign * other.sinPiNu);
      }
    }
    const double norm = std::norm(hann);
    if (norm <= 0) continue;
    const double u = std::clamp(m_between.distance(step, (derivative * std::conj(hann)).real() / norm), -1.5, 1.5);
    p.nu = k + BetweenBins::offset(step) + u;
    p.sinPiNu = std::sin(std::numbers::pi * p.nu);
    p.amplitude = hann / m_between.response(step, p.nu - k, sign * p.sinPiNu).hann4;
    // Noise of hann4 is six times that of a plain bin; numerator and denominator together carry 2 + 6 u^2 of it.
    p.variance = (2 + 6 * u * u) * p.noise / (12 * norm) + kFloorBins * kFloorBins;
  }
}

// Sums of the weighted least squares y_l = nu_l^2 / l^2 = a + a B l^2, which is linear in (a, aB).
struct HarmonicFit::Sums {
  double s0 = 0, s1 = 0, s2 = 0, t0 = 0, t1 = 0;  // of W, W l^2, W l^4, W y, W y l^2

  double determinant() const noexcept { return s0 * s2 - s1 * s1; }

  // a with B held, and the variance of f1^2 = a (1 + B).
  double held(double b, double& variance) const noexcept {
    const double norm = s0 + 2 * b * s1 + b * b * s2;
    variance = (1 + b) * (1 + b) / norm;
    return (t0 + b * t1) / norm;
  }
};

HarmonicFit::Sums HarmonicFit::sums() const noexcept {
  Sums sums;
  for (std::size_t i = 0; i < m_count; ++i) {
    const Partial& p = m_partials[i];
    const double l2 = static_cast<double>(p.number) * p.number;
    const double y = p.nu * p.nu / l2;
    const double w = p.weight * l2 * l2 / (4 * p.nu * p.nu * (p.variance + m_bending));
    sums.s0 += w, sums.s1 += w * l2, sums.s2 += w * l2 * l2, sums.t0 += w * y, sums.t1 += w * y * l2;
  }
  return sums;
}

// Weighted squares of the residuals of the present model.
double HarmonicFit::misfit() const noexcept {
  double sum = 0;
  for (std::size_t i = 0; i < m_count; ++i) {
    const Partial& p = m_partials[i];
    const double z = p.nu - predicted(p.number);
    sum += p.weight * z * z / (p.variance + m_bending);
  }
  return sum;
}

// Huber's weights; outliers (partials of something else) get no weight.
void HarmonicFit::reweigh() noexcept {
  for (std::size_t i = 0; i < m_count; ++i) {
    Partial& p = m_partials[i];
    const double distance = std::abs(p.nu - predicted(p.number));
    const double z = distance / std::sqrt(p.variance + m_bending);
    p.weight = distance > kOutlierBins && z > kOutlier ? 0 : z > kHuber ? kHuber / z : 1;
  }
}

// Partials of real sounds deviate more than noise alone explains: they decay, beat and couple. The misfit in excess of
// the noise is modelled as a variance that all partials share (DerSimonian & Laird 1986).
void HarmonicFit::bend(double chi2, double freedom) noexcept {
  double sum = 0;
  double squares = 0;
  for (std::size_t i = 0; i < m_count; ++i) {
    const double w = m_partials[i].weight > 0 ? 1 / m_partials[i].variance : 0;
    sum += w;
    squares += w * w;
  }
  if (!(sum > 0)) return;
  const double spread = sum - squares / sum;
  // Only if the misfit is significant: two standard deviations of chi squared.
  if (spread > 0 && chi2 > freedom + 2 * std::sqrt(2 * freedom)) m_bending = (chi2 - freedom) / spread;
}

// Solves for a and B with the known B as one more observation, aB - B0 a = 0 with standard deviation a sigma. Returns
// the variance of f1^2 = a (1 + B).
double HarmonicFit::solveWithKnown(const Sums& s) noexcept {
  const double prior = 1 / (m_f0Squared * m_f0Squared * m_known.sigma * m_known.sigma);
  const double s0 = s.s0 + prior * m_known.b * m_known.b;
  const double s1 = s.s1 - prior * m_known.b;
  const double s2 = s.s2 + prior;
  const double determinant = s0 * s2 - s1 * s1;
  m_f0Squared = (s2 * s.t0 - s1 * s.t1) / determinant;
  m_b = (s0 * s.t1 - s1 * s.t0) / determinant / std::max(m_f0Squared, 1e-9);
  return (s2 - 2 * s1 + s0) / determinant;
}

// How well a and B explain the partials.
struct HarmonicFit::Quality {
  double chi2 = 0;
  double freedom = 1;
  double variance = 0;  // of f1^2 = a (1 + B)
};

// Lets B vary freely only if that explains the partials significantly better than B as known: a likelihood ratio,
// scaled by the remaining misfit.
void HarmonicFit::freeB(const Sums& s, double count, Quality& quality) noexcept {
  const double determinant = s.determinant();
  if (count < 3 || !(determinant > 1e-9 * s.s0 * s.s2)) return;
  const double heldA = m_f0Squared;
  const double heldB = m_b;
  const double a = (s.s2 * s.t0 - s.s1 * s.t1) / determinant;
  const double b = (s.s0 * s.t1 - s.s1 * s.t0) / determinant / std::max(a, 1e-9);
  m_f0Squared = a;
  m_b = b;
  const bool possible = a > 0 && b > -kMaxB && b < kMaxB;
  const double chi2 = possible ? misfit() : quality.chi2;
  const double freedom = std::max(1.0, count - 2);
  const double scale = std::max(1.0, chi2 / freedom);
  if (possible) m_result.measured = {.b = b, .sigma = std::sqrt(s.s0 / determinant * scale) / a};
  if (possible && b > kMinB && quality.chi2 - chi2 > kSignificant * scale) {
    quality = {.chi2 = chi2, .freedom = freedom, .variance = (s.s2 - 2 * s.s1 + s.s0) / determinant};
  } else {
    m_f0Squared = heldA;
    m_b = heldB;
  }
}

// If the note is known to be stiff, its B is an observation like the others.
bool HarmonicFit::regress() noexcept {
  if (m_count == 0) return false;
  m_result = HarmonicFitResult{};
  m_bending = 0;
  for (int round = 0; round < kRounds; ++round) {
    const Sums s = sums();
    if (!(s.s0 > 0)) return false;
    const auto count =
        static_cast<double>(std::count_if(m_partials.begin(), m_partials.begin() + static_cast<std::ptrdiff_t>(m_count),
                                          [](const Partial& p) { return p.weight > 0; }));
    Quality quality;
    m_b = m_known.b;
    m_f0Squared = s.held(m_b, quality.variance);
    if (!(m_f0Squared > 0)) return false;
    if (m_known.sigma > 0) quality.variance = solveWithKnown(s);
    quality.chi2 = misfit();
    quality.freedom = std::max(1.0, count - 1);
    freeB(s, count, quality);
    if (!(m_f0Squared > 0)) return false;
    m_result.sigmaBins =
        std::sqrt(quality.variance / (4 * m_f0Squared * (1 + m_b)) * std::max(1.0, quality.chi2 / quality.freedom));
    if (round == 1) bend(quality.chi2, quality.freedom);
    if (round + 1 < kRounds) reweigh();
  }
  m_result.ok = true;
  m_result.f1Bins = std::sqrt(m_f0Squared * (1 + m_b));
  m_result.inharmonicity = m_b;
  m_result.partials = static_cast<int>(m_count);
  return true;
}

HarmonicFitResult HarmonicFit::fit(const PartialSpectrum& spectrum, const HarmonicMatch& match, Stiffness known,
                                   double maxBin) noexcept {
  m_result = HarmonicFitResult{};
  m_known = known;
  m_b = known.b > 0 ? known.b : match.inharmonicity;
  m_f0Squared = match.f1Bins * match.f1Bins / (1 + m_b);
  collect(spectrum, match, maxBin);
  measure(spectrum, false);
  measure(spectrum, true);
  measure(spectrum, true);
  if (!regress()) m_result = HarmonicFitResult{};
  return m_result;
}

}  // namespace tunescope::core
