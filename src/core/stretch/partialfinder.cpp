// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stretch/partialfinder.h"

#include "core/dsp/fft.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <complex>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr double kMaxShareOfRate = 0.45;
constexpr double kFloorHz = 60;           // minimum width of the range that a floor is taken from
constexpr double kFloorResolutions = 40;  // the same in units of the window's resolution
constexpr double kFloorQuantile = 0.3;
constexpr double kFloorOfQuantile = 0.357;  // of exponentially distributed power: -ln(1 - 0.3)
constexpr double kFaintest = 1e-10;         // of the loudest bin's power: lower limit of the floor
constexpr double kMinPeakPower = 16;        // over the floor
constexpr double kSigmaOverNoise = 0.5345;  // 2 / sqrt(14): see find()
constexpr int kRefinements = 2;
constexpr double kStepResolutions = 0.3;

// ln of the power at one frequency under the window cos^4.
double logPowerAt(std::span<const float> sound, double rateHz, double hertz) noexcept {
  const std::complex<double> step = std::polar(1.0, -2 * std::numbers::pi * hertz / rateHz);
  std::complex<double> phase = 1;
  std::complex<double> sum = 0;
  for (const float x : sound) {
    sum += static_cast<double>(x) * phase;
    phase = {phase.real() * step.real() - phase.imag() * step.imag(),
             phase.real() * step.imag() + phase.imag() * step.real()};
  }
  return std::log(std::norm(sum) + 1e-300);
}

}  // namespace

PartialFinder::PartialFinder(std::span<const float> sound, double sampleRateHz)
    : m_sound(sound.begin(), sound.end()),
      m_rateHz(sampleRateHz),
      m_seconds(static_cast<double>(sound.size()) / sampleRateHz),
      m_maxHz(kMaxShareOfRate * sampleRateHz) {
  double mean = 0;
  for (const float x : m_sound) mean += x;
  mean /= static_cast<double>(m_sound.size());
  for (float& x : m_sound) x -= static_cast<float>(mean);
  const std::size_t size = std::bit_ceil(m_sound.size());
  RealFft fft(size);
  std::vector<float> time(size);
  for (std::size_t n = 0; n < m_sound.size(); ++n) {
    const double angle =
        std::numbers::pi * ((static_cast<double>(n) + 0.5) / static_cast<double>(m_sound.size()) - 0.5);
    m_sound[n] *= static_cast<float>(std::pow(std::cos(angle), 4));
    time[n] = m_sound[n];
  }
  std::vector<std::complex<float>> bins(fft.binCount());
  fft.forward(time, bins);
  m_binHz = sampleRateHz / static_cast<double>(size);
  m_power.resize(bins.size());
  std::ranges::transform(bins, m_power.begin(),
                         [](std::complex<float> bin) { return std::norm(std::complex<double>(bin)); });
  measureFloor();
  m_evidence.resize(m_power.size());
  std::ranges::transform(m_power, m_floor, m_evidence.begin(),
                         [](double power, double floor) { return std::log1p(power / floor / kMinPeakPower); });
}

// Takes a low quantile of the power around each bin, which lines do not raise.
void PartialFinder::measureFloor() {
  m_floor.resize(m_power.size());
  const double loudest = *std::ranges::max_element(m_power);
  const double widthHz = std::max(kFloorHz, kFloorResolutions * resolutionHz());
  const auto reach = std::min(m_power.size() / 2, static_cast<std::size_t>(widthHz / m_binHz / 2) + 1);
  std::vector<double> sorted;
  for (std::size_t from = 0; from < m_power.size(); from += reach) {
    const std::size_t begin = from > reach / 2 ? from - reach / 2 : 0;
    const std::size_t end = std::min(m_power.size(), begin + 2 * reach);
    sorted.assign(m_power.begin() + static_cast<std::ptrdiff_t>(begin),
                  m_power.begin() + static_cast<std::ptrdiff_t>(end));
    const auto quantile =
        sorted.begin() + static_cast<std::ptrdiff_t>(kFloorQuantile * static_cast<double>(sorted.size()));
    std::ranges::nth_element(sorted, quantile);
    const double floor = *quantile / kFloorOfQuantile + kFaintest * loudest + 1e-30;
    std::fill(m_floor.begin() + static_cast<std::ptrdiff_t>(from),
              m_floor.begin() + static_cast<std::ptrdiff_t>(std::min(m_power.size(), from + reach)), floor);
  }
}

PartialFinder::BinRange PartialFinder::binsOf(double lowHz, double highHz) const noexcept {
  const auto last = static_cast<double>(m_power.size() - 2);
  const auto low = static_cast<std::size_t>(std::clamp(std::round(lowHz / m_binHz), 1.0, last));
  const auto high = static_cast<std::size_t>(std::clamp(std::round(highHz / m_binHz), 1.0, last));
  return {low, std::max(low, high)};
}

double PartialFinder::evidence(double lowHz, double highHz) const noexcept {
  const BinRange range = binsOf(lowHz, highHz);
  double best = 0;
  for (std::size_t k = range.first; k <= range.last; ++k) best = std::max(best, m_evidence[k]);
  return best;
}

// Under cos^4 the logarithm of a line's power is nearly a parabola. The standard deviation of a line's peak in white
// noise is 2 / (sqrt(14) T) over the ratio of amplitude to noise: the powers of the window and of its derivative are
// 35/128 and (4 pi / T)^2 5/128.
std::optional<FoundPartial> PartialFinder::find(double lowHz, double highHz) const noexcept {
  const BinRange range = binsOf(lowHz, highHz);
  std::size_t peak = 0;
  for (std::size_t k = range.first; k <= range.last; ++k) {
    const bool isPeak = m_power[k] >= m_power[k - 1] && m_power[k] >= m_power[k + 1];
    if (isPeak && m_power[k] > kMinPeakPower * m_floor[k] && (peak == 0 || m_power[k] > m_power[peak])) peak = k;
  }
  if (peak == 0) return std::nullopt;
  const double startHz = static_cast<double>(peak) * m_binHz;
  const double stepHz = kStepResolutions * resolutionHz();
  double hertz = startHz;
  double power = 0;
  for (int i = 0; i < kRefinements; ++i) {
    const double below = logPowerAt(m_sound, m_rateHz, hertz - stepHz);
    power = logPowerAt(m_sound, m_rateHz, hertz);
    const double above = logPowerAt(m_sound, m_rateHz, hertz + stepHz);
    const double bend = below - 2 * power + above;
    if (!(bend < 0)) return std::nullopt;
    hertz += 0.5 * stepHz * (below - above) / bend;
    if (!(std::abs(hertz - startHz) < resolutionHz())) return std::nullopt;
  }
  return FoundPartial{.hertz = hertz,
                      .sigmaHz = kSigmaOverNoise / m_seconds * std::sqrt(m_floor[peak] / std::exp(power))};
}

}  // namespace tunescope::core
