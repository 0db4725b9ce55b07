// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/gatedloudness.h"

#include <algorithm>
#include <cmath>

namespace tunescope::core {

namespace {

constexpr double kAbsoluteGateLufs = -70;
constexpr double kBinLu = 0.01;
constexpr std::size_t kBins = 10000;
constexpr double kRelativeGateLu = 10;
constexpr double kRangeGateLu = 20;

std::size_t binOf(double lufs) noexcept {
  const double bin = std::floor((lufs - kAbsoluteGateLufs) / kBinLu);
  return static_cast<std::size_t>(std::clamp(bin, 0.0, static_cast<double>(kBins - 1)));
}

}  // namespace

GatedLoudness::GatedLoudness() : m_bins(kBins) {}

void GatedLoudness::add(double lufs) noexcept {
  if (!(lufs > kAbsoluteGateLufs)) return;
  const double energy = std::pow(10, lufs / 10);
  for (Bin* bin : {&m_all, &m_bins[binOf(lufs)]}) {
    ++bin->count;
    bin->energy += energy;
  }
}

void GatedLoudness::reset() noexcept {
  std::fill(m_bins.begin(), m_bins.end(), Bin{});
  m_all = {};
}

std::size_t GatedLoudness::gateBin(double belowMeanLu) const noexcept {
  const double mean = 10 * std::log10(m_all.energy / static_cast<double>(m_all.count));
  return binOf(mean - belowMeanLu);
}

std::optional<double> GatedLoudness::integrated() const noexcept {
  if (m_all.count == 0) return std::nullopt;
  Bin passed;
  for (std::size_t i = gateBin(kRelativeGateLu); i < m_bins.size(); ++i) {
    passed.count += m_bins[i].count;
    passed.energy += m_bins[i].energy;
  }
  return 10 * std::log10(passed.energy / static_cast<double>(passed.count));
}

std::optional<double> GatedLoudness::range() const noexcept {
  if (m_all.count == 0) return std::nullopt;
  const std::size_t first = gateBin(kRangeGateLu);
  std::uint64_t count = 0;
  for (std::size_t i = first; i < m_bins.size(); ++i) count += m_bins[i].count;
  const auto percentile = [&](double part) {
    auto before = static_cast<std::uint64_t>(std::llround(static_cast<double>(count - 1) * part));
    std::size_t i = first;
    while (before >= m_bins[i].count) before -= m_bins[i++].count;
    return 10 * std::log10(m_bins[i].energy / static_cast<double>(m_bins[i].count));
  };
  return percentile(0.95) - percentile(0.10);
}

}  // namespace tunescope::core
