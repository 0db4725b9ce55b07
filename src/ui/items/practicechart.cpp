// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/practicechart.h"

namespace tunescope::ui {

PracticeChart::PracticeChart(QQuickItem* parent) : QQuickPaintedItem(parent) {
  connect(this, &PracticeChart::changed, this, [this] {
    if (m_painter) gather();
    update();
  });
}

void PracticeChart::setPractice(PracticeModel* practice) {
  if (practice == m_practice) return;
  if (m_practice) disconnect(m_practice, nullptr, this, nullptr);
  m_practice = practice;
  if (m_practice) {
    connect(m_practice, &PracticeModel::changed, this, [this] {
      m_painter.reset();
      if (isVisible()) gather();
      if (isVisible()) update();
    });
  }
  gather();
  Q_EMIT changed();
}

void PracticeChart::itemChange(ItemChange change, const ItemChangeData& data) {
  QQuickPaintedItem::itemChange(change, data);
  if (change != ItemVisibleHasChanged || !isVisible()) return;
  if (!m_painter) gather();
  update();
}

void PracticeChart::gather() {
  if (!m_practice) return;
  const PracticeStyle style{m_ground, m_text, m_soft, m_line, m_inTune, m_flat, m_sharp, m_family, m_textSize};
  if (m_painter) {
    m_painter->setStyle(style);
  } else {
    m_painter = PracticePainter::of(*m_practice, style);
  }
  const double height = m_painter->notesHeight();
  if (height == m_rowsHeight) return;
  m_rowsHeight = height;
  Q_EMIT rowsChanged();
}

void PracticeChart::paint(QPainter* painter) {
  if (!m_painter) return;
  m_isOverTime ? m_painter->paintTime(*painter, size()) : m_painter->paintNotes(*painter, size(), m_offset);
}

}  // namespace tunescope::ui
