// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tuning/standardlistener.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <numbers>
#include <numeric>
#include <utility>

namespace tunescope::core {

namespace {

constexpr double kStepCents = 100;
constexpr double kMaxFitSigmaCents = 10;  // of readings that are used

double centsAbove1Hz(double hertz) noexcept {
  return 1200 * std::log2(hertz);
}

double meanOf(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// Standard error of the mean, from the spread of the values.
double sigmaOfMean(const std::vector<double>& values) {
  if (values.size() < 2) return 0;
  const double mean = meanOf(values);
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const auto count = static_cast<double>(values.size());
  return std::sqrt(squares / (count - 1) / count);
}

// Offsets are known modulo whole steps; this is their mean on that circle: 47.5 for 45 and -50.
double meanOnCircle(const std::vector<double>& cents) {
  double x = 0, y = 0;
  for (const double each : cents) {
    x += std::cos(2 * std::numbers::pi * each / kStepCents);
    y += std::sin(2 * std::numbers::pi * each / kStepCents);
  }
  return std::atan2(y, x) * kStepCents / (2 * std::numbers::pi);
}

StandardListener::Result resultOf(double a4Hz, double sigmaCents, bool isOneNote) {
  return {a4Hz, sigmaCents, isOneNote};
}

}  // namespace

void StandardListener::add(double timeS, double hertz, double sigmaCents, double confidence, const TunedNote& note) {
  if (!(confidence >= kMinFitConfidence) || !(sigmaCents <= kMaxFitSigmaCents)) return;
  const bool isNext = m_pieces.empty() || m_pieces.back().degree != note.degree ||
                      m_pieces.back().period != note.period || timeS - m_pieces.back().fromS >= kPieceS;
  if (isNext && m_pieces.size() == kMaxPieces) m_pieces.pop_front();
  if (isNext) m_pieces.push_back({.degree = note.degree, .period = note.period, .fromS = timeS});
  Piece& piece = m_pieces.back();
  piece.sum += centsAbove1Hz(hertz);
  piece.offSum += note.cents;
  piece.varianceSum += sigmaCents * sigmaCents;
  piece.count += 1;
  piece.toS = timeS;
}

std::vector<StandardListener::Piece> StandardListener::wholePieces() const {
  std::vector<Piece> pieces;
  std::ranges::copy_if(m_pieces, std::back_inserter(pieces),
                       [](const Piece& piece) { return piece.toS - piece.fromS >= kMinPieceS; });
  return pieces;
}

std::optional<StandardListener::Result> StandardListener::forkOf(const std::vector<Piece>& pieces) {
  std::vector<double> cents;
  cents.reserve(pieces.size());
  for (const Piece& piece : pieces) cents.push_back(piece.cents());
  const auto [low, high] = std::ranges::minmax(cents);
  const double mean = meanOf(cents);
  const double fromA = std::abs(mean - centsAbove1Hz(kDefaultA4Hz));
  if (high - low > kMaxForkSpreadCents || fromA > kMaxForkCents) return std::nullopt;
  // An error that all readings share does not show in their spread.
  double variance = 0;
  for (const Piece& piece : pieces) variance += piece.varianceSum / piece.count;
  const double own = std::sqrt(variance) / static_cast<double>(pieces.size());
  return resultOf(std::exp2(mean / 1200), std::hypot(sigmaOfMean(cents), own), true);
}

StandardListener::Result StandardListener::ensembleOf(const std::vector<Piece>& pieces) const {
  std::vector<double> offs;
  offs.reserve(pieces.size());
  for (const Piece& piece : pieces) offs.push_back(piece.off());
  const double middle = meanOnCircle(offs);
  std::map<std::pair<int, int>, std::vector<double>> byNote;
  for (std::size_t i = 0; i < offs.size(); ++i) {
    offs[i] = middle + std::remainder(offs[i] - middle, kStepCents);
    byNote[{pieces[i].degree, pieces[i].period}].push_back(offs[i]);
  }
  // A player who is off on a note is off every time: count notes, not pieces, if there are several.
  std::vector<double> ofNotes;
  ofNotes.reserve(byNote.size());
  for (const auto& [note, values] : byNote) ofNotes.push_back(meanOf(values));
  const double sigma = std::max(sigmaOfMean(offs), sigmaOfMean(ofNotes));
  return resultOf(m_a4Hz * std::exp2(meanOf(offs) / 1200), sigma, false);
}

std::optional<StandardListener::Result> StandardListener::result() const {
  const std::vector<Piece> pieces = wholePieces();
  if (static_cast<int>(pieces.size()) < kMinPieces) return std::nullopt;
  const auto fork = forkOf(pieces);
  return fork ? *fork : ensembleOf(pieces);
}

}  // namespace tunescope::core
