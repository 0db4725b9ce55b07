// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/measure/parameters.h"
#include "core/meterreadings.h"
#include "present/loudnessscale.h"
#include "ui/settings/appsettings.h"

#include <QJsonObject>
#include <QObject>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

#include <memory>

namespace tunescope::ui {

// Loudness as the meters show it: texts, positions on the chosen scale of EBU Tech 3341, and the switch that
// integrates. Scale and unit are remembered in the settings. Thread: gui. Realtime-safe: no.
class MetersLoudness : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("A part of MetersModel")
  Q_PROPERTY(QString momentaryText READ momentaryText NOTIFY textChanged)
  Q_PROPERTY(QString shortTermText READ shortTermText NOTIFY textChanged)
  Q_PROPERTY(QString integratedText READ integratedText NOTIFY textChanged)
  Q_PROPERTY(QString integratedTitle READ integratedTitle NOTIFY textChanged)
  Q_PROPERTY(QString detailText READ detailText NOTIFY textChanged)
  Q_PROPERTY(double momentaryPosition READ momentaryPosition NOTIFY moved)
  Q_PROPERTY(double shortTermPosition READ shortTermPosition NOTIFY moved)
  Q_PROPERTY(double integratedPosition READ integratedPosition NOTIFY moved)
  Q_PROPERTY(double targetPosition READ targetPosition CONSTANT)
  Q_PROPERTY(QString unit READ unit NOTIFY scaleChanged)
  Q_PROPERTY(QString scaleName READ scaleName NOTIFY scaleChanged)
  Q_PROPERTY(QList<double> markPositions READ markPositions NOTIFY scaleChanged)
  Q_PROPERTY(QList<QString> markLabels READ markLabels NOTIFY scaleChanged)
  Q_PROPERTY(bool isIntegrating READ isIntegrating WRITE setIntegrating NOTIFY textChanged)

 public:
  explicit MetersLoudness(QObject* parent) : QObject(parent) {}

  void setSettings(AppSettings* settings);
  // Of the measurement. It outlives this object.
  const std::shared_ptr<analysis::MeterControl>& control() const { return m_control; }

  QString momentaryText() const { return m_scale.textOf(m_written.loudness.momentary); }
  QString shortTermText() const { return m_scale.textOf(m_written.loudness.shortTerm); }
  QString integratedText() const { return m_scale.textOf(m_written.loudness.integrated); }
  double integratedS() const { return m_written.loudness.integratedS; }
  QString integratedTitle() const;  // with the time that it covers, or that it is paused
  QString detailText() const;       // range and maxima
  double momentaryPosition() const { return m_scale.positionOf(m_reading.momentary); }
  double shortTermPosition() const { return m_scale.positionOf(m_reading.shortTerm); }
  double integratedPosition() const { return m_scale.positionOf(m_reading.integrated); }
  double targetPosition() const { return m_scale.targetPosition(); }
  QString unit() const { return m_scale.unitText(); }
  QString scaleName() const { return m_scale.name(); }
  QList<double> markPositions() const;
  QStringList markLabels() const { return m_scale.labels(); }
  bool isIntegrating() const { return m_control->isIntegrating.load(); }
  void setIntegrating(bool isIntegrating);  // integrated loudness, range and maxima go on, or stand

  Q_INVOKABLE void chooseScale();  // the other one
  Q_INVOKABLE void chooseUnit();   // the other one

  void move(const core::LoudnessReading& newest);
  void write(const core::MetersReading& newest);
  QJsonObject settingsText() const;

 Q_SIGNALS:
  void moved();
  void textChanged();
  void scaleChanged();

 private:
  void apply(const present::LoudnessScale& scale);

  QPointer<AppSettings> m_settings;
  present::LoudnessScale m_scale;
  core::LoudnessReading m_reading;  // the newest
  core::MetersReading m_written;    // that the texts are of
  std::shared_ptr<analysis::MeterControl> m_control = std::make_shared<analysis::MeterControl>();
};

}  // namespace tunescope::ui
