// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "present/leveldisplay.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// What the level meter shows (present::LevelDisplay), as properties. Thread: gui. Realtime-safe: no.
class LevelModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(bool isActive READ isActive NOTIFY changed)
  Q_PROPERTY(double rmsPosition READ rmsPosition NOTIFY changed)
  Q_PROPERTY(double peakPosition READ peakPosition NOTIFY changed)
  Q_PROPERTY(double heldPosition READ heldPosition NOTIFY changed)
  Q_PROPERTY(QString rmsText READ rmsText NOTIFY textChanged)
  Q_PROPERTY(QString peakText READ peakText NOTIFY textChanged)
  Q_PROPERTY(bool isClipping READ isClipping NOTIFY changed)
  Q_PROPERTY(Hint hint READ hint NOTIFY changed)

 public:
  enum class Hint { Good, TooQuiet, Clips };  // Good also while unknown
  Q_ENUM(Hint)

  explicit LevelModel(QObject* parent = nullptr);

  void show(const core::LevelReading& level);
  void rest();  // no readings come any more

  bool isActive() const { return m_display.isActive(); }
  double rmsPosition() const { return positionOf(m_display.rmsDb()); }  // 0 to 1 along the meter
  double peakPosition() const { return positionOf(m_display.peakDb()); }
  double heldPosition() const { return positionOf(m_display.heldDb()); }
  QString rmsText() const { return m_display.rmsText(); }
  QString peakText() const { return m_display.peakText(); }  // of the held peak
  bool isClipping() const { return m_display.isClipping(); }
  Hint hint() const { return Hint(m_display.hint()); }
  bool isMutedFor(double seconds) const { return m_display.isMutedFor(seconds); }
  bool isQuietFor(double seconds) const { return m_display.isQuietFor(seconds); }

  static double positionOf(double db) { return present::LevelDisplay::positionOf(db); }

 Q_SIGNALS:
  void changed();
  void textChanged();

 private:
  present::LevelDisplay m_display;
};

}  // namespace tunescope::ui
