// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/options.h"
#include "cli/records/measuredrecord.h"
#include "cli/records/registry.h"
#include "cli/write/numbers.h"
#include "cli/write/safetext.h"
#include "cli/write/wholefile.h"
#include "core/stretch/stretchfile.h"

#include <algorithm>

namespace tunescope::cli {

namespace {

using State = analysis::StruckReading::State;

// One record for each key that is measured; the file is written at the end. A key that is played again replaces what
// was measured before.
class StretchRecord final : public RecordOf<analysis::StruckReading> {
 public:
  StretchRecord(std::string path, std::string_view octaveType, const core::NameStyle& names)
      : RecordOf({}), m_path(std::move(path)), m_names(names) {
    const auto type = std::ranges::find(core::kOctaveTypes, octaveType, &core::OctaveType::id);
    if (type != core::kOctaveTypes.end()) {
      m_piano.octave = static_cast<std::size_t>(type - core::kOctaveTypes.begin());
    }
  }

  bool hop(const analysis::AnalysisFrame& frame) override {
    return RecordOf::hop(frame) && reading().state != State::Listening && keep();
  }
  bool end() override {
    const bool hasLast = takeRest() && reading().state != State::Listening && keep();
    write();
    return hasLast;
  }
  std::optional<RecordFailure> failure() const override { return m_failure; }

  void appendJson(std::string& out) const override {
    out += R"({"type":"struck","t":)";
    appendNumberOrNull(out, reading().timeS, 6);
    const int midi = *reading().midi;
    appendKey(out, midi, m_piano.keys.at(midi));
    out += R"(,"hz":)";
    appendNumberOrNull(out, reading().heard->f1Hz, 9);
    out += R"(,"sigmaCents":)";
    appendNumberOrNull(out, reading().heard->sigmaCents, kJsonDecimals);
    out += R"(,"partials":)";
    appendInteger(out, reading().heard->partials);
    out += R"(,"misfitCents":)";
    appendNumberOrNull(out, reading().heard->misfitCents, kJsonDecimals);
    out += "}\n";
  }

  // "    2.112 s  struck A2  B 0.000113, 18 partials within 0.31 cents"
  void appendText(std::string& out) const override {
    std::string time;
    appendFixed(time, reading().timeS, 3);
    out += std::string(9 - std::min<std::size_t>(9, time.size()), ' ') + time + " s  struck " +
           printable(nameOf(*reading().midi)) + "  B ";
    appendFixed(out, reading().heard->b, kDecimalsOfB);
    out += ", ";
    appendInteger(out, reading().heard->partials);
    out += " partials within ";
    appendFixed(out, reading().heard->misfitCents, 2);
    out += " cents\n";
  }

  void appendJsonSummary(std::string& out) const override {
    out += R"(,"stretch":{"octave":)";
    appendJsonString(out, core::kOctaveTypes[m_piano.octave].id);
    out += R"(,"keys":[)";
    bool isFirst = true;
    for (const auto& [midi, key] : m_piano.keys) {
      out += std::exchange(isFirst, false) ? "{" : ",{";
      std::string text;
      appendKey(text, midi, key);
      out += text.substr(1) + "}";
    }
    out += "]}";
  }
  void appendTextSummary(std::string& out) const override {
    out += "  stretch: ";
    appendInteger(out, static_cast<std::int64_t>(m_piano.keys.size()));
    out += " keys measured, octaves " + std::string(core::kOctaveTypes[m_piano.octave].id) + "\n";
  }

 private:
  static constexpr int kJsonDecimals = 4;
  static constexpr int kDecimalsOfB = 7;

  bool keep() {
    constexpr int kLastKey = core::kFirstPianoKey + static_cast<int>(core::kPianoKeys) - 1;
    if (!reading().heard || !reading().midi || *reading().midi < core::kFirstPianoKey || *reading().midi > kLastKey) {
      return false;
    }
    m_piano.keys[*reading().midi] = core::measuredKeyOf(*reading().heard);
    return true;
  }

  std::string nameOf(int midi) const { return core::asciiNoteName(core::spellKey(midi), m_names); }

  void appendKey(std::string& out, int midi, const core::MeasuredKey& key) const {
    out += R"(,"note":)";
    appendJsonString(out, nameOf(midi));
    out += R"(,"midi":)";
    appendInteger(out, midi);
    out += R"(,"inharmonicity":)";
    appendNumberOrNull(out, key.b, 9);
    out += R"(,"sigmaLnB":)";
    appendNumberOrNull(out, key.sigmaLnB, kJsonDecimals);
  }

  // As a whole or not at all.
  void write() {
    const std::string name = "'" + printableName(m_path) + "'";
    if (m_piano.keys.empty()) {
      m_failure = {ExitCode::AssertionNotMet,
                   "no piano note could be measured, so that " + name +
                       " is not written; let single notes sound for half a second or longer"};
      return;
    }
    const std::string text = core::writeStretch(m_piano);
    const auto read = core::readStretch(text);
    if (const auto* problem = std::get_if<core::TextProblem>(&read)) {
      m_failure = {ExitCode::AssertionNotMet, name + " is not written, because " + problem->reason};
      return;
    }
    m_failure = writeWholeFile(m_path, text, "--measure-stretch");
  }

  std::string m_path;
  core::NameStyle m_names;
  core::PianoStretch m_piano;
  std::optional<RecordFailure> m_failure;
};

}  // namespace

std::unique_ptr<MeasuredRecord> makeStretchRecord(const Options& options) {
  return std::make_unique<StretchRecord>(options.stretchPath, options.octaveType,
                                         analysis::nameStyleOf(options.settings));
}

}  // namespace tunescope::cli
