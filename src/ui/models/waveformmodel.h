// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readings.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// The newest part of the signal for a WaveformItem, and its scale: the gain changes in powers of two, so
// that the picture stands still while the level varies; it falls at once and rises slowly. At most one frame is
// pending: each frame is consumed exactly once, when it has been drawn or dropped, and only then does the next one
// come. Thread: gui. Realtime-safe: no.
class WaveformModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QString spanText READ spanText NOTIFY textChanged)
  Q_PROPERTY(QString gainText READ gainText NOTIFY textChanged)

 public:
  static constexpr int kMaxColumns = 1024;
  static constexpr double kSpanS = 0.025;  // two periods of a low E2, eleven of an A4
  static constexpr int kMaxDoublings = 6;

  explicit WaveformModel(QObject* parent = nullptr);

  void show(const core::WaveformFrame& frame);
  void rest();  // clears the picture and drops a frame that has not been drawn yet

  const core::WaveformFrame& frame() const { return m_frame; }
  double gain() const { return m_gain; }
  QString spanText() const;  // "25 ms"
  QString gainText() const;  // "×8"; empty for 1

  // Called by an item: the number of columns it shows now (0: hidden), and that it has drawn the frame. At most one of
  // several items is visible: hiding one after another was shown changes nothing.
  void setColumns(int columns, const QObject* item = nullptr);
  int columns() const { return m_columns; }
  void acknowledge();

 Q_SIGNALS:
  void changed();      // with each frame
  void textChanged();  // seldom
  void columnsChanged(int columns);
  void consumed();

 private:
  void updateGain(double peak);
  void setDoublings(int doublings);

  core::WaveformFrame m_frame;
  double m_gain = 1;
  int m_doublings = 0;
  double m_recentPeak = 0;
  double m_timeS = 0;
  int m_columns = 0;
  const QObject* m_item = nullptr;  // the item that shows them; never dereferenced
  bool m_isWaiting = false;         // a frame has been neither drawn nor dropped yet
};

}  // namespace tunescope::ui
