// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/fit/jointfit.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr std::size_t kLanes = 4;
constexpr int kRounds = 6;
constexpr double kSettled = 0.1;    // of the standard deviation: after a smaller step the fit has converged
constexpr double kMinPivot = 1e-9;  // of a partial's own energy: minimum to separate it from the others
constexpr double kFramesPerUnknown = 2;
constexpr double kMinVariance = 1e-12;  // share of the power: below this, there is only an offset and rounding
constexpr double kFarthest = 5;         // standard deviations from the start
constexpr double kStartBins = 0.2;      // maximum uncertainty of a partial's place for it to be used
constexpr double kGrowth = 8;           // maximum growth of the number of partials used, per round
constexpr double kBeyond = 3;           // times as many are modelled, so that they do not disturb
constexpr double kClearlyLess = 0.9;
constexpr double kSignificant = 3;      // standard deviations of B
constexpr std::size_t kNeighbours = 2;  // on each side
constexpr double kStandsAlone = 9;      // times the power of noise in a partial; exceeded once in eight thousand
constexpr double kStandTogether = 3;    // the same for the mean of five; exceeded once in a thousand

}  // namespace

JointFit::JointFit() = default;

bool JointFit::Triangle::factor(std::size_t rows) noexcept {
  for (std::size_t j = 0; j < rows; ++j) {
    double* const column = &at(0, j);
    const double own = column[j];
    for (std::size_t k = 0; k < j; ++k) {
      const double* const before = &at(0, k);
      const double factor = before[j];
      for (std::size_t i = j; i < rows; ++i) column[i] -= before[i] * factor;
    }
    if (!(column[j] > kMinPivot * own)) return false;
    column[j] = std::sqrt(column[j]);
    const double pivot = column[j];
    for (std::size_t i = j + 1; i < rows; ++i) column[i] /= pivot;
  }
  return true;
}

void JointFit::Triangle::forward(std::span<double> values) noexcept {
  for (std::size_t k = 0; k < values.size(); ++k) {
    const double* const column = &at(0, k);
    values[k] /= column[k];
    const double value = values[k];
    for (std::size_t i = k + 1; i < values.size(); ++i) values[i] -= column[i] * value;
  }
}

void JointFit::Triangle::solve(std::span<double> values) noexcept {
  forward(values);
  for (std::size_t i = values.size(); i-- > 0;) {
    double sum = values[i];
    for (std::size_t k = i + 1; k < values.size(); ++k) sum -= at(k, i) * values[k];
    values[i] = sum / at(i, i);
  }
}

void JointFit::place(double radians, double b, std::size_t limit, double maxRadians) noexcept {
  m_count = 0;
  while (m_count < std::min(limit, kMaxPartials)) {
    const auto l = static_cast<double>(m_count + 1);
    const double byF1 = l * std::sqrt((1 + b * l * l) / (1 + b));
    if (radians * byF1 > maxRadians) break;
    Partial& p = m_partials[m_count++];
    p.byF1 = byF1;
    p.radians = radians * byF1;
    p.byB = p.radians * (l * l - 1) / (2 * (1 + b) * (1 + b * l * l));
    p.sinHalf = std::sin(p.radians / 2);
    p.cosHalf = std::cos(p.radians / 2);
    p.sinWindow = std::sin(m_frames * p.radians / 2);
    p.cosWindow = std::cos(m_frames * p.radians / 2);
  }
}

// Rotates from sample to sample, restarted for each partial; processes a few partials side by side.
void JointFit::project(std::span<const float> window) noexcept {
  using Lanes = std::array<double, kLanes>;
  const double start = -(m_frames - 1) / 2;
  for (std::size_t first = 0; first < m_count; first += kLanes) {
    Lanes c{}, s{}, turnC{}, turnS{}, xc{}, xs{}, tc{}, ts{};
    const std::size_t lanes = std::min(kLanes, m_count - first);
    for (std::size_t l = 0; l < lanes; ++l) {
      const Partial& p = m_partials[first + l];
      c[l] = std::cos(p.radians * start);
      s[l] = std::sin(p.radians * start);
      turnC[l] = 1 - 2 * p.sinHalf * p.sinHalf;
      turnS[l] = 2 * p.sinHalf * p.cosHalf;
    }
    double t = start;
    for (const float sample : window) {
      const double x = sample;
      for (std::size_t l = 0; l < kLanes; ++l) {
        const double xC = x * c[l];
        const double xS = x * s[l];
        xc[l] += xC, xs[l] += xS, tc[l] += t * xC, ts[l] += t * xS;
        const double next = c[l] * turnC[l] - s[l] * turnS[l];
        s[l] = s[l] * turnC[l] + c[l] * turnS[l];
        c[l] = next;
      }
      t += 1;
    }
    for (std::size_t l = 0; l < lanes; ++l) {
      Partial& p = m_partials[first + l];
      p.xCos = xc[l], p.xSin = xs[l], p.tCos = tc[l], p.tSin = ts[l];
    }
  }
}

