// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/signalpath.h"
#include "cli/notesummary.h"
#include "cli/options.h"

#include <memory>
#include <string>
#include <string_view>

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
};

enum class DeviceState { Lost, Stalled, Silent, Moved, Reopened };

// One format of what is written. Each function appends whole lines to out, or nothing where the format has none for
// that. Thread: worker.
class RecordWriter {
 public:
  virtual ~RecordWriter() = default;
  virtual void header(std::string& out, const HeaderRecord& header) = 0;
  virtual void frame(std::string& out, const analysis::AnalysisFrame& frame) = 0;
  virtual void noteBegan(std::string& out, double timeS, const core::TunedNote& note) = 0;
  virtual void gap(std::string& out, const analysis::GapInfo& gap) = 0;
  virtual void device(std::string& out, DeviceState state, std::string_view message) = 0;
  virtual void status(std::string& out, double timeS, const analysis::SignalPath& path) = 0;
  virtual void summary(std::string& out, const SummaryRecord& summary, const NoteSummary& notes) = 0;
};

std::unique_ptr<RecordWriter> makeRecordWriter(const Options& options);

// "overrun", "stall", "device"; "lost", "stalled", "silent", "reopened"
std::string_view reasonName(core::GapReason reason) noexcept;
std::string_view stateName(DeviceState state) noexcept;

// The three formats.
std::unique_ptr<RecordWriter> makeJsonWriter(core::Notation notation, int waveformColumns);
std::unique_ptr<RecordWriter> makeCsvWriter(core::Notation notation);
std::unique_ptr<RecordWriter> makeTextWriter(core::Notation notation);

}  // namespace tunescope::cli
