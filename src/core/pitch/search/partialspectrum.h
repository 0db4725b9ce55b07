// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dsp/fft.h"
#include "core/pitch/search/ringinglines.h"

#include <array>
#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace tunescope::core {

// A sinusoid that stands out from the noise.
struct SpectralPeak {
  double nu = 0;     // frequency in bins
  double power = 0;  // |hann4|^2 at its highest bin
  std::size_t bin = 0;
  bool isRinging = false;  // no louder than before the attack
};

// The searched range, in bins: the first partial of a note lies between low and high.
struct SearchedBand {
  double low = 0;
  double high = 1e9;
  double rumble = 0;  // leakage from below may reach up to here; between low and this, no first partial is expected
};

// The Hann spectrum of a window, with what is needed to measure partials in it. Frequencies are in bins of the
// transform. One transform of the plain window suffices: the Hann window and its derivative are sums of three
// neighbouring bins.
// Thread: one at a time. Realtime-safe: lock-free after construction.
class PartialSpectrum {
 public:
  static constexpr std::size_t kMaxPeaks = 128;

  // sizes: the window lengths for analyze(), as RealFft takes them.
  explicit PartialSpectrum(std::span<const std::size_t> sizes);

  // window: its length is one of sizes; its mean is removed. Loud components outside the band that cannot belong to a
  // note in it (rumble below, a whistle above) are excluded from the peaks and from the total power.
  void analyze(std::span<const float> window, const SearchedBand& band = {}) noexcept;

  std::size_t size() const noexcept { return m_size; }
  std::size_t binCount() const noexcept { return m_size / 2 + 1; }

  // |hann4|^2 of each bin, and the sum over the bins that are not excluded.
  std::span<const float> power() const noexcept { return std::span<const float>(m_power).first(binCount()); }
  double totalPower() const noexcept { return m_totalPower; }
  // Something outside the band is louder than anything in it.
  bool isOutshone() const noexcept { return m_isOutshone; }
  // What is excluded: everything below the band, and these lines above it.
  bool hasRumble() const noexcept { return m_firstBin > 1; }
  std::span<const double> whistles() const noexcept {
    return std::span<const double>(m_whistles).first(m_whistleCount);
  }

  // Marks each peak that was ringing before the attack. binHz: spacing of the bins.
  void markRinging(const RingingLines& ringing, double binHz) noexcept;
  // Adds all peaks to the lines that may ring on.
  void addTo(RingingLines& ringing, double binHz) const noexcept;

  // The plain transform, phase zero at the window's centre.
  std::span<const std::complex<float>> bins() const noexcept { return m_plan->bins; }

  // Four times the Hann-windowed bin, phase zero at the window's centre.
  std::complex<double> hann4(std::size_t bin) const noexcept;

  // The same with the window's derivative, scaled so that the real part of derivative4 / hann4 is the distance, in
  // bins, of a lone sinusoid from the bin.
  std::complex<double> derivative4(std::size_t bin) const noexcept;

  // Contribution of a sinusoid of complex amplitude 1 at distance u (bins) to hann4; its contribution to derivative4 is
  // u times that. sinPiU = sin(pi u).
  double hannKernel4(double u, double sinPiU) const noexcept;

  // Mean power of the noise (|hann4|^2) around a bin, from the quiet bins between the partials.
  double noiseAt(double bin) const noexcept;

  // Sinusoids 10.4 dB above the noise and no more than 50 dB below the strongest in the band, by ascending frequency;
  // the lowest kMaxPeaks of them.
  std::span<const SpectralPeak> peaks() const noexcept {
    return std::span<const SpectralPeak>(m_peaks).first(m_peakCount);
  }

 private:
  struct Plan {
    RealFft fft;
    std::vector<std::complex<float>> bins;
  };

  static constexpr std::size_t kMaxWhistles = 4;

  float sumPowers(std::size_t from, std::size_t to, double& total) noexcept;
  void leaveOutRumble(double power, std::size_t end, const SearchedBand& band) noexcept;
  void leaveOutWhistles(std::size_t high, float topAbove) noexcept;
  bool isLeftOut(std::size_t bin) const noexcept;
  double placeOf(std::size_t bin) const noexcept;
  void noiseBetweenDensePartials() noexcept;
  void noiseBetweenPartials() noexcept;
  void findPeaks() noexcept;

  std::vector<Plan> m_plans;
  Plan* m_plan = nullptr;
  std::size_t m_size = 0;
  double m_totalPower = 0;
  float m_topPower = 0;      // of all bins
  float m_bandTopPower = 0;  // of those in the band
  bool m_isOutshone = false;
  std::size_t m_firstBin = 1;  // first bin that is not excluded
  std::array<double, kMaxWhistles> m_whistles{};
  std::size_t m_whistleCount = 0;
  std::vector<float> m_time;
  std::vector<float> m_power;
  std::vector<float> m_low;    // powers of the spectrum with low side lobes
  std::vector<float> m_noise;  // of kFineBands parts of the lowest band, then of all bands
  std::array<SpectralPeak, kMaxPeaks> m_peaks{};
  std::size_t m_peakCount = 0;
};

}  // namespace tunescope::core
