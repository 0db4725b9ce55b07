// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/historyviewmodel.h"

#include <QColor>
#include <QPointer>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

#include <cmath>
#include <initializer_list>
#include <vector>

namespace tunescope::ui {

// Draws what a HistoryViewModel shows, a lane each for pitch, level and loudness over one time axis, a column for each
// pixel. Painted again when the model says so, at most ten times a second. Thread: gui (painting: render, with gui
// waiting). Realtime-safe: no.
class HistoryPlot : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(tunescope::ui::HistoryViewModel* model READ model WRITE setModel NOTIFY changed)
  Q_PROPERTY(int lanes MEMBER m_lanes NOTIFY changed)
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
  enum Lane { Pitch = 1, Level = 2, Loudness = 4 };
  Q_ENUM(Lane)

  explicit HistoryPlot(QQuickItem* parent = nullptr);
  HistoryViewModel* model() const { return m_model; }
  void setModel(HistoryViewModel* model);
  double gutter() const { return std::ceil(m_textSize * 2.9); }  // left of the lanes
  double foot() const { return std::ceil(m_textSize * 1.7); }    // below them
  void paint(QPainter* painter) override;

 Q_SIGNALS:
  void changed();

 protected:
  void itemChange(ItemChange change, const ItemChangeData& data) override;

 private:
  struct Scale {  // of a lane
    QRectF box;
    double low = 0, high = 1;  // at its bottom and top
    double yOf(double value) const { return box.bottom() - (value - low) / (high - low) * box.height(); }
  };

  void setFont(QPainter& painter, bool isStrong) const;
  void paintLane(QPainter& painter, Lane lane, QRectF box);
  void paintTimes(QPainter& painter, QRectF plot) const;
  void paintGaps(QPainter& painter, QRectF box) const;
  void paintGapName(QPainter& painter, QRectF run, const core::HistoryStep& step) const;
  void paintMarks(QPainter& painter, const Scale& scale, std::initializer_list<int> marks) const;
  void paintLevels(QPainter& painter, const Scale& scale) const;
  void paintLoudness(QPainter& painter, const Scale& scale) const;
  void paintNotes(QPainter& painter, const Scale& scale) const;
  void paintNoteLane(QPainter& painter, const Scale& scale, const core::TunedNote& note, double y) const;
  void paintPitches(QPainter& painter, const Scale& scale) const;
  void paintColumn(QPainter& painter, const Scale& scale, int column, double low, double high, double before,
                   const QColor& color) const;
  Scale pitchScale(QRectF box) const;

  QPointer<HistoryViewModel> m_model;
  std::vector<core::HistoryStep> m_steps;  // of each column, from the left
  double m_firstStep = 0;                  // at the left edge
  int m_lanes = Pitch | Level | Loudness;
  QString m_family;
  int m_textSize = 13;
  QColor m_text, m_soft, m_line, m_raised, m_trace, m_inTune, m_flat, m_sharp, m_warning;
};

}  // namespace tunescope::ui
