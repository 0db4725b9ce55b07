// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/search/foldedlines.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace tunescope::core {

namespace {

constexpr int kTopPartials = 3;         // of the band: at least one of them must be there
constexpr double kReachBins = 0.7;      // search range around their places
constexpr double kExactBins = 0.06;     // tolerance of a line's place without noise
constexpr double kF1ErrorBins = 0.001;  // tolerance of f1, multiplied by the number of the folded partial
constexpr double kBinsPerOrder = 10;    // of the partials' spacing: more orders would fill all places between
constexpr int kMaxOrders = 32;          // what folds more often is weaker than the peaks that count
// Power ratio: partials beyond the band keep falling like 1/l or faster, but two may fold to one place, and lines
// between two bins look weaker than they are.
constexpr double kNotStronger = 6;

}  // namespace

FoldedLines::FoldedLines(const PartialSpectrum& spectrum, double f1Bins, const SampledBand& band) noexcept
    : m_spectrum(spectrum), m_f1Bins(f1Bins), m_rateBins(band.rateBins) {
  const std::span<const SpectralPeak> peaks = spectrum.peaks();
  if (!(band.rateBins > 0) || peaks.empty() || f1Bins < kBinsPerOrder) return;
  const bool isCutOff = peaks.size() == PartialSpectrum::kMaxPeaks;
  const double end = isCutOff ? std::min(band.endBins, peaks.back().nu) : band.endBins;
  const int last = static_cast<int>(end / f1Bins);
  for (int l = std::max(2, last - kTopPartials + 1); l <= last; ++l) {
    const double place = l * f1Bins;
    for (auto peak = std::ranges::lower_bound(peaks, place - kReachBins, {}, &SpectralPeak::nu);
         peak != peaks.end() && peak->nu < place + kReachBins; ++peak)
      m_most = std::max(m_most, kNotStronger * peak->power * l * l);
  }
  if (m_most > 0) m_orders = std::min(kMaxOrders, static_cast<int>(f1Bins / kBinsPerOrder));
}

bool FoldedLines::has(const SpectralPeak& peak) const noexcept {
  const double error = kExactBins + 3 * std::sqrt(0.3 * m_spectrum.noiseAt(peak.nu) / peak.power);
  const auto isPartial = [&](double unfolded) {
    const double l = std::round(unfolded / m_f1Bins);
    return std::abs(unfolded - l * m_f1Bins) < error + l * kF1ErrorBins && peak.power * l * l < m_most;
  };
  for (int m = 1; m <= m_orders; ++m) {
    if (isPartial(m * m_rateBins - peak.nu) || isPartial(m * m_rateBins + peak.nu)) return true;
  }
  return false;
}

}  // namespace tunescope::core
