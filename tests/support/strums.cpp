// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/strums.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace tunescope::test {

namespace {

constexpr double kPi = std::numbers::pi;

// The string's sound, from when it is struck.
using Sound = std::vector<double>;

double level(const Sound& sound, double rateHz) {
  const std::size_t frames = std::min(sound.size(), static_cast<std::size_t>(0.6 * rateHz));
  double sum = 0;
  for (std::size_t n = 0; n < frames; ++n) sum += sound[n] * sound[n];
  return std::sqrt(sum / static_cast<double>(std::max<std::size_t>(1, frames)));
}

void addPartial(Sound& sound, double rateHz, double hertz, double amplitude, double decay, double phase) {
  std::complex<double> z = std::polar(amplitude, phase);
  const std::complex<double> step = std::polar(std::exp(-decay / rateHz), 2 * kPi * hertz / rateHz);
  for (double& x : sound) {
    x += z.imag();
    z = {z.real() * step.real() - z.imag() * step.imag(), z.real() * step.imag() + z.imag() * step.real()};
  }
}

// About what steel strings have (B = pi^3 E d^4 / (64 T L^2), of the core where they are wound).
double stiffness(double hertz, Random& random) {
  const double low = hertz > 220 ? 1e-5 : 4e-5;
  const double high = hertz > 220 ? 6e-5 : 2e-4;
  return std::exp(random.uniform(std::log(low), std::log(high)));
}

// Plucked at a place along its length, heard through a body of a few broad resonances.
Sound modal(double hertz, std::size_t frames, double rateHz, Random& random) {
  Sound sound(frames);
  const double b = stiffness(hertz, random);
  const double place = random.uniform(0.07, 0.45);
  const double decay = random.uniform(0.8, 2.5) * std::pow(hertz / 150, 0.4);
  const double steeper = random.uniform(0.02, 0.12);
  const double tilt = random.uniform(1, 1.8);
  const double body = random.uniform(80, 250);
  for (int l = 1; l <= 60; ++l) {
    const double partialHz = l * hertz * std::sqrt((1 + b * l * l) / (1 + b));
    if (partialHz > 0.45 * rateHz) break;
    const double resonance = 1 + 1.5 / (1 + std::pow((partialHz - body) / 40, 2));
    const double amplitude = std::sin(kPi * l * place) / std::pow(l, tilt) * resonance;
    const double partialDecay = decay * (1 + steeper * l) * random.uniform(0.7, 1.5);
    const double phase = random.uniform(0, 2 * kPi);
    addPartial(sound, rateHz, partialHz, amplitude, partialDecay, phase);
  }
  return sound;
}

double wrapped(const Sound& line, std::size_t at) {
  return line[at % line.size()];
}

// The phase delay of a first-order allpass (a + z^-1) / (1 + a z^-1), in samples.
double allpassDelay(double a, double omega) {
  const std::complex<double> z = std::polar(1.0, -omega);
  return -std::arg((a + z) / (1.0 + a * z)) / omega;
}

constexpr int kAllpasses = 32;

// The coefficient of kAllpasses of them that gives about B: with g = (1 - a) / (1 + a) their phase delay is
// g (1 - (g^2 - 1) w^2 / 12) for low w.
double dispersion(double b, double omega) {
  const double wanted = 12 * kPi * b / (kAllpasses * omega * omega * omega);
  double g = 1;
  for (int i = 0; i < 60; ++i) g = std::cbrt(wanted + g);
  return (1 - g) / (1 + g);
}

// A loop of exactly one period at the first partial: delay line, windowed sinc, three-tap loss, allpasses.
Sound waveguide(double hertz, std::size_t frames, double rateHz, Random& random) {
  constexpr int kSinc = 32;
  const double omega = 2 * kPi * hertz / rateHz;
  const double a = dispersion(stiffness(hertz, random), omega);
  const double loss = random.uniform(0.02, 0.12);
  const double gain = std::exp(-random.uniform(0.8, 2.5) * std::pow(hertz / 150, 0.4) / hertz);
  const double loop = rateHz / hertz - 1 - kAllpasses * allpassDelay(a, omega);
  const auto whole = static_cast<std::size_t>(loop) - kSinc / 2;
  const double part = loop - static_cast<double>(whole);  // about kSinc / 2
  std::vector<double> sinc(kSinc + 1);
  double sum = 0;
  for (int i = 0; i <= kSinc; ++i) {
    const double x = i - part;
    const double window = 0.5 + 0.5 * std::cos(kPi * std::clamp(x / (kSinc / 2 + 1), -1.0, 1.0));
    sum += sinc[i] = (std::abs(x) < 1e-9 ? 1 : std::sin(kPi * x) / (kPi * x)) * window;
  }
  for (double& tap : sinc) tap /= sum;
  Sound line(8192);
  // Plucked: noise of one period, low-passed, and less itself at the place of the pluck.
  const auto period = static_cast<std::size_t>(rateHz / hertz);
  const auto shift = static_cast<std::size_t>(random.uniform(0.07, 0.45) * static_cast<double>(period));
  Sound pluck(period);
  double smooth = 0;
  const double pole = 1 - std::exp(-2 * kPi * random.uniform(300, 2500) / rateHz);
  for (double& x : pluck) x = smooth += pole * (random.gaussian() - smooth);
  Sound sound(frames);
  double x1 = 0, x2 = 0;
  double in[kAllpasses] = {}, out[kAllpasses] = {};
  for (std::size_t n = 0; n < frames; ++n) {
    double x = 0;
    for (std::size_t i = 0; i <= kSinc; ++i) x += sinc[i] * wrapped(line, n + line.size() - whole - i);
    const double low = loss * (x + x2) + (1 - 2 * loss) * x1;
    x2 = x1, x1 = x;
    double turned = low;
    for (int i = 0; i < kAllpasses; ++i) {
      const double next = a * turned + in[i] - a * out[i];
      in[i] = turned, out[i] = next;
      turned = next;
    }
    double y = gain * turned;
    if (n < period) y += pluck[n];
    if (n >= shift && n - shift < period) y -= pluck[n - shift];
    line[n % line.size()] = sound[n] = y;
  }
  return sound;
}

}  // namespace