// The Dirichlet kernel of the sum or the difference of two partials' frequencies, and its derivatives.
JointFit::Sums JointFit::sumsAt(const Partial& p, const Partial& q, bool isSum) const noexcept {
  const double n = m_frames;
  if (!isSum && &p == &q) return {.c0 = n, .s1 = 0, .c2 = n * (n * n - 1) / 12};
  const double sign = isSum ? 1 : -1;
  const double s = p.sinHalf * q.cosHalf + sign * p.cosHalf * q.sinHalf;
  const double c = p.cosHalf * q.cosHalf - sign * p.sinHalf * q.sinHalf;
  const double bigS = p.sinWindow * q.cosWindow + sign * p.cosWindow * q.sinWindow;
  const double bigC = p.cosWindow * q.cosWindow - sign * p.sinWindow * q.sinWindow;
  const double over = 1 / s;
  const double cot = c * over;
  const double c0 = bigS * over;
  const double slope = over * (n * bigC - bigS * cot) / 2;  // of c0
  const double bend = c0 * (1 - n * n) / 4 + cot * over * (bigS * cot - n * bigC) / 2;
  return {.c0 = c0, .s1 = -slope, .c2 = -bend};
}

bool JointFit::solveAmplitudes() noexcept {
  for (std::size_t i = 0; i < m_count; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      const double near = sumsAt(m_partials[i], m_partials[j], false).c0;
      const double far = sumsAt(m_partials[i], m_partials[j], true).c0;
      m_cosines.at(i, j) = (near + far) / 2;
      m_sines.at(i, j) = (near - far) / 2;
    }
    m_cosines.at(m_count, i) = m_partials[i].sinWindow / m_partials[i].sinHalf;
  }
  m_cosines.at(m_count, m_count) = m_frames;
  if (!m_cosines.factor(m_count + 1) || !m_sines.factor(m_count)) return false;
  std::array<double, kMaxPartials + 1> cosines{};
  std::array<double, kMaxPartials> sines{};
  for (std::size_t i = 0; i < m_count; ++i) cosines[i] = m_partials[i].xCos, sines[i] = m_partials[i].xSin;
  cosines[m_count] = m_sum;
  m_cosines.solve(std::span(cosines).first(m_count + 1));
  m_sines.solve(std::span(sines).first(m_count));
  m_residual = m_energy - m_sum * cosines[m_count];
  for (std::size_t i = 0; i < m_count; ++i) {
    Partial& p = m_partials[i];
    p.a = cosines[i];
    p.b = sines[i];
    m_residual -= p.a * p.xCos + p.b * p.xSin;
  }
  return true;
}

// Weights each partial by the share of its power above the noise. A partial that is not significant, alone or
// with its neighbours, gets no weight. Neither do the high ones at the start, whose places are still too uncertain.
void JointFit::weigh(double noise, double highest) noexcept {
  const double alone = 4 * noise / m_frames;
  const auto powerOf = [](const Partial& p) { return p.a * p.a + p.b * p.b; };
  for (std::size_t i = 0; i < m_count; ++i) {
    const std::size_t from = i - std::min(i, kNeighbours);
    const std::size_t to = std::min(m_count, i + kNeighbours + 1);
    double around = 0;
    for (std::size_t j = from; j < to; ++j) around += powerOf(m_partials[j]);
    const double power = powerOf(m_partials[i]);
    const bool stands =
        power > kStandsAlone * alone || around > kStandTogether * alone * static_cast<double>(to - from);
    m_partials[i].weight = stands && static_cast<double>(i) < highest ? std::max(0.0, 1 - alone / power) : 0;
  }
}

struct JointFit::Step {
  double h11 = 0, h12 = 0, h22 = 0;  // information of w_1 and B, without what the amplitudes could explain
  double g1 = 0, g2 = 0;
};

