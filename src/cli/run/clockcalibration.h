// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/capturesession.h"
#include "cli/options/errortext.h"
#include "cli/options/options.h"
#include "cli/run/longtimer.h"
#include "cli/run/signals.h"
#include "cli/write/outputstream.h"

#include <QObject>
#include <QTimer>

#include <string>

namespace tunescope::cli {

// `tunescope --cli --calibrate-clock`: compares a device's sample clock with the system's, and reports the clock error
// and its standard deviation. Needs a QCoreApplication. Thread: gui.
class ClockCalibration : public QObject {
  Q_OBJECT

 public:
  ClockCalibration(const Options& options, const audio::BackendFactory& factory);

  ExitCode execute();

 private:
  void takeStatus(const audio::CaptureStatus& status);
  void look();
  void finish(ExitCode code);
  ExitCode conclude();
  std::string result(const audio::ClockEstimate& clock) const;

  const Options& m_options;
  OutputStream m_stream;
  Signals m_signals;
  analysis::CaptureSession m_session;
  LongTimer m_durationTimer;
  QTimer m_lookTimer;
  analysis::SignalPath m_path;  // the newest with an estimate
  audio::CaptureError m_failure;
  bool m_hasBegun = false;
  double m_toldS = 0;
  ExitCode m_code = ExitCode::Done;
};

}  // namespace tunescope::cli
