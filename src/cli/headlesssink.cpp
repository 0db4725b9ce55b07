// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/headlesssink.h"

#include <algorithm>
#include <utility>

namespace tunescope::cli {

namespace {

constexpr double kSilenceS = 3;
constexpr double kTimeSlackS = 1e-9;  // rounding of a hop's end

}  // namespace

HeadlessSink::HeadlessSink(const Options& options, std::unique_ptr<RecordWriter> writer, OutputStream& stream,
                           Listener listener)
    : m_options(options), m_writer(std::move(writer)), m_stream(stream), m_listener(std::move(listener)) {}

// A file is named as it was asked for.
std::string HeadlessSink::sourceName() const {
  switch (m_options.request.source) {
    case audio::SourceKind::Device:
      return m_info.format.source;
    case audio::SourceKind::Demo:
      return "demo";
    default:
      return m_options.request.path;
  }
}

void HeadlessSink::streamStarted(const analysis::StreamInfo& info) {
  const bool isNew = !m_hasHeader || info.sampleRateHz != m_info.sampleRateHz;
  m_info = info;
  if (m_isDone || !m_writer || m_options.isQuiet || !isNew) return;
  m_hasHeader = true;
  m_writer->header(m_lines, {sourceName(), info.sampleRateHz, info.hopFrames, m_options.settings});
}

void HeadlessSink::frame(const analysis::AnalysisFrame& frame) {
  if (m_isDone) return;
  const double hopS = static_cast<double>(m_info.hopFrames) / m_info.sampleRateHz;
  const double endS = frame.level.timeS + 0.5 * hopS;
  if (!m_options.isLive() && m_options.durationS && endS > *m_options.durationS + kTimeSlackS) {
    m_summary.seconds = *m_options.durationS;
    stop(Event::DurationReached);
    return;
  }
  m_summary.seconds = endS;
  ++m_summary.frames;
  if (frame.note) {
    m_notes.add(*frame.note, hopS);
    if (m_options.assertion) m_steady.add(*frame.note);
    if (frame.pitch.noteBegan) {
      m_notes.noteBegan(*frame.note);
      if (m_writer) m_writer->noteBegan(m_lines, frame.pitch.timeS, *frame.note);
    }
  }
  if (m_writer) m_writer->frame(m_lines, frame);
  if (m_options.request.source == audio::SourceKind::Device) watchSilence(frame);
}

// A device that sends nothing but zeros is muted, or not allowed to hear.
void HeadlessSink::watchSilence(const analysis::AnalysisFrame& frame) {
  if (frame.level.peakDb) {
    m_silentS = 0;
    m_isSilent = false;
    return;
  }
  m_silentS += static_cast<double>(m_info.hopFrames) / m_info.sampleRateHz;
  if (m_isSilent || m_silentS < kSilenceS) return;
  m_isSilent = true;
  if (m_writer) m_writer->device(m_lines, DeviceState::Silent, "the input sends nothing but zeros; is it muted?");
}

void HeadlessSink::gap(const analysis::GapInfo& gap) {
  if (m_isDone) return;
  m_summary.lostFrames += gap.lostFrames;
  if (m_writer) m_writer->gap(m_lines, gap);
}

void HeadlessSink::ended(const analysis::EndInfo& end) {
  if (m_isDone) return;
  m_summary.seconds = std::min(end.timeS, m_options.isLive() ? end.timeS : m_options.durationS.value_or(end.timeS));
  m_isDone = !m_options.isLive();  // a device's loss is still to be written
}

void HeadlessSink::caughtUp() {
  if (m_lines.empty()) return;
  const bool isSent = m_stream.write(m_lines);
  m_lines.clear();
  if (!isSent && !m_isDone) {
    stop(m_stream.state() == OutputStream::State::Failed ? Event::OutputFailed : Event::OutputClosed);
  }
}

void HeadlessSink::deviceChanged(DeviceState state, const std::string& message) {
  if (m_isDone || !m_writer) return;
  m_writer->device(m_lines, state, message);
  caughtUp();
}

void HeadlessSink::status(const analysis::SignalPath& path) {
  if (m_isDone || !m_writer || m_info.sampleRateHz <= 0) return;
  m_writer->status(m_lines, m_summary.seconds, path);
  caughtUp();
}

void HeadlessSink::finish(bool hasSummary) {
  m_isDone = true;
  if (hasSummary) m_stream.begin();
  if (m_writer && hasSummary && !m_options.isQuiet) {
    writeSummary(*m_writer, m_lines);
  }
  m_stream.write(m_lines);
  m_lines.clear();
  m_stream.flush();
}

void HeadlessSink::writeSummary(RecordWriter& writer, std::string& out) const {
  writer.summary(out, m_summary, m_notes);
}

void HeadlessSink::stop(Event event) {
  m_isDone = true;
  m_listener(event);
}

}  // namespace tunescope::cli
