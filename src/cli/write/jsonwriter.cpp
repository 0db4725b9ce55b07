// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/tuningof.h"
#include "cli/write/numbers.h"
#include "cli/write/recordwriter.h"
#include "cli/write/safetext.h"
#include "core/dsp/waveform.h"

#include <cmath>
#include <utility>
#include <vector>

namespace tunescope::cli {

namespace {

class JsonWriter final : public RecordWriter {
 public:
  JsonWriter(const core::NameStyle& names, int waveformColumns, const FrameKeys& keys)
      : m_names(names), m_columns(static_cast<std::size_t>(waveformColumns)), m_keys(keys) {}

  void header(std::string& out, const HeaderRecord& header) override {
    out += R"({"type":"header","schema":1,"version":")" TUNESCOPE_VERSION R"(","source":)";
    appendJsonString(out, header.source);
    out += R"(,"sampleRate":)";
    appendShortest(out, header.sampleRateHz);
    out += R"(,"hop":)";
    appendInteger(out, static_cast<std::int64_t>(header.hopFrames));
    analysis::Settings always = header.settings;
    always.a4Hz = analysis::a4HzOf(always);
    appendSettings(out, always, true);
    out += ",\"tuning\":";
    appendJsonString(out, analysis::tuningName(header.settings));
    appendSettings(out, header.settings, false);
    out += "}\n";
  }

  void frame(std::string& out, const analysis::AnalysisFrame& frame) override {
    const core::PitchReading& pitch = frame.pitch;
    const bool isVoiced = pitch.hertz && frame.note;
    out += R"({"type":"frame","t":)";
    appendNumberOrNull(out, pitch.timeS, 6);
    out += R"(,"available":)";
    appendNumberOrNull(out, pitch.availableS, 6);
    out += R"(,"rmsDb":)";
    appendNumberOrNull(out, frame.level.rmsDb, 2);
    out += R"(,"peakDb":)";
    appendNumberOrNull(out, frame.level.peakDb, 2);
    out += R"(,"hz":)";
    appendNumberOrNull(out, pitch.hertz, hertzDecimals(pitch.hertz.value_or(0)));
    out += R"(,"sigmaCents":)";
    appendNumberOrNull(out, pitch.sigmaCents, centsDecimals(pitch.sigmaCents.value_or(0)));
    out += R"(,"confidence":)";
    appendNumberOrNull(out, pitch.confidence, 3);
    if (isVoiced) {
      out += R"(,"note":)";
      appendName(out, *frame.note);
      out += R"(,"cents":)";
      appendNumberOrNull(out, frame.note->cents, centsDecimals(frame.note->cents));
    } else {
      out += R"(,"note":null,"midi":null,"cents":null)";
    }
    out += R"(,"inharmonicity":)";
    appendNumberOrNull(out, pitch.inharmonicity, 9);
    if (m_columns > 0) appendWave(out, frame.hop);
    if (m_keys.hasTuning) appendTuning(out, isVoiced ? &*frame.note : nullptr);
    if (m_keys.hasString) appendString(out, frame.string);
    if (m_keys.partials > 0) appendPartials(out, frame.partials);
    out += "}\n";
  }

  void measured(std::string& out, const MeasuredRecord& record) override { record.appendJson(out); }

  void noteBegan(std::string& out, double timeS, const core::TunedNote& note) override {
    out += R"({"type":"note","t":)";
    appendNumberOrNull(out, timeS, 6);
    out += R"(,"note":)";
    appendName(out, note);
    out += "}\n";
  }

  void gap(std::string& out, const analysis::GapInfo& gap) override {
    out += R"({"type":"gap","t":)";
    appendNumberOrNull(out, gap.timeS, 6);
    out += R"(,"lostFrames":)";
    appendInteger(out, static_cast<std::int64_t>(gap.lostFrames));
    out += R"(,"reason":")";
    out += reasonName(gap.reason);
    out += "\"}\n";
  }

