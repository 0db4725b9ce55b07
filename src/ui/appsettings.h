// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/settingstable.h"

#include <QObject>
#include <QRect>
#include <QSettings>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// What the window remembers. A file that is missing, damaged or not writable costs nothing but the memory: what cannot
// be read is its default, what cannot be written is forgotten at the end. Thread: gui. Realtime-safe: no.
class AppSettings : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the program")
  Q_PROPERTY(Appearance appearance READ appearance WRITE setAppearance NOTIFY appearanceChanged)
  Q_PROPERTY(double a4Hz READ a4Hz WRITE setA4Hz NOTIFY a4HzChanged)
  Q_PROPERTY(Notation notation READ notation WRITE setNotation NOTIFY notationChanged)
  Q_PROPERTY(bool isMotionReduced READ isMotionReduced WRITE setMotionReduced NOTIFY motionReducedChanged)
  Q_PROPERTY(bool isFallbackAllowed READ isFallbackAllowed WRITE setFallbackAllowed NOTIFY fallbackAllowedChanged)
  Q_PROPERTY(bool isHiddenAllowed READ isHiddenAllowed WRITE setHiddenAllowed NOTIFY hiddenAllowedChanged)
  Q_PROPERTY(QRect geometry READ geometry WRITE setGeometry NOTIFY geometryChanged)
  Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)
  Q_PROPERTY(double minA4Hz READ minA4Hz CONSTANT)
  Q_PROPERTY(double maxA4Hz READ maxA4Hz CONSTANT)
  Q_PROPERTY(double defaultA4Hz READ defaultA4Hz CONSTANT)

 public:
  enum class Appearance { System, Ink, Paper };
  Q_ENUM(Appearance)
  enum class Notation { English, German, Latin };  // in the order of core::Notation
  Q_ENUM(Notation)

  // The user's own file (in a browser, what it keeps for the page), or the one that is named (tests).
  explicit AppSettings(QObject* parent = nullptr);
  explicit AppSettings(const QString& path, QObject* parent = nullptr);

  Appearance appearance() const { return m_appearance; }
  void setAppearance(Appearance appearance);
  double a4Hz() const { return m_values.a4Hz; }
  void setA4Hz(double a4Hz);  // clamped to what core allows, rounded to 0.01 Hz; NaN is ignored
  Notation notation() const { return Notation(m_values.notation); }
  void setNotation(Notation notation);
  // The table of settings, as it holds now: what is remembered, and over it what was asked for in this run.
  const analysis::Settings& values() const { return m_values; }
  void overrideWith(const analysis::Settings& settings, const analysis::SettingSet& rows);  // not remembered
  QString deviceId() const { return m_deviceId; }  // empty: the system's default
  void setDeviceId(const QString& id);
  bool isMotionReduced() const { return m_isMotionReduced; }
  void setMotionReduced(bool isReduced);
  // While the chosen input is away, the default one may be heard.
  bool isFallbackAllowed() const { return m_isFallbackAllowed; }
  void setFallbackAllowed(bool isAllowed);
  // In a browser: a hidden tab keeps the microphone.
  bool isHiddenAllowed() const { return m_isHiddenAllowed; }
  void setHiddenAllowed(bool isAllowed);
  // How much too fast an input's clock runs, as it was measured; 0: not known.
  double clockPpm(const QString& device) const;
  void setClockPpm(const QString& device, double ppm);  // 0 forgets it
  QString view() const { return m_view; }               // the last one's name in the registry; empty: none yet
  void setView(const QString& name);
  QRect geometry() const { return m_geometry; }  // of the window; null when there is none to restore
  void setGeometry(const QRect& geometry);

  // That they are not kept, because the file cannot be written (they hold for this run); empty: they are kept.
  QString problem() const;

  static constexpr double minA4Hz() { return core::kMinA4Hz; }
  static constexpr double maxA4Hz() { return core::kMaxA4Hz; }
  static constexpr double defaultA4Hz() { return core::kDefaultA4Hz; }

 Q_SIGNALS:
  void appearanceChanged();
  void a4HzChanged();
  void notationChanged();
  void valuesChanged();  // any of values()
  void motionReducedChanged();
  void fallbackAllowedChanged();
  void hiddenAllowedChanged();
  void geometryChanged();
  void problemChanged();

 private:
  // In the file that CMake picks.
  static QSettings::Format userFormat();
  static bool mayBeKept(const QSettings& file);
  static QString lossText(const QSettings& file);

  void remember(const QString& key, const QVariant& value);
  void loadValues();
  void setValues(const analysis::Settings& values);
  void lookWhetherKept();
  void load();

  QSettings m_file;
  bool m_isKept = true;
  Appearance m_appearance = Appearance::System;
  analysis::Settings m_values;
  QString m_deviceId;
  QString m_view;
  bool m_isMotionReduced = false;
  bool m_isFallbackAllowed = false;
  bool m_isHiddenAllowed = false;
  QRect m_geometry;
};

}  // namespace tunescope::ui
