// SPDX-License-Identifier: GPL-3.0-or-later
// The curves of LanePlot.
#include "ui/items/laneplot.h"
#include "ui/models/practicenotes.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <optional>

namespace tunescope::ui {

using core::HistoryStep;
using core::PitchExtremes;

namespace {

constexpr double kTargetLufs = -23;       // EBU R 128
constexpr double kLeastPitchSpan = 1200;  // cents
constexpr double kPitchSteps = 300;       // the range moves by that much
constexpr double kWalkCents = 20;         // no two notes that a lane shows are nearer
constexpr double kCurve = 2;              // pixels

QColor faint(QColor color, float alpha) {
  color.setAlphaF(alpha);
  return color;
}

bool hasAccidental(const core::TunedNote& note) {
  return note.spelling && note.spelling->accidental != core::Accidental::Natural;
}

}  // namespace

// A band from the lowest to the highest value, joined to the column before (its y, or NaN).
void LanePlot::paintColumn(QPainter& painter, const Scale& scale, int column, double low, double high, double before,
                           const QColor& color) const {
  double top = scale.yOf(high), bottom = scale.yOf(low);
  if (!std::isnan(before)) {
    top = std::min(top, before);
    bottom = std::max(bottom, before);
  }
  top = std::clamp(std::floor(top - kCurve / 2), scale.box.top(), scale.box.bottom() - kCurve);
  bottom = std::clamp(std::ceil(bottom + kCurve / 2), top + kCurve, scale.box.bottom());
  painter.fillRect(QRectF(scale.box.left() + column, top, 1, bottom - top), color);
}

// The area below the RMS, its extremes, and the peaks above; a peak at full scale is a warning.
void LanePlot::paintLevels(QPainter& painter, const Scale& scale) const {
  const QColor area = faint(m_trace, 0.25F);
  double before = std::nan(""), peakBefore = std::nan("");
  for (int i = 0; i < int(m_steps.size()); ++i) {
    const HistoryStep& step = m_steps[std::size_t(i)];
    if (step.rms.isNone()) {
      before = peakBefore = std::nan("");
      if (step.has(HistoryStep::HasSound)) {  // silence
        painter.fillRect(QRectF(scale.box.left() + i, scale.box.bottom() - kCurve, 1, kCurve), m_trace);
      }
      continue;
    }
    const double top = std::clamp(scale.yOf(step.rms.lowDb()), scale.box.top(), scale.box.bottom());
    painter.fillRect(QRectF(scale.box.left() + i, top, 1, scale.box.bottom() - top), area);
    const double peak = step.peak.highDb();
    paintColumn(painter, scale, i, peak, peak, peakBefore, peak > -0.005 ? m_warning : m_soft);
    peakBefore = scale.yOf(peak);
    paintColumn(painter, scale, i, step.rms.lowDb(), step.rms.highDb(), before, m_trace);
    before = scale.yOf((step.rms.lowDb() + step.rms.highDb()) / 2);
  }
}

void LanePlot::paintLoudness(QPainter& painter, const Scale& scale) const {
  const QColor momentary = faint(m_trace, 0.6F);
  painter.fillRect(QRectF(scale.box.left(), std::round(scale.yOf(kTargetLufs)), scale.box.width(), 1), m_inTune);
  double before = std::nan("");
  for (int i = 0; i < int(m_steps.size()); ++i) {
    const HistoryStep& step = m_steps[std::size_t(i)];
    if (step.momentary.isNone()) {
      before = std::nan("");
      continue;
    }
    paintColumn(painter, scale, i, step.momentary.lowDb(), step.momentary.highDb(), before, momentary);
    before = scale.yOf((step.momentary.lowDb() + step.momentary.highDb()) / 2);
  }
  before = std::nan("");
  for (int i = 0; i < int(m_steps.size()); ++i) {
    const HistoryStep& step = m_steps[std::size_t(i)];
    if (step.shortTerm.isNone()) {
      before = std::nan("");
      continue;
    }
    paintColumn(painter, scale, i, step.shortTerm.lowDb(), step.shortTerm.highDb(), before, m_text);
    before = scale.yOf((step.shortTerm.lowDb() + step.shortTerm.highDb()) / 2);
  }
}

// All pitches that are shown, an octave at least, in steps of a minor third.
LanePlot::Scale LanePlot::pitchScale(QRectF box) const {
  PitchExtremes all;
  for (const HistoryStep& step : m_steps) all.add(step.pitch);
  if (all.isNone()) return {box, -kLeastPitchSpan / 2 - 50, kLeastPitchSpan / 2 + 50};
  double low = std::floor((double(all.low) - 60) / kPitchSteps) * kPitchSteps;
  double high = std::ceil((double(all.high) + 60) / kPitchSteps) * kPitchSteps;
  if (high - low < kLeastPitchSpan) {
    const double missing = kLeastPitchSpan - (high - low);
    low -= std::floor(missing / 2 / kPitchSteps) * kPitchSteps;
    high = low + kLeastPitchSpan;
  }
  return {box, low - 50, high + 50};
}

// A line for each note of the tuning, those with an accidental shaded, and as many names as there is room for.
void LanePlot::paintNotes(QPainter& painter, const Scale& scale, const Grid& grid) const {
  setFont(painter, false);
  double freeFrom = scale.box.bottom() + m_textSize * 0.2;
  std::optional<core::TunedNote> before;
  for (int i = 0; scale.low + i * kWalkCents <= scale.high; ++i) {
    const auto note = grid.tuning.nearest(PitchExtremes::hertzOf(scale.low + i * kWalkCents));
    if (!note || (before && before->isSameNote(*note))) continue;
    before = note;
    const double y = scale.yOf(PitchExtremes::centsOf(note->targetHz));
    if (y < scale.box.top() || y > scale.box.bottom()) continue;
    paintNoteLane(painter, scale, grid, *note, y);
    const QRectF box(0, y - m_textSize * 0.7, gutter() - m_textSize * 0.5, m_textSize * 1.4);
    const bool mayName =
        scale.box.height() * 100 >= m_textSize * 1.1 * (scale.high - scale.low) || !hasAccidental(*note);
    if (!mayName || box.bottom() > freeFrom || box.top() < scale.box.top() - m_textSize * 0.4) continue;
    painter.setPen(m_soft);
    painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter, shownNoteName(*note, grid.names));
    freeFrom = box.top();
  }
}