JointFit::Step JointFit::step() noexcept {
  Step found;
  // The derivatives of the model by w_1 and by B are sum g_l t (b_l cos - a_l sin); first with the amplitudes' columns.
  Columns<kMaxPartials + 1> withCosines{};
  Columns<kMaxPartials> withSines{};
  for (std::size_t l = 0; l < m_count; ++l) {
    const Partial& p = m_partials[l];
    if (p.weight == 0) continue;
    const double byF1 = p.weight * p.byF1;
    const double byB = p.weight * p.byB;
    for (std::size_t m = 0; m < m_count; ++m) {
      const Partial& q = m_partials[m];
      const Sums near = sumsAt(p, q, false);
      const Sums far = sumsAt(p, q, true);
      const double c = -p.a * (far.s1 + near.s1) / 2;  // t sin(w_l t) cos(w_m t)
      const double s = p.b * (far.s1 - near.s1) / 2;   // t cos(w_l t) sin(w_m t)
      const double both = (p.a * q.a * (near.c2 - far.c2) + p.b * q.b * (near.c2 + far.c2)) / 2;
      withCosines[0][m] += byF1 * c, withCosines[1][m] += byB * c;
      withSines[0][m] += byF1 * s, withSines[1][m] += byB * s;
      found.h11 += byF1 * q.weight * q.byF1 * both;
      found.h12 += byF1 * q.weight * q.byB * both;
      found.h22 += byB * q.weight * q.byB * both;
    }
    const double n = m_frames;
    const double slope = (n * p.cosWindow - p.sinWindow * p.cosHalf / p.sinHalf) / (2 * p.sinHalf);
    withCosines[0][m_count] += byF1 * p.a * slope;  // with the constant: -a_l times the sum of t sin(w_l t)
    withCosines[1][m_count] += byB * p.a * slope;
    const double g = p.b * p.tCos - p.a * p.tSin;
    found.g1 += byF1 * g;
    found.g2 += byB * g;
  }
  eliminate(withCosines, withSines, found);
  return found;
}

// Removes from the information what the amplitudes could explain.
void JointFit::eliminate(Columns<kMaxPartials + 1>& withCosines, Columns<kMaxPartials>& withSines,
                         Step& found) noexcept {
  std::array<double, kMaxPartials + 1> cosines{};
  std::array<double, kMaxPartials> sines{};
  for (std::size_t i = 0; i < m_count; ++i) cosines[i] = m_partials[i].xCos, sines[i] = m_partials[i].xSin;
  cosines[m_count] = m_sum;
  const auto allCosines = [this](auto& v) { return std::span<double>(v).first(m_count + 1); };
  const auto allSines = [this](auto& v) { return std::span<double>(v).first(m_count); };
  m_cosines.forward(allCosines(cosines));
  m_sines.forward(allSines(sines));
  for (auto& v : withCosines) m_cosines.forward(allCosines(v));
  for (auto& v : withSines) m_sines.forward(allSines(v));
  for (std::size_t i = 0; i <= m_count; ++i) {
    const double u = withCosines[0][i], v = withCosines[1][i];
    found.h11 -= u * u, found.h12 -= u * v, found.h22 -= v * v;
    found.g1 -= u * cosines[i], found.g2 -= v * cosines[i];
  }
  for (std::size_t i = 0; i < m_count; ++i) {
    const double u = withSines[0][i], v = withSines[1][i];
    found.h11 -= u * u, found.h12 -= u * v, found.h22 -= v * v;
    found.g1 -= u * sines[i], found.g2 -= v * sines[i];
  }
}

// The highest partial whose place is known accurately enough to be used. known: covariance of w_1 and B.
double JointFit::reach(double radians, double b, const Covariance& known) const noexcept {
  const double bin = 2 * std::numbers::pi / m_frames;
  std::size_t number = 1;
  while (number < kMaxPartials) {
    const auto l = static_cast<double>(number + 1);
    const double byF1 = l * std::sqrt((1 + b * l * l) / (1 + b));
    const double byB = radians * byF1 * (l * l - 1) / (2 * (1 + b) * (1 + b * l * l));
    const double variance = byF1 * byF1 * known.f1 + 2 * byF1 * byB * known.both + byB * byB * known.b;
    if (std::sqrt(std::max(0.0, variance)) > kStartBins * bin) break;
    ++number;
  }
  return static_cast<double>(number);
}

