// SPDX-License-Identifier: GPL-3.0-or-later
#include "moresignals.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

namespace tunescope::test {

namespace {

constexpr double kRateHz = 48000;
constexpr double kTwoPi = 2 * std::numbers::pi;
constexpr double kRms = 0.1;

// Ten 1/l partials that follow a pitch given in hertz at each time.
MovingTone follow(double seconds, double snrDb, std::uint64_t seed, const std::function<double(double)>& pitch) {
  Random random(seed);
  MovingTone tone;
  const auto frames = static_cast<std::size_t>(seconds * kRateHz);
  tone.samples.resize(frames);
  tone.hertz.resize(frames);
  double phases[10];
  for (double& phase : phases) phase = random.uniform(0, kTwoPi);
  const double sigma = kRms * std::pow(10.0, -snrDb / 20);
  double phase = 0;
  for (std::size_t i = 0; i < frames; ++i) {
    const double hertz = pitch(static_cast<double>(i) / kRateHz);
    tone.hertz[i] = hertz;
    double x = 0;
    for (int l = 1; l <= 10 && l * hertz < 0.48 * kRateHz; ++l) x += std::sin(l * phase + phases[l - 1]) / l;
    phase = std::fmod(phase + kTwoPi * hertz / kRateHz, kTwoPi);
    tone.samples[i] = static_cast<float>(kRms / 0.88 * x + sigma * random.gaussian());
  }
  return tone;
}

}  // namespace

double MovingTone::hertzAt(double timeS) const noexcept {
  if (timeS < 0 || hertz.empty()) return 0;
  const auto i = static_cast<std::size_t>(timeS * sampleRateHz);
  return i < hertz.size() ? hertz[i] : 0;
}

MovingTone makePluck(double hertz, double onsetS, double seconds, double snrDb, std::uint64_t seed) {
  const Tone string = makeTone({.family = Family::StiffString,
                                .hertz = hertz,
                                .sampleRateHz = kRateHz,
                                .seconds = seconds - onsetS,
                                .snrDb = 200,
                                .seed = seed});
  Random random(seed ^ 0x5DEECE66DULL);
  MovingTone tone;
  const auto frames = static_cast<std::size_t>(seconds * kRateHz);
  const auto onset = static_cast<std::size_t>(onsetS * kRateHz);
  const double sigma = kRms * std::pow(10.0, -snrDb / 20);
  tone.samples.resize(frames);
  tone.hertz.resize(frames, 0.0);
  for (std::size_t i = 0; i < frames; ++i) {
    double x = sigma * random.gaussian();
    if (i >= onset && i - onset < string.samples.size()) {
      const double since = static_cast<double>(i - onset) / kRateHz;
      x += string.samples[i - onset] * std::min(1.0, since / 0.001);
      x += 0.5 * kRms * std::exp(-since / 0.005) * (since < 0.02 ? random.gaussian() : 0);
      tone.hertz[i] = hertz;
    }
    tone.samples[i] = static_cast<float>(x);
  }
  return tone;
}

MovingTone makeLegato(const std::vector<double>& hertz, double noteS, double snrDb, std::uint64_t seed) {
  return follow(noteS * static_cast<double>(hertz.size()), snrDb, seed,
                [&](double t) { return hertz[std::min(hertz.size() - 1, static_cast<std::size_t>(t / noteS))]; });
}

MovingTone makeVibrato(double hertz, double extentCents, double rateHz, double seconds, double snrDb,
                       std::uint64_t seed) {
  return follow(seconds, snrDb, seed,
                [&](double t) { return hertz * std::pow(2, extentCents / 1200 * std::sin(kTwoPi * rateHz * t)); });
}

MovingTone makeGlide(double hertz, double centsPerSecond, double seconds, double snrDb, std::uint64_t seed) {
  return follow(seconds, snrDb, seed,
                [&](double t) { return hertz * std::pow(2, centsPerSecond / 1200 * std::max(0.0, t - 0.5)); });
}

}  // namespace tunescope::test