  void device(std::string& out, DeviceState state, std::string_view message) override {
    out += R"({"type":"device","state":")";
    out += stateName(state);
    out += R"(","message":)";
    appendJsonString(out, message);
    out += "}\n";
  }

  void status(std::string& out, double timeS, const analysis::SignalPath& path) override {
    const audio::CaptureFormat& format = path.status.format;
    const audio::CaptureFigures& figures = path.figures;
    const auto callback = [&figures](double us) { return figures.isMetered ? std::optional(us) : std::nullopt; };
    const auto clock = [&figures](double audio::ClockEstimate::*value) {
      return figures.clock ? std::optional((*figures.clock).*value) : std::nullopt;
    };
    out += R"({"type":"status","t":)";
    appendNumberOrNull(out, timeS, 6);
    out += R"(,"device":)";
    appendJsonString(out, format.source);
    out += R"(,"api":)";
    appendJsonString(out, format.api);
    out += R"(,"sampleRate":)";
    appendShortest(out, format.sampleRateHz);
    appendCount(out, "bufferFrames", format.bufferFrames);
    appendValue(out, "ringFill", path.ringFill, 4);
    appendCount(out, "lostFrames", path.lostFrames);
    appendCount(out, "xruns", figures.overruns);
    appendValue(out, "callbackP999Us", callback(figures.callback.p999Us), 1);
    appendValue(out, "clockPpm", clock(&audio::ClockEstimate::ppm), 3);
    appendValue(out, "clockSigmaPpm", clock(&audio::ClockEstimate::sigmaPpm), 3);
    appendValue(out, "callbackP50Us", callback(figures.callback.p50Us), 1);
    appendValue(out, "callbackMaxUs", callback(figures.callback.maxUs), 1);
    appendValue(out, "callbacksPerSecond", callback(figures.callbacksPerSecond), 1);
    appendValue(out, "delayMs", path.delayMs, 1);
    appendCount(out, "reopened", path.status.reopened);
    appendCount(out, "abandoned", path.status.abandoned);
    out += path.status.isFallback ? R"(,"fallback":true)" : R"(,"fallback":false)";
    out += "}\n";
  }

  void summary(std::string& out, const SummaryRecord& summary, const NoteSummary& notes) override {
    out += R"({"type":"summary","seconds":)";
    appendNumberOrNull(out, summary.seconds, 6);
    out += R"(,"frames":)";
    appendInteger(out, static_cast<std::int64_t>(summary.frames));
    out += R"(,"lostFrames":)";
    appendInteger(out, static_cast<std::int64_t>(summary.lostFrames));
    out += R"(,"notes":[)";
    bool isFirst = true;
    for (const NoteTotals& note : notes.notes()) {
      if (!isFirst) out += ',';
      isFirst = false;
      appendNote(out, note);
    }
    out += ']';
    for (const auto& record : summary.measured) record->appendJsonSummary(out);
    if (const auto a4 = notes.a4()) {
      out += R"(,"a4":{"hz":)";
      appendNumberOrNull(out, a4->hertz, hertzDecimals(a4->hertz));
      appendValue(out, "sigmaCents", a4->sigmaCents, 4);
      out += '}';
    }
    out += "}\n";
  }

 private:
  static void appendCount(std::string& out, std::string_view key, std::uint64_t count) {
    out.append(",\"").append(key).append("\":");
    appendInteger(out, static_cast<std::int64_t>(count));
  }

  // Keys that are always present, or those that are only present if not the default.
  static void appendSettings(std::string& out, const analysis::Settings& settings, bool isAlways) {
    const analysis::Settings defaults;
    for (const analysis::Setting& row : analysis::kSettings) {
      const analysis::HeaderKey& header = row.header;
      if (header.key.empty() || header.isAlways != isAlways) continue;
      if (!isAlways && isSame(row, settings, defaults)) continue;
      out.append(",\"").append(header.key).append("\":");
      if (row.number == nullptr) {
        appendJsonString(out, wordOf(row, settings));
      } else if (header.decimals > 0) {
        appendNumberOrNull(out, settings.*row.number, header.decimals);
      } else {
        appendShortest(out, settings.*row.number, row.range.isWhole ? 0 : 1);
      }
    }
  }

  static void appendValue(std::string& out, std::string_view key, std::optional<double> value, int decimals) {
    out.append(",\"").append(key).append("\":");
    appendNumberOrNull(out, value, decimals);
  }

  static void appendTuning(std::string& out, const core::TunedNote* note) {
    if (note == nullptr) {
      out += R"(,"targetHz":null,"degree":null,"period":null)";
      return;
    }
    appendValue(out, "targetHz", note->targetHz, hertzDecimals(note->targetHz));
    out += R"(,"degree":)";
    appendInteger(out, note->degree);
    out += R"(,"period":)";
    appendInteger(out, note->period);
  }

  static void appendString(std::string& out, std::optional<int> string) {
    out += R"(,"string":)";
    if (string) {
      appendInteger(out, *string);
    } else {
      out += "null";
    }
  }

  static void appendPartials(std::string& out, std::span<const core::NotePartial> partials) {
    out += R"(,"partials":[)";
    bool isFirst = true;
    for (const core::NotePartial& partial : partials) {
      out += std::exchange(isFirst, false) ? R"({"n":)" : R"(,{"n":)";
      appendInteger(out, partial.number);
      appendValue(out, "hz", partial.hertz, hertzDecimals(partial.hertz));
      appendValue(out, "db", 10 * std::log10(partial.power), 2);
      appendValue(out, "cents", partial.cents, 4);
      out += '}';
    }
    out += ']';
  }

  // The name's string, and the number.
  void appendName(std::string& out, const core::TunedNote& note) const {
    appendJsonString(out, core::asciiNoteName(note, m_names));
    out += R"(,"midi":)";
    if (note.midi) {
      appendInteger(out, *note.midi);
    } else {
      out += "null";
    }
  }

  void appendNote(std::string& out, const NoteTotals& note) const {
    out += R"({"note":)";
    appendJsonString(out, core::asciiNoteName(note.note, m_names));
    out += R"(,"count":)";
    appendInteger(out, static_cast<std::int64_t>(note.count));
    out += R"(,"meanCents":)";
    appendNumberOrNull(out, note.readings > 0 ? std::optional(note.meanCents) : std::nullopt, 4);
    out += R"(,"sdCents":)";
    appendNumberOrNull(out, note.sdCents(), 4);
    out += R"(,"seconds":)";
    appendNumberOrNull(out, note.seconds, 3);
    out += '}';
  }

  void appendWave(std::string& out, std::span<const float> hop) {
    m_wave.resize(m_columns);
    core::reduceWaveform(hop, m_wave);
    out += R"(,"wave":[)";
    for (std::size_t i = 0; i < m_wave.size(); ++i) {
      out += i == 0 ? "[" : ",[";
      appendNumberOrNull(out, static_cast<double>(m_wave[i].min), 5);
      out += ',';
      appendNumberOrNull(out, static_cast<double>(m_wave[i].max), 5);
      out += ']';
    }
    out += ']';
  }

  core::NameStyle m_names;
  std::size_t m_columns;
  FrameKeys m_keys;
  std::vector<core::MinMax> m_wave;
};

}  // namespace

std::unique_ptr<RecordWriter> makeJsonWriter(const core::NameStyle& names, int waveformColumns, const FrameKeys& keys) {
  return std::make_unique<JsonWriter>(names, waveformColumns, keys);
}

}  // namespace tunescope::cli
