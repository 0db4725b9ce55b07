// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/notes/playednote.h"

#include "core/notes/leastsquares.h"
#include "core/notes/vibratofit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace tunescope::core {

namespace {

constexpr double kStrayCents = 250;    // from the median: readings beyond this are not part of the note
constexpr double kSettleCents = 5;     // from the settled pitch: readings within this count as settled
constexpr double kMaxAttackS = 0.3;    // the attack lies within this, or within a third of a short note
constexpr double kAfterAttackS = 0.1;  // after the end of a scoop, excluded from the mean
constexpr double kReleaseS = 0.03;     // before the last window: later readings contain the end too
constexpr double kMinDriftS = 0.3;     // shorter notes have no drift
constexpr double kIndependentS = 0.1;  // readings this far apart have independent errors
constexpr double kHuber = 2.5;         // standard deviations: a reading beyond loses weight (Huber 1964)
constexpr double kMinSpreadCents = 0.02;
constexpr double kMinSigmaCents = 0.001;

// cents = level + slope * (time - middle)
struct Line {
  double middleS = 0;
  double level = 0;
  double slope = 0;
  double spread = 0;

  double at(double timeS) const noexcept { return level + slope * (timeS - middleS); }
};

double medianOf(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

// Inverse variances of measurement and playing combined (as of a random effect, DerSimonian and Laird 1986).
std::vector<double> weightsOf(std::span<const NotePoint> points, double spreadCents) {
  std::vector<double> weights;
  for (const NotePoint& point : points) {
    const double sigma = std::max(point.sigmaCents, kMinSigmaCents);
    weights.push_back(std::max(point.confidence, 0.01) / (sigma * sigma + spreadCents * spreadCents));
  }
  return weights;
}

Line fitLine(std::span<const NotePoint> points, bool hasSlope) {
  Line line{.middleS = 0.5 * (points.front().timeS + points.back().timeS), .spread = 3};
  std::vector<double> cents;
  for (const NotePoint& point : points) cents.push_back(point.cents);
  line.level = medianOf(std::move(cents));
  for (int round = 0; round < 8; ++round) {
    std::vector<double> weights = weightsOf(points, line.spread);
    LeastSquares<2> equations;
    for (std::size_t i = 0; i < points.size(); ++i) {
      const double off = std::abs(points[i].cents - line.at(points[i].timeS));
      const double limit = kHuber * std::hypot(line.spread, points[i].sigmaCents);
      if (off > limit) weights[i] *= limit / off;
      equations.add({1, points[i].timeS - line.middleS}, points[i].cents, weights[i]);
    }
    if (!hasSlope) equations.add({0, 1}, 0, 1e12);
    const auto x = equations.solve();
    if (!x) break;
    line.level = (*x)[0];
    line.slope = (*x)[1];
    double squares = 0;
    double sum = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      const double off = points[i].cents - line.at(points[i].timeS);
      squares += weights[i] * off * off;
      sum += weights[i];
    }
    line.spread = std::max(std::sqrt(squares / sum), kMinSpreadCents);
  }
  return line;
}

// The points of a time range without vibrato, and their line.
struct Body {
  std::vector<NotePoint> points;
  std::optional<Vibrato> vibrato;
  Line line;
};

Body bodyOf(std::span<const NotePoint> points, double fromS, double toS) {
  Body body;
  for (const NotePoint& point : points) {
    if (point.timeS >= fromS && point.timeS <= toS) body.points.push_back(point);
  }
  if (body.points.size() < 2) body.points.assign(points.begin(), points.end());
  body.vibrato = takeVibrato(body.points, weightsOf(body.points, 1));
  const double lengthS = body.points.back().timeS - body.points.front().timeS;
  body.line = fitLine(body.points, lengthS >= kMinDriftS);
  return body;
}

struct Attack {
  double scoopCents = 0;
  double endS = 0;  // when the pitch has settled
};

// Goes back from the settled part to the first readings; the attack is where the median of three is off.
Attack attackOf(std::span<const NotePoint> points, const Body& settled, double onsetS) {
  const double depth = settled.vibrato ? settled.vibrato->depthCents : 0;
  const double tolerance = std::max(kSettleCents, 3 * settled.line.spread) + 1.2 * depth;
  std::vector<double> off;
  for (const NotePoint& point : points) off.push_back(point.cents - settled.line.at(point.timeS));
  Attack attack{.endS = onsetS};
  const auto from = std::ranges::lower_bound(points, settled.points.front().timeS, {}, &NotePoint::timeS);
  for (auto i = static_cast<std::size_t>(from - points.begin()); i-- > 0;) {
    const std::size_t first = std::min(i > 0 ? i - 1 : 0, points.size() - 3);
    const double middle = medianOf({off[first], off[first + 1], off[first + 2]});
    if (std::abs(middle) <= tolerance + 3 * points[i].sigmaCents) continue;
    if (attack.scoopCents == 0) attack.endS = points[std::min(i + 1, points.size() - 1)].timeS;
    if (std::abs(middle) > std::abs(attack.scoopCents)) attack.scoopCents = middle;
  }
  return attack;
}

// After the body, the windows contain the end of the sound: hold the last cents.
std::vector<std::optional<float>> contourOf(std::span<const NotePoint> points, const Body& body, double onsetS,
                                            double endS) {
  const double steps = std::ceil((endS - onsetS) / PlayedNote::kContourStepS - 1e-9);
  const auto count = static_cast<std::size_t>(std::max(1.0, steps));
  std::vector<double> sums(count);
  std::vector<double> counts(count);
  const double bodyFromS = body.points.front().timeS;
  const auto add = [&](const NotePoint& point) {
    const double step = std::clamp((point.timeS - onsetS) / PlayedNote::kContourStepS, 0.0, std::max(0.0, steps - 1));
    sums[static_cast<std::size_t>(std::max(step, 0.0))] += point.cents;
    counts[static_cast<std::size_t>(std::max(step, 0.0))] += 1;
  };
  for (const NotePoint& point : points) {
    if (point.timeS < bodyFromS) add(point);
  }
  for (const NotePoint& point : body.points) add(point);
  std::vector<std::optional<float>> contour(count);
  const auto heard = std::find_if(counts.rbegin(), counts.rend(), [](double each) { return each > 0; });
  const auto lastHeard = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, counts.rend() - heard - 1));
  for (std::size_t i = 0; i < count; ++i) {
    if (counts[i] > 0) contour[i] = static_cast<float>(sums[i] / counts[i]);
  }
  for (std::size_t i = 1 + lastHeard; i < count; ++i) contour[i] = contour[lastHeard];
  return contour;
}

