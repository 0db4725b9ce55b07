// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/notes/standardfit.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace tunescope::core {

namespace {

constexpr int kMaxShiftCents = 50;
constexpr double kHuberCents = 10;         // of the search: how far off players are on purpose or by a slip
constexpr double kHuberSigmas = 1.5;       // of the mean
constexpr double kHuberVariance = 0.7785;  // of a normal deviate that is clipped there
constexpr double kMinNoteSigmaCents = 0.05;
constexpr int kRounds = 30;

// Distance of each note from the nearest one of the shifted tuning.
std::vector<double> distances(const Tuning& tuning, std::span<const StandardNote> notes, double shiftCents) {
  std::vector<double> cents;
  for (const StandardNote& note : notes) {
    const auto nearest = tuning.nearest(note.hertz * std::exp2(-shiftCents / 1200));
    cents.push_back(nearest ? nearest->cents : kMaxShiftCents);
  }
  return cents;
}

double lossOf(const std::vector<double>& cents) noexcept {
  double sum = 0;
  for (const double each : cents) {
    const double off = std::abs(each);
    sum += off <= kHuberCents ? off * off / 2 : kHuberCents * (off - kHuberCents / 2);
  }
  return sum;
}

// Huber's M-estimate of the distances' location, with his proposal 2 for the scale, which is what the notes' own errors
// do not explain.
StandardFit meanOf(const std::vector<double>& cents, std::span<const StandardNote> notes) {
  StandardFit fit;
  const double count = static_cast<double>(cents.size());
  double between = 25;  // variance
  for (int round = 0; round < kRounds; ++round) {
    double sum = 0;
    double weights = 0;
    double inliers = 0;
    double squares = 0;
    double clipped = 0;
    double own = 0;
    for (std::size_t i = 0; i < cents.size(); ++i) {
      const double sigma = std::max(notes[i].sigmaCents, kMinNoteSigmaCents);
      const double deviation = std::sqrt(sigma * sigma + between);
      const double off = cents[i] - fit.cents;
      const double psi = std::clamp(off / deviation, -kHuberSigmas, kHuberSigmas);
      const double weight = (psi * deviation == off || off == 0 ? 1 : psi * deviation / off) / (deviation * deviation);
      sum += weight * off;
      weights += weight;
      inliers += std::abs(psi) < kHuberSigmas ? 1 / (deviation * deviation) : 0;
      squares += psi * psi / (deviation * deviation);
      clipped += psi * psi;
      own += sigma * sigma / count;
    }
    fit.cents += sum / weights;
    const double scale = clipped / (kHuberVariance * (count - 1));
    between = std::max(0.0, scale * (between + own) - own);
    const double model = 1 / weights;
    fit.sigmaCents = std::sqrt(std::max(inliers > 0 ? squares / (inliers * inliers) * count / (count - 1) : 0, model));
  }
  return fit;
}

}  // namespace

StandardNote standardNoteOf(const PlayedNote& note) noexcept {
  return {.hertz = note.hertz(), .sigmaCents = note.meanSigmaCents};
}

std::optional<StandardFit> fitStandard(const Tuning& tuning, std::span<const StandardNote> notes) {
  if (notes.size() < kMinStandardNotes) return std::nullopt;
  double best = 0;
  double least = lossOf(distances(tuning, notes, 0));
  for (int shift = -kMaxShiftCents; shift <= kMaxShiftCents; ++shift) {
    const double loss = lossOf(distances(tuning, notes, shift));
    if (loss >= least) continue;
    least = loss;
    best = shift;
  }
  StandardFit fit = meanOf(distances(tuning, notes, best), notes);
  fit.cents += best;
  return fit;
}

}  // namespace tunescope::core
