// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/strum/strumfit.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr double kMinHz = 30;
constexpr double kMaxB = 2e-3;
constexpr double kSigmaDecay = 4;  // 1/s
constexpr double kMaxStepBins = 0.4;
constexpr double kMaxStepCents = 12;
constexpr double kMaxOffCents = 70;
constexpr double kLoudestLine = 3;  // of the loudest bin: standard deviation of the amplitudes' prior
constexpr double kMinDamping = 1e-6;
constexpr std::size_t kBinsOfLog = 8;
constexpr double kSaysLittle = 1e-3;  // of the law's information on a partial: with less, the partial is skipped
constexpr double kFrozen = 1e12;
constexpr int kAmplitudeSteps = 3;
constexpr double kTailPower = 3;  // variances beyond which a bin loses weight
constexpr double kCent = std::numbers::ln2 / 1200;

double decayToBins(double decay, double seconds) noexcept {
  return decay * seconds / (2 * std::numbers::pi);
}

}  // namespace

StrumFit::StrumFit(std::size_t maxBins)
    : m_system(kLocal * kMaxLines, kLocal * (kNeighbours + 1) - 1, 2 * kMaxStrings),
      m_sorted(kMaxLines),
      m_lines(kMaxLines),
      m_places(kMaxLines) {
  m_bins.reserve(maxBins);
  m_residual.reserve(maxBins);
  m_explained.reserve(maxBins);
  m_floor.reserve(maxBins);
  m_weights.reserve(maxBins);
  m_variance.reserve(maxBins);
}

bool StrumFit::isInRange(double hertz) const noexcept {
  return hertz > kMinHz && hertz * m_seconds < binCount() - kReach - 1;
}

void StrumFit::begin(const StrumSpectrum& spectrum, StrumState& state) noexcept {
  m_seconds = spectrum.seconds();
  const auto bins = spectrum.bins();
  m_bins.assign(bins.begin(), bins.end());
  m_residual = m_bins;
  m_explained.assign(m_bins.size(), 0);
  m_floor.assign(m_bins.size(), 0);
  m_weights.assign(m_bins.size(), 1);
  m_variance.assign(m_bins.size(), 1);
  m_misfit = 0.02;
  m_work = 0;
  m_loudest = 0;
  for (const auto& bin : m_bins) m_loudest = std::max(m_loudest, std::abs(bin));
  // In another window, phases refer to another centre.
  for (StringState& string : state.strings) {
    for (StringPartial& partial : string.partials) partial.amplitude = 0;
  }
  measureNoise(state);
}

// The lines of the active strings, by frequency.
void StrumFit::collect(const StrumState& state) noexcept {
  m_count = 0;
  m_active = 0;
  for (std::size_t s = 0; s < state.count; ++s) {
    const StringState& string = state.strings[s];
    if (!string.isActive) continue;
    m_place[s] = m_active++;
    for (int l = 1; l <= m_maxNumber; ++l) {
      const double lawHz = string.lawHz(l);
      if (!isInRange(lawHz)) continue;
      const double nu = (lawHz + string.partials[static_cast<std::size_t>(l)].offHz) * m_seconds;
      m_places[m_count++] = {nu, lawHz * m_seconds, static_cast<int>(s), l};
    }
  }
  std::sort(m_places.begin(), m_places.begin() + static_cast<std::ptrdiff_t>(m_count),
            [](const LinePlace& a, const LinePlace& b) { return a.nu < b.nu; });
  for (std::size_t i = 0; i < m_count; ++i) {
    const LinePlace& place = m_places[i];
    const StringState& string = state.strings[static_cast<std::size_t>(place.string)];
    const StringPartial& partial = string.partials[static_cast<std::size_t>(place.number)];
    Line& line = m_lines[i];
    line.string = place.string;
    line.number = place.number;
    line.law = place.law;
    line.stray = line.law * string.stray * usualStray(line.number);
    line.nu = {place.nu, decayToBins(partial.decay, m_seconds)};
    line.amplitude = partial.amplitude;
  }
}