// Returns the change of w_1 and updates b and known. With a prior on B, solves for both; none: that is impossible.
std::optional<double> JointFit::advance(const Step& s, const Start& start, double noise, double& b,
                                        Covariance& known) noexcept {
  if (!(start.bSigma > 0)) {
    known = {.f1 = noise / s.h11, .both = 0, .b = 0};
    return s.g1 / s.h11;
  }
  const double prior = noise / (start.bSigma * start.bSigma);
  const double h22 = s.h22 + prior;
  const double g2 = s.g2 + prior * (start.b - b);
  const double determinant = s.h11 * h22 - s.h12 * s.h12;
  if (!(determinant > 0)) return {};
  const double change = (h22 * s.g1 - s.h12 * g2) / determinant;
  b = std::max(0.0, b + (s.h11 * g2 - s.h12 * s.g1) / determinant);
  known = {.f1 = noise * h22 / determinant, .both = -noise * s.h12 / determinant, .b = noise * s.h11 / determinant};
  return change;
}

// Starts with the lowest partials; each round goes as far up as the previous one allows.
JointFitResult JointFit::climb(std::span<const float> window, const Start& start) noexcept {
  JointFitResult result;
  double radians = start.radians;
  double b = start.b;
  Covariance known{.f1 = start.sigma * start.sigma, .both = 0, .b = start.bSigma * start.bSigma};
  double highest = 0;
  for (int round = 0; round < kRounds; ++round) {
    const double before = highest;
    highest = std::max(2.0, reach(radians, b, known));
    if (before > 0) highest = std::clamp(highest, before, kGrowth * before);
    place(radians, b, static_cast<std::size_t>(kBeyond * highest), start.maxRadians);
    const double unknowns = 2.0 * static_cast<double>(m_count) + 3;
    if (m_count == 0 || m_frames < kFramesPerUnknown * unknowns) break;
    const bool isAll = highest >= static_cast<double>(m_count);
    project(window);
    if (!solveAmplitudes()) break;
    const double noise = std::max(m_residual, 1e-12 * m_energy) / (m_frames - unknowns);
    weigh(noise, highest);
    const Step s = step();
    if (!(s.h11 > 0)) break;
    const std::optional<double> change = advance(s, start, noise, b, known);
    if (!change) break;
    const double bInformation = noise * (s.h22 - s.h12 * s.h12 / s.h11);
    radians += *change;
    if (!(std::abs(radians - start.radians) < kFarthest * start.sigma)) return {};
    result = {.ok = true,
              .radians = radians,
              .sigma = std::sqrt(known.f1),
              .b = b,
              .bSigma = std::sqrt(known.b),
              .bScore = bInformation > 0 ? (s.g2 - s.h12 * s.g1 / s.h11) / std::sqrt(bInformation) : 0,
              .noise = noise,
              .unexplained = std::min(1.0, noise * m_frames / m_varied),
              .isAll = isAll};
    if (isAll && std::abs(*change) < kSettled * result.sigma) break;
    // Keep the start's uncertainty if the lowest partials give a larger one.
    known.f1 = std::min(known.f1, start.sigma * start.sigma);
  }
  return result;
}

JointFitResult JointFit::fit(std::span<const float> window, const Start& start) noexcept {
  m_frames = static_cast<double>(window.size());
  m_energy = 0;
  m_sum = 0;
  for (const float x : window) m_energy += static_cast<double>(x) * x, m_sum += x;
  m_varied = m_energy - m_sum * m_sum / m_frames;
  if (!(m_varied > kMinVariance * m_energy)) return {};
  const JointFitResult bent = start.bSigma > 0 ? climb(window, start) : JointFitResult{};
  const bool isBent = bent.ok && (start.b > 0 || bent.b > kSignificant * bent.bSigma);
  if (isBent && bent.isAll) return bent;
  Start plain = start;
  plain.bSigma = 0;
  if (bent.ok && bent.sigma < start.sigma) plain.radians = bent.radians, plain.sigma = bent.sigma;
  const JointFitResult harmonic = climb(window, plain);
  if (isBent) return harmonic.ok && harmonic.isAll && harmonic.noise < kClearlyLess * bent.noise ? harmonic : bent;
  return harmonic.ok && std::abs(harmonic.bScore) < kSignificant ? harmonic : bent;
}

}  // namespace tunescope::core
