// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/signals.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace tunescope::test {

namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;

struct Partial {
  double ratio = 1;  // of the first partial's frequency
  double amplitude = 1;
  double decayS = 0;  // time constant; 0: none
};

double resonance(double hertz, double centreHz, double widthHz) {
  const double x = (hertz - centreHz) / widthHz;
  return 1 / (1 + x * x);
}

// About what steel strings have.
double stiffness(double hertz) {
  return std::clamp(2e-4 * std::pow(hertz / 110, 0.8), 5e-5, 4e-3);
}

void shape(Partial& p, Family family, int l, double hertz) {
  const bool odd = l % 2 == 1;
  switch (family) {
    case Family::Sine:
      p.amplitude = l == 1 ? 1 : 0;
      break;
    case Family::MissingFundamental:
      p.amplitude = l >= 2 && l <= 12 ? 1.0 / l : 0;
      break;
    case Family::WeakFundamental:
      p.amplitude = l == 1 ? 0.025 : l <= 12 ? 1.0 / l : 0;
      break;
    case Family::OddOnly:
      p.amplitude = odd ? 1.0 / l : 0;
      break;
    case Family::StrongSecond:
      p.amplitude = l > 8 ? 0 : l == 2 ? 1 : odd ? 0.05 / std::max(1, l / 2) : 0.3 / l;
      break;
    case Family::StiffString:
      p.amplitude = std::abs(std::sin(l * 0.42)) / l;
      p.decayS = 2.0 / (1 + 0.15 * l) * std::clamp(220 / hertz, 0.3, 2.0);
      break;
    case Family::Formants:
      p.amplitude = 0.05 / l + resonance(p.ratio * hertz, 700, 130) + 0.5 * resonance(p.ratio * hertz, 1220, 160);
      break;
    case Family::Clipped:
      p.amplitude = l == 1 ? 1 : l == 2 ? 0.4 : 0;
      break;
    default:
      break;
  }
}

std::vector<Partial> partialsOf(Family family, double hertz, double sampleRateHz, double& b) {
  std::vector<Partial> partials;
  b = family == Family::StiffString ? stiffness(hertz) : 0;
  for (int l = 1; l <= 1000; ++l) {
    const double l2 = static_cast<double>(l) * l;
    Partial p{.ratio = l * std::sqrt((1 + b * l2) / (1 + b)), .amplitude = 1.0 / l, .decayS = 0};
    if (p.ratio * hertz >= 0.48 * sampleRateHz) break;
    shape(p, family, l, hertz);
    partials.push_back(p);
  }
  return partials;
}

// Damped cosines, four at a time: each waits for its own last sample, so that others can be computed meanwhile.
class Oscillators {
 public:
  Oscillators(std::span<double> out, double sampleRateHz) : m_out(out), m_sampleRateHz(sampleRateHz) {}
  ~Oscillators() { run(); }
  Oscillators(const Oscillators&) = delete;
  Oscillators& operator=(const Oscillators&) = delete;

  void add(double hertz, double amplitude, double decayS, double phase) {
    if (amplitude <= 0) return;
    const double damping = decayS > 0 ? std::exp(-1 / (decayS * m_sampleRateHz)) : 1;
    const std::complex<double> step = std::polar(damping, kTwoPi * hertz / m_sampleRateHz);
    m_re[m_count] = amplitude * std::cos(phase), m_im[m_count] = amplitude * std::sin(phase);
    m_stepRe[m_count] = step.real(), m_stepIm[m_count] = step.imag();
    if (++m_count == kLanes) run();
  }

 private:
  static constexpr int kLanes = 4;

  void run() {
    for (int i = m_count; i < kLanes; ++i) m_re[i] = m_im[i] = m_stepRe[i] = m_stepIm[i] = 0;
    for (double& x : m_out) {
      x += (m_re[0] + m_re[1]) + (m_re[2] + m_re[3]);
      for (int i = 0; i < kLanes; ++i) {
        const double re = m_re[i] * m_stepRe[i] - m_im[i] * m_stepIm[i];
        m_im[i] = m_re[i] * m_stepIm[i] + m_im[i] * m_stepRe[i];
        m_re[i] = re;
      }
    }
    m_count = 0;
  }

  std::span<double> m_out;
  double m_sampleRateHz;
  int m_count = 0;
  double m_re[kLanes] = {}, m_im[kLanes] = {}, m_stepRe[kLanes] = {}, m_stepIm[kLanes] = {};
};

// Amplitudes of the multiples of a frequency, as they are in the samples.
std::vector<double> harmonicAmplitudes(std::span<const double> x, double hertz, double sampleRateHz) {
  std::vector<double> amplitudes;
  for (int l = 1; l * hertz < 0.45 * sampleRateHz; ++l) {
    const std::complex<double> step = std::polar(1.0, -kTwoPi * l * hertz / sampleRateHz);
    std::complex<double> turn = 1;
    std::complex<double> sum = 0;
    for (const double v : x) {
      sum += v * turn;
      turn = {turn.real() * step.real() - turn.imag() * step.imag(),
              turn.real() * step.imag() + turn.imag() * step.real()};
    }
    amplitudes.push_back(2 * std::abs(sum) / static_cast<double>(x.size()));
  }
  return amplitudes;
}

double meanSquare(std::span<const double> x) {
  double sum = 0;
  for (const double v : x) sum += v * v;
  return sum / static_cast<double>(std::max<std::size_t>(1, x.size()));
}

