// SPDX-License-Identifier: GPL-3.0-or-later
#include "findings.h"

#include <cmath>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace tunescope::test {

namespace {

std::string joined(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += (i == 0 ? "" : ",") + cells[i];
  return line;
}

}  // namespace

std::string Findings::text(double value, int digits) {
  if (!std::isfinite(value)) return {};
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%.*f", digits, value);
  return buffer;
}

void Findings::fact(const std::string& key, double value) {
  if (std::isfinite(value)) m_facts[key] = value;
}

void Findings::row(const std::string& table, const std::string& columns, std::vector<std::string> cells) {
  Table& t = m_tables[table];
  if (t.columns.empty()) {
    std::istringstream stream(columns);
    for (std::string column; std::getline(stream, column, ',');) t.columns.push_back(column);
  }
  t.rows.push_back(std::move(cells));
}

bool Findings::write(const std::string& folder) const {
  std::ofstream facts(folder + "/facts.csv");
  facts << "figure,value\n";
  for (const auto& [key, value] : m_facts) facts << key << ',' << text(value, 6) << '\n';
  bool ok = static_cast<bool>(facts);
  for (const auto& [name, table] : m_tables) {
    std::ofstream file(folder + "/" + name + ".csv");
    file << joined(table.columns) << '\n';
    for (const auto& row : table.rows) file << joined(row) << '\n';
    ok = ok && static_cast<bool>(file);
  }
  return ok;
}

}  // namespace tunescope::test
