// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/signalpath.h"
#include "cli/options/options.h"
#include "cli/records/measuredrecord.h"
#include "cli/write/notesummary.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tunescope::cli {

struct HeaderRecord {
  std::string source;
  double sampleRateHz = 0;
  std::size_t hopFrames = 0;
  analysis::Settings settings;
};

struct SummaryRecord {
  double seconds = 0;
  std::uint64_t frames = 0;
  std::uint64_t lostFrames = 0;
  std::vector<std::unique_ptr<MeasuredRecord>> measured{};  // those of kRecordKinds that options add
};

enum class DeviceState { Lost, Stalled, Silent, Moved, Reopened };

// One output format. Each function appends whole lines to out, or nothing if the format has no such
// record. Thread: worker.
class RecordWriter {
 public:
  virtual ~RecordWriter() = default;
  virtual void header(std::string& out, const HeaderRecord& header) = 0;
  // In their order. JSON and CSV have each reading as it was measured; text names the notes that the window shows.
  virtual void frame(std::string& out, const analysis::AnalysisFrame& frame) = 0;
  virtual void measured(std::string& out, const MeasuredRecord& record) = 0;  // its newest
  // timeS: of the reading with which it began; the window shows the note from now on.
  virtual void noteBegan(std::string& out, double timeS, const core::TunedNote& note) = 0;
  virtual void gap(std::string& out, const analysis::GapInfo& gap) = 0;
  virtual void device(std::string& out, DeviceState state, std::string_view message) = 0;
  virtual void status(std::string& out, double timeS, const analysis::SignalPath& path) = 0;
  virtual void summary(std::string& out, const SummaryRecord& summary, const NoteSummary& notes) = 0;
};

std::unique_ptr<RecordWriter> makeRecordWriter(const Options& options);
std::vector<std::unique_ptr<MeasuredRecord>> makeMeasuredRecords(const Options& options);

// "overrun", "stall", "device"; "lost", "stalled", "silent", "reopened"
std::string_view reasonName(core::GapReason reason) noexcept;
std::string_view stateName(DeviceState state) noexcept;

// Optional keys of frames.
struct FrameKeys {
  bool hasTuning = false;  // targetHz, degree, period
  bool hasString = false;
  std::size_t partials = 0;  // how many of the note, and of columns of CSV for them
  std::string source{};      // of CSV, the last column of a table of several files; empty: none
};

// What the settings alone ask for: the keys of a tuning of their own, and of an instrument.
FrameKeys keysOf(const analysis::Settings& settings);

// The three formats.
std::unique_ptr<RecordWriter> makeJsonWriter(const core::NameStyle& names, int waveformColumns,
                                             const FrameKeys& keys = {});
std::unique_ptr<RecordWriter> makeCsvWriter(const core::NameStyle& names, const FrameKeys& keys = {});
std::unique_ptr<RecordWriter> makeTextWriter(const core::NameStyle& names);

}  // namespace tunescope::cli
