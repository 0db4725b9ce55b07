// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/capturesession.h"
#include "cli/errortext.h"
#include "cli/longtimer.h"
#include "cli/options.h"
#include "cli/outputstream.h"
#include "cli/signals.h"

#include <QObject>
#include <QTimer>

#include <string>

namespace tunescope::cli {

// `tunescope --cli --calibrate-clock`: watches a device's sample clock against the system's, and tells how fast it runs
// and how sure that is. Needs a QCoreApplication. Thread: gui.
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
  analysis::SignalPath m_path;  // the newest that has an estimate
  audio::CaptureError m_failure;
  bool m_hasBegun = false;
  double m_toldS = 0;
  ExitCode m_code = ExitCode::Done;
};

}  // namespace tunescope::cli
