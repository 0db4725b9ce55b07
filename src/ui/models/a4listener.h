// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"
#include "core/tuning/standardlistener.h"
#include "ui/settings/appsettings.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

#include <optional>

namespace tunescope::ui {

// Listens to a fork or an ensemble for ten seconds of sound and says what A4 is; nothing changes until that is
// accepted. Thread: gui. Realtime-safe: no.
class A4Listener : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the model")
  Q_PROPERTY(Stage stage READ stage NOTIFY changed)
  Q_PROPERTY(double progress READ progress NOTIFY changed)
  Q_PROPERTY(QString resultText READ resultText NOTIFY changed)
  Q_PROPERTY(bool isOneNote READ isOneNote NOTIFY changed)
  Q_PROPERTY(bool isInRange READ isInRange NOTIFY changed)

 public:
  enum class Stage { Idle, Listening, Found, NotFound };
  Q_ENUM(Stage)
  static constexpr double kListenS = 10;

  explicit A4Listener(AppSettings& settings, QObject* parent = nullptr) : QObject(parent), m_settings(settings) {}

  Stage stage() const { return m_stage; }
  double progress() const;     // of Listening: 0 to 1
  QString resultText() const;  // of Found: "441.23 ± 0.05 Hz"; else empty
  bool isOneNote() const { return m_result && m_result->isOneNote; }
  bool isInRange() const;  // what was found can be set

  Q_INVOKABLE void start();
  Q_INVOKABLE void discard();
  Q_INVOKABLE void accept();  // of Found, in the range: A4 is that now

  // Readings in their order; a stream that begins again begins the ten seconds again.
  void show(const analysis::NotedPitch& noted);

 Q_SIGNALS:
  void changed();

 private:
  void setStage(Stage stage);

  AppSettings& m_settings;
  Stage m_stage = Stage::Idle;
  std::optional<core::StandardListener> m_fit;
  std::optional<core::StandardListener::Result> m_result;
  double m_beganS = -1;  // < 0: nothing has come yet
  double m_nowS = 0;
  int m_shownPercent = 0;
};

}  // namespace tunescope::ui
