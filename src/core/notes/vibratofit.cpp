// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/notes/vibratofit.h"

#include "core/notes/leastsquares.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr double kWindowS = 1;
constexpr double kMinWindowS = 0.35;
constexpr double kMinPeriods = 2;  // per window
constexpr std::size_t kMinPoints = 16;
constexpr double kStepHz = 0.2;        // of the search
constexpr double kMinExplained = 0.6;  // share of the variance about the parabola
constexpr double kBlur = 0.0155;       // docs/decisions/0036: relative loss per (window * angular frequency)^2
constexpr double kMinSmoothing = 0.3;  // of the depth, that the readings must retain
constexpr int kRefinements = 24;

using Row = std::array<double, 5>;

// A section of the note, with its own sinusoid.
struct Window {
  std::span<const NotePoint> points;
  std::span<const double> weights;
  double middleS = 0;
  double halfS = 0;
  double rateHz = 0;  // 0: no vibrato
  double cosine = 0;
  double sine = 0;
  double smoothing = 1;  // of the sinusoid, by the readings' windows

  double extent() const noexcept { return std::hypot(cosine, sine); }
  double at(double timeS) const noexcept {
    const double angle = 2 * std::numbers::pi * rateHz * (timeS - middleS);
    return cosine * std::cos(angle) + sine * std::sin(angle);
  }
  // 1 in the middle, 0 at the ends.
  double share(double timeS) const noexcept { return std::max(0.0, 1 - std::abs(timeS - middleS) / halfS); }
};

struct Fit {
  double error = 0;  // weighted sum of squares
  double cosine = 0;
  double sine = 0;
};

// Fits a parabola alone if rateHz is 0.
std::optional<Fit> fitAt(const Window& window, double rateHz) {
  const auto rowOf = [&](double timeS) -> Row {
    const double x = (timeS - window.middleS) / window.halfS;
    const double angle = 2 * std::numbers::pi * rateHz * (timeS - window.middleS);
    return {1, x, x * x, std::cos(angle), std::sin(angle)};
  };
  LeastSquares<5> equations;
  for (std::size_t i = 0; i < window.points.size(); ++i) {
    equations.add(rowOf(window.points[i].timeS), window.points[i].cents, window.weights[i]);
  }
  if (rateHz == 0) {  // determines the last two unknowns
    equations.add({0, 0, 0, 1, 0}, 0, 1e6);
    equations.add({0, 0, 0, 0, 1}, 0, 1e6);
  }
  const auto x = equations.solve();
  if (!x) return std::nullopt;
  Fit fit{.cosine = (*x)[3], .sine = (*x)[4]};
  for (std::size_t i = 0; i < window.points.size(); ++i) {
    const Row row = rowOf(window.points[i].timeS);
    double value = -window.points[i].cents;
    for (std::size_t k = 0; k < row.size(); ++k) value += row[k] * (*x)[k];
    fit.error += window.weights[i] * value * value;
  }
  return fit;
}

double errorAt(const Window& window, double rateHz) {
  const auto fit = fitAt(window, rateHz);
  return fit ? fit->error : HUGE_VAL;
}

// The best rate within a step of the search, by golden-section search.
double refined(const Window& window, double rateHz) {
  constexpr double kGolden = 0.6180339887498949;
  double low = rateHz - kStepHz;
  double high = rateHz + kStepHz;
  for (int i = 0; i < kRefinements; ++i) {
    const double a = high - kGolden * (high - low);
    const double b = low + kGolden * (high - low);
    if (errorAt(window, a) < errorAt(window, b)) {
      high = b;
    } else {
      low = a;
    }
  }
  return 0.5 * (low + high);
}

