// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/search/partialspectrum.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

namespace tunescope::core {

namespace {

constexpr std::size_t kBand = 64;          // bins that share a noise estimate
constexpr std::size_t kLongWindow = 4096;  // at this length, all partials are at least nine bins apart
constexpr std::size_t kGroup = 8;          // bins per minimum in a shorter window
constexpr float kMinOverMean = 0.142F;     // of 8 Hann bins of white noise (simulated, 25,000 groups)
constexpr std::size_t kStride = 2;         // of the bins that are used for the noise
constexpr std::size_t kLowEdge = 2;        // of these, where the taps extend beyond an end
constexpr double kQuantile = 0.15;
constexpr double kFineQuantile = 0.12;
// The 4-term Blackman-Harris window as a sum of bins, scaled to pass as much noise as hann4.
constexpr std::array<float, 4> kNoiseTaps = {1.73017F, 1.17746F, 0.34068F, 0.02816F};
constexpr float kOverNoise = 11;        // 10.4 dB: noise rarely causes a false peak, and then a weak one
constexpr std::size_t kFineBands = 8;   // parts of the lowest band: steep noise falls by 30 dB within it
constexpr std::size_t kWideParts = 2;   // of these that a long window resolves
constexpr float kUnderTop = 1e-5F;      // -50 dB: leakage and aliases lie below
constexpr float kUnderWhistle = 2e-8F;  // -77 dB: leakage of excluded components ends here
constexpr double kRumble = 0.5;         // share of all power: weaker components below the band hide nothing
constexpr double kLeaksBins = 0.25;     // the strongest bin of rumble is at most this far above the band's lower end
constexpr double kFineBins = 4;         // minimum for the band's lower end, to tell a note there from rumble
constexpr double kBorderBins = 0.1;     // margin at the band's lower end
constexpr std::size_t kLobeBins = 3;    // half the width of a line
constexpr double kRingingBins = 0.5;    // from a line's place to where it rang before the attack
constexpr double kSkirtBins = 12;       // from a line to where it leaks less than -50 dB of one that is 20 dB weaker

// The quantile is one of the lowest few values: they are kept sorted while the others pass, without branches.
float meanFromQuantile(std::span<const float> powers, double share) noexcept {
  constexpr std::size_t kLowest = 5;
  const auto at = static_cast<std::size_t>(share * static_cast<double>(powers.size()));
  assert(at < kLowest);
  std::array<float, kLowest> lowest;
  lowest.fill(std::numeric_limits<float>::max());
  for (float power : powers) {
    for (float& low : lowest) {
      const float less = power < low ? power : low;
      power = power < low ? low : power;
      low = less;
    }
  }
  const double q = (static_cast<double>(at) + 0.5) / static_cast<double>(powers.size());
  return static_cast<float>(lowest[at] / -std::log(1 - q));
}

// Averages each with its neighbours, 1 : 2 : 1, in the logarithmic domain, so that one loud band does not spread.
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

// Computes the powers of some bins and adds them to total. Returns the highest power.
float PartialSpectrum::sumPowers(std::size_t from, std::size_t to, double& total) noexcept {
  const std::complex<float>* bins = m_plan->bins.data();
  float* powers = m_power.data();
  float top = 0;
  double sum = total;
  for (std::size_t k = from; k < to; ++k) {
    const float re = 2 * bins[k].real() + bins[k - 1].real() + bins[k + 1].real();
    const float im = 2 * bins[k].imag() + bins[k - 1].imag() + bins[k + 1].imag();
    const float power = re * re + im * im;
    powers[k] = power;
    sum += power;
    top = std::max(top, power);
  }
  total = sum;
  return top;
}

// Excludes everything below the bin end, unless that may be the first partial of a note at the band's lower end.
void PartialSpectrum::leaveOutRumble(double power, std::size_t end, const SearchedBand& band) noexcept {
  m_firstBin = 1;
  const bool isNearTheEnd = band.rumble <= band.low;
  if (power < kRumble * m_totalPower || (isNearTheEnd && band.low < kFineBins)) return;
  const auto top = static_cast<std::size_t>(
      std::max_element(m_power.begin() + 1, m_power.begin() + static_cast<std::ptrdiff_t>(end + 2)) - m_power.begin());
  if (placeOf(top) > band.low + (isNearTheEnd ? -kBorderBins : kLeaksBins)) return;
  m_firstBin = end;
  m_totalPower -= power;
}

// Place of a sinusoid whose highest bin is this one.
double PartialSpectrum::placeOf(std::size_t bin) const noexcept {
  const std::complex<double> hann = hann4(bin);
  const double u = (derivative4(bin) * std::conj(hann)).real() / std::norm(hann);
  return static_cast<double>(bin) + std::clamp(u, -1.0, 1.0);
}

// Excludes up to four lines above the band that are stronger than everything in it. More lines are a note's partials.
void PartialSpectrum::leaveOutWhistles(std::size_t high, float topAbove) noexcept {
  m_whistleCount = 0;
  if (topAbove <= m_bandTopPower) {
    m_bandTopPower = std::max(m_bandTopPower, topAbove);
    return;
  }
  const std::size_t last = m_size / 2;
  double power = 0;
  const auto strongest = [&] {
    std::size_t best = 0;
    for (std::size_t k = high; k < last; ++k)
      if (!isLeftOut(k) && (best == 0 || m_power[k] > m_power[best])) best = k;
    return best;
  };
  std::size_t bin = strongest();
  for (; bin > 0 && m_power[bin] > m_bandTopPower && m_whistleCount < kMaxWhistles; bin = strongest()) {
    const std::size_t end = std::min(bin + kLobeBins + 1, last);
    for (std::size_t k = std::max(bin - std::min(bin, kLobeBins), m_firstBin); k < end; ++k) power += m_power[k];
    m_whistles[m_whistleCount++] = placeOf(bin);
  }
  if (bin > 0 && m_power[bin] > m_bandTopPower) m_whistleCount = 0;
  if (m_whistleCount > 0) m_totalPower = std::max(0.0, m_totalPower - power);
  if (m_whistleCount == 0) m_bandTopPower = std::max(m_bandTopPower, topAbove);
}

bool PartialSpectrum::isLeftOut(std::size_t bin) const noexcept {
  return bin < m_firstBin || std::ranges::any_of(whistles(), [&](double nu) {
           return std::abs(static_cast<double>(bin) - nu) < kSkirtBins;
         });
}

void PartialSpectrum::analyze(std::span<const float> window, const SearchedBand& band) noexcept {
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
  // Phase zero at the centre: every odd bin changes sign, so that hann4 = 2 R[k] + R[k-1] + R[k+1].
  for (std::size_t k = 1; k <= last; k += 2) bins[k] = -bins[k];
  m_power[0] = 0;
  m_power[last] = 0;
  const auto binOf = [&](double place) { return static_cast<std::size_t>(std::clamp(place, 1.0, double(last))); };
  const std::size_t low = std::min(binOf(std::ceil(std::max(band.low, band.rumble))), last - 2);
  const std::size_t high = std::max(low, binOf(std::floor(band.high) + 1));
  m_totalPower = 0;
  const float topBelow = sumPowers(1, low, m_totalPower);
  const double below = m_totalPower;
  m_bandTopPower = sumPowers(low, high, m_totalPower);
  const float topAbove = sumPowers(high, last, m_totalPower);
  m_topPower = std::max({topBelow, m_bandTopPower, topAbove});
  m_isOutshone = m_topPower > m_bandTopPower;
  leaveOutRumble(below, low, band);
  if (m_firstBin == 1) m_bandTopPower = std::max(m_bandTopPower, topBelow);
  leaveOutWhistles(high, topAbove);
  if (m_size >= kLongWindow)
    noiseBetweenPartials();
  else
    noiseBetweenDensePartials();
  findPeaks();
}

// In a short window the partials are too close together for that. The best available estimate is what the Hann window
// leaves between them: the minimum of each small group of bins.
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

// Estimates the noise of a long window from a spectrum with low side lobes, so that strong partials leave gaps between
// them. Takes a low quantile of each band, which partials do not reach unless they fill the band. Powers of noise bins
// are distributed exponentially: the quantile q lies at -ln(1 - q) of the mean.
void PartialSpectrum::noiseBetweenPartials() noexcept {
  const std::size_t last = m_size / 2;
  // std::complex<float> has the layout of float[2]; with plain floats the loop has no branch.
  const auto* parts = reinterpret_cast<const float*>(m_plan->bins.data());
  const auto powerAt = [parts](std::size_t k) {
    const auto part = [r = parts + 2 * k](std::size_t p) {
      return kNoiseTaps[0] * r[p] + kNoiseTaps[1] * (r[p + 2] + *(r + p - 2)) +
             kNoiseTaps[2] * (r[p + 4] + *(r + p - 4)) + kNoiseTaps[3] * (r[p + 6] + *(r + p - 6));
    };
    const float re = part(0);
    const float im = part(1);
    return re * re + im * im;
  };
  const std::size_t count = last / kStride;
  float* const low = m_low.data();
  for (std::size_t i = kLowEdge; i < count - kLowEdge; ++i) low[i] = powerAt(kStride * i);
  for (std::size_t i = 0; i < kLowEdge; ++i) {
    low[i] = powerAt(std::clamp<std::size_t>(kStride * i, 3, last - 3));
    low[count - 1 - i] = powerAt(std::clamp<std::size_t>(kStride * (count - 1 - i), 3, last - 3));
  }
  constexpr std::size_t kPerBand = kBand / kStride;
  constexpr std::size_t kPerFine = kPerBand / kWideParts;
  for (std::size_t part = 0; part < kFineBands; ++part) {
    const std::size_t wide = part * kWideParts / kFineBands;
    m_noise[part] =
        part * kWideParts % kFineBands == 0
            ? meanFromQuantile(std::span<const float>(m_low).subspan(wide * kPerFine, kPerFine), kFineQuantile)
            : m_noise[part - 1];
  }
  for (std::size_t band = 0; band < last / kBand; ++band)
    m_noise[kFineBands + band] =
        meanFromQuantile(std::span<const float>(m_low).subspan(band * kPerBand, kPerBand), kQuantile);
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
  const float least = std::max(kUnderTop * m_bandTopPower, kUnderWhistle * m_topPower);
  for (std::size_t k = m_firstBin; k + 1 < m_size / 2 && m_peakCount < kMaxPeaks; ++k) {
    const float power = m_power[k];
    if (power <= least || power < m_power[k - 1] || power <= m_power[k + 1]) continue;
    if (power < kOverNoise * static_cast<float>(noiseAt(static_cast<double>(k)))) continue;
    const std::complex<double> hann = hann4(k);
    const double u = (derivative4(k) * std::conj(hann)).real() / std::norm(hann);
    if (std::abs(u) > 1) continue;  // not a sinusoid but a bump between others
    if (m_whistleCount > 0 && isLeftOut(k)) continue;
    m_peaks[m_peakCount++] = {.nu = static_cast<double>(k) + u, .power = power, .bin = k};
  }
}

void PartialSpectrum::markRinging(const RingingLines& ringing, double binHz) noexcept {
  const auto squareSize = static_cast<double>(m_size) * static_cast<double>(m_size);
  for (SpectralPeak& peak : std::span(m_peaks).first(m_peakCount))
    peak.isRinging = ringing.has(peak.nu * binHz, peak.power / squareSize, kRingingBins * binHz);
}

void PartialSpectrum::addTo(RingingLines& ringing, double binHz) const noexcept {
  const auto squareSize = static_cast<double>(m_size) * static_cast<double>(m_size);
  for (const SpectralPeak& peak : peaks()) ringing.add(peak.nu * binHz, peak.power / squareSize, kRingingBins * binHz);
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