void StrumFit::leaveResidual() noexcept {
  m_residual = m_bins;
  std::ranges::fill(m_explained, 0.0);
  for (std::size_t i = 0; i < m_count; ++i) {
    Line& line = m_lines[i];
    const WindowedLine shape(line.nu);
    const int centre = static_cast<int>(std::lround(line.nu.real()));
    line.firstBin = centre - kReach;
    for (int k = std::max(0, centre - kTail); k <= std::min(binCount() - 1, centre + kTail); ++k) {
      const int at = k - line.firstBin;
      std::complex<double> w;
      if (at >= 0 && at < static_cast<int>(kSpan)) {
        const WindowedLine::Value value = shape.at(k);
        w = line.w[static_cast<std::size_t>(at)] = value.w;
        line.slope[static_cast<std::size_t>(at)] = times(line.amplitude, value.slope);
      } else {
        w = shape.valueAt(k);
      }
      const std::complex<double> part = times(line.amplitude, w);
      m_residual[static_cast<std::size_t>(k)] -= part;
      m_explained[static_cast<std::size_t>(k)] += std::norm(part);
    }
  }
}

void StrumFit::evaluate(const StrumState& state) noexcept {
  collect(state);
  leaveResidual();
}

// A Cauchy-like loss: a component for which the model has no line does not pull the lines beside it.
double StrumFit::objective(const StrumState& state) noexcept {
  double sum = 0;
  double product = 1;  // one logarithm for a few bins
  for (std::size_t k = 0; k < m_residual.size(); ++k) {
    const double power = std::norm(m_residual[k]) / kTailPower;
    const double all = m_variance[k] + power;
    m_weights[k] = 1 / all;
    product *= all / m_variance[k];
    if (k % kBinsOfLog != kBinsOfLog - 1) continue;
    sum += std::log(product);
    product = 1;
  }
  sum = kTailPower * (sum + std::log(product));
  for (std::size_t i = 0; i < m_count; ++i) {
    const Line& line = m_lines[i];
    const double off = (line.nu.real() - line.law) / line.stray;
    const double hertz = line.law / m_seconds;
    const double damping = line.nu.imag() - decayToBins(usualDecay(hertz), m_seconds);
    const double usual = decayToBins(kSigmaDecay + usualDecay(hertz), m_seconds);
    sum += off * off + damping * damping / (usual * usual);
  }
  for (std::size_t s = 0; s < state.count; ++s) {
    if (!state.strings[s].isActive) continue;
    const double b = (state.strings[s].b - kUsualB) / kSigmaB;
    sum += b * b;
  }
  return 0.5 * sum;
}

double StrumFit::cost(const StrumState& state) noexcept {
  evaluate(state);
  return objective(state);
}

// The equations of one or two lines: A's block for the real and imaginary parts of their amplitudes and frequencies.
void StrumFit::couple(std::size_t row, std::size_t column) noexcept {
  const Line& p = m_lines[row];
  const Line& q = m_lines[column];
  const int begin = std::max({0, p.firstBin, q.firstBin});
  const int end = std::min({binCount(), p.firstBin + static_cast<int>(kSpan), q.firstBin + static_cast<int>(kSpan)});
  std::complex<double> sums[2][2] = {};
  for (int k = begin; k < end; ++k) {
    const double weight = m_weights[static_cast<std::size_t>(k)];
    const auto i = static_cast<std::size_t>(k - p.firstBin);
    const auto j = static_cast<std::size_t>(k - q.firstBin);
    const std::complex<double> w = weight * q.w[j];
    const std::complex<double> slope = weight * q.slope[j];
    sums[0][0] += inner(p.w[i], w);
    sums[0][1] += inner(p.w[i], slope);
    sums[1][0] += inner(p.slope[i], w);
    sums[1][1] += inner(p.slope[i], slope);
  }
  for (std::size_t u = 0; u < 2; ++u) {
    for (std::size_t v = 0; v < 2; ++v) {
      const std::complex<double> s = sums[u][v];
      const std::size_t i = kLocal * row + 2 * u;
      const std::size_t j = kLocal * column + 2 * v;
      if (j <= i) m_system.a(i, j) += s.real();
      if (j + 1 <= i) m_system.a(i, j + 1) -= s.imag();
      if (j <= i + 1) m_system.a(i + 1, j) += s.imag();
      if (j + 1 <= i + 1) m_system.a(i + 1, j + 1) += s.real();
    }
  }
}

