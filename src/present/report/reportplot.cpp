// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/report/reportplot.h"

#include "present/numbers.h"

#include <algorithm>
#include <array>

namespace tunescope::present {

namespace {

constexpr double kWidth = 960;
constexpr double kLeft = 44;  // of the labels
constexpr double kBottom = 22;
constexpr double kTop = 8;
constexpr double kQuietestDb = -72;
constexpr double kLeapSemitones = 1;  // beyond this, a pause is drawn however short it is

std::string number(double value) {
  std::string text;
  appendFixed(text, value, 1);
  return text;
}

struct Frame {
  double height = 0;
  double seconds = 1;
  double low = 0;  // of what is drawn upwards
  double high = 1;

  double x(double timeS) const { return kLeft + (kWidth - kLeft) * timeS / seconds; }
  double y(double value) const { return kTop + (height - kTop - kBottom) * (high - value) / (high - low); }
};

std::string begin(const Frame& frame, std::string_view id, std::string_view title, std::string_view description) {
  std::string out = "<svg viewBox=\"0 0 960 " + number(frame.height) + "\" role=\"img\" aria-labelledby=\"";
  out.append(id).append("-title ").append(id).append("-desc\"><title id=\"").append(id).append("-title\">");
  out.append(title).append("</title><desc id=\"").append(id).append("-desc\">").append(description);
  return out + "</desc>\n";
}

void appendLine(std::string& out, double x1, double y1, double x2, double y2) {
  out += "<line class=\"grid\" x1=\"" + number(x1) + "\" y1=\"" + number(y1) + "\" x2=\"" + number(x2) + "\" y2=\"" +
         number(y2) + "\"/>";
}

void appendText(std::string& out, double x, double y, std::string_view anchor, const std::string& text) {
  out += "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\"";
  out.append(anchor).append("\">").append(text).append("</text>\n");
}

// The first of them that gives ten lines at most.
constexpr std::array kStepsS = {0.01, 0.02, 0.05, 0.1,   0.2,   0.5,   1.0,    2.0,    5.0,    10.0,
                                15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0, 7200.0, 36000.0};

double stepOf(double length) {
  const auto* const step = std::ranges::find_if(kStepsS, [length](double each) { return length / each <= 10; });
  return step == kStepsS.end() ? length / 10 : *step;
}

std::string timeText(double timeS, double stepS) {
  if (stepS < 1) {
    std::string text;
    appendFixed(text, timeS, stepS < 0.1 ? 2 : 1);
    return text + " s";
  }
  const long whole = std::lround(timeS);
  if (whole < 60) return std::to_string(whole) + " s";
  const std::string seconds = std::to_string(whole % 60);
  return std::to_string(whole / 60) + (seconds.size() < 2 ? ":0" : ":") + seconds;
}

void appendTimes(std::string& out, const Frame& frame) {
  const double step = stepOf(frame.seconds);
  const long count = std::lround(std::floor(frame.seconds / step));
  for (long i = 0; i <= count; ++i) {
    const double timeS = step * double(i);
    appendLine(out, frame.x(timeS), kTop, frame.x(timeS), frame.height - kBottom);
    appendText(out, std::min(frame.x(timeS), kWidth - 14), frame.height - 6, "middle", timeText(timeS, step));
  }
}

double semitonesOf(double hertz) noexcept {
  return 12 * std::log2(hertz);
}

// A line for each note that was played, with the names that have room.
void appendNoteLines(std::string& out, const Report& report, const Frame& frame) {
  constexpr double kRoom = 12;
  double lastY = frame.height + kRoom;
  for (const PracticeTotal& total : report.totals) {
    const double y = frame.y(semitonesOf(total.note.targetHz));
    if (y < kTop || y > frame.height - kBottom) continue;
    appendLine(out, kLeft, y, kWidth, y);
    if (lastY - y < kRoom) continue;
    appendText(out, kLeft - 6, y + 4, "end", htmlText(report.nameOf(total.note)));
    lastY = y;
  }
}

// One stroke for each stretch without a pause: down and up through the extremes of each column.
void appendCurve(std::string& out, const Report& report, const Frame& frame) {
  const double columnS = report.seconds / double(report.columns.size());
  std::string stroke;
  double lastS = 0;
  double lastHz = 0;
  const auto end = [&] {
    if (!stroke.empty()) out += "<polyline class=\"curve\" points=\"" + stroke + "\"/>\n";
    stroke.clear();
  };
  for (std::size_t i = 0; i < report.columns.size(); ++i) {
    const ReportColumn& column = report.columns[i];
    if (!column.lowHz || !column.highHz) continue;
    const double timeS = (double(i) + 0.5) * columnS;
    const bool isPause = timeS - lastS > std::max(core::NoteSegmenter::kMaxPauseS, 1.5 * columnS);
    const bool isLeap = std::abs(semitonesOf(*column.lowHz) - semitonesOf(lastHz)) > kLeapSemitones;
    if (lastHz > 0 && (isPause || (isLeap && timeS - lastS > 1.5 * columnS))) end();
    lastS = timeS;
    lastHz = *column.lowHz;
    const std::string x = number(frame.x(timeS));
    if (!stroke.empty()) stroke += ' ';
    stroke.append(x).append(",").append(number(frame.y(semitonesOf(*column.lowHz)))).append(" ");
    stroke.append(x).append(",").append(number(frame.y(semitonesOf(*column.highHz))));
  }
  end();
}

}  // namespace

std::string pitchPlot(const Report& report) {
  Frame frame{.height = 320, .seconds = std::max(report.seconds, 1e-3)};
  std::optional<double> low;
  std::optional<double> high;
  for (const ReportColumn& column : report.columns) {
    if (column.lowHz) low = std::min(low.value_or(*column.lowHz), *column.lowHz);
    if (column.highHz) high = std::max(high.value_or(*column.highHz), *column.highHz);
  }
  std::string out =
      begin(frame, "pitch", "Pitch over time", "The curve of the pitch, with a line for each note that was played.");
  frame.low = semitonesOf(low.value_or(220)) - 1.5;
  frame.high = semitonesOf(high.value_or(440)) + 1.5;
  appendTimes(out, frame);
  appendNoteLines(out, report, frame);
  appendCurve(out, report, frame);
  return out + "</svg>";
}

std::string levelPlot(const Report& report) {
  const Frame frame{.height = 140, .seconds = std::max(report.seconds, 1e-3), .low = kQuietestDb, .high = 0};
  std::string out = begin(frame, "level", "Level over time", "The level (RMS) in decibels of full scale.");
  appendTimes(out, frame);
  for (const int db : {0, -24, -48}) {
    appendLine(out, kLeft, frame.y(db), kWidth, frame.y(db));
    appendText(out, kLeft - 6, frame.y(db) + 4, "end", (db < 0 ? "\u2212" : "") + std::to_string(-db));
  }
  const double columnS = report.seconds / double(report.columns.size());
  out += "<path class=\"level\" d=\"M" + number(frame.x(0)) + "," + number(frame.y(kQuietestDb));
  for (std::size_t i = 0; i < report.columns.size(); ++i) {
    const double db = std::clamp(report.columns[i].rmsDb.value_or(kQuietestDb), kQuietestDb, 0.0);
    out += " L" + number(frame.x((double(i) + 0.5) * columnS)) + "," + number(frame.y(db));
  }
  return out + " L" + number(kWidth) + "," + number(frame.y(kQuietestDb)) + " Z\"/>\n</svg>";
}

}  // namespace tunescope::present
