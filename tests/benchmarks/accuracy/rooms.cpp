// SPDX-License-Identifier: GPL-3.0-or-later
// Sounds of a stage, and what rooms and telephones make of sounds.
#include "core/dsp/fft.h"
#include "moresignals.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>

namespace tunescope::test {

namespace {

constexpr double kRateHz = 48000;
constexpr double kTwoPi = 2 * std::numbers::pi;

double rmsOf(std::span<const float> x) {
  double sum = 0;
  for (const float v : x) sum += static_cast<double>(v) * v;
  return std::sqrt(sum / static_cast<double>(std::max<std::size_t>(1, x.size())));
}

// Two poles, Butterworth (RBJ's cookbook).
class Biquad {
 public:
  static Biquad lowPass(double hertz) { return Biquad(hertz, false); }
  static Biquad highPass(double hertz) { return Biquad(hertz, true); }
  float process(float in) noexcept {
    const double out = m_b[0] * in + m_z[0];
    m_z[0] = m_b[1] * in - m_a[0] * out + m_z[1];
    m_z[1] = m_b[2] * in - m_a[1] * out;
    return static_cast<float>(out);
  }

 private:
  Biquad(double hertz, bool isHighPass) {
    const double w = kTwoPi * hertz / kRateHz;
    const double alpha = std::sin(w) / std::numbers::sqrt2;
    const double a0 = 1 + alpha;
    const double edge = isHighPass ? 1 + std::cos(w) : 1 - std::cos(w);
    m_b = {edge / 2 / a0, (isHighPass ? -edge : edge) / a0, edge / 2 / a0};
    m_a = {-2 * std::cos(w) / a0, (1 - alpha) / a0};
  }
  std::array<double, 3> m_b{};
  std::array<double, 2> m_a{};
  std::array<double, 2> m_z{};
};

// Linear convolution by overlap-add.
std::vector<float> convolved(std::span<const float> x, std::span<const float> response) {
  std::size_t size = 2;
  while (size < 2 * response.size()) size *= 2;
  const std::size_t block = size - response.size() + 1;
  core::RealFft fft(size);
  std::vector<float> time(size);
  std::vector<std::complex<float>> kernel(fft.binCount());
  std::vector<std::complex<float>> bins(fft.binCount());
  std::ranges::copy(response, time.begin());
  fft.forward(time, kernel);
  std::vector<float> out(x.size() + size, 0.0F);
  for (std::size_t at = 0; at < x.size(); at += block) {
    std::ranges::fill(time, 0.0F);
    const std::span<const float> part = x.subspan(at, std::min(block, x.size() - at));
    std::ranges::copy(part, time.begin());
    fft.forward(time, bins);
    for (std::size_t k = 0; k < bins.size(); ++k) bins[k] *= kernel[k];
    fft.inverse(bins, time);
    for (std::size_t i = 0; i < size; ++i) out[at + i] += time[i] / static_cast<float>(size);
  }
  out.resize(x.size());
  return out;
}

void addTone(std::vector<float>& samples, const Tone& tone, std::size_t at, std::size_t until, float gain) {
  constexpr double kDampS = 0.005;
  for (std::size_t i = 0; i < tone.samples.size() && at + i < samples.size(); ++i) {
    const double attack = std::min(1.0, static_cast<double>(i) / (0.001 * kRateHz));
    const double over = at + i > until ? static_cast<double>(at + i - until) / kRateHz : 0;
    samples[at + i] += gain * tone.samples[i] * static_cast<float>(attack * std::exp(-over / kDampS));
  }
}

}  // namespace

std::vector<float> drumHits(double seconds, bool isBassDrum, std::uint64_t seed) {
  Random random(seed);
  std::vector<float> samples(static_cast<std::size_t>(seconds * kRateHz), 0.0F);
  constexpr std::size_t kEvery = 24000;
  for (std::size_t hit = 0, at = 4000; at + kEvery < samples.size(); at += kEvery, ++hit) {
    const bool isSnare = hit % 2 == 0;
    Biquad colour = isSnare ? Biquad::lowPass(4000) : Biquad::highPass(6000);
    const double decayS = isBassDrum ? 0.12 : isSnare ? 0.06 : 0.025;
    double phase = 0;
    for (std::size_t i = 0; i < kEvery; ++i) {
      const double t = static_cast<double>(i) / kRateHz;
      phase += kTwoPi * (50 + 70 * std::exp(-t / 0.03)) / kRateHz;
      const float sound = isBassDrum ? static_cast<float>(std::sin(phase))
                                     : colour.process(static_cast<float>(0.6 * random.gaussian()));
      samples[at + i] += sound * static_cast<float>(0.5 * std::exp(-t / decayS));
    }
  }
  addWhiteNoise(samples, 3e-4, random);
  return samples;
}

Strum makeStrum(double seconds, double gapS, double snrDb, std::uint64_t seed) {
  Strum strum{.samples = std::vector<float>(static_cast<std::size_t>(seconds * kRateHz), 0.0F),
              .hertz = {82.41, 110, 146.83, 196, 246.94, 329.63}};
  Random random(seed);
  for (std::size_t s = 0; s < strum.hertz.size(); ++s) {
    const double atS = 0.2 + gapS * static_cast<double>(s);
    const Tone tone = makeTone({.family = Family::StiffString,
                                .hertz = strum.hertz[s],
                                .seconds = seconds - atS,
                                .snrDb = 300,
                                .seed = random.next()});
    addTone(strum.samples, tone, static_cast<std::size_t>(atS * kRateHz), strum.samples.size(), 0.4F);
  }
  addWhiteNoise(strum.samples, 0.1 * std::pow(10.0, -snrDb / 20), random);
  return strum;
}

MovingTone makePluckedMelody(const std::vector<double>& hertz, double noteS, double snrDb, std::uint64_t seed) {
  MovingTone melody;
  const auto frames = static_cast<std::size_t>(noteS * kRateHz);
  melody.samples.resize(frames * hertz.size());
  melody.hertz.resize(melody.samples.size());
  Random random(seed);
  for (std::size_t n = 0; n < hertz.size(); ++n) {
    const Tone tone = makeTone({.family = Family::StiffString,
                                .hertz = hertz[n],
                                .seconds = noteS + 0.05,
                                .snrDb = 300,
                                .seed = random.next()});
    addTone(melody.samples, tone, n * frames, (n + 1) * frames, 1.0F);
    std::fill_n(melody.hertz.begin() + static_cast<std::ptrdiff_t>(n * frames), frames, hertz[n]);
  }
  addWhiteNoise(melody.samples, 0.1 * std::pow(10.0, -snrDb / 20), random);
  return melody;
}

void addReverberation(std::vector<float>& samples, double decayS, double directDb, std::uint64_t seed) {
  Random random(seed);
  std::vector<float> tail(static_cast<std::size_t>(decayS * kRateHz));
  const double perSample = std::log(1000.0) / (decayS * kRateHz);
  double energy = 0;
  for (std::size_t i = 240; i < tail.size(); ++i) {  // the first reflection comes after 5 ms
    tail[i] = static_cast<float>(random.gaussian() * std::exp(-perSample * static_cast<double>(i)));
    energy += static_cast<double>(tail[i]) * tail[i];
  }
  const auto gain = static_cast<float>(std::pow(10.0, -directDb / 20) / std::sqrt(energy));
  for (float& x : tail) x *= gain;
  tail[0] = 1;
  samples = convolved(samples, tail);
}

void throughTelephone(std::vector<float>& samples, double snrDb, std::uint64_t seed) {
  Random random(seed);
  addWhiteNoise(samples, rmsOf(samples) * std::pow(10.0, -snrDb / 20), random);
  Biquad high = Biquad::highPass(150);
  Biquad low = Biquad::lowPass(6000);
  constexpr double kThreshold = 0.1;
  const double attack = std::exp(-1 / (0.005 * kRateHz));
  const double release = std::exp(-1 / (0.1 * kRateHz));
  double level = 0;
  for (float& x : samples) {
    x = low.process(high.process(x));
    const double size = std::abs(static_cast<double>(x)) * std::numbers::sqrt2;
    level = size + (size > level ? attack : release) * (level - size);
    if (level > kThreshold) x *= static_cast<float>(std::pow(level / kThreshold, -2.0 / 3));
  }
}

}  // namespace tunescope::test
