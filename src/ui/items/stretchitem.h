// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/pianomodel.h"

#include <QColor>
#include <QPointer>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// Draws the curve of a PianoModel over the 88 keys: its offset from equal temperament above, and B on a logarithmic
// scale with its uncertainty below; a dot where a key is measured. Thread: gui.
class StretchItem : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(tunescope::ui::PianoModel* model READ model WRITE setModel NOTIFY changed)
  Q_PROPERTY(QColor line MEMBER m_line NOTIFY changed)
  Q_PROPERTY(QColor grid MEMBER m_grid NOTIFY changed)
  Q_PROPERTY(QColor text MEMBER m_text NOTIFY changed)
  Q_PROPERTY(double lineWidth MEMBER m_lineWidth NOTIFY changed)
  Q_PROPERTY(QString family MEMBER m_family NOTIFY changed)
  Q_PROPERTY(int textSize MEMBER m_textSize NOTIFY changed)

 public:
  explicit StretchItem(QQuickItem* parent = nullptr);
  PianoModel* model() const { return m_model; }
  void setModel(PianoModel* model);
  void paint(QPainter* painter) override;

 Q_SIGNALS:
  void changed();

 private:
  double xOf(int midi) const;
  void paintKeys(QPainter& painter) const;
  void paintOffsets(QPainter& painter, const QRectF& box) const;
  void paintInharmonicity(QPainter& painter, const QRectF& box) const;
  void paintDots(QPainter& painter, double (*yOf)(const core::StretchCurve&, std::size_t key, const QRectF& box),
                 const QRectF& box) const;

  QPointer<PianoModel> m_model;
  QColor m_line, m_grid, m_text;
  double m_lineWidth = 2;
  QString m_family;
  int m_textSize = 13;
};

}  // namespace tunescope::ui