void decorate(std::vector<double>& x, const ToneSpec& spec, Random& random) {
  const double rms = std::sqrt(meanSquare(x));
  if (spec.family == Family::TwoStrings) {
    const double second = spec.hertz * 4 / 3 * 1.0006;
    Oscillators oscillators(x, spec.sampleRateHz);
    for (int l = 1; l <= 10 && l * second < 0.48 * spec.sampleRateHz; ++l)
      oscillators.add(l * second, 0.2 * rms / l, 0, random.uniform(0, kTwoPi));
  } else if (spec.family == Family::Hum) {
    Oscillators oscillators(x, spec.sampleRateHz);
    for (int l = 1; l <= 5; ++l) oscillators.add(50.0 * l, 0.1 * rms / l, 0, random.uniform(0, kTwoPi));
  } else if (spec.family == Family::Clipped) {
    for (double& v : x) v = std::clamp(v, -0.9 * rms, 0.9 * rms);
  } else if (spec.family == Family::Offset) {
    for (double& v : x) v += 0.25;
  }
}

std::vector<float> normalised(const std::vector<double>& x, double sigma) {
  const double scale = sigma / std::sqrt(std::max(meanSquare(x), 1e-30));
  std::vector<float> samples(x.size());
  std::ranges::transform(x, samples.begin(), [&](double v) { return static_cast<float>(v * scale); });
  return samples;
}

}  // namespace

std::uint64_t Random::next() noexcept {
  std::uint64_t z = (m_state += 0x9E3779B97F4A7C15ULL);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

double Random::uniform() noexcept {
  return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

double Random::gaussian() noexcept {
  const double u = 1 - uniform();
  return std::sqrt(-2 * std::log(u)) * std::cos(kTwoPi * uniform());
}

std::string_view familyName(Family family) noexcept {
  constexpr std::string_view kNames[kFamilyCount] = {
      "sine",     "saw",        "missing fundamental", "weak fundamental",
      "odd only", "strong 2nd", "stiff string",        "formants",
      "with hum", "clipped",    "two strings",         "with offset"};
  return kNames[static_cast<int>(family)];
}

Tone makeTone(const ToneSpec& spec) {
  Random random(spec.seed * 7919 + static_cast<std::uint64_t>(spec.family));
  Tone tone;
  tone.hertz = spec.hertz;
  std::vector<double> x(static_cast<std::size_t>(spec.seconds * spec.sampleRateHz));
  {
    Oscillators oscillators(x, spec.sampleRateHz);
    for (const Partial& p : partialsOf(spec.family, spec.hertz, spec.sampleRateHz, tone.inharmonicity)) {
      oscillators.add(p.ratio * spec.hertz, p.amplitude, p.decayS, random.uniform(0, kTwoPi));
      tone.amplitudes.push_back(p.amplitude);
      tone.decaysS.push_back(p.decayS);
    }
  }
  decorate(x, spec, random);
  if (spec.family == Family::Clipped) {
    tone.amplitudes = harmonicAmplitudes(x, spec.hertz, spec.sampleRateHz);
    tone.decaysS.assign(tone.amplitudes.size(), 0.0);
  }
  const double scale = 0.1 / std::sqrt(std::max(meanSquare(x), 1e-30));  // -20 dBFS
  for (double& a : tone.amplitudes) a *= scale;
  tone.noiseSigma = 0.1 * std::pow(10.0, -spec.snrDb / 20);
  tone.samples.resize(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    tone.samples[i] = static_cast<float>(x[i] * scale + tone.noiseSigma * random.gaussian());
  }
  return tone;
}

void addWhiteNoise(std::span<float> samples, double sigma, Random& random) noexcept {
  for (float& x : samples) x += static_cast<float>(sigma * random.gaussian());
}

std::vector<float> whiteNoise(std::size_t frames, double sigma, std::uint64_t seed) {
  Random random(seed);
  std::vector<float> samples(frames, 0.0F);
  addWhiteNoise(samples, sigma, random);
  return samples;
}

std::vector<float> pinkNoise(std::size_t frames, double sigma, std::uint64_t seed) {
  // A bank of first-order low-passes, one an octave, each fed with its own noise (Voss 1978, smoothed).
  Random random(seed);
  std::vector<double> x(frames);
  double state[14] = {};
  for (double& v : x) {
    double pole = 0.5;
    for (double& s : state) {
      s += pole * (random.gaussian() - s);
      v += s * std::sqrt(1 / pole);
      pole /= 2;
    }
  }
  return normalised(x, sigma);
}

std::vector<float> brownNoise(std::size_t frames, double sigma, std::uint64_t seed) {
  Random random(seed);
  std::vector<double> x(frames);
  double sum = 0;
  for (double& v : x) v = sum = 0.9995 * sum + random.gaussian();
  return normalised(x, sigma);
}

std::vector<float> mainsHum(std::size_t frames, double mainsHz, double amplitude, double sampleRateHz) {
  std::vector<double> x(frames);
  {
    Oscillators oscillators(x, sampleRateHz);
    for (int l = 1; l <= 9; ++l) oscillators.add(mainsHz * l, amplitude / (l * (l % 2 == 1 ? 1 : 2)), 0, 0.7 * l);
  }
  std::vector<float> samples(frames);
  std::ranges::transform(x, samples.begin(), [](double v) { return static_cast<float>(v); });
  return samples;
}

double cents(double hertz, double reference) noexcept {
  return 1200 * std::log2(hertz / reference);
}

}  // namespace tunescope::test
