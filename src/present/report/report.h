// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/meterreadings.h"
#include "core/notes/standardfit.h"
#include "present/export/contour.h"
#include "present/practice/practicesession.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What was played, heard and lost in one run, as a document. Thread: one at a time. Realtime-safe: no.
namespace tunescope::present {

// A stretch of the run, as wide as a column of a plot.
struct ReportColumn {
  std::optional<double> lowHz;  // of the curve's points in it
  std::optional<double> highHz;
  std::optional<double> rmsDb;  // the mean power's level
};

struct Report {
  static constexpr std::size_t kMaxColumns = 1600;

  std::string source;
  double seconds = 0;
  double sampleRateHz = 0;
  std::uint64_t lostFrames = 0;
  double a4Hz = core::kDefaultA4Hz;
  std::string tuning;
  core::NameStyle names;
  double inTuneCents = 0;
  std::vector<core::PlayedNote> notes;
  std::vector<PracticeTotal> totals;          // in ascending pitch
  std::optional<core::StandardFit> fit;       // of the notes; none for fewer than core::kMinStandardNotes
  std::optional<core::MetersReading> meters;  // of the whole run
  std::vector<ReportColumn> columns;          // of equal length, from 0 to seconds

  double inTuneS() const noexcept;  // of all notes
  double playedS() const noexcept;  // their length
  double fittedA4Hz() const noexcept { return fit ? a4Hz * std::exp2(fit->cents / 1200) : a4Hz; }
  std::string nameOf(const core::TunedNote& note) const { return core::asciiNoteName(note, names); }
};

// contour: after finish().
Report makeReport(const Contour& contour, double inTuneCents);

std::string reportJson(const Report& report);
std::string reportCsv(const Report& report);   // the notes, one on each line
std::string reportHtml(const Report& report);  // complete in itself: no script, nothing fetched

struct ReportFormat {
  std::string_view ending;  // of the file's name, with its point
  std::string (*write)(const Report& report);
};

inline constexpr std::array kReportFormats = {ReportFormat{".html", reportHtml}, ReportFormat{".json", reportJson},
                                              ReportFormat{".csv", reportCsv}};

}  // namespace tunescope::present
