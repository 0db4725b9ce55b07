// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/numbers.h"
#include "cli/recordwriter.h"
#include "cli/safetext.h"

namespace tunescope::cli {

namespace {

// Frames only: a number that is not there, or is not finite, leaves its field empty.
class CsvWriter final : public RecordWriter {
 public:
  explicit CsvWriter(core::Notation notation) : m_notation(notation) {}

  void header(std::string& out, const HeaderRecord&) override {
    if (m_hasHeader) return;  // a device that came back does not begin a new table
    m_hasHeader = true;
    out += "t,available,rmsDb,peakDb,hz,sigmaCents,confidence,note,midi,cents,inharmonicity\n";
  }

  void frame(std::string& out, const analysis::AnalysisFrame& frame) override {
    const core::PitchReading& pitch = frame.pitch;
    appendFixed(out, pitch.timeS, 6);
    appendField(out, pitch.availableS, 6);
    appendField(out, frame.level.rmsDb, 2);
    appendField(out, frame.level.peakDb, 2);
    appendField(out, pitch.hertz, hertzDecimals(pitch.hertz.value_or(0)));
    appendField(out, pitch.sigmaCents, centsDecimals(pitch.sigmaCents.value_or(0)));
    appendField(out, pitch.confidence, 3);
    if (pitch.hertz && frame.note) {
      out += ',';
      appendCsvText(out, core::asciiNoteName(*frame.note, m_notation));
      out += ',';
      if (frame.note->midi) appendInteger(out, *frame.note->midi);
      appendField(out, frame.note->cents, centsDecimals(frame.note->cents));
    } else {
      out += ",,,";
    }
    appendField(out, pitch.inharmonicity, 9);
    out += '\n';
  }

  void noteBegan(std::string&, double, const core::TunedNote&) override {}
  void gap(std::string&, const analysis::GapInfo&) override {}
  void device(std::string&, DeviceState, std::string_view) override {}
  void status(std::string&, double, const analysis::SignalPath&) override {}
  void summary(std::string&, const SummaryRecord&, const NoteSummary&) override {}

 private:
  static void appendField(std::string& out, std::optional<double> value, int decimals) {
    out += ',';
    if (value) appendFixed(out, *value, decimals);
  }

  core::Notation m_notation;
  bool m_hasHeader = false;
};

}  // namespace

std::unique_ptr<RecordWriter> makeCsvWriter(core::Notation notation) {
  return std::make_unique<CsvWriter>(notation);
}

}  // namespace tunescope::cli
