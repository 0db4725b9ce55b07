// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/recordwriter.h"

namespace tunescope::cli {

std::unique_ptr<RecordWriter> makeRecordWriter(const Options& options) {
  switch (options.format) {
    case OutputFormat::Json:
      return makeJsonWriter(options.settings.notation, options.waveformColumns.value_or(0));
    case OutputFormat::Csv:
      return makeCsvWriter(options.settings.notation);
    case OutputFormat::Text:
      break;
  }
  return makeTextWriter(options.settings.notation);
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
