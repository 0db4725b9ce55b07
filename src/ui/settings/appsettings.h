// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/settingstable.h"

#include <QObject>
#include <QRect>
#include <QSettings>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// The window's memory. A missing, damaged or read-only file only costs that memory: unreadable values
// are defaults, and values that cannot be written are lost at the end. Thread: gui. Realtime-safe: no.
class AppSettings : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the program")
  Q_PROPERTY(Appearance appearance READ appearance WRITE setAppearance NOTIFY appearanceChanged)
  Q_PROPERTY(double a4Hz READ a4Hz WRITE setA4Hz NOTIFY a4HzChanged)
  Q_PROPERTY(double soundingA4Hz READ soundingA4Hz NOTIFY valuesChanged)
  Q_PROPERTY(Notation notation READ notation WRITE setNotation NOTIFY notationChanged)
  Q_PROPERTY(int octaves READ octaves WRITE setOctaves NOTIFY valuesChanged)              // core::Octaves
  Q_PROPERTY(int accidentals READ accidentals WRITE setAccidentals NOTIFY valuesChanged)  // core::Accidentals
  Q_PROPERTY(double lowestHz READ lowestHz WRITE setLowestHz NOTIFY rangeChanged)
  Q_PROPERTY(double highestHz READ highestHz WRITE setHighestHz NOTIFY rangeChanged)
  Q_PROPERTY(Mains mains READ mains WRITE setMains NOTIFY mainsChanged)
  Q_PROPERTY(bool isMotionReduced READ isMotionReduced WRITE setMotionReduced NOTIFY motionReducedChanged)
  Q_PROPERTY(bool isFallbackAllowed READ isFallbackAllowed WRITE setFallbackAllowed NOTIFY fallbackAllowedChanged)
  Q_PROPERTY(bool isHiddenAllowed READ isHiddenAllowed WRITE setHiddenAllowed NOTIFY hiddenAllowedChanged)
  Q_PROPERTY(QRect geometry READ geometry WRITE setGeometry NOTIFY geometryChanged)
  Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)
  Q_PROPERTY(double minA4Hz READ minA4Hz CONSTANT)
  Q_PROPERTY(double maxA4Hz READ maxA4Hz CONSTANT)
  Q_PROPERTY(double defaultA4Hz READ defaultA4Hz CONSTANT)
  Q_PROPERTY(double minRangeHz READ minRangeHz CONSTANT)
  Q_PROPERTY(double maxRangeHz READ maxRangeHz CONSTANT)
  Q_PROPERTY(double defaultLowestHz READ defaultLowestHz CONSTANT)
  Q_PROPERTY(double defaultHighestHz READ defaultHighestHz CONSTANT)

 public:
  enum class Appearance { System, Ink, Paper };
  Q_ENUM(Appearance)
  enum class Notation { English, German, Latin, MovableDo, Sargam };  // in the order of core::Notation
  Q_ENUM(Notation)
  enum class Mains { Found, Hz50, Hz60, Off };  // in the order of core::Mains
  Q_ENUM(Mains)

  // The user's own file (in a browser, the page's storage), or the given one (tests).
  explicit AppSettings(QObject* parent = nullptr);
  explicit AppSettings(const QString& path, QObject* parent = nullptr);

  Appearance appearance() const { return m_appearance; }
  void setAppearance(Appearance appearance);
  double a4Hz() const { return m_values.a4Hz; }
  void setA4Hz(double a4Hz);    // over a reference, a scale's pitch and a keymap's
  double soundingA4Hz() const;  // as those have it
  Notation notation() const { return Notation(m_values.notation); }
  void setNotation(Notation notation);
  int octaves() const { return int(m_values.octaves); }
  void setOctaves(int octaves);
  int accidentals() const { return int(m_values.accidentals); }
  void setAccidentals(int accidentals);
  // The range of pitches to search. Each is clamped to the settings' range and rounded to 0.1 Hz; a value that would
  // leave no pitch between them is ignored, and so is NaN.
  double lowestHz() const { return m_values.minHz; }
  void setLowestHz(double hertz);
  double highestHz() const { return m_values.maxHz; }
  void setHighestHz(double hertz);
  Q_INVOKABLE void resetRange();  // to the default
  Mains mains() const { return Mains(m_values.mains); }
  void setMains(Mains mains);
  // The table of settings as it applies now: the remembered values, overridden by those requested for this run.
  const analysis::Settings& values() const { return m_values; }
  void change(const analysis::Settings& values, std::initializer_list<std::size_t> rows);   // those rows, remembered
  void overrideWith(const analysis::Settings& settings, const analysis::SettingSet& rows);  // not remembered
  // A row of the table; remembered. A number is clamped to its range and rounded, NaN is ignored.
  void setNumber(const analysis::Setting& row, double number);
  void setChoice(const analysis::Setting& row, int choice);
  QString deviceId() const { return m_deviceId; }  // empty: the system's default
  void setDeviceId(const QString& id);
  bool isMotionReduced() const { return m_isMotionReduced; }
  void setMotionReduced(bool isReduced);
  // Allows the default input while the chosen one is away.
  bool isFallbackAllowed() const { return m_isFallbackAllowed; }
  void setFallbackAllowed(bool isAllowed);
  // In a browser: a hidden tab keeps the microphone.
  bool isHiddenAllowed() const { return m_isHiddenAllowed; }
  void setHiddenAllowed(bool isAllowed);
  QString view() const { return m_view; }  // the last one's name in the registry; empty: none yet
  void setView(const QString& name);
  QRect geometry() const { return m_geometry; }  // of the window; null when there is none to restore
  void setGeometry(const QRect& geometry);

  // A value that another part of the window keeps in the file, under its own key; an invalid value removes it.
  QVariant kept(const QString& key) const { return m_file.value(key); }
  void keep(const QString& key, const QVariant& value) { remember(key, value); }

  // Why they are not saved: the file cannot be written (they last for this run); empty: they are saved.
  QString problem() const;

  static constexpr double minA4Hz() { return core::kMinA4Hz; }
  static constexpr double maxA4Hz() { return core::kMaxA4Hz; }
  static constexpr double defaultA4Hz() { return core::kDefaultA4Hz; }
  static double minRangeHz();
  static double maxRangeHz();
  static double defaultLowestHz() { return analysis::Settings().minHz; }
  static double defaultHighestHz() { return analysis::Settings().maxHz; }

 Q_SIGNALS:
  void appearanceChanged();
  void a4HzChanged();
  void notationChanged();
  void rangeChanged();
  void mainsChanged();
  void valuesChanged();  // any of values()
  void motionReducedChanged();
  void fallbackAllowedChanged();
  void hiddenAllowedChanged();
  void geometryChanged();
  void problemChanged();

 private:
  // In the file that CMake chooses.
  static QSettings::Format userFormat();
  static bool mayBeKept(const QSettings& file);
  static QString lossText(const QSettings& file);

  void remember(const QString& key, const QVariant& value);
  void loadValues();
  void setValues(const analysis::Settings& values);
  void rememberRow(const analysis::Setting& row, const analysis::Settings& values);
  void setRange(const analysis::Settings& values);
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