void fitVibrato(Window& window) {
  const auto still = fitAt(window, 0);
  if (window.points.size() < kMinPoints || !still) return;
  const double slowest = std::max(kMinVibratoHz, kMinPeriods / (2 * window.halfS));
  double best = 0;
  double least = HUGE_VAL;
  const int steps = static_cast<int>((kMaxVibratoHz - slowest) / kStepHz);
  for (int step = 0; step <= steps; ++step) {
    const double rate = slowest + step * kStepHz;
    const double error = errorAt(window, rate);
    if (error >= least) continue;
    least = error;
    best = rate;
  }
  if (!(least < (1 - kMinExplained) * still->error)) return;
  best = refined(window, best);
  const auto fit = fitAt(window, best);
  if (!fit || std::hypot(fit->cosine, fit->sine) < kMinVibratoCents) return;
  window.rateHz = best;
  window.cosine = fit->cosine;
  window.sine = fit->sine;
  double squares = 0;
  for (const NotePoint& point : window.points) squares += point.windowS * point.windowS;
  const double angular = 2 * std::numbers::pi * best;
  window.smoothing = std::exp(-kBlur * angular * angular * squares / static_cast<double>(window.points.size()));
  // The readings retain too little of it to determine its depth.
  if (window.smoothing < kMinSmoothing) window.rateHz = window.cosine = window.sine = 0;
}

// Windows that cover the note evenly.
std::vector<Window> windowsOf(std::span<const NotePoint> points, std::span<const double> weights) {
  const double startS = points.front().timeS;
  const double lengthS = points.back().timeS - startS;
  const double windowS = std::min(lengthS, kWindowS);
  const auto count = static_cast<std::size_t>(1 + std::ceil((lengthS - windowS) / (kWindowS / 2) - 1e-9));
  std::vector<Window> windows;
  for (std::size_t i = 0; i < count; ++i) {
    const double share = count > 1 ? static_cast<double>(i) / static_cast<double>(count - 1) : 0;
    const double fromS = startS + share * (lengthS - windowS);
    const auto first = std::ranges::lower_bound(points, fromS, {}, &NotePoint::timeS) - points.begin();
    const auto last = std::ranges::upper_bound(points, fromS + windowS, {}, &NotePoint::timeS) - points.begin();
    const auto from = static_cast<std::size_t>(first);
    const auto size = static_cast<std::size_t>(last - first);
    windows.push_back({.points = points.subspan(from, size),
                       .weights = weights.subspan(from, size),
                       .middleS = fromS + windowS / 2,
                       .halfS = windowS / 2});
  }
  return windows;
}

// Blends the windows where they overlap; before the first centre and after the last one, uses that window alone.
double vibratoAt(const std::vector<Window>& windows, double timeS) {
  if (timeS <= windows.front().middleS) return windows.front().at(timeS);
  if (timeS >= windows.back().middleS) return windows.back().at(timeS);
  double sum = 0;
  double shares = 0;
  for (const Window& window : windows) {
    const double share = window.share(timeS);
    sum += share * window.at(timeS);
    shares += share;
  }
  return shares > 0 ? sum / shares : 0;
}

}  // namespace

std::optional<Vibrato> takeVibrato(std::span<NotePoint> points, std::span<const double> weights) {
  if (points.size() < kMinPoints || points.back().timeS - points.front().timeS < kMinWindowS) return std::nullopt;
  const std::vector<NotePoint> before(points.begin(), points.end());
  std::vector<Window> windows = windowsOf(before, weights);
  double squares = 0;
  Vibrato vibrato;
  std::size_t moving = 0;
  for (Window& window : windows) {
    fitVibrato(window);
    const double square = window.extent() * window.extent();
    squares += square;
    vibrato.rateHz += square * window.rateHz;
    vibrato.depthCents += square * window.extent() / window.smoothing;
    moving += window.rateHz > 0 ? 1U : 0U;
  }
  if (moving == 0 || 3 * moving < windows.size()) return std::nullopt;
  vibrato.rateHz /= squares;
  vibrato.depthCents /= squares;
  for (NotePoint& point : points) point.cents -= vibratoAt(windows, point.timeS);
  return vibrato;
}

}  // namespace tunescope::core
