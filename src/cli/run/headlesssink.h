// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"
#include "analysis/measure/registry.h"
#include "cli/out/livelistener.h"
#include "cli/write/linetarget.h"
#include "cli/write/recordwriter.h"
#include "present/shownnotes.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace tunescope::cli {

// Takes every frame from the worker and writes it, all lines of one turn of the worker at once: for a pipe each write
// wakes its reader, which costs as much as the analysis of a hop. Thread: worker, except the constructor.
class HeadlessSink final : public analysis::AnalysisSink {
 public:
  enum class Event {
    DurationReached,  // of sound, for files
    OutputClosed,     // the reader closed the output
    OutputFailed      // the stream's error() says why
  };
  // Called in the worker's thread.
  using Listener = std::function<void(Event)>;

  // writer may be null: readings are then only summed up. stream must outlive the sink.
  HeadlessSink(const Options& options, std::unique_ptr<RecordWriter> writer, LineTarget& stream, Listener listener);

  // Hears all that is measured from now on, until finish(). Must outlive the sink.
  void setLiveListener(LiveListener* listener) { m_live = listener; }

  void streamStarted(const analysis::StreamInfo& info) override;
  void frame(const analysis::AnalysisFrame& frame) override;
  void gap(const analysis::GapInfo& gap) override;
  void channelsChanged(const analysis::StreamInfo& info) override;
  void rest(const analysis::AnalysisFrame& frame) override;
  void ended(const analysis::EndInfo& end) override;
  void caughtUp() override;

  void deviceChanged(DeviceState state, const std::string& message);

  // The state of the capture at the present time of the sound.
  void status(const analysis::SignalPath& path);

  // Writes the summary, if requested, and empties the buffer. Nothing is written afterwards.
  void finish(bool hasSummary);

  // The summary so far, in another format. Thread: worker, or any after finish().
  void writeSummary(RecordWriter& writer, std::string& out) const;

  // The first one of its records. Valid after finish().
  std::optional<RecordFailure> failure() const;

  const SummaryRecord& summary() const noexcept { return m_summary; }  // valid after finish()
  const NoteSummary& notes() const noexcept { return m_notes; }        // valid after finish()

  // For `--assert`; valid after finish().
  const SteadyPitch& steadyPitch() const noexcept { return m_steady; }

 private:
  std::string sourceName() const;
  void watchSilence(const analysis::AnalysisFrame& frame);
  void stop(Event event);
  void writeFrame(const analysis::AnalysisFrame& frame);

  const Options& m_options;
  std::unique_ptr<RecordWriter> m_writer;
  std::unique_ptr<analysis::Measurement<analysis::PartialsReading>> m_partials;  // for --partials
  LineTarget& m_stream;
  Listener m_listener;
  LiveListener* m_live = nullptr;
  analysis::StreamInfo m_info;
  SummaryRecord m_summary;
  NoteSummary m_notes;
  SteadyPitch m_steady;
  present::ShownNotes m_shownNotes;
  std::string m_lines;  // of this turn
  bool m_hasHeader = false;
  bool m_isDone = false;
  double m_silentS = 0;
  bool m_isSilent = false;
};

}  // namespace tunescope::cli
