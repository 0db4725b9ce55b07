// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace tunescope::core {

// A decaying sinusoid.
struct DecayingLine {
  double hertz = 0;
  double sigmaHz = 0;    // standard deviation
  double amplitude = 0;  // at the beginning of what was heard; only relative to the other line
  double decay = 0;      // 1/s
};

// What a stretch of sound has near a frequency: nothing that is a line, one line, or two that beat.
struct LinePairResult {
  std::size_t count = 0;
  std::array<DecayingLine, 2> lines{};  // by ascending frequency
  double seconds = 0;                   // of the sound behind it
  double minBeatHz = 0;                 // two lines that are nearer to each other are read as one
};

// Splits the sound near a frequency into one or two decaying sinusoids: lock-in with a Hann window of a tenth of a
// second (its values turn by less than half a turn a step within kReachHz), then a least-squares fit of both lines by
// Levenberg's and Marquardt's method, started at the peaks of the sound and of what the best single line leaves (as in
// RELAX: Li and Stoica 1996). Thread: one at a time. Realtime-safe: lock-free; nothing allocates after construction.
class LinePair {
 public:
  static constexpr double kReachHz = 16;   // from the frequency asked for
  static constexpr double kWindowS = 0.1;  // of the lock-in; other sounds have to be 2.5 / kWindowS away
  static constexpr double kMaxS = 2.6;     // of sound; older sound is forgotten

  explicit LinePair(double sampleRateHz);

  void begin(double hertz) noexcept;                  // looks there from now on, and forgets what it heard
  void process(std::span<const float> hop) noexcept;  // the next samples
  bool hasBegun() const noexcept { return m_hertz > 0; }
  double seconds() const noexcept;  // of sound that result() would use
  LinePairResult result() const noexcept;

 private:
  static constexpr std::size_t kMaxValues = 128;
  using Value = std::complex<double>;
  // Frequency from the middle in Hz, decay in 1/s, amplitude.
  struct Line {
    double hertz = 0;
    double decay = 0;
    Value amplitude;
  };
  struct Fit {
    std::array<Line, 2> lines{};
    std::size_t count = 0;
    double cost = 0;  // sum of squares that is left
    std::array<double, 2> sigmasHz{};
  };

  Value lockIn() const noexcept;
  double time(std::size_t index) const noexcept { return static_cast<double>(index) * m_stepS; }
  Line strongest(const Fit& without) const noexcept;
  double costOf(const Fit& fit) const noexcept;
  template <std::size_t Lines>
  using Row = std::array<double, 4 * Lines>;
  template <std::size_t Lines>
  using Matrix = std::array<Row<Lines>, 4 * Lines>;
  template <std::size_t Lines>
  void linearise(const Fit& fit, Matrix<Lines>& normal, Row<Lines>& right) const noexcept;
  template <std::size_t Lines>
  void improve(Fit& fit) const noexcept;
  template <std::size_t Lines>
  void tellSigmas(Fit& fit, const Matrix<Lines>& normal) const noexcept;
  Fit fitTwo(const Fit& one) const noexcept;
  double energyOf(const Line& line) const noexcept;

  double m_rateHz;
  std::size_t m_frames;  // of the window
  std::size_t m_stepFrames;
  double m_stepS;
  std::vector<float> m_window;
  std::vector<float> m_history;  // the newest samples, oldest first
  std::size_t m_filled = 0;
  std::size_t m_sinceStep = 0;  // samples
  std::size_t m_heard = 0;      // samples since begin()
  double m_hertz = 0;
  std::array<Value, kMaxValues> m_values{};
  std::size_t m_count = 0;
};

}  // namespace tunescope::core