// Ties a line's frequency to its string's law, and its damping to the usual one.
void StrumFit::tieToLaw(const StrumState& state, std::size_t index) noexcept {
  const Line& line = m_lines[index];
  const StringState& string = state.strings[static_cast<std::size_t>(line.string)];
  const double weight = 1 / (line.stray * line.stray);
  const double square = static_cast<double>(line.number) * line.number;
  const double by[2] = {line.law, line.law * square / (2 * (1 + string.b * square))};  // of ln f0 and of B
  const double off = line.nu.real() - line.law;
  const std::size_t i = kLocal * index + 2;
  m_system.a(i, i) += weight;
  m_system.localRight(i) -= weight * off;
  const std::size_t shared = sharedOf(line.string);
  for (std::size_t s = 0; s < 2; ++s) {
    m_system.g(i, shared + s) -= weight * by[s];
    m_system.sharedRight(shared + s) += weight * by[s] * off;
    for (std::size_t t = 0; t <= s; ++t) m_system.c(shared + s, shared + t) += weight * by[s] * by[t];
  }
  const double hertz = line.law / m_seconds;
  const double sigmaDamping = decayToBins(kSigmaDecay + usualDecay(hertz), m_seconds);
  const double damping = decayToBins(usualDecay(hertz), m_seconds);
  m_system.a(i + 1, i + 1) += 1 / (sigmaDamping * sigmaDamping);
  m_system.localRight(i + 1) -= (line.nu.imag() - damping) / (sigmaDamping * sigmaDamping);
}

void StrumFit::freeze(std::size_t index) noexcept {
  for (const std::size_t i : {kLocal * index + 2, kLocal * index + 3}) {
    m_system.a(i, i) = kFrozen * (1 + m_system.a(i, i));
    m_system.localRight(i) = 0;
  }
}

// Adds the part of the residual that the line can explain to the right-hand side.
void StrumFit::explain(std::size_t i) noexcept {
  const Line& line = m_lines[i];
  std::complex<double> right[2] = {};
  for (int k = std::max(0, line.firstBin); k < std::min(binCount(), line.firstBin + static_cast<int>(kSpan)); ++k) {
    const auto bin = static_cast<std::size_t>(k - line.firstBin);
    const std::complex<double> left = m_weights[static_cast<std::size_t>(k)] * m_residual[static_cast<std::size_t>(k)];
    right[0] += inner(line.w[bin], left);
    right[1] += inner(line.slope[bin], left);
  }
  for (std::size_t u = 0; u < 2; ++u) {
    m_system.localRight(kLocal * i + 2 * u) += right[u].real();
    m_system.localRight(kLocal * i + 2 * u + 1) += right[u].imag();
  }
}

void StrumFit::assemble(const StrumState& state, double damping) noexcept {
  m_work += m_count;
  m_system.begin(kLocal * m_count, 2 * m_active);
  const double usual = 1 / (kLoudestLine * kLoudestLine * m_loudest * m_loudest);
  for (std::size_t i = 0; i < m_count; ++i) {
    const Line& line = m_lines[i];
    std::size_t first = i + 1 > kNeighbours ? i + 1 - kNeighbours : 0;
    while (line.firstBin - m_lines[first].firstBin >= static_cast<int>(kSpan)) ++first;
    for (std::size_t u = 0; u < kLocal; ++u) m_system.beginRow(kLocal * i + u, kLocal * first);
    for (std::size_t j = first; j <= i; ++j) couple(i, j);
    for (std::size_t u = 0; u < kLocal; ++u) m_system.a(kLocal * i + u, kLocal * i + u) *= 1 + damping;
    explain(i);
    m_system.a(kLocal * i, kLocal * i) += usual;
    m_system.a(kLocal * i + 1, kLocal * i + 1) += usual;
    m_system.localRight(kLocal * i) -= usual * line.amplitude.real();
    m_system.localRight(kLocal * i + 1) -= usual * line.amplitude.imag();
    if (m_isFrozen) {
      freeze(i);
    } else {
      tieToLaw(state, i);
    }
  }
  for (std::size_t s = 0; s < state.count; ++s) {
    if (!state.strings[s].isActive) continue;
    const std::size_t shared = sharedOf(static_cast<int>(s));
    if (m_isFrozen) {
      m_system.c(shared, shared) = m_system.c(shared + 1, shared + 1) = 1;
      continue;
    }
    m_system.c(shared, shared) += 1e-2 / (kCent * kCent * kMaxOffCents);
    m_system.c(shared + 1, shared + 1) += 1 / (kSigmaB * kSigmaB);
    m_system.sharedRight(shared + 1) -= (state.strings[s].b - kUsualB) / (kSigmaB * kSigmaB);
  }
}

