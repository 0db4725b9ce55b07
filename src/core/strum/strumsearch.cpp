// SPDX-License-Identifier: GPL-3.0-or-later
// Where StrumSolver looks for a string.
#include "core/strum/strumsolver.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr double kCent = std::numbers::ln2 / 1200;
constexpr double kSearchCents = 60;
constexpr double kMaxRatio = 1e6;  // of two strings, which a keymap may put anywhere
constexpr double kStepCents = 2;
constexpr int kSearchSteps = 2 * static_cast<int>(kSearchCents / kStepCents) + 2;  // one more at each end
constexpr int kSearchPartials = 6;
constexpr double kSearchB[] = {8e-5, 4e-4};
constexpr int kSearchReach = 3;  // bins
constexpr double kLeast = 0.01;  // of a partial's remaining power: limits the score of a match
constexpr double kMinEvidence = 14;
constexpr double kEvidenceByPartial = 8;  // and for each partial, which may fit something else by chance
constexpr double kSharedBins = 1.5;
constexpr int kMinPartials = 3;       // of the first six: minimum for a string
constexpr double kBesideCents = 2.5;  // from another string's partial, where a string may be hidden
constexpr double kBesideB = 4e-5;
constexpr double kOtherPlaceCents = 5;
constexpr double kMinScoreShare = 0.5;  // of the best place's score
constexpr double kMinShare = 1e-4;      // of the power of its strongest partial
constexpr double kMinOverFloor = 30;

}  // namespace

// Finds the places, apart from each other, where the sum of partials explains most of what the other strings leave.
void StrumSolver::search(std::size_t index) noexcept {
  StringState& string = m_state.strings[index];
  m_fit.evaluate(m_state);
  m_placeCount = 0;
  m_places = {};
  for (const double b : kSearchB) {
    double before = -1;
    double here = -1;
    for (int step = 0; step <= kSearchSteps; ++step) {
      const double cents = -kSearchCents + (step - 1) * kStepCents;
      const double f0Hz = string.targetHz * std::exp(cents * kCent) / std::sqrt(1 + b);
      const double next = cents > kSearchCents ? -1 : scoreAt(f0Hz, b);
      if (here > before && here >= next) {
        const Place found{f0Hz * std::exp(-kStepCents * kCent), b, here};
        auto* at = std::ranges::find_if(m_places, [&](const Place& p) { return found.score > p.score; });
        if (at != m_places.end()) {
          std::move_backward(at, m_places.end() - 1, m_places.end());
          *at = found;
          m_placeCount = std::min(m_placeCount + 1, kPlaces);
        }
      }
      before = here;
      here = next;
    }
  }
  if (m_placeCount == 0) m_places[0] = {string.targetHz, kSearchB[0], 0}, m_placeCount = 1;
}

double StrumSolver::scoreAt(double f0Hz, double b) const noexcept {
  const auto residual = m_fit.residual();
  const auto floor = m_fit.floor();
  double score = 0;
  for (int l = 1; l <= kSearchPartials; ++l) {
    const double hertz = l * f0Hz * std::sqrt(1 + b * l * l);
    if (!m_fit.isInRange(hertz)) continue;
    const double damping = StrumFit::usualDecay(hertz) * m_fit.seconds() / (2 * std::numbers::pi);
    const WindowedLine line({hertz * m_fit.seconds(), damping});
    const int centre = static_cast<int>(std::lround(hertz * m_fit.seconds()));
    std::complex<double> product = 0;
    double shape = 0;
    double power = 0;
    double noise = 0;
    for (int k = std::max(0, centre - kSearchReach); k <= std::min(m_fit.binCount() - 1, centre + kSearchReach); ++k) {
      const std::complex<double> w = line.valueAt(k);
      const std::complex<double> r = residual[static_cast<std::size_t>(k)];
      product += inner(w, r);
      shape += std::norm(w);
      power += std::norm(r);
      noise += floor[static_cast<std::size_t>(k)];
    }
    if (power <= 0) continue;
    const double explained = std::norm(product) / shape;
    const double significance = explained / (explained + 3 * noise);
    score -= significance * std::log(1 - explained / power + kLeast);
  }
  return score;
}

void StrumSolver::place(std::size_t index, const Place& place) noexcept {
  StringState& string = m_state.strings[index];
  string.isActive = true;
  string.f0Hz = place.f0Hz;
  string.b = place.b;
  string.stray = 1;  // not that of an earlier place
  for (int l = 1; l <= kMaxStringPartials; ++l) {
    StringPartial& partial = string.partials[static_cast<std::size_t>(l)];
    partial = {};
    partial.decay = StrumFit::usualDecay(string.lawHz(l));
  }
}

