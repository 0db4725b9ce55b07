// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/spectrogramviewmodel.h"

#include <QColor>
#include <QPointer>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// A scale beside a spectrogram: note names, hertz, or the colours with their levels; or below it, seconds before the
// right edge. Painted when it changes. Thread: gui (painting: render, with gui waiting). Realtime-safe: no.
class SpectrogramScale : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(tunescope::ui::SpectrogramViewModel* model READ model WRITE setModel NOTIFY changed)
  Q_PROPERTY(Kind kind MEMBER m_kind NOTIFY changed)
  Q_PROPERTY(QString family MEMBER m_family NOTIFY changed)
  Q_PROPERTY(int textSize MEMBER m_textSize NOTIFY changed)
  Q_PROPERTY(QColor color MEMBER m_color NOTIFY changed)

 public:
  enum Kind { Notes, Hertz, Levels, Times };
  Q_ENUM(Kind)

  explicit SpectrogramScale(QQuickItem* parent = nullptr);
  SpectrogramViewModel* model() const { return m_model; }
  void setModel(SpectrogramViewModel* model);
  void paint(QPainter* painter) override;

 Q_SIGNALS:
  void changed();

 private:
  void paintNotes(QPainter& painter) const;
  void paintHertz(QPainter& painter) const;
  void paintLevels(QPainter& painter) const;
  void paintTimes(QPainter& painter) const;
  QString timeText(double beforeEndS, int decimals) const;
  bool paintText(QPainter& painter, double y, const QString& text, int alignment, double& freeFrom) const;

  QPointer<SpectrogramViewModel> m_model;
  Kind m_kind = Notes;
  QString m_family;
  int m_textSize = 13;
  QColor m_color;
};

}  // namespace tunescope::ui
