// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/options.h"
#include "cli/records/measuredrecord.h"
#include "cli/records/registry.h"
#include "cli/write/numbers.h"
#include "cli/write/safetext.h"

#include <algorithm>

namespace tunescope::cli {

namespace {

class StrumRecord final : public RecordOf<analysis::StrumReading> {
 public:
  StrumRecord(std::span<const int> keys, const core::NameStyle& names)
      : RecordOf({{keys.begin(), keys.end()}}), m_names(names) {}

  void appendJson(std::string& out) const override {
    out += R"({"type":"strum","t":)";
    appendNumberOrNull(out, reading().timeS, 6);
    out += R"(,"strings":[)";
    for (std::size_t i = 0; i < reading().count; ++i) {
      const analysis::StringReading& string = reading().strings[i];
      out += i == 0 ? R"({"string":)" : R"(,{"string":)";
      appendInteger(out, static_cast<std::int64_t>(reading().count - i));
      out += R"(,"note":)";
      appendJsonString(out, core::asciiNoteName(string.note, m_names));
      out += R"(,"cents":)";
      appendNumberOrNull(out, string.cents, kJsonDecimals);
      out += R"(,"sigmaCents":)";
      appendNumberOrNull(out, string.sigmaCents, kJsonDecimals);
      out += R"(,"confidence":)";
      appendNumberOrNull(out, string.confidence, 3);
      out += string.cents ? R"(,"heard":true})" : R"(,"heard":false})";
    }
    out += "]}\n";
  }

  // "    0.832 s  strum  E2 -3.1  A2 +0.2  D3 -": cents, with no digit finer than the measurement knows.
  void appendText(std::string& out) const override {
    std::string time;
    appendFixed(time, reading().timeS, 3);
    out += std::string(9 - std::min<std::size_t>(9, time.size()), ' ') + time + " s  strum";
    for (std::size_t i = 0; i < reading().count; ++i) {
      const analysis::StringReading& string = reading().strings[i];
      out += "  " + printable(core::asciiNoteName(string.note, m_names)) + ' ';
      if (!string.cents || !appendSigned(out, *string.cents, *string.sigmaCents < kCoarseCents ? 1 : 0)) out += '-';
    }
    out += reading().isFinal ? "\n" : " ...\n";
  }

  void appendJsonSummary(std::string&) const override {}
  void appendTextSummary(std::string&) const override {}

 private:
  static constexpr int kJsonDecimals = 4;
  static constexpr double kCoarseCents = 0.5;

  core::NameStyle m_names;
};

}  // namespace

std::unique_ptr<MeasuredRecord> makeStrumRecord(const Options& options) {
  return std::make_unique<StrumRecord>(options.strings, analysis::nameStyleOf(options.settings));
}

}  // namespace tunescope::cli