Strum makeStrum(const StrumSpec& spec) {
  Random random(spec.seed * 104729 + 17);
  Strum strum;
  const double rateHz = spec.sampleRateHz;
  const auto frames = static_cast<std::size_t>(spec.seconds * rateHz);
  Sound all(frames);
  const std::size_t count = spec.strings.size();
  for (std::size_t s = 0; s < count; ++s) {
    const StrummedString& string = spec.strings[s];
    const std::size_t turn = spec.isUp ? count - 1 - s : s;
    const double spread = count > 1 ? spec.spreadS * static_cast<double>(turn) / static_cast<double>(count - 1) : 0;
    const double gain = std::pow(10, random.uniform(-spec.spreadDb, spec.spreadDb) / 20);
    strum.hertz.push_back(string.isMuted ? 0 : string.hertz);
    if (string.isMuted) continue;
    const auto from = static_cast<std::size_t>((spec.startS + spread) * rateHz);
    strum.lastS = std::max(strum.lastS, spec.startS + spread);
    Sound sound = spec.kind == StringKind::Modal ? modal(string.hertz, frames - from, rateHz, random)
                                                 : waveguide(string.hertz, frames - from, rateHz, random);
    const double scale = gain / level(sound, rateHz);
    for (std::size_t n = 0; n < sound.size(); ++n) {
      all[from + n] += scale * sound[n] * std::min(1.0, static_cast<double>(n) / (0.001 * rateHz));
    }
  }
  const Sound sounding(all.begin() + static_cast<std::ptrdiff_t>(spec.startS * rateHz), all.end());
  const double scale = 0.1 / std::max(1e-9, level(sounding, rateHz));
  const double noise = 0.1 * std::pow(10, -spec.snrDb / 20);
  strum.samples.resize(frames);
  for (std::size_t n = 0; n < frames; ++n) {
    strum.samples[n] = static_cast<float>(scale * all[n] + noise * random.gaussian());
  }
  return strum;
}

}  // namespace tunescope::test
