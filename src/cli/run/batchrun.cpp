// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run/batchrun.h"

#include "analysis/stream/filereader.h"
#include "audio/file/filesource.h"
#include "cli/options/batchoption.h"
#include "cli/run/assertion.h"
#include "cli/run/headlesssink.h"
#include "cli/run/outputfile.h"
#include "cli/write/safetext.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstring>
#include <exception>
#include <utility>

namespace tunescope::cli {

namespace {

constexpr int kBlocksPerBatchTurn = 16;

// One table has one heading, whichever file comes first.
std::string headingOf(const Options& options) {
  std::string heading;
  if (options.format != OutputFormat::Csv || options.isQuiet || isVerdictOnly(options)) return heading;
  Options one = options;
  one.isOneOfSeveral = options.inputs.size() > 1;
  makeRecordWriter(one)->header(heading, {});
  return heading;
}

}  // namespace

struct BatchRun::File {
  std::size_t index = 0;
  Options options;
  std::unique_ptr<HeadlessSink> sink{};
  bool isRead = false;  // at least its beginning
  bool isDone = false;  // as much as was asked for
  ExitCode code = ExitCode::Done;
  std::string complaint{};
};

BatchRun::BatchRun(const Options& options)
    : m_options(options),
      m_output(m_stream, options.inputs.size(), headingOf(options)),
      m_table(analysis::nameStyleOf(options.settings)),
      m_hasTable(hasBatchTable(options)) {
  Options common = options;
  common.inputs.clear();
  common.isOneOfSeveral = options.inputs.size() > 1;
  common.isQuiet = options.isQuiet || options.format == OutputFormat::Csv;
  common.settings.channel = options.request.channel;
  m_files.reserve(options.inputs.size());
  for (const std::string& input : options.inputs) {
    auto file = std::make_unique<File>();
    file->index = m_files.size();
    file->options = common;
    file->options.request.path = input;
    m_files.push_back(std::move(file));
  }
  connect(&m_signals, &Signals::interrupted, this, [this] {
    m_isInterrupted = true;
    m_stream.hurry();
    stop();
  });
}

BatchRun::~BatchRun() {
  stop();
  for (std::thread& thread : m_threads) thread.join();
}

ExitCode BatchRun::execute() {
  for (const std::string& remark : m_options.remarks) complain(remark);
  if (!openOutputFile(m_options, m_stream)) return ExitCode::Usage;
  const auto jobs = m_options.jobs > 0 ? static_cast<unsigned>(m_options.jobs) : std::thread::hardware_concurrency();
  const std::size_t threads = std::min<std::size_t>(m_files.size(), std::max(1U, jobs));
  m_running = threads;
  for (std::size_t i = 0; i < threads; ++i) m_threads.emplace_back([this] { work(); });
  QCoreApplication::exec();
  for (std::thread& thread : m_threads) thread.join();
  m_threads.clear();
  if (m_hasTable && (m_isInterrupted || !isStopped())) m_stream.write(m_table.text());
  m_stream.flush();
  if (m_output.error() != 0) {
    complain(std::string("cannot keep the lines of a file until its turn, because ") + std::strerror(m_output.error()) +
             "; free space for temporary files, or add --jobs 1");
    return ExitCode::Internal;
  }
  if (m_stream.state() == LineTarget::State::Failed) {
    complain(writeErrorSentence(m_options.outputPath.value_or(""), m_stream.error()));
    return ExitCode::Internal;
  }
  if (m_isInterrupted) return ExitCode::Interrupted;
  const auto failed = std::ranges::find_if(m_files, [](const auto& file) { return file->code != ExitCode::Done; });
  return failed == m_files.end() ? ExitCode::Done : (*failed)->code;
}

// Each file that a thread takes is finished, even if it is not read any more: those behind it wait for that.
void BatchRun::work() {
  for (std::size_t i = m_next++; i < m_files.size(); i = m_next++) {
    File& file = *m_files[i];
    try {
      m_output.await(i);
      if (!isStopped()) read(file);
    } catch (const std::exception& error) {
      const audio::CaptureError reason{.code = audio::CaptureErrorCode::Internal, .device = {}, .detail = error.what()};
      file.code = ExitCode::Internal;
      file.complaint = errorSentence(reason, file.options.request);
    }
    m_output.finish(i, [this, &file]() noexcept { conclude(file); });
  }
  if (--m_running > 0) return;
  QMetaObject::invokeMethod(
      this, [] { QCoreApplication::quit(); }, Qt::QueuedConnection);
}

void BatchRun::read(File& file) {
  std::unique_ptr<RecordWriter> writer;
  if (!m_hasTable && !isVerdictOnly(m_options)) writer = makeRecordWriter(file.options);
  const auto take = [this, &file](HeadlessSink::Event event) {
    file.isDone = true;
    if (event != HeadlessSink::Event::DurationReached) stop();
  };
  file.sink = std::make_unique<HeadlessSink>(file.options, std::move(writer), m_output.part(file.index), take);
  audio::FileSource source(audio::openSoundFile, {});
  analysis::FileReader reader(source, file.options.settings);
  audio::CaptureError error = reader.open(file.options.request);
  if (!error) {
    file.isRead = true;
    int blocks = 0;
    error = reader.read(*file.sink, [this, &file, &blocks] {
      if (++blocks % kBlocksPerBatchTurn == 0) file.sink->caughtUp();
      return !file.isDone && !isStopped();
    });
  }
  file.sink->caughtUp();
  file.sink->finish(file.isRead);
  if (error) {
    file.complaint = errorSentence(error, file.options.request);
    if (!audio::isRemark(error.code)) file.code = exitCodeOf(error, file.options.request);
  }
  if (const auto failure = file.sink->failure(); failure && file.code == ExitCode::Done) {
    file.code = failure->code;
    file.complaint = failure->text;
  }
}

// In the order of the files. Thread: one at a time.
void BatchRun::conclude(File& file) {
  const std::string& name = file.options.request.path;
  const bool isWhole = file.isRead && !isStopped();
  if (!isWhole) m_table.addFailed(name);
  if (isWhole && m_hasTable) m_stream.write(m_table.add(name, file.sink->summary(), file.sink->notes()));
  if (isStopped()) {
    file.sink.reset();
    return;
  }
  if (file.code == ExitCode::Done && file.options.assertion) {
    const Verdict verdict =
        verdictOf(*file.options.assertion, file.options.settings, file.sink->steadyPitch().result());
    if (!verdict.isMet) {
      file.code = ExitCode::AssertionNotMet;
      file.complaint = printableName(name) + ": " + verdict.text;
    } else if (!m_options.isQuiet && m_options.format == OutputFormat::Text) {
      m_stream.write(printableName(name) + ": " + verdict.text + "\n");
    }
  }
  if (!file.complaint.empty()) complain(file.complaint);
  file.sink.reset();  // an hour of readings may be in its summary
}

}  // namespace tunescope::cli
