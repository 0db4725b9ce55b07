// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run/headlessrun.h"

#include "analysis/stream/filereader.h"
#include "analysis/tuningof.h"
#include "audio/file/filesource.h"
#include "cli/run/assertion.h"
#include "cli/run/devicelist.h"
#include "cli/run/outputfile.h"
#include "cli/run/replaysettings.h"
#include "cli/run/tuninglist.h"
#include "cli/write/numbers.h"
#include "cli/write/safetext.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <exception>
#include <tuple>
#include <utility>

namespace tunescope::cli {

namespace {
using audio::CaptureState;

constexpr int kListPatienceMs = 20000;  // longer than the deadline of each call
constexpr int kStatusEveryMs = 2000;
constexpr int kBlocksPerTurn = 16;                        // of a file
constexpr std::chrono::milliseconds kReaderPatience{20};  // two hops: not noticeable to the reader of a pipe
constexpr std::chrono::milliseconds kFilePatience{100};

}  // namespace

HeadlessRun::HeadlessRun(const Options& options, const audio::BackendFactory& factory)
    : m_recordedSettings(settingsForReplay(options)),
      m_options(withSettings(options, m_recordedSettings)),
      m_factory(factory),
      m_news(m_options.request.source) {
  connect(&m_signals, &Signals::interrupted, this, [this] {
    m_stream.hurry();
    finish(ExitCode::Interrupted);
  });
}

HeadlessRun::~HeadlessRun() {
  m_fileThread.quit();
  m_fileThread.wait();
}

ExitCode HeadlessRun::execute() {
  auto settings = m_recordedSettings;
  if (m_options.command == Options::Command::Analyse) settings.push_back({0, m_options.settings});
  for (const analysis::SettingsChange& change : settings) {
    if (const auto problem = rangeProblem(change.settings)) {
      complain(*problem + " (settings without an option are the recorded ones)");
      return ExitCode::Usage;
    }
  }
  if (const auto problem = settingsProblem(m_options)) {
    complain(*problem);
    return ExitCode::Usage;
  }
  for (const std::string& remark : m_options.remarks) complain(remark);
  if (!openOutputFile(m_options, m_stream)) return ExitCode::Usage;
  switch (m_options.command) {
    case Options::Command::ListDevices:
      return listDevices();
    case Options::Command::ListTemperaments:
    case Options::Command::ListInstruments:
      return writeText(describeList(m_options));
    default:
      return analyse();
  }
}

ExitCode HeadlessRun::analyse() {
  const bool isText = m_options.format == OutputFormat::Text;
  const bool hasDisplay =
      isText && !m_options.outputPath && !isVerdictOnly(m_options) && !m_options.hasStatus && LiveDisplay::isPossible();
  const auto records = std::make_shared<NewestRecords>();
  std::unique_ptr<RecordWriter> writer;
  if (!isVerdictOnly(m_options)) writer = hasDisplay ? makeDisplayWriter(records) : makeRecordWriter(m_options);
  if (const ExitCode code = openLive(); code != ExitCode::Done) return code;
  if (m_liveOut) writer = m_liveOut->around(std::move(writer));
  m_sink = std::make_unique<HeadlessSink>(m_options, std::move(writer), m_stream, [this](HeadlessSink::Event event) {
    QMetaObject::invokeMethod(
        this, [this, event] { takeEvent(event); }, Qt::QueuedConnection);
  });
  m_sink->setLiveListener(m_liveOut.get());
  const audio::CaptureRequest& asked = m_options.request;
  if (asked.source == audio::SourceKind::File && !asked.realtime && !hasDisplay && !m_options.hasStatus) {
    return readFile();
  }
  m_session = std::make_unique<analysis::CaptureSession>(m_factory);
  m_work = &m_session->worker();
  m_session->worker().addSink(m_sink.get());
  audio::CaptureRequest request = m_options.request;
  if (!hasDisplay && (m_options.isLive() || request.realtime)) {
    request.pace = isVerdictOnly(m_options) || m_stream.isBuffered() ? kFilePatience : kReaderPatience;
    m_session->worker().setPatience(request.pace);
  }
  if (!openRecording()) return ExitCode::Usage;
  if (m_recorder) m_session->worker().addRawSink(m_recorder.get());
  m_session->worker().setComingSettings(m_recordedSettings);
  m_session->applySettings(m_options.settings);
  connect(m_session.get(), &analysis::CaptureSession::statusChanged, this, &HeadlessRun::takeStatus);
  if (isText && m_stream.isTerminal()) listenToKeys();
  if (hasDisplay) showDisplay(records);
  connect(&m_durationTimer, &LongTimer::timeout, this, &HeadlessRun::finishAfterDuration);
  connect(&m_statusTimer, &QTimer::timeout, this, &HeadlessRun::reportStatus);
  if (m_options.hasStatus) m_statusTimer.start(kStatusEveryMs);
  m_session->start(request);
  if (m_options.request.waitForDevice) startDuration();
  QCoreApplication::exec();
  return conclude();
}

// A thread reads it from beginning to end, without a session. The main thread stays free for signals and keys, even
// while the reader of the output blocks the other one.
ExitCode HeadlessRun::readFile() {
  if (!openRecording()) return ExitCode::Usage;
  if (m_options.format == OutputFormat::Text && m_stream.isTerminal()) listenToKeys();
  m_fileThread.setObjectName(QStringLiteral("analysis"));
  m_fileWork.moveToThread(&m_fileThread);
  m_work = &m_fileWork;
  m_fileThread.start();
  QMetaObject::invokeMethod(
      m_work, [this] { readInThread(); }, Qt::QueuedConnection);
  QCoreApplication::exec();
  return conclude();
}

void HeadlessRun::readInThread() {
  audio::CaptureError reason;
  try {
    reason = readToEnd();
  } catch (const std::exception& error) {
    reason = {.code = audio::CaptureErrorCode::Internal, .device = {}, .detail = error.what()};
  }
  m_sink->caughtUp();
  QMetaObject::invokeMethod(
      this,
      [this, reason] {
        const bool isRead = !reason || audio::isRemark(reason.code);
        finish(isRead ? ExitCode::Done : exitCodeOf(reason, m_options.request),
               reason ? errorSentence(reason, m_options.request) : std::string());
      },
      Qt::QueuedConnection);
}

audio::CaptureError HeadlessRun::readToEnd() {
  audio::FileSource source(audio::openSoundFile, {});
  analysis::FileReader reader(source, m_options.settings);
  if (m_recorder) reader.addRawSink(m_recorder.get());
  if (audio::CaptureError error = reader.open(m_options.request)) return error;
  QMetaObject::invokeMethod(
      this, [this] { m_hasRun = true; }, Qt::QueuedConnection);
  int blocks = 0;
  return reader.read(*m_sink, [this, &blocks] {
    if (++blocks % kBlocksPerTurn == 0) m_sink->caughtUp();
    return !m_isStopRequested.load(std::memory_order_relaxed);
  });
}

void HeadlessRun::listenToKeys() {
  if (m_options.request.source == audio::SourceKind::StandardInput) return;
  m_keys = std::make_unique<TerminalKeys>();
  if (!m_keys->isListening()) return;
  connect(m_keys.get(), &TerminalKeys::pressed, this, [this](char key) {
    if (key == 'q' || key == 'Q') finish(ExitCode::Done);
  });
  connect(&m_signals, &Signals::aboutToStop, m_keys.get(), &TerminalKeys::suspend);
  connect(&m_signals, &Signals::continued, m_keys.get(), &TerminalKeys::resume);
  m_signals.catchStops();
}

void HeadlessRun::showDisplay(std::shared_ptr<const NewestRecords> records) {
  m_display = std::make_unique<LiveDisplay>(*m_session, m_options, std::move(records), m_keys && m_keys->isListening());
  connect(&m_signals, &Signals::terminalResized, m_display.get(), &LiveDisplay::adaptToTerminal);
  connect(&m_signals, &Signals::aboutToStop, m_display.get(), &LiveDisplay::suspend);
  connect(&m_signals, &Signals::continued, m_display.get(), &LiveDisplay::resume);
  m_signals.catchStops();
}

bool HeadlessRun::openRecording() {
  if (!m_options.recordPath) return true;
  const std::string name = printableName(*m_options.recordPath);
  m_recorder = std::make_unique<analysis::CaptureRecorder>([this, name](int error) {
    const std::string sentence = "cannot continue recording to '" + name + "', because " + std::strerror(error) +
                                 "; what was recorded before is kept; free some space and try again";
    QMetaObject::invokeMethod(
        this, [this, sentence] { finish(ExitCode::Internal, sentence); }, Qt::QueuedConnection);
  });
  if (const int error = m_recorder->open(QFile::decodeName(m_options.recordPath->c_str()), m_options.settings)) {
    const std::string why = error == EEXIST ? "there is a recording in it already" : std::strerror(error);
    complain("cannot record to '" + name + "', because " + why + "; give --record a new folder");
    m_recorder.reset();
    return false;
  }
  return true;
}

ExitCode HeadlessRun::openLive() {
  LiveOutResult result = openLiveOut(m_options);
  m_liveOut = std::move(result.out);
  if (!result.failure) return ExitCode::Done;
  complain(result.failure->text);
  return result.failure->code;
}

void HeadlessRun::takeStatus(const audio::CaptureStatus& status) {
  if (m_display) m_display->showStatus(status);
  const bool isRunning = status.state == CaptureState::Running;
  for (const DeviceNews::Item& item : m_news.take(status)) reportDevice(item.state, item.message);
  if (isRunning) {
    startDuration();
    m_hasRun = true;
  } else if (status.state == CaptureState::Failed) {
    finish(exitCodeOf(status.error, m_options.request), errorSentence(status.error, m_options.request));
  } else if (status.state == CaptureState::Ended) {
    finish(ExitCode::Done, status.error ? errorSentence(status.error, m_options.request) : std::string());
  }
}

// For live sources only, and once: when the device is there, or at once with --wait.
void HeadlessRun::startDuration() {
  if (!m_options.isLive() || !m_options.durationS || std::exchange(m_hasDurationBegun, true)) return;
  m_durationTimer.start(std::chrono::milliseconds(std::llround(*m_options.durationS * 1000)));
}

void HeadlessRun::finishAfterDuration() {
  if (m_hasRun) {
    finish(ExitCode::Done);
    return;
  }
  const std::string& name = m_options.request.device.text;
  finish(ExitCode::NoDevice, "recorded nothing within --duration, because " +
                                 (name.empty() ? "the default input" : "'" + printableName(name) + "'") +
                                 " did not appear; connect it, or wait longer");
}

void HeadlessRun::takeEvent(HeadlessSink::Event event) {
  switch (event) {
    case HeadlessSink::Event::DurationReached:
      m_hasRun = true;  // a short file ends before the event loop learns that it runs
      finish(ExitCode::Done);
      break;
    case HeadlessSink::Event::OutputClosed:
      finish(ExitCode::Done);
      break;
    case HeadlessSink::Event::OutputFailed:
      finish(ExitCode::Internal, writeFailure());
      break;
  }
}

std::string HeadlessRun::writeFailure() const {
  return writeErrorSentence(m_options.outputPath.value_or(""), m_stream.error());
}

void HeadlessRun::reportDevice(DeviceState state, const std::string& message) {
  QMetaObject::invokeMethod(
      &m_session->worker(), [sink = m_sink.get(), state, message] { sink->deviceChanged(state, message); },
      Qt::QueuedConnection);
}

void HeadlessRun::reportStatus() {
  QMetaObject::invokeMethod(
      &m_session->worker(), [sink = m_sink.get(), path = m_session->signalPath()] { sink->status(path); },
      Qt::QueuedConnection);
}

// The first reason to exit counts, unless finishing fails. The worker writes its remaining lines first,
// in its own thread.
void HeadlessRun::finish(ExitCode code, std::string complaint) {
  const bool isFirst = !std::exchange(m_isFinishing, true);
  if (isFirst || (m_code == ExitCode::Done && code == ExitCode::Internal)) {
    m_code = code;
    m_complaint = std::move(complaint);
  }
  if (!isFirst) return;
  m_durationTimer.stop();
  m_isStopRequested = true;
  if (!m_sink) {
    QCoreApplication::quit();
    return;
  }
  // A run that never began has no summary, unless the user interrupted it.
  const bool hasSummary = m_hasRun || code == ExitCode::Interrupted;
  QMetaObject::invokeMethod(
      m_work,
      [this, hasSummary] {
        if (m_options.isLive()) m_session->worker().catchUp();
        if (m_recorder) {
          if (m_session) m_session->worker().removeRawSink(m_recorder.get());
          m_recorder->close();
        }
        m_sink->finish(hasSummary);
        QMetaObject::invokeMethod(
            this, [] { QCoreApplication::quit(); }, Qt::QueuedConnection);
      },
      Qt::QueuedConnection);
}

ExitCode HeadlessRun::conclude() {
  if (m_liveOut) m_liveOut->finish();
  const bool hadDisplay = m_display != nullptr;
  m_display.reset();
  if (hadDisplay && !m_options.isQuiet && m_hasRun) {
    std::string text;
    m_sink->writeSummary(*makeTextWriter(analysis::nameStyleOf(m_options.settings)), text);
    m_stream.write(text);
  }
  auto failure = m_sink->failure();
  if (m_stream.state() == OutputStream::State::Failed) failure = {ExitCode::Internal, writeFailure()};
  if (m_code == ExitCode::Done && failure) std::tie(m_code, m_complaint) = std::tie(failure->code, failure->text);
  if (!m_complaint.empty()) complain(m_complaint);
  const ExitCode code = m_code == ExitCode::Done && m_options.assertion ? checkAssertion() : m_code;
  m_session.reset();
  return code;
}

ExitCode HeadlessRun::checkAssertion() {
  const Verdict verdict = verdictOf(*m_options.assertion, m_options.settings, m_sink->steadyPitch().result());
  if (!verdict.isMet) {
    complain(verdict.text);
    return ExitCode::AssertionNotMet;
  }
  const bool isTold = !m_options.isQuiet && m_options.format == OutputFormat::Text;
  return isTold ? writeText(verdict.text + "\n") : ExitCode::Done;
}

// The complete output of the command.
ExitCode HeadlessRun::writeText(const std::string& text) {
  m_stream.write(text);
  m_stream.flush();
  if (m_stream.state() != OutputStream::State::Failed) return ExitCode::Done;
  complain(writeFailure());
  return ExitCode::Internal;
}

ExitCode HeadlessRun::listDevices() {
  m_session = std::make_unique<analysis::CaptureSession>(m_factory);
  connect(m_session.get(), &analysis::CaptureSession::devicesChanged, this,
          [this](const QList<audio::DeviceInfo>& devices, const audio::CaptureError& error) {
            if (error && error.code != audio::CaptureErrorCode::NoDevices) {
              finish(exitCodeOf(error, m_options.request), errorSentence(error, m_options.request));
              return;
            }
            const std::span<const audio::DeviceInfo> list(devices.constData(),
                                                          static_cast<std::size_t>(devices.size()));
            finish(writeText(describeDevices(list, m_options.format, m_options.isQuiet)));
          });
  QTimer::singleShot(kListPatienceMs, this, [this] {
    finish(ExitCode::NoDevice,
           "cannot list the inputs, because the sound system does not answer; try again, or another --api");
  });
  m_session->refreshDevices();
  QCoreApplication::exec();
  if (!m_complaint.empty()) complain(m_complaint);
  m_session.reset();
  return m_code;
}

}  // namespace tunescope::cli
