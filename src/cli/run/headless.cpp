// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run/headless.h"

#include "cli/options/batchoption.h"
#include "cli/options/errortext.h"
#include "cli/options/options.h"
#include "cli/run/batchrun.h"
#include "cli/run/clockcalibration.h"
#include "cli/run/headlessrun.h"
#include "cli/run/tonerun.h"
#include "cli/write/outputstream.h"

#include <QCoreApplication>

#include <csignal>
#include <exception>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <unistd.h>

namespace tunescope::cli {

namespace {

// Qt's own warnings (a locale that is not UTF-8, …) do not concern users of the command line.
void dropQtMessages(QtMsgType type, const QMessageLogContext&, const QString& message) {
  if (type == QtFatalMsg) complain("internal error: " + message.toStdString());
}

// A file opened while a standard stream is closed would take its descriptor, and get its output.
void occupyStandardStreams() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(descriptor, F_GETFD) != -1) continue;
    [[maybe_unused]] const int opened = ::open("/dev/null", descriptor == STDIN_FILENO ? O_RDONLY : O_WRONLY);
  }
}

ExitCode printText(std::string_view text) {
  OutputStream stream;
  stream.write(text);
  stream.flush();
  if (stream.state() != OutputStream::State::Failed) return ExitCode::Done;
  complain(writeErrorSentence({}, stream.error()));
  return ExitCode::Internal;
}

}  // namespace

int runHeadless(int argc, char** argv, const audio::BackendFactory& factory,
                const audio::ToneOutputFactory& makeOutput) {
  occupyStandardStreams();
  std::signal(SIGPIPE, SIG_IGN);  // write() reports a closed pipe
  std::signal(SIGXFSZ, SIG_IGN);  // and so is a file that must not grow
  qInstallMessageHandler(dropQtMessages);
  const auto parsed =
      parseOptions(std::span<const char* const>(argv + 1, argc > 0 ? static_cast<std::size_t>(argc - 1) : 0));
  if (const auto* error = std::get_if<UsageError>(&parsed)) {
    complain(error->text);
    return static_cast<int>(ExitCode::Usage);
  }
  const Options& options = std::get<Options>(parsed);
  const bool hasAll = options.command == Options::Command::HelpAll;
  if (hasAll || options.command == Options::Command::Help) return static_cast<int>(printText(helpText(hasAll)));
  if (options.command == Options::Command::Version) {
    return static_cast<int>(printText("tunescope " TUNESCOPE_VERSION "\n"));
  }
  try {
    QCoreApplication application(argc, argv);
    if (options.command == Options::Command::CalibrateClock) {
      return static_cast<int>(ClockCalibration(options, factory).execute());
    }
    if (options.command == Options::Command::PlayTone) {
      return static_cast<int>(ToneRun(options, makeOutput).execute());
    }
    if (isBatch(options)) return static_cast<int>(BatchRun(options).execute());
    HeadlessRun run(options, factory);
    return static_cast<int>(run.execute());
  } catch (const std::exception& error) {
    complain(std::string("internal error, because ") + error.what() + "; please report it");
    return static_cast<int>(ExitCode::Internal);
  }
}

}  // namespace tunescope::cli
