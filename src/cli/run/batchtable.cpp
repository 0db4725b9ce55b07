// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run/batchtable.h"

#include "cli/write/numbers.h"
#include "cli/write/safetext.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace tunescope::cli {

namespace {

constexpr std::array<std::string_view, 6> kTitles = {"file", "seconds", "notes", "longest", "cents", "A4 Hz"};
constexpr std::string_view kNothing = "-";

std::string fixed(double value, int decimals) {
  std::string text;
  return appendFixed(text, value, decimals) ? text : std::string(kNothing);
}

// Columns as characters of a terminal show them: each code point counts as one.
std::size_t widthOf(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

}  // namespace

std::string BatchTable::add(const std::string& name, const SummaryRecord& summary, const NoteSummary& notes) {
  const std::vector<NoteTotals> heard = notes.notes();
  const std::size_t count = notes.played();
  Row row = {printableName(name), fixed(summary.seconds, 1), std::to_string(count)};
  std::string line = row[0] + ": " + row[1] + " s, " + row[2] + (count == 1 ? " note" : " notes");
  const auto longest = std::ranges::max_element(heard, {}, &NoteTotals::seconds);
  if (longest != heard.end()) {
    std::string cents;
    appendSigned(cents, longest->meanCents, 1);
    row.push_back(printable(core::asciiNoteName(longest->note, m_names)));
    row.push_back(cents);
    line += ", longest " + row[3] + " " + cents + " cents";
  }
  row.resize(5, std::string(kNothing));
  const auto a4 = notes.a4();
  row.push_back(a4 ? fixed(a4->hertz, 2) : std::string(kNothing));
  if (a4) line += ", A4 = " + row.back() + " Hz";
  m_titles.clear();
  for (const auto& record : summary.measured) {
    for (const MeasuredRecord::Cell& cell : record->cells()) {
      m_titles.push_back(cell.title);
      row.push_back(cell.text.empty() ? std::string(kNothing) : cell.text);
      line.append(", ").append(row.back()).append(" ").append(cell.title);
    }
  }
  if (summary.lostFrames > 0) line += ", " + std::to_string(summary.lostFrames) + " samples lost";
  m_rows.push_back(std::move(row));
  return line + "\n";
}

void BatchTable::addFailed(const std::string& name) {
  m_rows.push_back({printableName(name)});
}

// The names on the left, numbers on the right of their columns.
std::string BatchTable::text() const {
  Row titles(kTitles.begin(), kTitles.end());
  titles.insert(titles.end(), m_titles.begin(), m_titles.end());
  std::vector<Row> rows = {titles};
  rows.insert(rows.end(), m_rows.begin(), m_rows.end());
  std::vector<std::size_t> widths(titles.size());
  for (Row& row : rows) {
    row.resize(titles.size(), std::string(kNothing));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], widthOf(row[i]));
  }
  std::string out = "\n";
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string padding(widths[i] - widthOf(row[i]), ' ');
      if (i > 0) out.append("  ").append(padding);
      out.append(row[i]);
      if (i == 0) out.append(padding);
    }
    out += '\n';
  }
  return out;
}

}  // namespace tunescope::cli
