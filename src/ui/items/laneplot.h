// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/historystep.h"
#include "core/tuning/tuning.h"
#include "ui/models/practicenotes.h"

#include <QColor>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

#include <cmath>
#include <initializer_list>
#include <vector>

namespace tunescope::ui {

// What plots of pitch, level and loudness over time have in common: a lane for each quantity, with its scale at the
// left, and a column for each pixel. Thread: gui (painting: render, with gui waiting). Realtime-safe: no.
class LanePlot : public QQuickPaintedItem {
  Q_OBJECT
  QML_ANONYMOUS
  Q_PROPERTY(QString family MEMBER m_family NOTIFY changed)
  Q_PROPERTY(int textSize MEMBER m_textSize NOTIFY changed)
  Q_PROPERTY(QColor text MEMBER m_text NOTIFY changed)
  Q_PROPERTY(QColor soft MEMBER m_soft NOTIFY changed)
  Q_PROPERTY(QColor line MEMBER m_line NOTIFY changed)
  Q_PROPERTY(QColor raised MEMBER m_raised NOTIFY changed)
  Q_PROPERTY(QColor trace MEMBER m_trace NOTIFY changed)
  Q_PROPERTY(QColor inTune MEMBER m_inTune NOTIFY changed)
  Q_PROPERTY(QColor flat MEMBER m_flat NOTIFY changed)
  Q_PROPERTY(QColor sharp MEMBER m_sharp NOTIFY changed)
  Q_PROPERTY(QColor warning MEMBER m_warning NOTIFY changed)
  Q_PROPERTY(double gutter READ gutter NOTIFY changed)
  Q_PROPERTY(double foot READ foot NOTIFY changed)

 public:
  double gutter() const { return std::ceil(m_textSize * 2.9); }  // left of the lanes
  double foot() const { return std::ceil(m_textSize * 1.7); }    // below them

 Q_SIGNALS:
  void changed();

 protected:
  struct Scale {  // of a lane
    QRectF box;
    double low = 0, high = 1;  // at its bottom and top
    double yOf(double value) const { return box.bottom() - (value - low) / (high - low) * box.height(); }
  };
  struct Grid {  // of the notes
    const core::Tuning& tuning;
    core::NameStyle names;
    double toleranceCents;
  };

  explicit LanePlot(QQuickItem* parent);
  void itemChange(ItemChange change, const ItemChangeData& data) override;

  void setFont(QPainter& painter, bool isStrong) const;
  // The head of a lane, up to a colon if it does not fit; returns the rest of the box.
  QRectF paintTitle(QPainter& painter, QRectF box, const QString& title) const;
  void paintBottom(QPainter& painter, QRectF box) const;
  void paintMarks(QPainter& painter, const Scale& scale, std::initializer_list<int> marks) const;
  void paintColumn(QPainter& painter, const Scale& scale, int column, double low, double high, double before,
                   const QColor& color) const;
  // Of m_steps.
  void paintLevels(QPainter& painter, const Scale& scale) const;
  void paintLoudness(QPainter& painter, const Scale& scale) const;
  void paintNotes(QPainter& painter, const Scale& scale, const Grid& grid) const;
  void paintPitches(QPainter& painter, const Scale& scale, const Grid& grid) const;
  Scale pitchScale(QRectF box) const;
  // The shortest round time, seconds, that takes up so many pixels.
  static double roundTimeS(double pixelsPerS, double pixels);

  std::vector<core::HistoryStep> m_steps;  // of each column, from the left
  QString m_family;
  int m_textSize = 13;
  QColor m_text, m_soft, m_line, m_raised, m_trace, m_inTune, m_flat, m_sharp, m_warning;

 private:
  void paintNoteLane(QPainter& painter, const Scale& scale, const Grid& grid, const core::TunedNote& note,
                     double y) const;
};

}  // namespace tunescope::ui
