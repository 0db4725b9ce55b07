// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

namespace tunescope::test {

// What a run of the accuracy bench found: single figures by name, for verdicts and golden values, and tables, for the
// report and its pictures.
class Findings {
 public:
  struct Table {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
  };

  // A figure that is not finite is left out: it was not measured.
  void fact(const std::string& key, double value);
  const std::map<std::string, double>& facts() const noexcept { return m_facts; }

  // A table is made by its first row; columns are separated by commas.
  void row(const std::string& table, const std::string& columns, std::vector<std::string> cells);
  const std::map<std::string, Table>& tables() const noexcept { return m_tables; }

  // facts.csv and one CSV file a table. False where the folder cannot be written.
  bool write(const std::string& folder) const;

  static std::string text(double value, int digits);

 private:
  std::map<std::string, double> m_facts;
  std::map<std::string, Table> m_tables;
};

}  // namespace tunescope::test
