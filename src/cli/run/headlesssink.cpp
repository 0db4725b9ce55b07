// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run/headlesssink.h"

#include "cli/options/recordoption.h"

#include <algorithm>
#include <utility>

namespace tunescope::cli {

namespace {

constexpr double kSilenceS = 3;
constexpr double kTimeSlackS = 1e-9;  // rounding of a hop's end

}  // namespace

HeadlessSink::HeadlessSink(const Options& options, std::unique_ptr<RecordWriter> writer, LineTarget& stream,
                           Listener listener)
    : m_options(options), m_writer(std::move(writer)), m_stream(stream), m_listener(std::move(listener)) {
  m_summary.measured = makeMeasuredRecords(options);
  const SpectrumRequest& spectrum = options.spectrum;
  if (spectrum.partials == 0) return;
  m_partials = analysis::MeasurementOf<analysis::PartialsReading>::make(
      {.size = spectrum.size, .window = spectrum.window, .count = spectrum.partials});
}

std::string HeadlessSink::sourceName() const {
  return m_options.request.source == audio::SourceKind::Device ? m_info.format.source : sourceNameOf(m_options.request);
}

void HeadlessSink::streamStarted(const analysis::StreamInfo& info) {
  const bool isNew = !m_hasHeader || info.sampleRateHz != m_info.sampleRateHz;
  m_info = info;
  for (const auto& record : m_summary.measured) record->begin(info);
  if (m_partials) m_partials->begin(info);
  if (m_live != nullptr) m_live->begin(info);
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
  m_notes.hear(frame);
  if (frame.note) {
    m_notes.add(*frame.note, hopS);
    if (m_options.assertion) m_steady.add(*frame.note);
  }
  const present::ShownNotes::Shown shown = m_shownNotes.show({frame.pitch, frame.note});
  if (shown.beganS) {
    m_notes.noteBegan(*shown.note);
    if (m_writer) m_writer->noteBegan(m_lines, *shown.beganS, *shown.note);
  }
  writeFrame(frame);
  if (m_live != nullptr) m_live->hear(frame, shown);
  for (const auto& record : m_summary.measured) {
    if (record->hop(frame) && m_writer) m_writer->measured(m_lines, *record);
  }
  if (m_options.request.source == audio::SourceKind::Device) watchSilence(frame);
}

void HeadlessSink::writeFrame(const analysis::AnalysisFrame& frame) {
  if (!m_partials) {
    if (m_writer) m_writer->frame(m_lines, frame);
    return;
  }
  m_partials->hop(frame);
  analysis::PartialsReading reading;
  analysis::AnalysisFrame withPartials = frame;
  if (m_partials->take(reading, {})) withPartials.partials = reading.all();
  if (m_writer) m_writer->frame(m_lines, withPartials);
}

// A device that sends only zeros is muted, or the program has no permission.
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
  m_notes.gap();
  for (const auto& record : m_summary.measured) record->gap(gap);
  if (m_partials) m_partials->gap(gap);
  if (m_live != nullptr) m_live->gap(gap);
  if (m_writer) m_writer->gap(m_lines, gap);
}

void HeadlessSink::channelsChanged(const analysis::StreamInfo& info) {
  m_info = info;
  for (const auto& record : m_summary.measured) record->channelsChanged(info);
  if (m_partials) m_partials->channelsChanged(info);
  if (m_live != nullptr) m_live->channelsChanged(info);
}

void HeadlessSink::rest(const analysis::AnalysisFrame& frame) {
  const bool isBeyond = !m_options.isLive() && m_options.durationS && frame.endS > *m_options.durationS + kTimeSlackS;
  if (m_isDone || isBeyond) return;
  for (const auto& record : m_summary.measured) {
    if (record->rest(frame) && m_writer) m_writer->measured(m_lines, *record);
  }
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
    stop(m_stream.state() == LineTarget::State::Failed ? Event::OutputFailed : Event::OutputClosed);
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
  if (m_live != nullptr) m_live->end();
  if (hasSummary) m_stream.begin();
  for (const auto& record : m_summary.measured) {
    if (record->end() && m_writer && hasSummary) m_writer->measured(m_lines, *record);
  }
  m_notes.finish();
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

std::optional<RecordFailure> HeadlessSink::failure() const {
  for (const auto& record : m_summary.measured) {
    if (auto failure = record->failure()) return failure;
  }
  return std::nullopt;
}

void HeadlessSink::stop(Event event) {
  m_isDone = true;
  m_listener(event);
}

}  // namespace tunescope::cli
