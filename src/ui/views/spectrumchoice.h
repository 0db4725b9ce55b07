// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/measure/spectrumreadings.h"
#include "ui/settings/appsettings.h"

#include <QJsonObject>
#include <QObject>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

#include <array>

namespace tunescope::ui {

// What the spectrum's view shows and how: remembered in the settings. Each choice is an index into its texts.
// Thread: gui. Realtime-safe: no.
class SpectrumChoice : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("A part of SpectrumModel")
  Q_PROPERTY(int mode READ mode WRITE setMode NOTIFY changed)
  Q_PROPERTY(int axis READ axis WRITE setAxis NOTIFY changed)
  Q_PROPERTY(int size READ size WRITE setSize NOTIFY changed)
  Q_PROPERTY(int window READ window WRITE setWindow NOTIFY changed)
  Q_PROPERTY(int averaging READ averaging WRITE setAveraging NOTIFY changed)
  Q_PROPERTY(bool hasHold READ hasHold WRITE setHasHold NOTIFY changed)
  Q_PROPERTY(bool hasFloor READ hasFloor WRITE setHasFloor NOTIFY changed)
  Q_PROPERTY(bool hasPartials READ hasPartials WRITE setHasPartials NOTIFY changed)
  Q_PROPERTY(QList<QString> modes READ modes CONSTANT)
  Q_PROPERTY(QList<QString> axes READ axes CONSTANT)
  Q_PROPERTY(QList<QString> sizes READ sizes CONSTANT)
  Q_PROPERTY(QList<QString> windows READ windows CONSTANT)
  Q_PROPERTY(QList<QString> averagings READ averagings CONSTANT)
  Q_PROPERTY(QString text READ text NOTIFY changed)

 public:
  enum Mode { Lines, Octaves, Thirds };

  explicit SpectrumChoice(QObject* parent = nullptr) : QObject(parent) {}

  // Loads what they remember, and remembers changes there.
  void setSettings(AppSettings* settings);

  int mode() const { return m_values[ModeValue]; }
  void setMode(int mode) { set(ModeValue, mode); }
  int axis() const { return m_values[AxisValue]; }
  void setAxis(int axis) { set(AxisValue, axis); }
  int size() const { return m_values[SizeValue]; }
  void setSize(int size) { set(SizeValue, size); }
  int window() const { return m_values[WindowValue]; }
  void setWindow(int window) { set(WindowValue, window); }
  int averaging() const { return m_values[AveragingValue]; }
  void setAveraging(int averaging) { set(AveragingValue, averaging); }
  bool hasHold() const { return m_values[HoldValue] == 1; }
  void setHasHold(bool has) { set(HoldValue, has ? 1 : 0); }
  bool hasFloor() const { return m_values[FloorValue] == 1; }
  void setHasFloor(bool has) { set(FloorValue, has ? 1 : 0); }
  bool hasPartials() const { return m_values[PartialsValue] == 1; }
  void setHasPartials(bool has) { set(PartialsValue, has ? 1 : 0); }
  QStringList modes() const { return {tr("Spectrum"), tr("Octaves"), tr("Thirds")}; }
  QStringList axes() const { return {tr("Logarithmic"), tr("Linear")}; }
  QStringList sizes() const;
  QStringList windows() const;
  QStringList averagings() const { return {tr("Off"), tr("Fast"), tr("Slow"), tr("10 s"), tr("Mean")}; }
  QString text() const;                                   // "Hann, 8192 samples, fast"
  double picturesPerS() const { return m_picturesPerS; }  // that are worth measuring; not remembered
  void setPicturesPerS(double perS) { m_picturesPerS = perS; }

  bool isLog() const { return axis() == 0; }
  bool isBands() const { return mode() != Lines; }
  analysis::SpectrumParameters spectrum() const;
  analysis::BandsParameters bands() const;
  QJsonObject toJson() const;

 Q_SIGNALS:
  void changed();
  void measurementChanged();  // what is measured, not only how it is shown

 private:
  enum Value {
    ModeValue,
    AxisValue,
    SizeValue,
    WindowValue,
    AveragingValue,
    HoldValue,
    FloorValue,
    PartialsValue,
    ValueCount
  };
  static int countOf(Value value);
  void set(Value value, int index);
  analysis::SpectrumTiming timing() const;

  QPointer<AppSettings> m_settings;
  double m_picturesPerS = 30;
  std::array<int, ValueCount> m_values{Lines, 0, 4, 1, 1, 1, 1, 1};
};

}  // namespace tunescope::ui
