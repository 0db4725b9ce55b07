// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/course/linepair.h"

#include "core/dsp/symmetricsystem.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

namespace tunescope::core {

namespace {

constexpr double kTurn = 2 * std::numbers::pi;
constexpr double kStepS = 0.0208;  // between two values of the lock-in
constexpr double kMinS = 0.5;      // of sound, for a result
constexpr double kMaxDecay = 12;   // 1/s
constexpr int kRounds = 40;
constexpr double kMaxDamping = 1e8;
constexpr double kMinBeats = 0.55;        // that the sound must hold, for two lines to be told apart
constexpr double kMinEnergyRatio = 0.01;  // of the softer line to the louder one
constexpr double kMaxLeftByTwo = 0.35;    // of what one line leaves
constexpr double kMaxLeft = 0.1;          // of the sound: more is no line
constexpr double kMinSigmas = 5;          // between the lines

}  // namespace

LinePair::LinePair(double sampleRateHz)
    : m_rateHz(sampleRateHz),
      m_frames(static_cast<std::size_t>(std::llround(kWindowS * sampleRateHz))),
      m_stepFrames(static_cast<std::size_t>(std::llround(kStepS * sampleRateHz))),
      m_stepS(static_cast<double>(m_stepFrames) / sampleRateHz),
      m_window(m_frames),
      m_history(m_frames) {
  for (std::size_t i = 0; i < m_frames; ++i) {
    const double part = (static_cast<double>(i) + 0.5) / static_cast<double>(m_frames);
    m_window[i] = static_cast<float>(0.5 - 0.5 * std::cos(kTurn * part));
  }
}

void LinePair::begin(double hertz) noexcept {
  m_hertz = hertz;
  m_filled = m_sinceStep = m_heard = m_count = 0;
}

double LinePair::seconds() const noexcept {
  return m_count > 0 ? time(m_count - 1) : 0;
}

void LinePair::process(std::span<const float> hop) noexcept {
  while (!hop.empty() && m_hertz > 0) {
    const auto part = hop.first(std::min({hop.size(), m_stepFrames - m_sinceStep, m_frames}));
    std::move(m_history.begin() + static_cast<std::ptrdiff_t>(part.size()), m_history.end(), m_history.begin());
    std::copy(part.begin(), part.end(), m_history.end() - static_cast<std::ptrdiff_t>(part.size()));
    m_filled = std::min(m_filled + part.size(), m_frames);
    m_sinceStep += part.size();
    m_heard += part.size();
    hop = hop.subspan(part.size());
    if (m_sinceStep < m_stepFrames) continue;
    m_sinceStep = 0;
    if (m_filled < m_frames) continue;
    if (m_count == kMaxValues || time(m_count) > kMaxS) {
      std::move(m_values.begin() + 1, m_values.begin() + static_cast<std::ptrdiff_t>(m_count), m_values.begin());
      --m_count;
    }
    m_values[m_count++] = lockIn();
  }
}

// The phase counts from begin().
LinePair::Value LinePair::lockIn() const noexcept {
  const double turns = m_hertz * static_cast<double>(m_heard - m_frames) / m_rateHz;
  Value phase = std::polar(1.0, -kTurn * (turns - std::floor(turns)));
  const Value step = std::polar(1.0, -kTurn * m_hertz / m_rateHz);
  Value sum = 0;
  for (std::size_t i = 0; i < m_frames; ++i) {
    sum += static_cast<double>(m_history[i] * m_window[i]) * phase;
    phase = {phase.real() * step.real() - phase.imag() * step.imag(),
             phase.real() * step.imag() + phase.imag() * step.real()};
  }
  return sum;
}

double LinePair::costOf(const Fit& fit) const noexcept {
  std::array<Value, 2> now{};
  std::array<Value, 2> step{};
  for (std::size_t c = 0; c < fit.count; ++c) {
    now[c] = fit.lines[c].amplitude;
    step[c] = std::polar(std::exp(-fit.lines[c].decay * m_stepS), kTurn * fit.lines[c].hertz * m_stepS);
  }
  double cost = 0;
  for (std::size_t k = 0; k < m_count; ++k) {
    Value left = m_values[k];
    for (std::size_t c = 0; c < fit.count; ++c) {
      left -= now[c];
      now[c] *= step[c];
    }
    cost += std::norm(left);
  }
  return cost;
}

// Of what the lines of the fit leave, without a decay.
LinePair::Line LinePair::strongest(const Fit& without) const noexcept {
  std::array<Value, kMaxValues> left = m_values;
  for (std::size_t c = 0; c < without.count; ++c) {
    Value now = without.lines[c].amplitude;
    const Value step =
        std::polar(std::exp(-without.lines[c].decay * m_stepS), kTurn * without.lines[c].hertz * m_stepS);
    for (std::size_t k = 0; k < m_count; ++k, now *= step) left[k] -= now;
  }
  Line best;
  double most = 0;
  const double stepHz = 0.25 / std::max(seconds(), kMinS);
  const int steps = static_cast<int>(kReachHz / stepHz);
  for (int i = -steps; i <= steps; ++i) {
    const Value turn = std::polar(1.0, -kTurn * i * stepHz * m_stepS);
    Value phase = 1;
    Value sum = 0;
    for (std::size_t k = 0; k < m_count; ++k, phase *= turn) sum += left[k] * phase;
    if (std::norm(sum) <= most) continue;
    most = std::norm(sum);
    best = {.hertz = i * stepHz, .decay = 0.5, .amplitude = sum / static_cast<double>(m_count)};
  }
  return best;
}

// The normal equations of small changes of the fit's unknowns.
template <std::size_t Lines>
void LinePair::linearise(const Fit& fit, Matrix<Lines>& normal, Row<Lines>& right) const noexcept {
  constexpr std::size_t kN = 4 * Lines;
  normal = {};
  right = {};
  std::array<Value, Lines> shape{};  // of each line, without its amplitude
  std::array<Value, Lines> step{};
  for (std::size_t c = 0; c < Lines; ++c) {
    shape[c] = 1;
    step[c] = std::polar(std::exp(-fit.lines[c].decay * m_stepS), kTurn * fit.lines[c].hertz * m_stepS);
  }
  for (std::size_t k = 0; k < m_count; ++k) {
    const double t = time(k);
    Value left = m_values[k];
    std::array<Value, kN> row{};
    for (std::size_t c = 0; c < Lines; ++c) {
      const Value model = fit.lines[c].amplitude * shape[c];
      left -= model;
      row[4 * c] = Value(0, kTurn * t) * model;
      row[4 * c + 1] = -t * model;
      row[4 * c + 2] = shape[c];
      row[4 * c + 3] = Value(0, 1) * shape[c];
      shape[c] *= step[c];
    }
    for (std::size_t i = 0; i < kN; ++i) {
      for (std::size_t j = 0; j <= i; ++j) normal[i][j] += (std::conj(row[i]) * row[j]).real();
      right[i] += (std::conj(row[i]) * left).real();
    }
  }
}

// Levenberg and Marquardt: the unknowns of each line are frequency, decay, and both parts of its amplitude.
template <std::size_t Lines>
void LinePair::improve(Fit& fit) const noexcept {
  fit.count = Lines;
  fit.cost = costOf(fit);
  double damping = 1e-3;
  Matrix<Lines> normal{};
  for (int round = 0; round < kRounds && damping < kMaxDamping; ++round) {
    Row<Lines> right{};
    linearise<Lines>(fit, normal, right);
    Matrix<Lines> damped = normal;
    for (std::size_t i = 0; i < damped.size(); ++i) damped[i][i] *= 1 + damping;
    if (!solveSymmetric<4 * Lines>(damped, right)) return;
    Fit next = fit;
    for (std::size_t c = 0; c < Lines; ++c) {
      Line& line = next.lines[c];
      line.hertz = std::clamp(line.hertz + right[4 * c], -1.2 * kReachHz, 1.2 * kReachHz);
      line.decay = std::clamp(line.decay + right[4 * c + 1], -1.0, kMaxDecay);
      line.amplitude += Value(right[4 * c + 2], right[4 * c + 3]);
    }
    next.cost = costOf(next);
    const bool isSettled = next.cost > fit.cost * (1 - 1e-7);
    const bool isBetter = next.cost < fit.cost;
    damping = isBetter ? std::max(damping / 6, 1e-9) : damping * 8;
    if (isBetter) fit = next;
    if (isBetter && isSettled) break;
  }
  tellSigmas<Lines>(fit, normal);
}

// Neighbours in time share most of their window: there are fewer independent values than steps.
template <std::size_t Lines>
void LinePair::tellSigmas(Fit& fit, const Matrix<Lines>& normal) const noexcept {
  const auto count = static_cast<double>(m_count);
  const double independent = std::max(1.0, count * m_stepS / kWindowS);
  const double variance = fit.cost / std::max(1.0, 2 * count - 4.0 * Lines) * count / independent;
  for (std::size_t c = 0; c < Lines; ++c) {
    Row<Lines> unit{};
    unit[4 * c] = 1;
    if (solveSymmetric<4 * Lines>(normal, unit)) fit.sigmasHz[c] = std::sqrt(std::max(0.0, unit[4 * c] * variance));
  }
}

// The best of several beginnings: the second line where one line leaves most, or close to the first.
LinePair::Fit LinePair::fitTwo(const Fit& one) const noexcept {
  std::optional<Fit> best;
  const double apartHz = 0.7 / std::max(seconds(), kMinS);
  const Line left = strongest(one);
  for (int way = 0; way < 3; ++way) {
    Fit fit = one;
    fit.lines[1] = left;
    if (way > 0) {
      fit.lines[1] = one.lines[0];
      fit.lines[0].hertz -= way == 1 ? apartHz : apartHz / 3;
      fit.lines[1].hertz += way == 1 ? apartHz : apartHz / 3;
      fit.lines[0].amplitude /= 2;
      fit.lines[1].amplitude /= 2;
    }
    improve<2>(fit);
    if (!best || fit.cost < best->cost) best = fit;
  }
  return *best;
}

double LinePair::energyOf(const Line& line) const noexcept {
  const double total = line.decay * seconds();
  const double share = std::abs(total) < 1e-6 ? 1 : -std::expm1(-2 * total) / (2 * total);
  return std::norm(line.amplitude) * share;
}

LinePairResult LinePair::result() const noexcept {
  LinePairResult result{.seconds = seconds()};
  if (result.seconds < kMinS) return result;
  result.minBeatHz = kMinBeats / result.seconds;
  const double power = costOf({});
  Fit one;
  one.lines[0] = strongest({});
  improve<1>(one);
  const Fit two = fitTwo(one);
  const auto lineOf = [&](const Fit& fit, std::size_t c) {
    return DecayingLine{.hertz = m_hertz + fit.lines[c].hertz,
                        .sigmaHz = fit.sigmasHz[c],
                        .amplitude = std::abs(fit.lines[c].amplitude),
                        .decay = fit.lines[c].decay};
  };
  const double apartHz = std::abs(two.lines[0].hertz - two.lines[1].hertz);
  const double energies[] = {energyOf(two.lines[0]), energyOf(two.lines[1])};
  const bool isReach = std::max(std::abs(two.lines[0].hertz), std::abs(two.lines[1].hertz)) <= kReachHz;
  const bool isTwo = isReach && apartHz >= result.minBeatHz &&
                     std::min(energies[0], energies[1]) > kMinEnergyRatio * std::max(energies[0], energies[1]) &&
                     two.cost < kMaxLeftByTwo * one.cost && two.cost < kMaxLeft * power &&
                     apartHz > kMinSigmas * std::hypot(two.sigmasHz[0], two.sigmasHz[1]);
  if (isTwo) {
    const std::size_t low = two.lines[0].hertz < two.lines[1].hertz ? 0 : 1;
    result.count = 2;
    result.lines = {lineOf(two, low), lineOf(two, 1 - low)};
  } else if (one.cost < kMaxLeft * power) {
    result.count = 1;
    result.lines[0] = lineOf(one, 0);
  }
  return result;
}

}  // namespace tunescope::core
