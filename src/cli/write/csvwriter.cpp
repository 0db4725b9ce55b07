// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/write/numbers.h"
#include "cli/write/recordwriter.h"
#include "cli/write/safetext.h"

#include <cmath>

namespace tunescope::cli {

namespace {

// Frames only: a missing or non-finite number leaves its field empty.
class CsvWriter final : public RecordWriter {
 public:
  CsvWriter(const core::NameStyle& names, const FrameKeys& keys) : m_names(names), m_keys(keys) {}

  void header(std::string& out, const HeaderRecord&) override {
    if (m_hasHeader) return;  // a reopened device does not begin a new table
    m_hasHeader = true;
    out += "t,available,rmsDb,peakDb,hz,sigmaCents,confidence,note,midi,cents,inharmonicity";
    if (m_keys.hasTuning) out += ",targetHz,degree,period";
    if (m_keys.hasString) out += ",string";
    for (std::size_t i = 1; i <= m_keys.partials; ++i) {
      for (const std::string_view unit : {"Hz", "Db", "Cents"}) {
        out += ",partial";
        appendInteger(out, static_cast<std::int64_t>(i));
        out += unit;
      }
    }
    if (!m_keys.source.empty()) out += ",source";
    out += '\n';
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
      appendCsvText(out, core::asciiNoteName(*frame.note, m_names));
      out += ',';
      if (frame.note->midi) appendInteger(out, *frame.note->midi);
      appendField(out, frame.note->cents, centsDecimals(frame.note->cents));
    } else {
      out += ",,,";
    }
    appendField(out, pitch.inharmonicity, 9);
    if (m_keys.hasTuning) appendTuning(out, pitch.hertz && frame.note ? &*frame.note : nullptr);
    if (m_keys.hasString) out += ',';
    if (m_keys.hasString && frame.string) appendInteger(out, *frame.string);
    appendPartials(out, frame.partials);
    if (!m_keys.source.empty()) {
      out += ',';
      appendCsvText(out, m_keys.source);
    }
    out += '\n';
  }

  void measured(std::string&, const MeasuredRecord&) override {}
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

  // Three fields for each, empty for one that was not found.
  void appendPartials(std::string& out, std::span<const core::NotePartial> partials) const {
    for (std::size_t i = 1; i <= m_keys.partials; ++i) {
      if (partials.empty() || partials.front().number != static_cast<int>(i)) {
        out += ",,,";
        continue;
      }
      const core::NotePartial& partial = partials.front();
      appendField(out, partial.hertz, hertzDecimals(partial.hertz));
      appendField(out, 10 * std::log10(partial.power), 2);
      appendField(out, partial.cents, 4);
      partials = partials.subspan(1);
    }
  }

  static void appendTuning(std::string& out, const core::TunedNote* note) {
    if (note == nullptr) {
      out += ",,,";
      return;
    }
    appendField(out, note->targetHz, hertzDecimals(note->targetHz));
    out += ',';
    appendInteger(out, note->degree);
    out += ',';
    appendInteger(out, note->period);
  }

  core::NameStyle m_names;
  FrameKeys m_keys;
  bool m_hasHeader = false;
};

}  // namespace

std::unique_ptr<RecordWriter> makeCsvWriter(const core::NameStyle& names, const FrameKeys& keys) {
  return std::make_unique<CsvWriter>(names, keys);
}

}  // namespace tunescope::cli
