// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/strum/borderedsystem.h"
#include "core/strum/stringlaw.h"
#include "core/strum/strumspectrum.h"
#include "core/strum/strumstate.h"
#include "core/strum/windowedline.h"

#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tunescope::core {

// Fits all partials of all active strings at once: nonlinear least squares over the bins of a spectrum by Gauss-Newton
// steps. The unknowns are each string's f0 and B, and each partial's complex amplitude, damping and distance to the
// string's law. The distance and the damping have priors, so that a partial which coincides with another string's lies
// where its string's other partials put it, and what cannot be separated gets a large variance.
//
// A bin's noise is the floor plus a share of the partials' power there, because no string matches the model exactly.
// Thread: one at a time. Realtime-safe: lock-free after construction.
class StrumFit {
 public:
  static constexpr std::size_t kMaxLines = kMaxStrings * kMaxStringPartials;

  explicit StrumFit(std::size_t maxBins);

  // Copies the spectrum that is fitted.
  void begin(const StrumSpectrum& spectrum, StrumState& state) noexcept;
  // Higher partials are left out.
  void setMaxNumber(int number) noexcept { m_maxNumber = number; }

  // Fits the amplitudes alone, from any state.
  void fitAmplitudes(StrumState& state) noexcept;
  // Takes at most that many steps, until little changes.
  void iterate(StrumState& state, int steps) noexcept;
  // Half of chi squared, including the priors, of the state with the noise of the last step.
  double cost(const StrumState& state) noexcept;
  // Updates the estimate of the noise.
  void measureNoise(const StrumState& state) noexcept;

  // The residual of the active strings, and each bin's weight, 1 / variance. Valid after evaluate().
  void evaluate(const StrumState& state) noexcept;
  std::span<const std::complex<double>> residual() const noexcept { return m_residual; }
  std::span<const double> weights() const noexcept { return m_weights; }
  std::span<const double> floor() const noexcept { return m_floor; }
  double misfit() const noexcept { return m_misfit; }
  double seconds() const noexcept { return m_seconds; }
  // Steps of lines since begin().
  std::uint64_t work() const noexcept { return m_work; }
  int binCount() const noexcept { return static_cast<int>(m_bins.size()); }
  // Measures the variance of each line's frequency, given the laws, in this state.
  void measureLines(const StrumState& state) noexcept;
  // Writes the offsets of a string's lines, after measureLines(). Returns how many were written.
  std::size_t partialOffsets(std::size_t string, std::span<PartialOffset, kMaxStringPartials> offsets) const noexcept;
  bool isInRange(double hertz) const noexcept;

  static double usualDecay(double hertz) noexcept { return 2.5 + 4e-3 * hertz; }

 private:
  static constexpr int kReach = 5;  // bins to each side that are in the equations
  static constexpr int kTail = 10;  // and in the residual
  static constexpr std::size_t kSpan = 2 * kReach + 1;
  static constexpr std::size_t kNeighbours = 7;  // lines above a line that are coupled to it
  static constexpr std::size_t kLocal = 4;       // unknowns of a line

  struct Line {
    int string = 0;
    int number = 0;
    double law = 0;       // bins
    double stray = 1;     // standard deviation about the law, bins
    double variance = 0;  // of the position, given the laws; bins^2
    std::complex<double> nu;
    std::complex<double> amplitude;
    int firstBin = 0;
    std::array<std::complex<double>, kSpan> w{};
    std::array<std::complex<double>, kSpan> slope{};  // times the amplitude
  };

  // Of a line, for sorting; in bins.
  struct LinePlace {
    double nu = 0;
    double law = 0;
    int string = 0;
    int number = 0;
  };

  void collect(const StrumState& state) noexcept;
  void leaveResidual() noexcept;
  void weigh() noexcept;
  void measureMisfit() noexcept;
  double objective(const StrumState& state) noexcept;
  void explain(std::size_t i) noexcept;
  void assemble(const StrumState& state, double damping) noexcept;
  void couple(std::size_t row, std::size_t column) noexcept;
  void tieToLaw(const StrumState& state, std::size_t index) noexcept;
  void freeze(std::size_t index) noexcept;
  double advance(StrumState& state) noexcept;
  std::size_t sharedOf(int string) const noexcept { return 2 * m_place[static_cast<std::size_t>(string)]; }

  BorderedSystem m_system;
  std::vector<std::complex<double>> m_bins;
  std::vector<std::complex<double>> m_residual;
  std::vector<double> m_explained;  // power of the partials in each bin
  std::vector<double> m_floor;
  std::vector<double> m_variance;
  std::vector<double> m_weights;
  StrumState m_before;
  std::vector<double> m_sorted;
  std::vector<Line> m_lines;
  std::vector<LinePlace> m_places;  // of m_lines
  std::size_t m_count = 0;          // of m_lines
  std::array<std::size_t, kMaxStrings> m_place{};
  std::size_t m_active = 0;
  std::uint64_t m_work = 0;
  double m_seconds = 1;
  double m_loudest = 0;
  double m_misfit = 0;
  bool m_isFrozen = false;  // everything but the amplitudes
  int m_maxNumber = kMaxStringPartials;
};

}  // namespace tunescope::core
