// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/practicepainter.h"

#include "present/numbertext.h"
#include "ui/models/practicemodel.h"
#include "ui/models/practicenotes.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

using present::plainText;
using present::PracticeTotal;
using present::signedText;

namespace {

constexpr double kScales[] = {10, 25, 50};
constexpr double kNameWidth = 3.4;     // in text sizes
constexpr double kFiguresWidth = 8.2;  // in text sizes

}  // namespace

PracticeStyle PracticeStyle::paper(const QString& family, int textSize) {
  return {.ground = QColor(0xfa, 0xf7, 0xf1),
          .text = QColor(0x19, 0x1d, 0x21),
          .soft = QColor(0x52, 0x5b, 0x64),
          .line = QColor(0xdc, 0xd5, 0xc7),
          .inTune = QColor(0x00, 0x5c, 0x43),
          .flat = QColor(0x00, 0x60, 0x9b),
          .sharp = QColor(0x8a, 0x53, 0x00),
          .family = family,
          .textSize = textSize};
}

PracticePainter PracticePainter::of(const PracticeModel& practice, const PracticeStyle& style) {
  PracticePainter painter;
  painter.m_style = style;
  painter.m_session = practice.session();
  painter.m_compared = practice.compared();
  painter.m_title = practice.title();
  painter.m_comparedTitle = practice.comparedTitle();
  painter.m_names = practice.names();
  painter.m_toleranceCents = practice.toleranceCents();
  for (PracticeTotal& total : totalsOf(painter.m_session, painter.m_toleranceCents)) {
    painter.m_rows.push_back({shownNoteName(total.note, painter.m_names), std::move(total), std::nullopt});
  }
  if (painter.m_compared) {
    for (PracticeTotal& total : totalsOf(*painter.m_compared, painter.m_toleranceCents)) {
      const auto isSame = [&total](const Row& row) { return row.own && row.own->note.isSameNote(total.note); };
      const auto row = std::ranges::find_if(painter.m_rows, isSame);
      if (row != painter.m_rows.end()) {
        row->other = std::move(total);
      } else {
        painter.m_rows.push_back({shownNoteName(total.note, painter.m_names), std::nullopt, std::move(total)});
      }
    }
    std::ranges::stable_sort(painter.m_rows, {},
                             [](const Row& row) { return (row.own ? row.own : row.other)->note.targetHz; });
  }
  painter.findRange();
  return painter;
}

void PracticePainter::findRange() {
  double farthest = m_toleranceCents;
  for (const Row& row : m_rows) {
    for (const auto& total : {row.own, row.other}) {
      if (total) farthest = std::max(farthest, std::abs(total->meanCents) + total->spreadCents);
    }
  }
  m_rangeCents =
      *std::find_if(std::begin(kScales), std::end(kScales) - 1, [farthest](double range) { return farthest <= range; });
}

PracticePainter::Scale PracticePainter::scaleOf(double width) const {
  const double left = kNameWidth * m_style.textSize;
  return {left, std::max(1.0, width - left - kFiguresWidth * m_style.textSize)};
}

double PracticePainter::xOf(const Scale& scale, double cents) const {
  return scale.left + scale.width * (0.5 + 0.5 * std::clamp(cents / m_rangeCents, -1.0, 1.0));
}

QColor PracticePainter::colorOf(double cents) const {
  if (std::abs(cents) <= m_toleranceCents) return m_style.inTune;
  return cents < 0 ? m_style.flat : m_style.sharp;
}

void PracticePainter::setFont(QPainter& painter, double size, int weight) const {
  QFont font(m_style.family);
  font.setPixelSize(std::max(1, int(std::lround(size))));
  font.setWeight(QFont::Weight(weight));
  painter.setFont(font);
}

void PracticePainter::paintTitle(QPainter& painter, double width, const QString& headline,
                                 const QString& detail) const {
  painter.setRenderHint(QPainter::Antialiasing);
  setFont(painter, m_style.textSize * 1.4, QFont::DemiBold);
  painter.setPen(m_style.text);
  painter.drawText(QRectF(0, 0, width, m_style.textSize * 1.8), Qt::AlignLeft | Qt::AlignTop, headline);
  setFont(painter, m_style.textSize, QFont::Normal);
  painter.setPen(m_style.soft);
  const QString line = detail.isEmpty() ? m_title : m_title + QStringLiteral("  \u00b7  ") + detail;
  painter.drawText(QRectF(0, m_style.textSize * 2.0, width, m_style.textSize * 1.6), Qt::AlignLeft | Qt::AlignTop,
                   line);
}

// What is what where two sessions are compared; else how wide in tune is.
void PracticePainter::paintLegend(QPainter& painter, double right) const {
  setFont(painter, m_style.textSize * 0.9, QFont::Normal);
  painter.setPen(m_style.soft);
  const QRectF line(0, 0, right, m_style.textSize * 1.3);
  const QString text = m_compared ? QStringLiteral("\u25CF %1   \u25CB %2").arg(m_title, m_comparedTitle)
                                  : PracticeModel::tr("Cents; in tune is \u00B1%1").arg(plainText(m_toleranceCents, 1));
  painter.drawText(line, Qt::AlignHCenter | Qt::AlignVCenter,
                   QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, right));
}

