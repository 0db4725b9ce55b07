// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/strum/strummeter.h"
#include "support/signals.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <vector>

// How well strums are read, as lines of a table in Markdown.
namespace tunescope::test {

inline constexpr std::array kStrumTimesS = {0.35, 0.45, 0.6, 0.75, 1.02};  // after the last string

// Of all strums of a kind, a given time after the last string.
struct StrumScore {
  int strings = 0, muted = 0, ghosts = 0, missed = 0, wrong = 0, within2Sigma = 0;
  std::vector<double> errors;  // cents, without sign

  void add(const StrumScore& other) {
    strings += other.strings, muted += other.muted, ghosts += other.ghosts, missed += other.missed;
    wrong += other.wrong, within2Sigma += other.within2Sigma;
    errors.insert(errors.end(), other.errors.begin(), other.errors.end());
  }
  double share(double cents) const {
    return 100.0 * static_cast<double>(std::ranges::count_if(errors, [cents](double e) { return e < cents; })) /
           std::max(1, strings);
  }
  double quantile(double q) {
    if (errors.empty()) return 0;
    std::ranges::sort(errors);
    return errors[static_cast<std::size_t>(q * static_cast<double>(errors.size() - 1))];
  }
};

// hertz: what each string sounds at; 0: it is muted. What is wrong, or off by farCents, is listed on standard error.
inline void addStrum(StrumScore& score, std::span<const double> hertz, const core::StrumPitches& pitches,
                     double farCents, const std::string& name) {
  for (std::size_t s = 0; s < hertz.size(); ++s) {
    const core::StrummedPitch& pitch = pitches.strings[s];
    const bool isMuted = hertz[s] == 0;
    const double error = pitch.hertz && !isMuted ? cents(*pitch.hertz, hertz[s]) : 0;
    ++(isMuted ? score.muted : score.strings);
    score.ghosts += isMuted && pitch.hertz;
    score.missed += !isMuted && !pitch.hertz;
    if (pitch.hertz && !isMuted) {
      score.errors.push_back(std::abs(error));
      score.wrong += std::abs(error) >= 50;
      score.within2Sigma += std::abs(error) < 2 * pitch.sigmaCents;
    }
    if (isMuted == !pitch.hertz && std::abs(error) < farCents) continue;
    std::fprintf(stderr, "%s, string %zu: %s, %+.3f +- %.3f cents, confidence %.3f\n", name.c_str(), s,
                 pitch.hertz ? (isMuted ? "ghost" : "off") : "missed", error, pitch.sigmaCents, pitch.confidence);
  }
}

inline void printStrumHead() {
  std::puts(
      "| strings | after | strings read | right name | within 1 c | within 3 c | median c | 95 % c | worst c | "
      "within 2 sigma | muted, found |");
  std::puts("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
}

inline void printStrumRow(const std::string& name, double timeS, StrumScore& s) {
  const int read = s.strings - s.missed;
  std::printf("| %s | %.0f ms | %d of %d | %.2f %% | %.2f %% | %.2f %% | %.3f | %.3f | %.2f | %.1f %% | %d of %d |\n",
              name.c_str(), 1000 * timeS, read, s.strings, 100.0 * (read - s.wrong) / std::max(1, s.strings),
              s.share(1), s.share(3), s.quantile(0.5), s.quantile(0.95), s.quantile(1),
              100.0 * s.within2Sigma / std::max(1, read), s.ghosts, s.muted);
}

}  // namespace tunescope::test
