// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/items/laneplot.h"
#include "ui/views/historyviewmodel.h"

#include <QPointer>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// Draws what a HistoryViewModel shows, a lane each for pitch, level and loudness over one time axis, a column for each
// pixel. Painted again when the model says so, at most ten times a second. Thread: gui (painting: render, with gui
// waiting). Realtime-safe: no.
class HistoryPlot : public tunescope::ui::LanePlot {  // qualified for qmllint
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(tunescope::ui::HistoryViewModel* model READ model WRITE setModel NOTIFY changed)
  Q_PROPERTY(int lanes MEMBER m_lanes NOTIFY changed)

 public:
  enum Lane { Pitch = 1, Level = 2, Loudness = 4 };
  Q_ENUM(Lane)

  explicit HistoryPlot(QQuickItem* parent = nullptr);
  HistoryViewModel* model() const { return m_model; }
  void setModel(HistoryViewModel* model);
  void paint(QPainter* painter) override;

 private:
  void paintLane(QPainter& painter, Lane lane, QRectF box);
  void paintTimes(QPainter& painter, QRectF plot) const;
  void paintGaps(QPainter& painter, QRectF box) const;
  void paintGapName(QPainter& painter, QRectF run, const core::HistoryStep& step) const;

  QPointer<HistoryViewModel> m_model;
  double m_firstStep = 0;  // at the left edge
  int m_lanes = Pitch | Level | Loudness;
};

}  // namespace tunescope::ui
