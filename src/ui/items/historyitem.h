// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/historymodel.h"

#include <QColor>
#include <QPointer>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// Draws a HistoryModel as a ribbon: the newest at the right, sharp upwards, as thick as the uncertainty, with a
// gap where no note sounded and the name of each note where it began. Thread: gui.
class HistoryItem : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(tunescope::ui::HistoryModel* model READ model WRITE setModel NOTIFY changed)
  Q_PROPERTY(double toleranceCents MEMBER m_toleranceCents NOTIFY changed)
  Q_PROPERTY(QColor inTune MEMBER m_inTune NOTIFY changed)
  Q_PROPERTY(QColor flat MEMBER m_flat NOTIFY changed)
  Q_PROPERTY(QColor sharp MEMBER m_sharp NOTIFY changed)
  Q_PROPERTY(QColor text MEMBER m_text NOTIFY changed)
  Q_PROPERTY(double lineWidth MEMBER m_lineWidth NOTIFY changed)
  Q_PROPERTY(QString family MEMBER m_family NOTIFY changed)
  Q_PROPERTY(int textSize MEMBER m_textSize NOTIFY changed)

 public:
  explicit HistoryItem(QQuickItem* parent = nullptr);
  HistoryModel* model() const { return m_model; }
  void setModel(HistoryModel* model);
  void paint(QPainter* painter) override;

 Q_SIGNALS:
  void changed();

 protected:
  void itemChange(ItemChange change, const ItemChangeData& data) override;

 private:
  double yOf(double cents) const;
  void paintMarks(QPainter& painter, double step) const;
  void paintNames(QPainter& painter, double step) const;

  QPointer<HistoryModel> m_model;
  double m_toleranceCents = 2.5;
  QColor m_inTune, m_flat, m_sharp, m_text;
  double m_lineWidth = 3;
  QString m_family;
  int m_textSize = 13;
};

}  // namespace tunescope::ui