std::vector<NotePoint> withoutStrays(std::span<const NotePoint> points) {
  std::vector<double> cents;
  for (const NotePoint& point : points) cents.push_back(point.cents);
  const double median = medianOf(std::move(cents));
  std::vector<NotePoint> kept;
  for (const NotePoint& point : points) {
    if (std::abs(point.cents - median) <= kStrayCents) kept.push_back(point);
  }
  std::ranges::stable_sort(kept, {}, &NotePoint::timeS);  // times step back when windows grow
  return kept;
}

}  // namespace

double PlayedNote::hertz() const noexcept {
  return note.targetHz * std::exp2(meanCents / 1200);
}

double PlayedNote::inTuneS(double toleranceCents) const noexcept {
  double seconds = 0;
  for (std::size_t i = 0; i < contourCents.size(); ++i) {
    if (!contourCents[i] || std::abs(*contourCents[i]) > toleranceCents) continue;
    seconds += std::clamp(lengthS - static_cast<double>(i) * kContourStepS, 0.0, kContourStepS);
  }
  return seconds;
}

PlayedNote describeNote(std::span<const NotePoint> points, const TunedNote& note, double onsetS, double endS) {
  const std::vector<NotePoint> kept = withoutStrays(points);
  const double lengthS = endS - onsetS;
  const double releaseS = endS - std::min(kReleaseS + kept.back().windowS / 2, lengthS / 4);
  Body body = bodyOf(kept, onsetS + std::min(kMaxAttackS, lengthS / 3), releaseS);
  PlayedNote played{.note = note, .onsetS = onsetS, .lengthS = lengthS};
  double bodyFromS = onsetS;
  double attackEndS = onsetS;
  if (kept.size() >= 3) {
    const Attack attack = attackOf(kept, body, onsetS);
    played.scoopCents = attack.scoopCents;
    attackEndS = attack.endS;
    played.settleS = attack.endS - onsetS;
    if (attack.endS > onsetS) bodyFromS = attack.endS + std::min(kAfterAttackS, (endS - attack.endS) / 4);
  }
  body = bodyOf(kept, bodyFromS, releaseS);
  const double bodyS = body.points.back().timeS - body.points.front().timeS;
  // In the middle of everything after the attack, which is longer than the body.
  played.meanCents = played.note.cents = body.line.at((attackEndS + endS) / 2);
  played.spreadCents = body.line.spread;
  if (bodyS >= kMinDriftS) played.driftCentsPerS = body.line.slope;
  played.meanSigmaCents = body.line.spread / std::sqrt(std::max(1.0, bodyS / kIndependentS));
  played.vibrato = body.vibrato;
  played.contourCents = contourOf(kept, body, onsetS, endS);
  return played;
}

}  // namespace tunescope::core
