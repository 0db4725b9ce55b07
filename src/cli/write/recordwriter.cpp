// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/write/recordwriter.h"

#include "analysis/tuningof.h"

namespace tunescope::cli {

namespace {

// Without these options, frames keep their original keys.
FrameKeys keysFor(const Options& options) {
  const auto isGiven = [&options](auto... option) { return (options.isGiven(option) || ...); };
  FrameKeys keys = keysOf(options.settings);
  keys.hasTuning = keys.hasTuning || isGiven("temperament"_option, "key"_option, "reference"_option, "transpose"_option,
                                             "scale"_option, "keymap"_option);
  keys.partials = options.spectrum.partials;
  if (options.isOneOfSeveral) keys.source = options.request.path;
  return keys;
}

}  // namespace

FrameKeys keysOf(const analysis::Settings& settings) {
  return {.hasTuning = analysis::hasOwnTuning(settings), .hasString = !settings.instrument.empty()};
}

std::unique_ptr<RecordWriter> makeRecordWriter(const Options& options) {
  switch (options.format) {
    case OutputFormat::Json:
      return makeJsonWriter(analysis::nameStyleOf(options.settings), options.waveformColumns.value_or(0),
                            keysFor(options));
    case OutputFormat::Csv:
      return makeCsvWriter(analysis::nameStyleOf(options.settings), keysFor(options));
    case OutputFormat::Text:
      break;
  }
  return makeTextWriter(analysis::nameStyleOf(options.settings));
}

std::vector<std::unique_ptr<MeasuredRecord>> makeMeasuredRecords(const Options& options) {
  std::vector<std::unique_ptr<MeasuredRecord>> records;
  std::size_t option = kFirstRecordKind;
  for (const RecordKind& kind : kRecordKinds) {
    if (options.isGiven(option++)) records.push_back(kind.make(options));
  }
  return records;
}

std::string_view reasonName(core::GapReason reason) noexcept {
  switch (reason) {
    case core::GapReason::Overrun:
      return "overrun";
    case core::GapReason::Stall:
      return "stall";
    case core::GapReason::Device:
      break;
  }
  return "device";
}

std::string_view stateName(DeviceState state) noexcept {
  switch (state) {
    case DeviceState::Lost:
      return "lost";
    case DeviceState::Stalled:
      return "stalled";
    case DeviceState::Silent:
      return "silent";
    case DeviceState::Moved:
      return "moved";
    case DeviceState::Reopened:
      break;
  }
  return "reopened";
}

}  // namespace tunescope::cli
