// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/strum/strumsolver.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>
#include <numeric>

namespace tunescope::core {

namespace {

constexpr double kCent = std::numbers::ln2 / 1200;
constexpr double kSearchCents = 60;
constexpr double kMaxRatio = 1e6;       // of two strings, which a keymap may put anywhere
constexpr int kFirstNumber = 8;         // partials used at first
constexpr double kSure = 1.5;           // growth of confidence with evidence
constexpr double kMinPower = 1e-4;      // of the loudest string's
constexpr double kMinExcessDb = 9;      // of each partial that a hidden string would share
constexpr double kMinExcessSumDb = 26;  // of both together
constexpr double kNoPower = 1e-18;
constexpr double kHiddenSigmaCents = 1.5;  // further away it would not be hidden
constexpr double kHiddenConfidence = 0.8;
constexpr std::size_t kMinHeardForHidden = 3;  // other strings: a strum, not a single pluck

}  // namespace

void StrumSolver::setTargets(std::span<const double> hertz) noexcept {
  m_state = {};
  m_state.count = std::min(hertz.size(), kMaxStrings);
  for (std::size_t s = 0; s < m_state.count; ++s) m_state.strings[s].targetHz = hertz[s];
  const auto begin = m_order.begin();
  const auto end = begin + static_cast<std::ptrdiff_t>(m_state.count);
  std::iota(begin, end, std::size_t{0});
  std::sort(begin, end, [&](std::size_t a, std::size_t b) { return hertz[a] < hertz[b]; });
  m_results = {};
  m_isFirst = true;
}

void StrumSolver::begin(const StrumSpectrum& spectrum) noexcept {
  m_fit.begin(spectrum, m_state);
  m_part = m_at = m_placeAt = 0;
  m_isChosen = false;
}

// Each part goes through the strings, a piece at a time.
bool StrumSolver::step() noexcept {
  using Part = bool (StrumSolver::*)() noexcept;
  static constexpr Part kParts[] = {
      &StrumSolver::addNext,           &StrumSolver::fitAll,    &StrumSolver::settleNext,
      &StrumSolver::leaveOutNoStrings, &StrumSolver::tryNext,   &StrumSolver::settleNext,
      &StrumSolver::leaveOutNoStrings, &StrumSolver::tryNext,   &StrumSolver::settleNext,
      &StrumSolver::measureStrays,     &StrumSolver::weighNext, &StrumSolver::report,
  };
  if (m_part < std::size(kParts) && (this->*kParts[m_part])()) {
    ++m_part;
    m_at = 0;
  }
  return m_part == std::size(kParts);
}

// From the lowest string on: a string's first partials coincide only with those of lower strings.
bool StrumSolver::addNext() noexcept {
  if (!m_isFirst || m_at == m_state.count) return true;
  m_fit.setMaxNumber(kFirstNumber);
  const std::size_t string = m_order[m_at];
  search(string);
  place(string, m_places[0]);
  m_fit.fitAmplitudes(m_state);
  m_fit.iterate(m_state, 3);
  m_fit.measureNoise(m_state);
  return ++m_at == m_state.count;
}

bool StrumSolver::fitAll() noexcept {
  m_fit.setMaxNumber(kMaxStringPartials);
  m_fit.fitAmplitudes(m_state);
  m_fit.measureNoise(m_state);
  m_fit.iterate(m_state, 3);
  m_fit.measureNoise(m_state);
  m_fit.iterate(m_state, 4);
  return true;
}

// Searches again for strings whose partials coincide with others'.
bool StrumSolver::settleNext() noexcept {
  if (m_isChosen) return true;
  while (m_placeAt == 0 && m_at < m_state.count) {
    const std::size_t s = m_order[m_at];
    if (m_state.strings[s].isActive && (m_isFirst || isShared(s))) {
      beginSettling(s);
      m_placeAt = 1;
      return false;
    }
    ++m_at;
  }
  if (m_at == m_state.count) {
    m_fit.measureNoise(m_state);
    return true;
  }
  settleAt(m_order[m_at], m_settlePlaces[m_placeAt - 1]);
  if (++m_placeAt > m_settleCount) {
    m_state = m_best;
    m_placeAt = 0;
    ++m_at;
  }
  return false;
}

// Removes what cannot be a string: it may have hidden others, which are tried next.
bool StrumSolver::leaveOutNoStrings() noexcept {
  if (m_isChosen) return true;
  m_wasLeftOut = {};
  m_hasChanged = false;
  for (std::size_t s = 0; s < m_state.count; ++s) {
    if (!m_state.strings[s].isActive || isPlausible(s)) continue;
    m_state.strings[s].isActive = false;
    m_hasChanged = m_wasLeftOut[s] = true;
  }
  if (m_hasChanged) m_fit.iterate(m_state, 4);
  return true;
}

bool StrumSolver::tryNext() noexcept {
  if (m_isChosen) return true;
  const auto isToBeTried = [this](std::size_t s) { return !m_state.strings[s].isActive && !m_wasLeftOut[s]; };
  while (m_at < m_state.count && !isToBeTried(m_order[m_at])) ++m_at;
  if (m_at < m_state.count) {
    m_hasChanged = tryAdding(m_order[m_at++]) || m_hasChanged;
    return false;
  }
  m_isChosen = !m_hasChanged;
  return true;
}

// Measures how far each string's partials stray from its law, and uses it from here on.
bool StrumSolver::measureStrays() noexcept {
  m_fit.iterate(m_state, 8);
  m_fit.measureNoise(m_state);
  m_loudest = 0;
  for (std::size_t s = 0; s < m_state.count; ++s) m_loudest = std::max(m_loudest, powerOf(s));
  m_fit.measureLines(m_state);
  for (std::size_t s = 0; s < m_state.count; ++s) {
    if (m_state.strings[s].isActive) m_state.strings[s].stray = correctionOf(s).stray;
  }
  m_fit.iterate(m_state, 4);
  return true;
}

// From the highest string to the lowest: which of them explain something.
bool StrumSolver::weighNext() noexcept {
  if (m_at == m_state.count) {
    m_fit.iterate(m_state, 6);
    return true;
  }
  const std::size_t s = m_order[m_state.count - 1 - m_at++];
  StringResult& result = m_results[s];
  result.evidence = evidenceFor(s);
  result.isHeard = result.evidence > minEvidence(s) && powerOf(s) > kMinPower * m_loudest && isPlausible(s);
  if (!result.isHeard) {
    m_state.strings[s].isActive = false;
    m_fit.iterate(m_state, 3);
  }
  return false;
}

LawCorrection StrumSolver::correctionOf(std::size_t index) const noexcept {
  std::array<PartialOffset, kMaxStringPartials> offsets;
  const std::size_t count = m_fit.partialOffsets(index, offsets);
  return correctLaw(std::span<const PartialOffset>(offsets).first(count), m_state.strings[index].b);
}

double StrumSolver::powerOf(std::size_t index) const noexcept {
  const StringState& string = m_state.strings[index];
  double power = 0;
  for (int l = 1; l <= 6; ++l) power += std::norm(string.partials[static_cast<std::size_t>(l)].amplitude);
  return string.isActive ? power : 0;
}

double StrumSolver::evidenceFor(std::size_t index) noexcept {
  m_saved = m_state;
  const double with = m_fit.cost(m_state);
  m_state.strings[index].isActive = false;
  m_fit.iterate(m_state, 4);
  const double without = m_fit.cost(m_state);
  m_state = m_saved;
  m_fit.cost(m_state);
  return without - with;
}

// Level of a partial above its neighbours, in dB.
double StrumSolver::excess(const StringState& string, int number) const noexcept {
  const auto power = [&](int l) {
    return std::norm(string.partials[static_cast<std::size_t>(l)].amplitude) + kNoPower;
  };
  return 10 * std::log10(power(number) / std::sqrt(power(number - 1) * power(number + 1)));
}

// Frequency alone does not separate a string whose partials all coincide with multiples of another string's. But these
// multiples then stand out among the other string's partials. The string is placed there if they are resolved.
void StrumSolver::findHidden(std::size_t index) noexcept {
  const StringState& hidden = m_state.strings[index];
  for (std::size_t s = 0; s < m_state.count; ++s) {
    const StringState& string = m_state.strings[s];
    const int ratio = static_cast<int>(std::lround(std::min(hidden.targetHz / string.targetHz, kMaxRatio)));
    if (!m_results[s].isHeard || !string.isActive || ratio < 2 || 2 * ratio + 1 > kMaxStringPartials) continue;
    const double hertz = string.lawHz(ratio) + string.partials[static_cast<std::size_t>(ratio)].offHz;
    const double off = std::abs(std::log(hertz / hidden.targetHz)) / kCent;
    if (off > kSearchCents || !m_fit.isInRange(string.lawHz(2 * ratio + 1))) continue;
    const double first = excess(string, ratio);
    const double second = excess(string, 2 * ratio);
    if (std::min(first, second) < kMinExcessDb || first + second < kMinExcessSumDb) continue;
    m_results[index] = {true, hertz, kHiddenSigmaCents, kHiddenConfidence, 0};
    return;
  }
}

bool StrumSolver::report() noexcept {
  m_fit.measureLines(m_state);
  std::size_t heard = 0;
  for (std::size_t s = 0; s < m_state.count; ++s) {
    StringResult& result = m_results[s];
    if (!result.isHeard) continue;
    ++heard;
    const LawCorrection correction = correctionOf(s);
    result.hertz = m_state.strings[s].firstHz() * (1 + correction.offset);
    result.sigmaCents = std::sqrt(correction.variance) / kCent;
    result.confidence = 1 - std::exp(-kSure * result.evidence / minEvidence(s));
  }
  m_isFirst = false;
  if (heard < kMinHeardForHidden) return true;
  for (std::size_t s = 0; s < m_state.count; ++s) {
    if (!m_results[s].isHeard) findHidden(s);
  }
  return true;
}

}  // namespace tunescope::core