void LanePlot::paintNoteLane(QPainter& painter, const Scale& scale, const Grid& grid, const core::TunedNote& note,
                             double y) const {
  const double perCent = scale.box.height() / (scale.high - scale.low);
  const auto paint = [&](double half, const QColor& color) {
    const double top = std::max(scale.box.top(), std::round(y - half));
    const double bottom = std::min(scale.box.bottom(), std::round(y + half));
    painter.fillRect(QRectF(scale.box.left(), top, scale.box.width(), bottom - top), color);
  };
  const bool isNarrow = 50 * perCent < 2;
  if (hasAccidental(note) && !isNarrow) paint(50 * perCent, faint(m_raised, 0.6F));
  const double tolerance = grid.toleranceCents * perCent;
  if (tolerance > 1.5) paint(tolerance, faint(m_inTune, 0.14F));
  if (!isNarrow || note.degree == 0) {
    painter.fillRect(QRectF(scale.box.left(), std::round(y), scale.box.width(), 1), m_line);
  }
}

void LanePlot::paintPitches(QPainter& painter, const Scale& scale, const Grid& grid) const {
  double before = std::nan("");
  for (int i = 0; i < int(m_steps.size()); ++i) {
    const HistoryStep& step = m_steps[std::size_t(i)];
    if (step.pitch.isNone()) {
      before = std::nan("");
      continue;
    }
    const double low = double(step.pitch.low), high = double(step.pitch.high);
    const auto note = grid.tuning.nearest(PitchExtremes::hertzOf((low + high) / 2));
    const double cents = note ? note->cents : 0;
    const QColor& color = std::abs(cents) <= grid.toleranceCents ? m_inTune : cents < 0 ? m_flat : m_sharp;
    // Another note is a step, not a slide.
    const double middle = scale.yOf((low + high) / 2);
    const bool isJoined =
        !std::isnan(before) && std::abs(middle - before) * (scale.high - scale.low) < 80 * scale.box.height();
    paintColumn(painter, scale, i, low, high, isJoined ? before : std::nan(""), color);
    before = middle;
  }
}

}  // namespace tunescope::ui