void PracticePainter::paintGuides(QPainter& painter, const Scale& scale, double top, double bottom) const {
  QColor band = m_style.inTune;
  band.setAlphaF(0.14F);
  const double left = xOf(scale, -m_toleranceCents);
  painter.fillRect(QRectF(left, top, xOf(scale, m_toleranceCents) - left, bottom - top), band);
  for (const double part : {-1.0, -0.5, 0.0, 0.5, 1.0}) {
    painter.setPen(QPen(part == 0 ? m_style.soft : m_style.line, 1));
    const double x = std::round(xOf(scale, part * m_rangeCents)) + 0.5;
    painter.drawLine(QPointF(x, top), QPointF(x, bottom));
  }
}

void PracticePainter::paintNotes(QPainter& painter, QSizeF size, double offset) const {
  painter.setRenderHint(QPainter::Antialiasing);
  const Scale scale = scaleOf(size.width());
  const double bottom = std::min(size.height(), notesHeight() - offset);
  paintLegend(painter, size.width());
  setFont(painter, m_style.textSize * 0.9, QFont::Normal);
  painter.setPen(m_style.soft);
  for (const double part : {-1.0, 0.0, 1.0}) {
    const double x = xOf(scale, part * m_rangeCents);
    const QRectF box(x - 2 * m_style.textSize, m_style.textSize * 1.25, 4 * m_style.textSize, m_style.textSize * 1.3);
    painter.drawText(box, Qt::AlignCenter, signedText(part * m_rangeCents, 0));
  }
  paintGuides(painter, scale, headHeight(), bottom);
  painter.save();
  painter.setClipRect(QRectF(0, headHeight(), size.width(), std::max(0.0, size.height() - headHeight())));
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    const double top = headHeight() + rowHeight() * double(i) - offset;
    if (top + rowHeight() > headHeight() && top < size.height()) paintRow(painter, m_rows[i], size.width(), top);
  }
  painter.restore();
}

QString PracticePainter::figuresOf(const PracticeTotal& total) const {
  return QStringLiteral("%1 \u00B1 %2").arg(signedText(total.meanCents, 1), plainText(total.spreadCents, 1));
}

void PracticePainter::paintRow(QPainter& painter, const Row& row, double width, double top) const {
  const Scale scale = scaleOf(width);
  const double height = rowHeight();
  painter.setPen(QPen(m_style.line, 1));
  painter.drawLine(QPointF(0, std::round(top) + 0.5), QPointF(width, std::round(top) + 0.5));
  setFont(painter, m_style.textSize * 1.3, QFont::DemiBold);
  painter.setPen(m_style.text);
  painter.drawText(QRectF(0, top, scale.left, height), Qt::AlignLeft | Qt::AlignVCenter, row.name);
  const double half = m_compared ? height / 2 : height;
  if (row.own) paintTotal(painter, *row.own, scale, QRectF(0, top, width, half), false);
  if (row.other) paintTotal(painter, *row.other, scale, QRectF(0, top + height - half, width, half), true);
}

// A bar from mean - spread to mean + spread with the mean in it; of the other session hollow.
void PracticePainter::paintTotal(QPainter& painter, const PracticeTotal& total, const Scale& scale, QRectF box,
                                 bool isOther) const {
  const double middle = box.center().y();
  const double radius = m_style.textSize * 0.36;
  const QColor color = isOther ? m_style.soft : colorOf(total.meanCents);
  const double low = xOf(scale, total.meanCents - total.spreadCents);
  const double high = xOf(scale, total.meanCents + total.spreadCents);
  QColor faint = color;
  faint.setAlphaF(0.34F);
  painter.setPen(isOther ? QPen(color, 1.2) : QPen(Qt::NoPen));
  painter.setBrush(isOther ? QBrush(Qt::NoBrush) : QBrush(faint));
  painter.drawRoundedRect(QRectF(low, middle - radius, std::max(1.0, high - low), 2 * radius), radius / 2, radius / 2);
  painter.setPen(Qt::NoPen);
  painter.setBrush(faint);
  for (const float mean : total.means)
    painter.drawEllipse(QPointF(xOf(scale, double(mean)), middle + 1.7 * radius), radius * 0.4, radius * 0.4);
  painter.setPen(QPen(color, m_style.textSize * 0.14));
  painter.setBrush(isOther ? m_style.ground : color);
  painter.drawEllipse(QPointF(xOf(scale, total.meanCents), middle), radius, radius);
  painter.setBrush(Qt::NoBrush);
  const QString share = PracticeModel::tr("%1 \u00D7, %2 % in tune")
                            .arg(total.count)
                            .arg(plainText(total.seconds > 0 ? 100 * total.inTuneS / total.seconds : 0, 0));
  const QRectF figures(scale.left + scale.width, box.top(), box.width() - scale.left - scale.width, box.height());
  painter.setPen(isOther ? m_style.soft : m_style.text);
  setFont(painter, m_style.textSize, QFont::Normal);
  painter.drawText(figures.adjusted(0, 0, 0, -box.height() / 2), Qt::AlignRight | Qt::AlignBottom, figuresOf(total));
  painter.setPen(m_style.soft);
  setFont(painter, m_style.textSize * 0.9, QFont::Normal);
  painter.drawText(figures.adjusted(0, box.height() / 2, 0, 0), Qt::AlignRight | Qt::AlignTop, share);
}

}  // namespace tunescope::ui
