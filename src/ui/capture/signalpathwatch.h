// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/capture/capturerun.h"
#include "ui/models/signalpathmodel.h"

#include <QObject>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <optional>

namespace tunescope::ui {

// The figures of the signal path, live while the sheet is open, and the correction of the pitch
// for the input's clock error. Thread: gui. Realtime-safe: no.
class SignalPathWatch : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the controller")
  Q_PROPERTY(tunescope::ui::SignalPathModel* figures READ figures CONSTANT)
  Q_PROPERTY(QString clockActionText READ clockActionText NOTIFY clockChanged)
  Q_PROPERTY(bool isOpen READ isOpen WRITE setOpen NOTIFY openChanged)

 public:
  // clockPpm: from the command line for the whole run, or 0: as measured and remembered for each input. The session
  // is not used before the first call.
  SignalPathWatch(analysis::CaptureSession& session, AppSettings& settings, CaptureRun& run, double clockPpm);

  SignalPathModel* figures() { return &m_figures; }
  // The possible action: correct the pitch by the measured error, or stop correcting; empty: none.
  QString clockActionText() const;
  bool isOpen() const { return m_timer.isActive(); }
  void setOpen(bool isOpen);
  double clockPpm() const { return m_ppm; }

  Q_INVOKABLE void actOnClock();

 Q_SIGNALS:
  void clockChanged();  // what can be done about it
  void clockPpmChanged(double ppm);
  void openChanged();

 private:
  void followBegin();
  void followStatus();
  void update();
  void setClockPpm(double ppm);

  analysis::CaptureSession& m_session;
  AppSettings& m_settings;
  CaptureRun& m_run;
  const bool m_isFixed;  // by the command line
  double m_ppm;
  SignalPathModel m_figures;
  std::optional<audio::ClockEstimate> m_clock;  // sure enough to correct by
  QTimer m_timer;
};

}  // namespace tunescope::ui
