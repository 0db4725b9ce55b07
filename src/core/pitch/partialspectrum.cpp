// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/partialspectrum.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <numeric>

namespace tunescope::core {

namespace {

constexpr std::size_t kBand = 64;          // bins that share a noise estimate
constexpr std::size_t kLongWindow = 4096;  // in which all partials stand at least nine bins apart
constexpr std::size_t kGroup = 8;          // bins whose minimum is taken in a shorter one
constexpr float kMinOverMean = 0.142F;     // of 8 Hann bins of white noise (simulated, 25,000 groups)
constexpr std::size_t kStride = 2;         // of the bins that are looked at for it
constexpr double kQuantile = 0.15;
constexpr double kFineQuantile = 0.12;
// The 4-term Blackman-Harris window as a sum of bins, scaled to pass as much noise as hann4 does.
constexpr std::array<float, 4> kNoiseTaps = {1.73017F, 1.17746F, 0.34068F, 0.02816F};
constexpr float kOverNoise = 11;       // 10.4 dB: noise seldom gives a false peak, and a weak one
constexpr std::size_t kFineBands = 8;  // parts of the lowest band: steep noise falls by 30 dB there
constexpr std::size_t kWideParts = 2;  // of them that can be told apart in a long window
constexpr float kUnderTop = 1e-5F;     // -50 dB: leakage and aliases lie below

float meanFromQuantile(std::span<float> powers, double share) noexcept {
  const auto at = static_cast<std::size_t>(share * static_cast<double>(powers.size()));
  std::nth_element(powers.begin(), powers.begin() + static_cast<std::ptrdiff_t>(at), powers.end());
  const double q = (static_cast<double>(at) + 0.5) / static_cast<double>(powers.size());
  return static_cast<float>(powers[at] / -std::log(1 - q));
}

// Each with its neighbours, 1 : 2 : 1, as powers of ten: one loud band does not spread.
void smooth(std::span<float> noise) noexcept {
  float before = noise.front();
  for (std::size_t i = 0; i < noise.size(); ++i) {
    const float here = noise[i];
    const float after = noise[std::min(i + 1, noise.size() - 1)];
    noise[i] = std::sqrt(here * std::sqrt(before * after));
    before = here;
  }
}

}  // namespace

PartialSpectrum::PartialSpectrum(std::span<const std::size_t> sizes) {
  std::size_t largest = 0;
  for (const std::size_t size : sizes) {
    m_plans.push_back(Plan{RealFft(size), std::vector<std::complex<float>>(size / 2 + 1)});
    largest = std::max(largest, size);
  }
  m_time.resize(largest);
  m_power.resize(largest / 2 + 1);
  m_low.resize(largest / 2 / kStride);
  m_noise.resize(kFineBands + largest / 2 / kBand);
}

void PartialSpectrum::analyze(std::span<const float> window) noexcept {
  m_plan = nullptr;
  for (Plan& plan : m_plans) {
    if (plan.fft.size() == window.size()) m_plan = &plan;
  }
  assert(m_plan);
  m_size = window.size();
  float sum = 0;
  for (const float x : window) sum += x;
  const float mean = sum / static_cast<float>(m_size);
  for (std::size_t i = 0; i < m_size; ++i) m_time[i] = window[i] - mean;
  m_plan->fft.forward(std::span<const float>(m_time).first(m_size), m_plan->bins);

  const std::size_t last = m_size / 2;
  std::vector<std::complex<float>>& bins = m_plan->bins;
  // Phase zero at the centre: every odd bin changes sign. So hann4 = 2 R[k] + R[k-1] + R[k+1].
  for (std::size_t k = 1; k <= last; k += 2) bins[k] = -bins[k];
  m_power[0] = 0;
  m_power[last] = 0;
  float top = 0;
  double total = 0;
  for (std::size_t k = 1; k < last; ++k) {
    const float re = 2 * bins[k].real() + bins[k - 1].real() + bins[k + 1].real();
    const float im = 2 * bins[k].imag() + bins[k - 1].imag() + bins[k + 1].imag();
    const float power = re * re + im * im;
    m_power[k] = power;
    total += power;
    top = std::max(top, power);
  }
  m_totalPower = total;
  m_topPower = top;
  if (m_size >= kLongWindow)
    noiseBetweenPartials();
  else
    noiseBetweenDensePartials();
  findPeaks();
}

// In a short window the partials stand too close for that: what the Hann window leaves between them, the least of each
// small group of bins, is the best to be had.
void PartialSpectrum::noiseBetweenDensePartials() noexcept {
  constexpr std::size_t kGroups = kBand / kGroup;
  for (std::size_t band = 0; band < m_size / 2 / kBand; ++band) {
    std::array<float, kGroups> least;
    for (std::size_t group = 0; group < kGroups; ++group) {
      const std::size_t first = band * kBand + group * kGroup;
      const float* p = m_power.data();
      least[group] = *std::min_element(p + std::max<std::size_t>(1, first), p + first + kGroup) / kMinOverMean;
    }
    const auto mean = [&](std::size_t from, std::size_t count) {
      return std::accumulate(least.begin() + static_cast<std::ptrdiff_t>(from),
                             least.begin() + static_cast<std::ptrdiff_t>(from + count), 0.0F) /
             static_cast<float>(count);
    };
    m_noise[kFineBands + band] = mean(0, kGroups);
    for (std::size_t part = 0; band == 0 && part < kFineBands; ++part)
      m_noise[part] = mean(part * kGroups / kFineBands, kGroups / kFineBands);
  }
}

// The noise of a long window is read off a spectrum with low side lobes, so that strong partials leave room between
// them, as a low quantile of each band, which they do not reach unless they fill it. Powers of noise bins are
// distributed exponentially: the quantile q lies at -ln(1 - q) of the mean.
void PartialSpectrum::noiseBetweenPartials() noexcept {
  const std::size_t last = m_size / 2;
  const std::complex<float>* bins = m_plan->bins.data();
  for (std::size_t i = 0; i < last / kStride; ++i) {
    const std::size_t k = std::clamp<std::size_t>(kStride * i, 3, last - 3);
    const std::complex<float>* r = bins + k;
    const std::complex<float> x = kNoiseTaps[0] * r[0] + kNoiseTaps[1] * (r[1] + r[-1]) +
                                  kNoiseTaps[2] * (r[2] + r[-2]) + kNoiseTaps[3] * (r[3] + r[-3]);
    m_low[i] = std::norm(x);
  }
  constexpr std::size_t kPerBand = kBand / kStride;
  constexpr std::size_t kPerFine = kPerBand / kWideParts;
  for (std::size_t part = 0; part < kFineBands; ++part) {
    const std::size_t wide = part * kWideParts / kFineBands;
    m_noise[part] = part * kWideParts % kFineBands == 0
                        ? meanFromQuantile(std::span<float>(m_low).subspan(wide * kPerFine, kPerFine), kFineQuantile)
                        : m_noise[part - 1];
  }
  for (std::size_t band = 0; band < last / kBand; ++band)
    m_noise[kFineBands + band] =
        meanFromQuantile(std::span<float>(m_low).subspan(band * kPerBand, kPerBand), kQuantile);
  smooth(std::span<float>(m_noise).subspan(kFineBands, last / kBand));
}

double PartialSpectrum::noiseAt(double bin) const noexcept {
  const bool fine = bin < static_cast<double>(kBand);
  const std::span<const float> noise = fine ? std::span<const float>(m_noise).first(kFineBands)
                                            : std::span<const float>(m_noise).subspan(kFineBands, m_size / 2 / kBand);
  const double place = std::max(0.0, bin / static_cast<double>(fine ? kBand / kFineBands : kBand) - 0.5);
  const std::size_t at = std::min(static_cast<std::size_t>(place), noise.size() - 1);
  const std::size_t next = std::min(at + 1, noise.size() - 1);
  const double share = std::min(place - static_cast<double>(at), 1.0);
  return std::max((1 - share) * noise[at] + share * noise[next], 1e-13 * m_topPower);
}

void PartialSpectrum::findPeaks() noexcept {
  m_peakCount = 0;
  const float least = kUnderTop * m_topPower;
  for (std::size_t k = 1; k + 1 < m_size / 2 && m_peakCount < kMaxPeaks; ++k) {
    const float power = m_power[k];
    if (power <= least || power < m_power[k - 1] || power <= m_power[k + 1]) continue;
    if (power < kOverNoise * static_cast<float>(noiseAt(static_cast<double>(k)))) continue;
    const std::complex<double> hann = hann4(k);
    const double u = (derivative4(k) * std::conj(hann)).real() / std::norm(hann);
    if (std::abs(u) > 1) continue;  // no sinusoid: a bump between others
    m_peaks[m_peakCount++] = {.nu = static_cast<double>(k) + u, .power = power, .bin = k};
  }
}

std::complex<double> PartialSpectrum::hann4(std::size_t bin) const noexcept {
  assert(bin >= 1 && bin < m_size / 2);
  const auto* r = m_plan->bins.data() + bin;
  return 2.0 * std::complex<double>(r[0]) + std::complex<double>(r[-1]) + std::complex<double>(r[1]);
}

std::complex<double> PartialSpectrum::derivative4(std::size_t bin) const noexcept {
  assert(bin >= 1 && bin < m_size / 2);
  const auto* r = m_plan->bins.data() + bin;
  return std::complex<double>(r[1]) - std::complex<double>(r[-1]);
}

double PartialSpectrum::hannKernel4(double u, double sinPiU) const noexcept {
  const auto n = static_cast<double>(m_size);
  if (std::abs(u) < 1e-6) return 2 * n;
  const double d = u * u - 1;
  if (std::abs(d) < 1e-6) return n;
  return -2 * n * sinPiU / (std::numbers::pi * u * d);
}

}  // namespace tunescope::core
