// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QObject>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include <iterator>

namespace tunescope::ui {

class AppSettings;

// The displays of the tuner: one row for each, in the order of the keys Shift+1, Shift+2 and so on.
struct DisplayRow {
  const char* name;   // in the settings
  const char* title;  // on its button
  const char* does;   // in the key sheet
  const char* key;
  const char* otherKey = nullptr;
};

inline constexpr DisplayRow kDisplays[] = {
    {"needle", QT_TRANSLATE_NOOP("Actions", "Needle"), QT_TRANSLATE_NOOP("Actions", "Tune by the needle"), "Shift+1"},
    {"strobe", QT_TRANSLATE_NOOP("Actions", "Strobe"), QT_TRANSLATE_NOOP("Actions", "Tune by the strobe"), "Shift+2"},
    {"history", QT_TRANSLATE_NOOP("Actions", "History"), QT_TRANSLATE_NOOP("Actions", "Show the last minute"),
     "Shift+3"},
    {"projector", QT_TRANSLATE_NOOP("Actions", "Projector"), QT_TRANSLATE_NOOP("Actions", "Show the tuner to a room"),
     "Shift+4", "P"},
};

// The chosen display and the look of its strobe; the settings remember both. Thread: gui. Realtime-safe: no.
class DisplayChoice : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the program")
  Q_PROPERTY(Display current READ current WRITE setCurrent NOTIFY changed)
  Q_PROPERTY(QStringList titles READ titles CONSTANT)
  Q_PROPERTY(bool isCircular READ isCircular WRITE setCircular NOTIFY changed)
  Q_PROPERTY(bool isScaled READ isScaled WRITE setScaled NOTIFY changed)

 public:
  enum class Display { Needle, Strobe, History, Projector };  // in the order of kDisplays
  Q_ENUM(Display)

  explicit DisplayChoice(AppSettings& settings, QObject* parent = nullptr);

  static int count() { return int(std::size(kDisplays)); }
  Display current() const { return m_current; }
  void setCurrent(Display display);  // an unknown one is ignored
  QString currentName() const { return QLatin1String(kDisplays[int(m_current)].name); }
  QStringList titles() const;
  bool isCircular() const { return m_isCircular; }  // else linear
  void setCircular(bool isCircular);
  bool isScaled() const { return m_isScaled; }  // one speed a cent for all notes
  void setScaled(bool isScaled);

 Q_SIGNALS:
  void changed();

 private:
  AppSettings& m_settings;
  Display m_current = Display::Needle;
  bool m_isCircular = false;
  bool m_isScaled = false;
};

}  // namespace tunescope::ui
