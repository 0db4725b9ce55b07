// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/capturerecorder.h"
#include "analysis/capturesession.h"
#include "cli/live/livedisplay.h"
#include "cli/live/terminalkeys.h"
#include "cli/options/errortext.h"
#include "cli/options/options.h"
#include "cli/out/liveout.h"
#include "cli/run/devicenews.h"
#include "cli/run/headlesssink.h"
#include "cli/run/longtimer.h"
#include "cli/run/signals.h"
#include "cli/write/outputstream.h"

#include <QObject>
#include <QThread>
#include <QTimer>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace tunescope::cli {

// One run of headless mode: from options to an exit code. Needs a QCoreApplication. Thread: gui.
class HeadlessRun : public QObject {
  Q_OBJECT

 public:
  HeadlessRun(const Options& options, const audio::BackendFactory& factory);
  ~HeadlessRun() override;

  ExitCode execute();

 private:
  ExitCode analyse();
  ExitCode readFile();
  void readInThread();
  audio::CaptureError readToEnd();
  ExitCode listDevices();
  void listenToKeys();
  void showDisplay(std::shared_ptr<const NewestRecords> records);
  bool openRecording();
  ExitCode openLive();
  void takeStatus(const audio::CaptureStatus& status);
  void takeEvent(HeadlessSink::Event event);
  void reportStatus();
  void reportDevice(DeviceState state, const std::string& message);
  void startDuration();
  void finishAfterDuration();
  void finish(ExitCode code, std::string complaint = {});
  std::string writeFailure() const;
  ExitCode conclude();
  ExitCode checkAssertion();
  ExitCode writeText(const std::string& text);

  const std::vector<analysis::SettingsChange> m_recordedSettings;  // of what is replayed
  const Options m_options;
  audio::BackendFactory m_factory;
  DeviceNews m_news;
  Signals m_signals;
  OutputStream m_stream;
  std::unique_ptr<LiveOut> m_liveOut;
  std::unique_ptr<HeadlessSink> m_sink;
  std::unique_ptr<analysis::CaptureRecorder> m_recorder;
  std::unique_ptr<analysis::CaptureSession> m_session;  // destroyed before the sinks that its worker writes to
  QThread m_fileThread;
  QObject m_fileWork;                          // lives in m_fileThread
  QObject* m_work = nullptr;                   // lives in the thread that calls the sink
  std::atomic<bool> m_isStopRequested{false};  // of m_fileThread; it orders nothing
  std::unique_ptr<TerminalKeys> m_keys;
  std::unique_ptr<LiveDisplay> m_display;
  LongTimer m_durationTimer;
  QTimer m_statusTimer;
  bool m_hasRun = false;
  bool m_hasDurationBegun = false;
  bool m_isFinishing = false;
  ExitCode m_code = ExitCode::Done;
  std::string m_complaint;
};

}  // namespace tunescope::cli
