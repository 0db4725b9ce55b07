// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/items/practicepainter.h"
#include "ui/models/practicemodel.h"

#include <QPointer>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// The chart of a practice session. Its rows are scrolled by offset, so that it is never larger than what is seen.
// Thread: gui.
class PracticeChart : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(tunescope::ui::PracticeModel* practice READ practice WRITE setPractice NOTIFY changed)
  Q_PROPERTY(bool isOverTime MEMBER m_isOverTime NOTIFY changed)
  Q_PROPERTY(double offset MEMBER m_offset NOTIFY changed)
  Q_PROPERTY(double rowsHeight READ rowsHeight NOTIFY rowsChanged)
  Q_PROPERTY(QColor ground MEMBER m_ground NOTIFY changed)
  Q_PROPERTY(QColor text MEMBER m_text NOTIFY changed)
  Q_PROPERTY(QColor soft MEMBER m_soft NOTIFY changed)
  Q_PROPERTY(QColor line MEMBER m_line NOTIFY changed)
  Q_PROPERTY(QColor inTune MEMBER m_inTune NOTIFY changed)
  Q_PROPERTY(QColor flat MEMBER m_flat NOTIFY changed)
  Q_PROPERTY(QColor sharp MEMBER m_sharp NOTIFY changed)
  Q_PROPERTY(QString family MEMBER m_family NOTIFY changed)
  Q_PROPERTY(int textSize MEMBER m_textSize NOTIFY changed)

 public:
  explicit PracticeChart(QQuickItem* parent = nullptr);

  PracticeModel* practice() const { return m_practice; }
  void setPractice(PracticeModel* practice);
  double rowsHeight() const { return m_rowsHeight; }  // of all notes, with the head
  void paint(QPainter* painter) override;

 Q_SIGNALS:
  void changed();
  void rowsChanged();

 protected:
  void itemChange(ItemChange change, const ItemChangeData& data) override;

 private:
  void gather();  // what is drawn, where it is seen

  QPointer<PracticeModel> m_practice;
  std::optional<PracticePainter> m_painter;  // of what is shown; none: it changed while nobody saw it
  double m_rowsHeight = 0;
  bool m_isOverTime = false;
  double m_offset = 0;
  QColor m_ground, m_text, m_soft, m_line, m_inTune, m_flat, m_sharp;
  QString m_family;
  int m_textSize = 13;
};

}  // namespace tunescope::ui
