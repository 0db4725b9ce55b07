// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hum/humfit.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;
constexpr double kJoins = 0.15;     // a line less steady than this does not contribute to the frequency
constexpr double kMinNoise = 1e-4;  // of a line's power: lower limit of its noise
constexpr std::array<std::size_t, 5> kLinesOfRound = {2, 2, 6, kHumLines, kHumLines};

// Frequency offset of the line, from its rotation between neighbouring blocks.
double coarseOffsetHz(const LineBank& bank, double stepS, std::size_t blocks, std::size_t line) noexcept {
  std::complex<double> sum = 0;
  for (std::size_t back = 0; back + 1 < blocks; ++back)
    sum += bank.block(back, line) * std::conj(bank.block(back + 1, line));
  return std::arg(sum) / (kTwoPi * stepS);
}

struct LineSums {
  std::complex<double> mean;  // of the blocks, rotated back
  double power = 0;
  double slope = 0;  // of the phase over time, times |mean|^2
};

LineSums sumsOf(const LineBank& bank, double stepS, std::size_t blocks, std::size_t line, double offsetHz) noexcept {
  const auto count = static_cast<double>(blocks);
  const std::complex<double> step = std::polar(1.0, kTwoPi * offsetHz * stepS);
  std::complex<double> turn = std::polar(1.0, -kTwoPi * offsetHz * stepS * (count - 1) / 2);  // of the newest
  std::complex<double> first = 0;
  LineSums sums;
  for (std::size_t back = 0; back < blocks; ++back) {
    const std::complex<double> q = bank.block(back, line) * turn;
    const double u = ((count - 1) / 2 - static_cast<double>(back)) * stepS;
    sums.mean += q;
    first += u * q;
    sums.power += std::norm(q);
    turn *= step;
  }
  sums.mean /= count;
  sums.power /= count;
  sums.slope = (first * std::conj(sums.mean)).imag();
  return sums;
}

}  // namespace

std::complex<double> Hum::at(std::size_t line, double timeS_) const noexcept {
  const double turns = static_cast<double>(line + 1) * hertz * (timeS_ - timeS);
  return amplitudes[line] * std::polar(1.0, kTwoPi * std::fmod(turns, 1.0));
}

double Hum::power() const noexcept {
  double sum = 0;
  for (const std::complex<double>& a : amplitudes) sum += std::norm(a);
  return sum;
}

HumFit fitHum(const LineBank& bank, const LineTiming& timing, std::size_t blocks, std::size_t first,
              std::size_t lines) noexcept {
  const double stepS = timing.stepS();
  const auto count = static_cast<double>(blocks);
  const double spreadS2 = stepS * stepS * count * (count * count - 1) / 12;  // sum of the squared times
  HumFit fit;
  // The stronger of the first two harmonics gives the initial frequency.
  const std::size_t strong = std::norm(bank.block(0, first)) >= std::norm(bank.block(0, first + 1)) ? 0 : 1;
  double offsetHz = coarseOffsetHz(bank, stepS, blocks, first + strong) / static_cast<double>(strong + 1);
  for (const std::size_t ofRound : kLinesOfRound) {
    double slope = 0;
    double information = 0;
    for (std::size_t l = 0; l < std::min(lines, ofRound); ++l) {
      const double k = kTwoPi * static_cast<double>(l + 1);
      const LineSums sums = sumsOf(bank, stepS, blocks, first + l, static_cast<double>(l + 1) * offsetHz);
      const double steady = std::norm(sums.mean);
      fit.hum.amplitudes[l] = sums.mean;
      fit.unsteady[l] = sums.power > 0 ? std::max(0.0, 1 - steady / sums.power) : 1;
      fit.noise[l] = std::max(fit.unsteady[l], kMinNoise) * sums.power;
      if (fit.unsteady[l] > kJoins && !(ofRound == 2 && l == strong)) continue;
      if (fit.noise[l] <= 0) continue;
      slope += k * sums.slope / fit.noise[l];
      information += k * k * steady * spreadS2 / fit.noise[l];
    }
    if (information > 0) offsetHz += slope / information;
  }
  fit.hum.hertz = bank.hertz(first) + offsetHz;
  fit.hum.timeS = (bank.centreS(0) + bank.centreS(blocks - 1)) / 2;
  // The bank counts phases from the start of time.
  for (std::size_t l = 0; l < lines; ++l)
    fit.hum.amplitudes[l] *= std::polar(1.0, kTwoPi * std::fmod(bank.hertz(first + l) * fit.hum.timeS, 1.0));
  return fit;
}

}  // namespace tunescope::core
