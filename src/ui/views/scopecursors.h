// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <array>

namespace tunescope::ui {

class ScopeModel;

// Two cursors of time and two of level, and what they measure. They stay at their time (from the trigger) and at their
// level while the scale changes. Places are shares of the screen. Thread: gui. Realtime-safe: no.
class ScopeCursors : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the scope")
  Q_PROPERTY(bool hasTime READ hasTime NOTIFY changed)
  Q_PROPERTY(bool hasLevel READ hasLevel NOTIFY changed)
  Q_PROPERTY(QList<double> timeX READ timeX NOTIFY changed)
  Q_PROPERTY(QList<double> levelY READ levelY NOTIFY changed)
  Q_PROPERTY(QList<QString> timeTexts READ timeTexts NOTIFY changed)  // of each, for its name
  Q_PROPERTY(QList<QString> levelTexts READ levelTexts NOTIFY changed)
  Q_PROPERTY(QString timeReadout READ timeReadout NOTIFY changed)
  Q_PROPERTY(QString levelReadout READ levelReadout NOTIFY changed)

 public:
  explicit ScopeCursors(const ScopeModel& scope) : m_scope(scope) {}

  bool hasTime() const;
  bool hasLevel() const;
  double zeroS() const;  // of the axis, by the sample clock
  QList<double> timeX() const;
  QList<double> levelY() const;
  QStringList timeTexts() const;
  QStringList levelTexts() const;
  QString timeReadout() const;   // difference in seconds, its inverse in Hz, as a note and in cents, the phase
  QString levelReadout() const;  // difference, and in dB

  Q_INVOKABLE void setTimeX(int cursor, double x);
  Q_INVOKABLE void setLevelY(int cursor, double y);
  Q_INVOKABLE void nudgeTime(int cursor, int samples);  // to the next samples
  void place();                                         // those that are not on the screen come onto it
  void refresh() { Q_EMIT changed(); }

 Q_SIGNALS:
  void changed();

 private:
  QString noteOf(double hertz) const;

  const ScopeModel& m_scope;
  std::array<double, 2> m_timesS{};  // from the trigger
  std::array<double, 2> m_levels{};  // full scale is 1
};

}  // namespace tunescope::ui
