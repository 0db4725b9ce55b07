// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tone/tonewish.h"

#include <algorithm>
#include <cmath>

namespace tunescope::core {

namespace {

constexpr double kStringsRollOffHz = 2000;  // 6 dB an octave more from there on

double amplitudeOf(Timbre timbre, std::size_t partial, double hertz) noexcept {
  const auto p = static_cast<double>(partial);
  switch (timbre) {
    case Timbre::Sine:
      return partial == 1 ? 1 : 0;
    case Timbre::Strings:  // a sawtooth, as of a bowed string
      return 1 / p / std::max(1.0, p * hertz / kStringsRollOffHz);
    case Timbre::Organ: {  // pipes of 8', 4', 2 2/3' and 2'
      constexpr std::array kPipes = {1.0, 0.5, 0.25, 0.3};
      return partial <= kPipes.size() ? kPipes[partial - 1] : 0;
    }
  }
  return 0;
}

double levelOf(const ToneWish& wish) noexcept {
  return std::pow(10.0, std::clamp(wish.levelDb, kMinToneLevelDb, kMaxToneLevelDb) / 20);
}

}  // namespace

TonePartials tonePartials(Timbre timbre, double hertz) noexcept {
  TonePartials partials{};
  double sum = 0;
  for (std::size_t i = 0; i < kTonePartials; ++i) {
    partials[i] = amplitudeOf(timbre, i + 1, hertz);
    sum += partials[i];
  }
  for (double& amplitude : partials) amplitude /= sum;
  return partials;
}

ToneBeat toneBeat(double targetHz, double cents, bool isInTune) noexcept {
  ToneBeat beat{.hertz = targetHz};
  if (isInTune || !std::isfinite(cents)) return beat;
  beat.beatsPerS = std::min(std::abs(cents) * kBeatsPerCent, kMaxBeatsPerS);
  beat.depth = 1;
  beat.pan = std::clamp(cents / kFullPanCents, -1.0, 1.0);
  return beat;
}

void ToneWish::add(double noteHz) noexcept {
  const auto end = hertz.begin() + static_cast<std::ptrdiff_t>(count);
  if (!isToneHz(noteHz)) return;
  if (count == kMaxToneNotes || std::find(hertz.begin(), end, noteHz) != end) return;
  hertz[count++] = noteHz;
}

double toneNoteGain(const ToneWish& wish) noexcept {
  return levelOf(wish) / static_cast<double>(std::max<std::size_t>(1, wish.count));
}

double toneBeatGain(const ToneWish& wish) noexcept {
  return levelOf(wish) / 2;
}

}  // namespace tunescope::core