// Takes the step, each unknown within limits. Returns the largest change of a string, in cents.
double StrumFit::advance(StrumState& state) noexcept {
  double largest = 0;
  for (std::size_t s = 0; s < state.count; ++s) {
    StringState& string = state.strings[s];
    if (!string.isActive) continue;
    const std::size_t shared = sharedOf(static_cast<int>(s));
    const double before = string.firstHz();
    const double limit = kMaxStepCents * kCent;
    string.f0Hz *= std::exp(std::clamp(m_system.shared(shared), -limit, limit));
    string.b = std::clamp(string.b + m_system.shared(shared + 1), 0.0, kMaxB);
    const double most = std::exp(kMaxOffCents * kCent);
    string.f0Hz = std::clamp(string.f0Hz, string.targetHz / most, string.targetHz * most);
    string.sigma = std::sqrt(m_system.variance(shared));
    largest = std::max(largest, std::abs(std::log(string.firstHz() / before)) / kCent);
  }
  for (std::size_t i = 0; i < m_count; ++i) {
    const Line& line = m_lines[i];
    StringState& string = state.strings[static_cast<std::size_t>(line.string)];
    StringPartial& partial = string.partials[static_cast<std::size_t>(line.number)];
    partial.amplitude += std::complex(m_system.local(kLocal * i), m_system.local(kLocal * i + 1));
    const double nu = line.nu.real() + std::clamp(m_system.local(kLocal * i + 2), -kMaxStepBins, kMaxStepBins);
    const double damping =
        line.nu.imag() + std::clamp(m_system.local(kLocal * i + 3), -kMaxStepBins / 2, kMaxStepBins / 2);
    const double law = string.lawHz(line.number);
    const double most = 4 * law * string.stray * usualStray(line.number);
    partial.offHz = std::clamp(nu / m_seconds - law, -most, most);
    partial.decay = std::clamp(damping * 2 * std::numbers::pi / m_seconds, -10.0, 80.0);
  }
  return largest;
}

void StrumFit::measureLines(const StrumState& state) noexcept {
  cost(state);
  assemble(state, 0);
  const bool isSolvable = m_system.factor();
  for (std::size_t i = 0; i < m_count; ++i) {
    Line& line = m_lines[i];
    line.variance = isSolvable ? m_system.localVariance(kLocal * i + 2) : line.stray * line.stray;
  }
}

// A line's own information is the total, 1 / variance, less the law's; its offset is corrected for the law's pull.
std::size_t StrumFit::partialOffsets(std::size_t string,
                                     std::span<PartialOffset, kMaxStringPartials> offsets) const noexcept {
  std::size_t count = 0;
  for (const Line& line : std::span(m_lines).first(m_count)) {
    if (line.string != static_cast<int>(string)) continue;
    const double byLaw = 1 / (line.stray * line.stray);
    const double byItself = 1 / line.variance - byLaw;
    if (!(byItself > kSaysLittle * byLaw)) continue;
    const double off = (line.nu.real() - line.law) * (1 + byLaw / byItself);
    offsets[count++] = {line.number, off / line.law, 1 / (byItself * line.law * line.law)};
  }
  return count;
}

// Freezes the frequencies: lines without amplitudes have no information about them.
void StrumFit::fitAmplitudes(StrumState& state) noexcept {
  m_isFrozen = true;
  for (int i = 0; i < kAmplitudeSteps; ++i) {
    cost(state);
    assemble(state, kMinDamping);
    if (m_active == 0 || !m_system.solve()) break;
    advance(state);
  }
  m_isFrozen = false;
}

void StrumFit::iterate(StrumState& state, int steps) noexcept {
  double least = cost(state);
  double damping = kMinDamping;
  for (int i = 0; i < steps; ++i) {
    assemble(state, damping);
    if (m_active == 0) return;
    if (!m_system.solve()) {
      damping = std::max(1e-3, 10 * damping);
      continue;
    }
    m_before = state;
    const double change = advance(state);
    const double now = cost(state);
    if (now > least + 1e-9) {
      state = m_before;
      cost(state);
      damping = std::max(1e-2, 10 * damping);
      if (damping > 1e3) return;
      continue;
    }
    const bool isSettled = change < 2e-3 && least - now < 1e-2;
    least = now;
    damping = std::max(kMinDamping, damping / 5);
    if (isSettled) return;
  }
}

}  // namespace tunescope::core
