// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/options.h"
#include "cli/records/measuredrecord.h"
#include "cli/records/registry.h"
#include "cli/write/numbers.h"
#include "cli/write/safetext.h"

#include <algorithm>
#include <utility>

namespace tunescope::cli {

namespace {

class PracticeRecord final : public RecordOf<analysis::PlayedNotes> {
 public:
  PracticeRecord(double inTuneCents, const core::NameStyle& names)
      : RecordOf(analysis::NoParameters{}), m_inTuneCents(inTuneCents), m_names(names) {}

  bool hop(const analysis::AnalysisFrame& frame) override { return counted(RecordOf::hop(frame)); }
  bool end() override {
    const bool hasRest = counted(takeRest());
    m_isOver = true;
    return hasRest;
  }

  void appendJson(std::string& out) const override {
    for (const core::PlayedNote& note : reading().notes) {
      out += R"({"type":"played","t":)";
      appendNumberOrNull(out, note.onsetS, 6);
      appendKey(out, "seconds", note.lengthS, 3);
      out += R"(,"note":)";
      appendJsonString(out, core::asciiNoteName(note.note, m_names));
      out += R"(,"midi":)";
      appendNumberOrNull(out, note.note.midi, 0);
      appendKey(out, "meanCents", note.meanCents, kCentsDecimals);
      appendKey(out, "meanSigmaCents", note.meanSigmaCents, kCentsDecimals);
      appendKey(out, "spreadCents", note.spreadCents, kCentsDecimals);
      appendKey(out, "driftCentsPerS", note.driftCentsPerS, kCentsDecimals);
      appendKey(out, "scoopCents", note.scoopCents, 2);
      appendKey(out, "settleS", note.settleS, 3);
      appendKey(out, "vibratoHz", rateOf(note), 3);
      appendKey(out, "vibratoCents", depthOf(note), 2);
      appendKey(out, "inTuneS", note.inTuneS(m_inTuneCents), 3);
      out += "}\n";
    }
  }

  // "    0.832 s  played  A4    +1.23 cents, spread 0.41, for 1.20 s, in tune 92 %"
  void appendText(std::string& out) const override {
    for (const core::PlayedNote& note : reading().notes) {
      std::string time;
      appendFixed(time, note.onsetS, 3);
      std::string name = printable(core::asciiNoteName(note.note, m_names));
      name.resize(std::max<std::size_t>(name.size(), 5), ' ');
      out.append(9 - std::min<std::size_t>(9, time.size()), ' ');
      out += time;
      out += " s  played  ";
      out += name;
      out += ' ';
      appendSigned(out, note.meanCents, 1);
      out += " cents, spread ";
      appendFixed(out, note.spreadCents, 1);
      if (note.driftCentsPerS) {
        out += ", drift ";
        appendSigned(out, *note.driftCentsPerS, 1);
        out += " a second";
      }
      if (note.vibrato) {
        out += ", vibrato ";
        appendFixed(out, note.vibrato->rateHz, 1);
        out += " Hz by ";
        appendFixed(out, note.vibrato->depthCents, 0);
      }
      out += ", for ";
      appendFixed(out, note.lengthS, 2);
      out += " s, in tune ";
      appendShare(out, note.inTuneS(m_inTuneCents), note.lengthS);
      out += '\n';
    }
  }

  void appendJsonSummary(std::string& out) const override {
    out += R"(,"practice":{"notes":)";
    appendInteger(out, m_count);
    appendKey(out, "seconds", m_seconds, 3);
    appendKey(out, "inTuneS", m_inTuneS, 3);
    out += '}';
  }

  void appendTextSummary(std::string& out) const override {
    out += "Practice: ";
    appendInteger(out, m_count);
    out += m_count == 1 ? " note, in tune " : " notes, in tune ";
    appendShare(out, m_inTuneS, m_seconds);
    out += " of the time\n";
  }

 private:
  static constexpr int kCentsDecimals = 4;

  static std::optional<double> rateOf(const core::PlayedNote& note) {
    return note.vibrato ? std::optional(note.vibrato->rateHz) : std::nullopt;
  }
  static std::optional<double> depthOf(const core::PlayedNote& note) {
    return note.vibrato ? std::optional(note.vibrato->depthCents) : std::nullopt;
  }
  static void appendKey(std::string& out, std::string_view key, std::optional<double> value, int decimals) {
    out.append(",\"").append(key).append("\":");
    appendNumberOrNull(out, value, decimals);
  }
  static void appendShare(std::string& out, double part, double whole) {
    if (!(whole > 0) || !appendFixed(out, 100 * part / whole, 0)) out += '-';
    out += " %";
  }

  bool counted(bool hasNotes) {
    if (!hasNotes || m_isOver) return false;
    for (const core::PlayedNote& note : reading().notes) {
      ++m_count;
      m_seconds += note.lengthS;
      m_inTuneS += note.inTuneS(m_inTuneCents);
    }
    return true;
  }

  const double m_inTuneCents;
  const core::NameStyle m_names;
  std::int64_t m_count = 0;
  double m_seconds = 0;
  double m_inTuneS = 0;
  bool m_isOver = false;
};

}  // namespace

std::unique_ptr<MeasuredRecord> makePracticeRecord(const Options& options) {
  return std::make_unique<PracticeRecord>(options.settings.inTuneCents, analysis::nameStyleOf(options.settings));
}

}  // namespace tunescope::cli
