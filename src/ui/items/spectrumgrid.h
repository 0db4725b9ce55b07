// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/spectrummodel.h"

#include <QColor>
#include <QPointer>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// The axes of a SpectrumModel around its plot: levels at the left, below it a keyboard of the notes in force and the
// frequencies. It is painted only when the axes or the notes change. Thread: gui.
class SpectrumGrid : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(tunescope::ui::SpectrumModel* model READ model WRITE setModel NOTIFY changed)
  Q_PROPERTY(QColor line MEMBER m_line NOTIFY changed)
  Q_PROPERTY(QColor text MEMBER m_text NOTIFY changed)
  Q_PROPERTY(QColor lightKey MEMBER m_lightKey NOTIFY changed)
  Q_PROPERTY(QColor darkKey MEMBER m_darkKey NOTIFY changed)
  Q_PROPERTY(QColor keyText MEMBER m_keyText NOTIFY changed)
  Q_PROPERTY(QString family MEMBER m_family NOTIFY changed)
  Q_PROPERTY(int textSize MEMBER m_textSize NOTIFY changed)
  Q_PROPERTY(double axisWidth MEMBER m_axisWidth NOTIFY changed)
  Q_PROPERTY(double keyboardHeight MEMBER m_keyboardHeight NOTIFY changed)
  Q_PROPERTY(double labelHeight MEMBER m_labelHeight NOTIFY changed)

 public:
  explicit SpectrumGrid(QQuickItem* parent = nullptr);
  SpectrumModel* model() const { return m_model; }
  void setModel(SpectrumModel* model);
  void paint(QPainter* painter) override;

 Q_SIGNALS:
  void changed();

 private:
  void paintLevels(QPainter& painter, const QRectF& plot) const;
  void paintFrequencies(QPainter& painter, const QRectF& plot) const;
  void paintKeyboard(QPainter& painter, const QRectF& keys) const;
  void paintNotes(QPainter& painter, const QRectF& keys) const;

  QPointer<SpectrumModel> m_model;
  QColor m_line, m_text, m_lightKey, m_darkKey, m_keyText;
  QString m_family;
  int m_textSize = 12;
  double m_axisWidth = 40, m_keyboardHeight = 24, m_labelHeight = 18;
};

}  // namespace tunescope::ui
