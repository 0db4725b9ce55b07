// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/historyplot.h"

#include <QDateTime>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

namespace {

double laneShare(HistoryPlot::Lane lane) {
  return lane == HistoryPlot::Pitch ? 1.5 : 1;
}

}  // namespace

HistoryPlot::HistoryPlot(QQuickItem* parent) : LanePlot(parent) {}

void HistoryPlot::setModel(HistoryViewModel* model) {
  if (model == m_model) return;
  if (m_model) disconnect(m_model, nullptr, this, nullptr);
  m_model = model;
  if (m_model) {
    connect(m_model, &HistoryViewModel::changed, this, [this] {
      if (isVisible()) update();
    });
  }
  Q_EMIT changed();
}

void HistoryPlot::paint(QPainter* painter) {
  const QRectF plot(gutter(), 0, width() - gutter(), height() - foot());
  if (!m_model || plot.width() < 8 || plot.height() < 3 * m_textSize) return;
  m_firstStep = m_model->columns(int(plot.width()), m_steps);
  painter->setRenderHint(QPainter::TextAntialiasing);
  double shares = 0;
  for (const Lane lane : {Pitch, Level, Loudness}) shares += (m_lanes & lane) ? laneShare(lane) : 0;
  double top = 0;
  for (const Lane lane : {Pitch, Level, Loudness}) {
    if (!(m_lanes & lane)) continue;
    const double bottom = std::round(top + plot.height() * laneShare(lane) / shares);
    paintLane(*painter, lane, QRectF(plot.left(), top, plot.width(), bottom - top));
    top = bottom;
  }
  paintTimes(*painter, plot);
}

// A title, and the lane below it.
void HistoryPlot::paintLane(QPainter& painter, Lane lane, QRectF box) {
  if (box.height() < std::ceil(m_textSize * 1.6) + 4) return;
  box = paintTitle(painter, box,
                   lane == Pitch   ? tr("Pitch")
                   : lane == Level ? tr("Level, dBFS: RMS and peak")
                                   : tr("Loudness, LUFS: momentary and short-term"));
  painter.save();
  if (lane == Pitch) {
    const Scale scale = pitchScale(box);
    const Grid grid{m_model->tuning(), m_model->names(), m_model->toleranceCents()};
    paintNotes(painter, scale, grid);
    paintGaps(painter, box);
    paintPitches(painter, scale, grid);
  } else if (lane == Level) {
    const Scale scale{box, -80, 3};
    paintGaps(painter, box);
    paintMarks(painter, scale, {-60, -40, -20, 0});
    paintLevels(painter, scale);
  } else {
    const Scale scale{box, -59, 3};
    paintGaps(painter, box);
    paintMarks(painter, scale, {-50, -40, -30, -20, -10, 0});
    paintLoudness(painter, scale);
  }
  painter.restore();
  paintBottom(painter, box);
}

// Times of day, at round ones.
void HistoryPlot::paintTimes(QPainter& painter, QRectF plot) const {
  const HistoryKeeper* keeper = m_model->keeper();
  if (!keeper || !m_model->hasValues()) return;
  setFont(painter, false);
  const double pixelsPerS = plot.width() / m_model->spanS();
  const double wanted = QFontMetricsF(painter.font()).horizontalAdvance(QStringLiteral("00:00:00")) * 1.5;
  const double stepS = roundTimeS(pixelsPerS, wanted);
  const qint64 leftMs = keeper->msOf(m_firstStep);
  const qint64 offsetMs = qint64(QDateTime::fromMSecsSinceEpoch(leftMs).offsetFromUtc()) * 1000;
  const auto stepMs = qint64(stepS * 1000);
  painter.setPen(m_soft);
  for (qint64 ms = ((leftMs + offsetMs) / stepMs + 1) * stepMs - offsetMs;; ms += stepMs) {
    const double x = std::round(plot.left() + double(ms - leftMs) / 1000 * pixelsPerS);
    if (x > plot.right()) return;
    painter.fillRect(QRectF(x, plot.bottom(), 1, std::ceil(m_textSize * 0.35)), m_soft);
    const QString text = QLocale::c().toString(QDateTime::fromMSecsSinceEpoch(ms),
                                               stepS < 60 ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm"));
    const QRectF box(x - wanted / 2, plot.bottom() + m_textSize * 0.3, wanted, m_textSize * 1.4);
    if (box.left() >= 0 && box.right() <= width()) painter.drawText(box, Qt::AlignCenter, text);
  }
}

// What was not measured is a darker area with its reason; a short interruption, a line.
void HistoryPlot::paintGaps(QPainter& painter, QRectF box) const {
  const int count = int(m_steps.size());
  for (int i = 0; i < count; ++i) {
    const core::HistoryStep& step = m_steps[std::size_t(i)];
    if (step.isGap()) {
      int end = i;
      core::HistoryStep run;
      for (; end < count && m_steps[std::size_t(end)].isGap(); ++end) run.add(m_steps[std::size_t(end)]);
      const QRectF area(box.left() + i, box.top(), end - i, box.height());
      painter.fillRect(area, m_raised);
      painter.fillRect(QRectF(area.left(), area.top(), 1, area.height()),
                       run.has(core::HistoryStep::Lost) ? m_warning : m_soft);
      paintGapName(painter, area, run);
      i = end - 1;
    } else if ((step.flags & ~core::HistoryStep::HasSound) != 0) {
      const QColor& color = step.has(core::HistoryStep::Lost) ? m_warning : m_soft;
      painter.fillRect(QRectF(box.left() + i, box.top(), 1, box.height()), color);
    }
  }
}

void HistoryPlot::paintGapName(QPainter& painter, QRectF run, const core::HistoryStep& step) const {
  const QString name = step.has(core::HistoryStep::Changed)   ? tr("Other input")
                       : step.has(core::HistoryStep::Stopped) ? tr("Stopped")
                       : step.has(core::HistoryStep::Held)    ? tr("Tone")
                                                              : tr("Lost");
  setFont(painter, false);
  if (QFontMetricsF(painter.font()).horizontalAdvance(name) + m_textSize > run.width()) return;
  painter.setPen(m_soft);
  painter.drawText(run, Qt::AlignCenter, name);
}

}  // namespace tunescope::ui