// Whether most of the string's first partials coincide with partials of other strings.
bool StrumSolver::isShared(std::size_t index) const noexcept {
  const StringState& string = m_state.strings[index];
  int shared = 0;
  for (int l = 1; l <= 4; ++l) {
    const double hertz = string.lawHz(l);
    bool isNear = false;
    for (std::size_t s = 0; s < m_state.count && !isNear; ++s) {
      const StringState& other = m_state.strings[s];
      if (s == index || !other.isActive || other.f0Hz > hertz) continue;
      const double number = std::clamp(std::round(hertz / other.f0Hz), 1.0, kMaxRatio);
      isNear = std::abs(other.lawHz(static_cast<int>(number)) - hertz) * m_fit.seconds() < 3 + kSharedBins;
    }
    shared += isNear ? 1 : 0;
  }
  return shared >= 3;
}

// Removes the string and searches for it in what the others leave.
void StrumSolver::beginSettling(std::size_t index) noexcept {
  m_best = m_state;
  m_least = m_fit.cost(m_state);
  m_settledHz = m_state.strings[index].firstHz();
  m_state.strings[index].isActive = false;
  m_fit.iterate(m_state, 3);
  search(index);
  m_removed = m_state;
  m_settlePlaces = m_places;
  m_settleCount = m_placeCount;
}

// Keeps the place that explains most, if it explains more than the string's previous place.
void StrumSolver::settleAt(std::size_t index, const Place& at) noexcept {
  const auto keepBetter = [&] {
    const double cost = m_fit.cost(m_state);
    if (cost < m_least) m_least = cost, m_best = m_state;
  };
  m_state = m_removed;
  place(index, at);
  m_fit.fitAmplitudes(m_state);
  m_fit.iterate(m_state, 5);
  keepBetter();
  const double moved = std::abs(std::log(m_state.strings[index].firstHz() / m_settledHz)) / kCent;
  if (!m_isFirst || moved < kOtherPlaceCents || at.score < kMinScoreShare * m_settlePlaces[0].score) return;
  // Two strings may have taken each other's partials: let the others move as well.
  for (std::size_t s = 0; s < m_state.count; ++s) {
    if (s == index || !m_state.strings[s].isActive || !isShared(s)) continue;
    m_state.strings[s].isActive = false;
    m_fit.iterate(m_state, 2);
    search(s);
    place(s, m_places[0]);
    m_fit.fitAmplitudes(m_state);
    m_fit.iterate(m_state, 4);
  }
  keepBetter();
}

bool StrumSolver::tryAdding(std::size_t index) noexcept {
  m_saved = m_state;
  const double without = m_fit.cost(m_state);
  search(index);
  if (tryAt(index, m_places[0], without)) return true;
  // It may be beside a partial of another string that was fitted to it.
  const double targetHz = m_state.strings[index].targetHz;
  for (std::size_t s = 0; s < m_state.count; ++s) {
    const StringState& string = m_saved.strings[s];
    const int ratio = static_cast<int>(std::lround(std::min(targetHz / string.targetHz, kMaxRatio)));
    if (!string.isActive || ratio < 2 || ratio > kMaxStringPartials) continue;
    const double hertz = string.lawHz(ratio) + string.partials[static_cast<std::size_t>(ratio)].offHz;
    for (const double cents : {-kBesideCents, kBesideCents}) {
      const double besideHz = hertz * std::exp(cents * kCent);
      if (std::abs(std::log(besideHz / targetHz)) > kSearchCents * kCent) continue;
      if (tryAt(index, {besideHz, kBesideB, 0}, without)) return true;
    }
  }
  return false;
}

bool StrumSolver::tryAt(std::size_t index, const Place& at, double costWithout) noexcept {
  place(index, at);
  m_fit.fitAmplitudes(m_state);
  m_fit.iterate(m_state, 6);
  if (costWithout - m_fit.cost(m_state) > minEvidence(index) && isPlausible(index)) return true;
  m_state = m_saved;
  return false;
}

double StrumSolver::minEvidence(std::size_t index) const noexcept {
  int count = 0;
  while (count < kMaxStringPartials && m_fit.isInRange(m_state.strings[index].lawHz(count + 1))) ++count;
  return kMinEvidence + kEvidenceByPartial * count;
}

// A string has its first or second partial, and three of the first six. A false string, which fits other strings'
// partials with some of its own, has gaps.
bool StrumSolver::isPlausible(std::size_t index) const noexcept {
  const StringState& string = m_state.strings[index];
  if (!string.isActive) return false;
  double strongest = 0;
  for (const StringPartial& partial : string.partials) strongest = std::max(strongest, std::norm(partial.amplitude));
  int count = 0;
  bool hasLow = false;
  int possible = 0;
  for (int l = 1; l <= kSearchPartials; ++l) {
    const double hertz = string.lawHz(l);
    if (!m_fit.isInRange(hertz)) continue;
    ++possible;
    const auto bin = static_cast<std::size_t>(std::lround(hertz * m_fit.seconds()));
    const double power = std::norm(string.partials[static_cast<std::size_t>(l)].amplitude);
    if (power < kMinShare * strongest || power < kMinOverFloor * m_fit.floor()[bin]) continue;
    ++count;
    hasLow = hasLow || l <= 2;
  }
  return hasLow && count >= std::min(kMinPartials, (possible + 1) / 2);
}

}  // namespace tunescope::core
