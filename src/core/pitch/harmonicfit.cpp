// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/harmonicfit.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr int kNeighbours = 3;       // partials on each side whose leakage is subtracted
constexpr double kMirrorReach = 16;  // bins within which mirror images leak noticeably
constexpr double kFloorBins = 3e-4;  // standard deviation that no partial goes below: decay and beating bend it
constexpr double kHuber = 3;         // standard deviations beyond which a partial loses weight
constexpr double kMaxB = 0.02;       // stiffer than any string of an instrument

}  // namespace

double HarmonicFit::predicted(int number) const noexcept {
  const double l = number;
  return l * std::sqrt(m_f0Squared * (1 + m_b * l * l));
}

void HarmonicFit::collect(const PartialSpectrum& spectrum, const HarmonicMatch& match, double maxBin) noexcept {
  m_count = 0;
  for (const HarmonicMatch::Line& line : match.matched()) {
    const SpectralPeak& peak = spectrum.peaks()[line.peak];
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
    const auto k = static_cast<double>(p.bin);
    const double sign = p.bin % 2 == 0 ? 1.0 : -1.0;  // sin(pi (nu - k)) = +-sin(pi nu)
    std::complex<double> hann = spectrum.hann4(p.bin);
    std::complex<double> derivative = spectrum.derivative4(p.bin);
    if (withLeakage) {
      const auto subtract = [&](std::complex<double> amplitude, double u, double sinPiU) {
        const std::complex<double> leak = amplitude * spectrum.hannKernel4(u, sinPiU);
        hann -= leak;
        derivative -= u * leak;
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
    const double u = std::clamp((derivative * std::conj(hann)).real() / norm, -1.5, 1.5);
    p.nu = k + u;
    p.sinPiNu = std::sin(std::numbers::pi * p.nu);
    p.amplitude = hann / spectrum.hannKernel4(u, sign * p.sinPiNu);
    // Noise of hann4 is six times that of a plain bin; numerator and denominator together carry 2 + 6 u^2 of it.
    p.variance = (2 + 6 * u * u) * p.noise / (12 * norm) + kFloorBins * kFloorBins;
  }
}

// y_l = nu_l^2 / l^2 = a + a B l^2 is linear in (a, aB): weighted least squares with Huber's weights.
bool HarmonicFit::regress() noexcept {
  if (m_count == 0) return false;
  m_result = HarmonicFitResult{};
  double b = m_knownB;
  double sigmaSquaredF1 = 0;
  double misfit = 0;
  bool measuresB = false;
  for (int round = 0; round < 3; ++round) {
    double s0 = 0, s1 = 0, s2 = 0, t0 = 0, t1 = 0;  // sums of W, W l^2, W l^4, W y, W y l^2
    double k0 = 0, k1 = 0;                          // sums of W (1 + B l^2)^2, W (1 + B l^2) y
    for (std::size_t i = 0; i < m_count; ++i) {
      const Partial& p = m_partials[i];
      const double l2 = static_cast<double>(p.number) * p.number;
      const double y = p.nu * p.nu / l2;
      const double w = p.weight * l2 * l2 / (4 * p.nu * p.nu * p.variance);
      const double stretch = 1 + b * l2;
      s0 += w, s1 += w * l2, s2 += w * l2 * l2, t0 += w * y, t1 += w * y * l2;
      k0 += w * stretch * stretch, k1 += w * stretch * y;
    }
    const double determinant = s0 * s2 - s1 * s1;
    double a = k1 / k0;
    double variance = 1 / k0 * (1 + b) * (1 + b);
    if (m_count >= 3 && determinant > 1e-9 * s0 * s2) {
      const double freeA = (s2 * t0 - s1 * t1) / determinant;
      const double freeSlope = (s0 * t1 - s1 * t0) / determinant;
      const double sigmaB = std::sqrt(s0 / determinant) / std::max(freeA, 1e-9) * std::sqrt(std::max(1.0, misfit));
      const double freeB = freeSlope / std::max(freeA, 1e-9);
      if (freeA > 0 && freeB > -kMaxB && freeB < kMaxB) {
        m_result.measuredB = freeB;
        m_result.sigmaB = sigmaB;
        measuresB = freeB > 3 * sigmaB && m_knownB <= 0;
        if (measuresB) {
          a = freeA;
          b = freeB;
          variance = (s2 - 2 * s1 + s0) / determinant;
        }
      }
    }
    if (!(a > 0)) return false;
    m_f0Squared = a;
    m_b = b;
    misfit = 0;
    for (std::size_t i = 0; i < m_count; ++i) {
      Partial& p = m_partials[i];
      const double z = std::abs(p.nu - predicted(p.number)) / std::sqrt(p.variance);
      p.weight = z > kHuber ? kHuber / z : 1;
      misfit += p.weight * z * z;
    }
    const double freedom = static_cast<double>(m_count) - (measuresB ? 2 : 1);
    misfit = freedom > 0 ? misfit / freedom : 0;
    sigmaSquaredF1 = variance / (4 * a * (1 + b)) * std::max(1.0, misfit);
  }
  m_result.ok = true;
  m_result.f1Bins = std::sqrt(m_f0Squared * (1 + m_b));
  m_result.sigmaBins = std::sqrt(sigmaSquaredF1);
  m_result.inharmonicity = m_b;
  m_result.partials = static_cast<int>(m_count);
  return true;
}

HarmonicFitResult HarmonicFit::fit(const PartialSpectrum& spectrum, const HarmonicMatch& match, double knownB,
                                   double maxBin) noexcept {
  m_result = HarmonicFitResult{};
  m_knownB = knownB;
  m_b = knownB > 0 ? knownB : match.inharmonicity;
  m_f0Squared = match.f1Bins * match.f1Bins / (1 + m_b);
  collect(spectrum, match, maxBin);
  measure(spectrum, false);
  measure(spectrum, true);
  measure(spectrum, true);
  if (!regress()) m_result = HarmonicFitResult{};
  return m_result;
}

}  // namespace tunescope::core
