// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/historyitem.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

HistoryItem::HistoryItem(QQuickItem* parent) : QQuickPaintedItem(parent) {
  connect(this, &HistoryItem::changed, this, [this] { update(); });
}

void HistoryItem::setModel(HistoryModel* model) {
  if (model == m_model) return;
  if (m_model) disconnect(m_model, nullptr, this, nullptr);
  m_model = model;
  if (m_model) {
    connect(m_model, &HistoryModel::changed, this, [this] {
      if (isVisible()) update();
    });
  }
  Q_EMIT changed();
}

void HistoryItem::itemChange(ItemChange change, const ItemChangeData& data) {
  QQuickPaintedItem::itemChange(change, data);
  if (change == ItemVisibleHasChanged && isVisible()) update();
}

double HistoryItem::yOf(double cents) const {
  const double range = m_model->rangeCents();
  const double reach = height() / 2 - m_lineWidth;
  return height() / 2 - std::clamp(cents / range, -1.0, 1.0) * reach;
}

void HistoryItem::paint(QPainter* painter) {
  if (!m_model) return;
  const double step = width() / HistoryModel::kBins;
  painter->setPen(Qt::NoPen);
  // Columns of whole pixels: no seams and no overlaps, even if translucent.
  const auto leftOf = [&](int age) { return std::floor(width() - (age + 1) * step); };
  const int back = std::max(1, int(std::ceil(1 / std::max(step, 0.01))));  // bins to the column before
  for (int age = 0; age < HistoryModel::kBins; ++age) {
    const HistoryModel::Bin& bin = m_model->bin(age);
    const double x = leftOf(age), columnWidth = leftOf(age - 1) - x;
    if (!bin.isSounding || columnWidth < 1) continue;
    const QColor& color = std::abs(bin.cents) <= m_toleranceCents ? m_inTune : bin.cents < 0 ? m_flat : m_sharp;
    const double top = yOf(bin.highCents), bottom = yOf(bin.lowCents), middle = yOf(bin.cents);
    QColor faint = color;
    faint.setAlphaF(0.34F);
    if (bottom - top > m_lineWidth) painter->fillRect(QRectF(x, top, columnWidth, bottom - top), faint);
    // Joined to the bin before, unless another note began.
    const bool isJoined =
        bin.startedNote.isEmpty() && age + back < HistoryModel::kBins && m_model->bin(age + back).isSounding;
    const double before = isJoined ? yOf(m_model->bin(age + back).cents) : middle;
    painter->fillRect(
        QRectF(x, std::min(middle, before) - m_lineWidth / 2, columnWidth, std::abs(middle - before) + m_lineWidth),
        color);
  }
  paintNames(*painter, step);
}

// From the newest to the oldest, so that of two overlapping names the newer one is drawn.
void HistoryItem::paintNames(QPainter& painter, double step) const {
  painter.setRenderHint(QPainter::Antialiasing);
  QFont font(m_family);
  font.setPixelSize(std::max(1, m_textSize));
  font.setWeight(QFont::DemiBold);
  painter.setFont(font);
  painter.setPen(m_text);
  const QFontMetricsF metrics(font);
  double freeTo = width();
  for (int age = 0; age < HistoryModel::kBins; ++age) {
    const QString& name = m_model->bin(age).startedNote;
    if (name.isEmpty()) continue;
    const double x = std::min(width() - (age + 1) * step, width() - metrics.horizontalAdvance(name));
    if (x < 0 || x + metrics.horizontalAdvance(name) > freeTo) continue;
    painter.drawText(QPointF(x, metrics.ascent()), name);
    freeTo = x - m_textSize / 2.0;
  }
  paintMarks(painter, step);
}

// A line over the whole height, with its words at the foot.
void HistoryItem::paintMarks(QPainter& painter, double step) const {
  const QFontMetricsF metrics(painter.font());
  double freeTo = width();
  for (int age = 0; age < HistoryModel::kBins; ++age) {
    const QString& mark = m_model->bin(age).mark;
    if (mark.isEmpty()) continue;
    const double at = std::floor(width() - (age + 1) * step);
    painter.fillRect(QRectF(at, 0, std::max(1.0, m_lineWidth / 4.0), height()), m_text);
    const double wanted = metrics.horizontalAdvance(mark) + m_textSize / 2.0;
    const double x = at + wanted <= freeTo ? at + m_textSize / 3.0 : at - wanted;
    if (x < 0 || x + metrics.horizontalAdvance(mark) > freeTo) continue;
    painter.drawText(QPointF(x, height() - metrics.descent()), mark);
    freeTo = std::min(at, x) - m_textSize / 2.0;
  }
}

}  // namespace tunescope::ui
