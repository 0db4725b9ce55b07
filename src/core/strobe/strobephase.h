// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace tunescope::core {

// One ring of a strobe: how far a partial of the sound has turned relative to the same partial of the target.
struct StrobeRing {
  int partial = 1;
  double turns = 0;      // since the target was set; rises while the sound is sharp
  double turnsPerS = 0;  // partial * target * (2^(cents / 1200) - 1), averaged over a tenth of a second
  double contrast = 0;   // 0 to 1: how far the partial stands above the noise beside it; 0: its phase is random
};

struct StrobeReading {
  static constexpr std::array<int, 4> kPartials = {1, 2, 4, 8};

  double timeS = 0;     // the end of the samples it is based on
  double targetHz = 0;  // 0: no note yet
  std::array<StrobeRing, kPartials.size()> rings{};
};

// Measures the phase of partials against a target, hop by hop, in the sample clock. The phase of a partial is that at
// the centre of a Hann-weighted window of four periods (at least 30 ms); it is unwrapped around the advance that the
// pitch predicts, so that the turns are exact even beyond half a turn per hop. Phases are not reset at hops: over
// minutes the turns follow the frequency of the sound, not the sum of the readings' errors. Thread: worker.
// Realtime-safe: lock-free; nothing allocates after construction.
class StrobePhase {
 public:
  explicit StrobePhase(double sampleRateHz);

  // Sets a new note: the turns start at 0. hertz: above 0, in the sample clock.
  void setTarget(double hertz) noexcept;
  // hop: the newest samples. endS: their end in the sample clock, including lost samples. hertz: the pitch of the sound
  // in the sample clock; none if there is no note: the rings then fade and stand still.
  void process(std::span<const float> hop, double endS, std::optional<double> hertz,
               std::optional<double> inharmonicity) noexcept;
  // Samples were lost: no measurement spans the gap.
  void gap() noexcept;

  const StrobeReading& reading() const noexcept { return m_reading; }

 private:
  struct Partial {
    double power = 0;  // averaged, of the partial
    double noise = 0;  // averaged, beside it
    double phase = 0;  // newest, in turns
    bool hasPhase = false;
    bool isContinuous = false;  // since the previous hop
  };

  void push(std::span<const float> hop) noexcept;
  void measure(std::size_t index, double hertz, double middleS, double elapsedS) noexcept;
  void fade(double elapsedS) noexcept;
  std::complex<double> component(double hertz) const noexcept;
  void setWindow(std::size_t frames) noexcept;

  double m_rateHz;
  std::vector<float> m_history;  // the newest samples, oldest first
  std::size_t m_filled = 0;
  std::vector<float> m_window;
  std::size_t m_frames = 0;  // of the window
  bool m_isUpper = false;    // side of the partials on which the noise is measured now
  std::array<Partial, StrobeReading::kPartials.size()> m_partials{};
  StrobeReading m_reading;
};

}  // namespace tunescope::core
