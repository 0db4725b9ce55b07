// SPDX-License-Identifier: GPL-3.0-or-later
// The part of PracticePainter that draws cents over time.
#include "present/numbertext.h"
#include "ui/items/practicepainter.h"
#include "ui/models/practicenotes.h"
#include "ui/models/recordingmodel.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

namespace {

double secondsOf(const present::PracticeSession& own, const std::optional<present::PracticeSession>& other) {
  return std::max({1.0, own.endS(), other ? other->endS() : 0.0});
}

double yOf(QRectF plot, double cents, double rangeCents) {
  return plot.center().y() - std::clamp(cents / rangeCents, -1.0, 1.0) * plot.height() / 2;
}

}  // namespace

void PracticePainter::paintTime(QPainter& painter, QSizeF size) const {
  painter.setRenderHint(QPainter::Antialiasing);
  paintLegend(painter, size.width());
  const double left = m_style.textSize * 2.4;
  const double top = m_style.textSize * 3;
  const QRectF plot(left, top, size.width() - left, size.height() - top - m_style.textSize * 1.8);
  if (plot.width() < 1 || plot.height() < 1) return;
  paintTimeAxis(painter, plot);
  if (m_compared) paintCurves(painter, *m_compared, plot, true);
  paintCurves(painter, m_session, plot, false);
  paintNames(painter, plot);
}

void PracticePainter::paintTimeAxis(QPainter& painter, QRectF plot) const {
  QColor band = m_style.inTune;
  band.setAlphaF(0.14F);
  const double top = yOf(plot, m_toleranceCents, m_rangeCents);
  painter.fillRect(QRectF(plot.left(), top, plot.width(), yOf(plot, -m_toleranceCents, m_rangeCents) - top), band);
  setFont(painter, m_style.textSize * 0.9, QFont::Normal);
  for (const double part : {-1.0, -0.5, 0.0, 0.5, 1.0}) {
    const double y = std::round(yOf(plot, part * m_rangeCents, m_rangeCents)) + 0.5;
    painter.setPen(QPen(part == 0 ? m_style.soft : m_style.line, 1));
    painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    if (std::abs(part) == 0.5) continue;
    painter.setPen(m_style.soft);
    const QRectF box(0, y - m_style.textSize, plot.left() - m_style.textSize * 0.5, 2 * m_style.textSize);
    painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter, present::signedText(part * m_rangeCents, 0));
  }
  painter.setPen(m_style.soft);
  const QRectF line(plot.left(), plot.bottom() + m_style.textSize * 0.4, plot.width(), m_style.textSize * 1.4);
  painter.drawText(line, Qt::AlignLeft | Qt::AlignTop, RecordingModel::timeText(0));
  painter.drawText(line, Qt::AlignRight | Qt::AlignTop,
                   RecordingModel::timeText(std::ceil(secondsOf(m_session, m_compared))));
}

void PracticePainter::paintCurves(QPainter& painter, const present::PracticeSession& session, QRectF plot,
                                  bool isOther) const {
  const double pixelsPerS = plot.width() / secondsOf(m_session, m_compared);
  for (const core::PlayedNote& note : session.notes) {
    QPainterPath path;
    bool isJoined = false;
    for (std::size_t i = 0; i < note.contourCents.size(); ++i) {
      if (!note.contourCents[i]) {
        isJoined = false;
        continue;
      }
      const double fromS = double(i) * core::PlayedNote::kContourStepS;
      const double middleS = 0.5 * (fromS + std::min(fromS + core::PlayedNote::kContourStepS, note.lengthS));
      const QPointF point(plot.left() + (note.onsetS + middleS) * pixelsPerS,
                          yOf(plot, double(*note.contourCents[i]), m_rangeCents));
      isJoined ? path.lineTo(point) : path.moveTo(point);
      if (!isJoined) path.lineTo(point + QPointF(0.5, 0));  // one step alone is seen too
      isJoined = true;
    }
    QPen pen(isOther ? m_style.soft : colorOf(note.meanCents), m_style.textSize * (isOther ? 0.09 : 0.2));
    if (isOther) pen.setDashPattern({4, 3});
    pen.setCapStyle(isOther ? Qt::FlatCap : Qt::RoundCap);
    painter.strokePath(path, pen);
  }
}

// Of two names that would overlap the earlier is written.
void PracticePainter::paintNames(QPainter& painter, QRectF plot) const {
  const double pixelsPerS = plot.width() / secondsOf(m_session, m_compared);
  setFont(painter, m_style.textSize, QFont::DemiBold);
  painter.setPen(m_style.text);
  const QFontMetricsF metrics(painter.font());
  double freeFrom = plot.left();
  for (const core::PlayedNote& note : m_session.notes) {
    const QString name = shownNoteName(note.note, m_names);
    const double width = metrics.horizontalAdvance(name);
    const double x = std::min(plot.left() + note.onsetS * pixelsPerS, plot.right() - width);
    if (x < freeFrom) continue;
    painter.drawText(QPointF(x, plot.top() - m_style.textSize * 0.5), name);
    freeFrom = x + width + m_style.textSize * 0.6;
  }
}

}  // namespace tunescope::ui
