// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/miccalibration.h"

#include "core/tuning/decimal.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace tunescope::core {

namespace {

constexpr int kDecimals = 3;
constexpr double kStepDb = 0.001;
constexpr double kMinRatio = 1.00724;  // 1/96 octave
constexpr double kReferenceHz = 1000;
constexpr double kMaxFileDb = 300;  // some files hold sensitivities
constexpr std::size_t kMaxColumns = 3;

bool isComment(std::string_view line) noexcept {
  return line.empty() || std::string_view("*#;/\"'").find(line.front()) != std::string_view::npos;
}

bool beginsWithNumber(std::string_view line) noexcept {
  return !line.empty() && std::string_view("0123456789.+-").find(line.front()) != std::string_view::npos;
}

bool isDigit(std::string_view line, std::size_t at) noexcept {
  return at < line.size() && line[at] >= '0' && line[at] <= '9';
}

// A comma between two digits is a decimal comma where something else separates the columns.
bool hasDoubtfulComma(std::string_view line) noexcept {
  bool hasTightComma = false, hasOther = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == ',' && i > 0 && isDigit(line, i - 1) && isDigit(line, i + 1)) hasTightComma = true;
    if (line[i] == ';') hasOther = true;
    if (line[i] != ' ' && line[i] != '\t') continue;
    const std::size_t before = line.find_last_not_of(" \t", i), after = line.find_first_not_of(" \t", i);
    const auto isMark = [&](std::size_t at) {
      return at != std::string_view::npos && (line[at] == ',' || line[at] == ';');
    };
    if (!isMark(before) && !isMark(after)) hasOther = true;
  }
  return hasTightComma && hasOther;
}

// Between blanks, or one comma or semicolon with blanks around it; one more than kMaxColumns where there are too many.
std::vector<std::string_view> columnsOf(std::string_view line) {
  std::vector<std::string_view> columns;
  columns.reserve(kMaxColumns + 1);
  line = stripped(line);
  while (!line.empty() && columns.size() <= kMaxColumns) {
    const std::size_t end = std::min(line.find_first_of(" \t,;"), line.size());
    columns.push_back(line.substr(0, end));
    line = stripped(line.substr(end));
    if (!line.empty() && (line.front() == ',' || line.front() == ';')) line = stripped(line.substr(1));
  }
  return columns;
}

double rounded(double value) noexcept {
  constexpr double kUnit = 1000;
  return std::round(value * kUnit) / kUnit;
}

class Reader {
 public:
  std::variant<MicCalibration, TextProblem> read(std::string_view bytes) {
    if (bytes.size() > kMaxTuningFileBytes) return TextProblem{0, "it is larger than 1 MiB"};
    if (bytes.find('\0') != std::string_view::npos) return TextProblem{0, "it is no text"};
    const std::string text = decodedText(bytes);
    for (const TextLine& line : linesOf(text)) {
      const std::string_view content = stripped(line.text);
      if (isComment(content) || (m_rows.empty() && !beginsWithNumber(content))) continue;
      if (auto problem = take(line.number, content)) return *std::move(problem);
    }
    std::ranges::stable_sort(m_rows, {}, [](const Row& row) { return row.point.hertz; });
    if (auto problem = contradiction()) return *std::move(problem);
    return finish();
  }

 private:
  struct Row {
    int line = 0;
    MicCalibration::Point point;
  };

  std::optional<TextProblem> take(int number, std::string_view line) {
    const auto wrong = [number, line](std::string_view reason) {
      return TextProblem{number, quotedPart(line) + std::string(reason)};
    };
    if (hasDoubtfulComma(line)) return wrong(" can be read in two ways; write decimals with a full stop");
    const std::vector<std::string_view> columns = columnsOf(line);
    if (columns.size() < 2 || columns.size() > kMaxColumns) return wrong(" is no pair of Hz and dB");
    std::array<double, kMaxColumns> values{};
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto value = parseDecimal(columns[i]);
      if (!value) return wrong(" is no pair of Hz and dB");
      values[i] = *value;
    }
    const double hertz = rounded(values[0]), db = rounded(values[1]);
    if (hertz >= 0 && hertz < kMinCalibrationHz) return std::nullopt;  // the first bin of an FFT
    if (!(hertz >= kMinCalibrationHz && hertz <= kMaxCalibrationHz)) {
      return wrong(" has a frequency outside 1 to 200000 Hz");
    }
    if (!(std::abs(db) <= kMaxFileDb)) return wrong(" has a response outside -300 to 300 dB");
    m_rows.push_back({number, {hertz, db}});
    return std::nullopt;
  }

  std::optional<TextProblem> contradiction() const {
    for (std::size_t i = 1; i < m_rows.size(); ++i) {
      const Row &a = m_rows[i - 1], &b = m_rows[i];
      if (a.point.hertz < b.point.hertz || !(std::abs(a.point.db - b.point.db) > 0)) continue;
      const int line = std::max(a.line, b.line);
      return TextProblem{line, "its frequency has another value in line " + std::to_string(std::min(a.line, b.line))};
    }
    return std::nullopt;
  }

  std::variant<MicCalibration, TextProblem> finish() const {
    MicCalibration calibration;
    calibration.points.reserve(m_rows.size());
    double nextHz = 0;
    for (const Row& row : m_rows) {
      if (row.point.hertz < nextHz) continue;
      calibration.points.push_back(row.point);
      nextHz = row.point.hertz * kMinRatio;
    }
    if (calibration.points.size() < 2) return TextProblem{0, "it has no two pairs of Hz and dB"};
    double reference = rounded(calibration.responseDb(kReferenceHz));
    if (std::abs(reference) < 2 * kStepDb) reference = 0;  // it has been taken off
    for (MicCalibration::Point& point : calibration.points) {
      point.db = rounded(point.db - reference);
      if (std::abs(point.db) <= kMaxCalibrationDb) continue;
      return TextProblem{0,
                         "at " + fixedDecimal(point.hertz, 0) + " Hz it is more than 40 dB off its response at 1 kHz"};
    }
    return calibration;
  }

  std::vector<Row> m_rows;
};

}  // namespace

double MicCalibration::responseDb(double hertz) const noexcept {
  if (points.empty()) return 0;
  const auto after = std::ranges::upper_bound(points, hertz, {}, &Point::hertz);
  if (after == points.begin()) return points.front().db;
  if (after == points.end()) return points.back().db;
  const Point& before = *(after - 1);
  const double part = std::log(hertz / before.hertz) / std::log(after->hertz / before.hertz);
  return before.db + part * (after->db - before.db);
}

std::variant<MicCalibration, TextProblem> readMicCalibration(std::string_view bytes) {
  return Reader().read(bytes);
}

std::string writeMicCalibration(const MicCalibration& calibration) {
  std::string text;
  for (const MicCalibration::Point& point : calibration.points) {
    text += fixedDecimal(point.hertz, kDecimals);
    text += ' ';
    text += fixedDecimal(point.db, kDecimals);
    text += '\n';
  }
  return text;
}

}  // namespace tunescope::core
