// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/numbers.h"
#include "present/report/report.h"
#include "present/safetext.h"

#include <utility>

namespace tunescope::present {

namespace {

void appendNumber(std::string& out, std::optional<double> value, int decimals) {
  if (!value || !appendFixed(out, *value, decimals)) out += "null";
}

void appendMember(std::string& out, std::string_view key, std::optional<double> value, int decimals) {
  out.append(",\"").append(key).append("\":");
  appendNumber(out, value, decimals);
}

std::optional<double> rateOf(const core::PlayedNote& note) {
  return note.vibrato ? std::optional(note.vibrato->rateHz) : std::nullopt;
}
std::optional<double> depthOf(const core::PlayedNote& note) {
  return note.vibrato ? std::optional(note.vibrato->depthCents) : std::nullopt;
}

void appendTotal(std::string& out, const Report& report, const PracticeTotal& total) {
  out += R"({"note":)";
  appendJsonString(out, report.nameOf(total.note));
  appendMember(out, "midi", total.note.midi, 0);
  appendMember(out, "count", total.count, 0);
  appendMember(out, "seconds", total.seconds, 3);
  appendMember(out, "meanCents", total.meanCents, 2);
  appendMember(out, "spreadCents", total.spreadCents, 2);
  appendMember(out, "inTuneS", total.inTuneS, 3);
  out += '}';
}

void appendNote(std::string& out, const Report& report, const core::PlayedNote& note) {
  out += R"({"t":)";
  appendNumber(out, note.onsetS, 3);
  appendMember(out, "seconds", note.lengthS, 3);
  out += R"(,"note":)";
  appendJsonString(out, report.nameOf(note.note));
  appendMember(out, "midi", note.note.midi, 0);
  appendMember(out, "hz", note.hertz(), 3);
  appendMember(out, "meanCents", note.meanCents, 2);
  appendMember(out, "meanSigmaCents", note.meanSigmaCents, 2);
  appendMember(out, "spreadCents", note.spreadCents, 2);
  appendMember(out, "driftCentsPerS", note.driftCentsPerS, 2);
  appendMember(out, "scoopCents", note.scoopCents, 2);
  appendMember(out, "vibratoHz", rateOf(note), 2);
  appendMember(out, "vibratoCents", depthOf(note), 2);
  appendMember(out, "inTuneS", note.inTuneS(report.inTuneCents), 3);
  out += '}';
}

template <class Items, class Append>
void appendList(std::string& out, std::string_view key, const Items& items, Append append) {
  out.append(",\n\"").append(key).append("\":[");
  std::string_view before = "\n";
  for (const auto& item : items) {
    out += std::exchange(before, ",\n");
    append(item);
  }
  out += ']';
}

void appendMeters(std::string& out, const Report& report) {
  if (!report.meters) return;
  const core::LoudnessReading& loudness = report.meters->loudness;
  out += R"(,"loudness":{"lufsIntegrated":)";
  appendNumber(out, loudness.integrated, 1);
  appendMember(out, "loudnessRange", loudness.range, 1);
  appendMember(out, "maxMomentary", loudness.maxMomentary, 1);
  appendMember(out, "maxShortTerm", loudness.maxShortTerm, 1);
  appendMember(out, "maxTruePeakDb", report.meters->maxTruePeakDb, 1);
  out += '}';
}

}  // namespace

std::string reportJson(const Report& report) {
  std::string out = R"({"type":"report","schema":1,"source":)";
  appendJsonString(out, report.source);
  appendMember(out, "seconds", report.seconds, 3);
  appendMember(out, "sampleRate", report.sampleRateHz, 0);
  appendMember(out, "lostFrames", double(report.lostFrames), 0);
  appendMember(out, "a4", report.a4Hz, 2);
  out += R"(,"tuning":)";
  appendJsonString(out, report.tuning);
  appendMember(out, "inTuneCents", report.inTuneCents, 1);
  appendMember(out, "playedS", report.playedS(), 3);
  appendMember(out, "inTuneS", report.inTuneS(), 3);
  if (report.fit) {
    out += R"(,"fittedA4":{"hz":)";
    appendNumber(out, report.fittedA4Hz(), 2);
    appendMember(out, "sigmaCents", report.fit->sigmaCents, 2);
    out += '}';
  }
  appendMeters(out, report);
  appendList(out, "totals", report.totals, [&](const PracticeTotal& total) { appendTotal(out, report, total); });
  appendList(out, "notes", report.notes, [&](const core::PlayedNote& note) { appendNote(out, report, note); });
  out += "}\n";
  return out;
}

std::string reportCsv(const Report& report) {
  std::string out =
      "onset_s,length_s,note,midi,frequency_hz,mean_cents,mean_sigma_cents,spread_cents,drift_cents_per_s,scoop_cents,"
      "vibrato_hz,vibrato_cents,in_tune_s\n";
  const auto append = [&out](std::optional<double> value, int decimals) {
    out += ',';
    if (value) appendFixed(out, *value, decimals);
  };
  for (const core::PlayedNote& note : report.notes) {
    appendFixed(out, note.onsetS, 3);
    append(note.lengthS, 3);
    out += ',';
    appendCsvText(out, report.nameOf(note.note));
    append(note.note.midi, 0);
    append(note.hertz(), 3);
    append(note.meanCents, 2);
    append(note.meanSigmaCents, 2);
    append(note.spreadCents, 2);
    append(note.driftCentsPerS, 2);
    append(note.scoopCents, 2);
    append(rateOf(note), 2);
    append(depthOf(note), 2);
    append(note.inTuneS(report.inTuneCents), 3);
    out += '\n';
  }
  return out;
}

}  // namespace tunescope::present
