// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/report/report.h"

#include <algorithm>
#include <numeric>

namespace tunescope::present {

namespace {

constexpr double kMinColumnS = 0.02;

// The pitch as lowest and highest of its curve, the level as mean power.
std::vector<ReportColumn> columnsOf(const Contour& contour) {
  const double wanted = std::ceil(contour.seconds() / kMinColumnS);
  const auto count = static_cast<std::size_t>(std::clamp(wanted, 1.0, double(Report::kMaxColumns)));
  std::vector<ReportColumn> columns(count);
  const auto place = [&](double timeS) {
    const double share = contour.seconds() > 0 ? timeS / contour.seconds() : 0;
    return static_cast<std::size_t>(std::clamp(share * double(count), 0.0, double(count - 1)));
  };
  std::vector<double> power(count);
  std::vector<std::size_t> readings(count);
  for (const ContourPoint& point : contour.points()) {
    const std::size_t i = place(point.levelS);
    power[i] += std::pow(10, double(point.rmsDb) / 10);
    ++readings[i];
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (power[i] > 0) columns[i].rmsDb = 10 * std::log10(power[i] / double(readings[i]));
  }
  for (const ContourPoint& point : contour.curve()) {
    ReportColumn& column = columns[place(point.timeS)];
    column.lowHz = std::min(column.lowHz.value_or(point.hertz), point.hertz);
    column.highHz = std::max(column.highHz.value_or(point.hertz), point.hertz);
  }
  return columns;
}

}  // namespace

double Report::playedS() const noexcept {
  return std::accumulate(notes.begin(), notes.end(), 0.0,
                         [](double sum, const core::PlayedNote& note) { return sum + note.lengthS; });
}

double Report::inTuneS() const noexcept {
  return std::accumulate(notes.begin(), notes.end(), 0.0,
                         [this](double sum, const core::PlayedNote& note) { return sum + note.inTuneS(inTuneCents); });
}

Report makeReport(const Contour& contour, double inTuneCents) {
  PracticeSession session;
  session.notes = contour.notes();
  Report report{.source = contour.source(),
                .seconds = contour.seconds(),
                .sampleRateHz = contour.sampleRateHz(),
                .a4Hz = contour.a4Hz(),
                .tuning = contour.tuning(),
                .names = contour.names(),
                .inTuneCents = inTuneCents,
                .notes = contour.notes(),
                .totals = totalsOf(session, inTuneCents),
                .fit = {},
                .meters = {},
                .columns = columnsOf(contour)};
  if (!contour.tuningInForce()) return report;
  std::vector<core::StandardNote> evidence;
  evidence.reserve(report.notes.size());
  for (const core::PlayedNote& note : report.notes) evidence.push_back(core::standardNoteOf(note));
  report.fit = core::fitStandard(*contour.tuningInForce(), evidence);
  return report;
}

}  // namespace tunescope::present
