// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/items/laneplot.h"
#include "ui/views/timelinemodel.h"

#include <QImage>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace tunescope::ui {

// Draws what a TimelineModel shows of a sound file: a lane each for waveform, pitch with its uncertainty and the notes
// that were found, spectrogram, level and loudness, over one time axis. Painted again when the model says so. Thread:
// gui (painting: render, with gui waiting). Realtime-safe: no.
class TimelinePlot : public tunescope::ui::LanePlot {  // qualified for qmllint
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(tunescope::ui::TimelineModel* model READ model WRITE setModel NOTIFY changed)
  Q_PROPERTY(int lanes MEMBER m_lanes NOTIFY changed)
  Q_PROPERTY(bool isStrip MEMBER m_isStrip NOTIFY changed)

 public:
  enum Lane { Wave = 1, Pitch = 2, Spectrogram = 4, Level = 8, Loudness = 16 };
  Q_ENUM(Lane)

  explicit TimelinePlot(QQuickItem* parent = nullptr);
  TimelineModel* model() const { return m_model; }
  void setModel(TimelineModel* model);
  void paint(QPainter* painter) override;

 private:
  void paintStrip(QPainter& painter) const;  // isStrip: the waveform of the whole file, without scales
  void paintLane(QPainter& painter, Lane lane, QRectF box);
  void paintWave(QPainter& painter, QRectF box) const;
  void paintBand(QPainter& painter, const Scale& scale) const;
  void paintPlayedNotes(QPainter& painter, const Scale& scale, const Grid& grid) const;
  void paintSpectrogram(QPainter& painter, QRectF box);
  void paintParts(QPainter& painter, QRectF box) const;
  void paintTimes(QPainter& painter, QRectF plot) const;
  double xOf(QRectF box, double seconds) const;

  QPointer<TimelineModel> m_model;
  std::vector<TimelineModel::Column> m_columns;
  QImage m_image;  // the spectrogram
  int m_lanes = Wave | Pitch | Spectrogram | Level | Loudness;
  bool m_isStrip = false;
};

}  // namespace tunescope::ui
