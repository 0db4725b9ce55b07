// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/tuningof.h"
#include "cli/write/numbers.h"
#include "cli/write/recordwriter.h"
#include "cli/write/safetext.h"
#include "present/shownnotes.h"

#include <string>

namespace tunescope::cli {

namespace {

// Right-aligned in a field of that width; "-" for a missing value.
void appendAligned(std::string& out, std::optional<double> value, int decimals, std::size_t width,
                   bool hasSign = false) {
  std::string text;
  const auto append = hasSign ? appendSigned : appendFixed;
  if (!value || !append(text, *value, decimals)) text = "-";
  out.append(width > text.size() ? width - text.size() : 0, ' ');
  out += text;
}

class TextWriter final : public RecordWriter {
 public:
  explicit TextWriter(const core::NameStyle& names) : m_names(names) {}

  void header(std::string& out, const HeaderRecord& header) override {
    out += "Source: " + printable(header.source) + ", ";
    appendShortest(out, header.sampleRateHz);
    out += " Hz, ";
    appendTuning(out, header.settings);
    if (header.settings.clockPpm != 0) {
      out += ", clock corrected by ";
      appendShortest(out, header.settings.clockPpm);
      out += " ppm";
    }
    out += '\n';
  }

  void frame(std::string& out, const analysis::AnalysisFrame& frame) override {
    const core::PitchReading& pitch = frame.pitch;
    const auto note = m_shownNotes.show({pitch, frame.note}).note;
    appendAligned(out, pitch.timeS, 3, 9);
    out += " s  ";
    std::string name = note ? printable(core::asciiNoteName(*note, m_names)) : "-";
    name.resize(std::max<std::size_t>(name.size(), 5), ' ');
    out += name;
    if (note) {
      appendAligned(out, note->cents, 2, 7, true);
      out += " cents  +-";
      // Nothing is known exactly: never below the minimum that two decimals can show.
      if (pitch.sigmaCents) {
        appendAligned(out, std::max(*pitch.sigmaCents, 0.01), 2, 5);
      } else {
        appendAligned(out, std::nullopt, 2, 5);
      }
      appendAligned(out, pitch.hertz, 3, 11);
      out += " Hz";
    } else {
      out.append(36, ' ');
    }
    appendAligned(out, frame.level.rmsDb, 2, 9);
    out += " dBFS\n";
  }

  void measured(std::string& out, const MeasuredRecord& record) override { record.appendText(out); }
  void noteBegan(std::string&, double, const core::TunedNote&) override {}

  void gap(std::string& out, const analysis::GapInfo& gap) override {
    appendAligned(out, gap.timeS, 3, 9);
    out += " s  gap: ";
    appendInteger(out, static_cast<std::int64_t>(gap.lostFrames));
    out += " samples lost (";
    out += reasonName(gap.reason);
    out += ")\n";
  }

  void device(std::string& out, DeviceState state, std::string_view message) override {
    out += "Device ";
    out += stateName(state);
    out += ": " + printable(message) + "\n";
  }

  void status(std::string& out, double timeS, const analysis::SignalPath& path) override {
    const audio::CaptureFigures& figures = path.figures;
    const audio::CaptureFormat& format = path.status.format;
    out += "Status  ";
    appendFixed(out, timeS, 1);
    out += " s: " + printable(format.source) + (format.api.empty() ? "" : " (" + printable(format.api) + ")") + ", ";
    appendShortest(out, format.sampleRateHz);
    out += " Hz, " + std::to_string(format.bufferFrames) + " frames, ring ";
    appendFixed(out, 100 * path.ringFill, 1);
    out += " %, " + std::to_string(path.lostFrames) + " lost, " + std::to_string(figures.overruns) + " xruns";
    if (figures.isMetered) {
      out += ", ";
      appendFixed(out, figures.callbacksPerSecond, 1);
      out += " callbacks/s of ";
      appendFixed(out, figures.callback.p50Us, 1);
      out += " us (99.9 %: ";
      appendFixed(out, figures.callback.p999Us, 1);
      out += ", maximum: ";
      appendFixed(out, figures.callback.maxUs, 1);
      out += ")";
    }
    if (figures.clock) {
      out += ", clock ";
      appendFixed(out, figures.clock->ppm, 2);
      out += " +- ";
      appendFixed(out, figures.clock->sigmaPpm, 2);
      out += " ppm";
    }
    if (path.delayMs) {
      out += ", delay ";
      appendFixed(out, *path.delayMs, 1);
      out += " ms";
    }
    out += "\n";
  }

  void summary(std::string& out, const SummaryRecord& summary, const NoteSummary& notes) override {
    appendFixed(out, summary.seconds, 3);
    out += " s analysed, ";
    appendInteger(out, static_cast<std::int64_t>(summary.lostFrames));
    out += " samples lost";
    out += notes.notes().empty() ? "; no note\n" : "\n";
    for (const NoteTotals& note : notes.notes()) appendNote(out, note);
    if (const auto a4 = notes.a4()) {
      out += "The notes fit A4 = ";
      appendFixed(out, a4->hertz, 2);
      out += " Hz best, to ";
      appendFixed(out, a4->sigmaCents, 1);
      out += " cents\n";
    }
    for (const auto& record : summary.measured) record->appendTextSummary(out);
  }

 private:
  static void appendTuning(std::string& out, const analysis::Settings& settings) {
    const std::size_t colon = settings.reference.find(':');
    if (colon != std::string::npos) {
      out += printable(settings.reference.substr(0, colon)) + " = " + printable(settings.reference.substr(colon + 1));
    } else {
      out += "A4 = ";
      appendShortest(out, analysis::a4HzOf(settings));
    }
    out += " Hz";
    const analysis::Settings defaults;
    if (settings.temperament != defaults.temperament || !settings.scale.empty()) {
      out += ", " + printable(analysis::tuningName(settings)) + " from " + printable(settings.key);
    }
    if (!settings.keymap.empty()) out += " with a keymap";
    if (const auto piano = analysis::pianoStretchOf(settings)) {
      out += ", stretched for octaves " + std::string(core::kOctaveTypes[piano->octave].id);
    }
    if (!settings.instrument.empty()) out += ", " + printable(settings.instrument);
    if (const int transposition = analysis::transpositionOf(settings); transposition != 0) {
      out += ", written ";
      appendSigned(out, transposition, 0);
      out += " semitones";
    }
  }

  void appendNote(std::string& out, const NoteTotals& note) const {
    std::string name = printable(core::asciiNoteName(note.note, m_names));
    name.resize(std::max<std::size_t>(name.size(), 5), ' ');
    out += "  " + name;
    appendAligned(out, note.meanCents, 2, 7, true);
    out += " cents";
    if (const auto sd = note.sdCents()) {
      out += ", sd";
      appendAligned(out, sd, 2, 6);
    }
    out += ", for";
    appendAligned(out, note.seconds, 2, 7);
    out += " s\n";
  }

  core::NameStyle m_names;
  present::ShownNotes m_shownNotes;
};

}  // namespace

std::unique_ptr<RecordWriter> makeTextWriter(const core::NameStyle& names) {
  return std::make_unique<TextWriter>(names);
}

}  // namespace tunescope::cli
