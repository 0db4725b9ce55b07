// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/numbers.h"
#include "present/report/report.h"
#include "present/report/reportplot.h"
#include "present/safetext.h"

#include <algorithm>

namespace tunescope::present {

namespace {

constexpr std::string_view kHead =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>";

constexpr std::string_view kStyle =
    "</title>\n<style>\n"
    ":root { color-scheme: light dark; --ink: #1b1f24; --soft: #5b6470; --paper: #ffffff; --line: #d5dae0;\n"
    "  --accent: #0b7285; --good: #2b8a3e; }\n"
    "@media (prefers-color-scheme: dark) { :root { --ink: #e9edf1; --soft: #9aa5b1; --paper: #14181d; --line: "
    "#333b44;\n"
    "  --accent: #3bc9db; --good: #69db7c; } }\n"
    "body { font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 60rem;\n"
    "  margin: 2rem auto; padding: 0 1rem; }\n"
    "h1 { font-size: 1.5rem; margin: 0; overflow-wrap: anywhere; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }\n"
    "p { margin: .3rem 0; color: var(--soft); }\n"
    "dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: .8rem; margin: 1.2rem 0; "
    "}\n"
    "dt { color: var(--soft); font-size: .85rem; } dd { margin: 0; font-size: 1.25rem; }\n"
    "table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }\n"
    "th, td { text-align: right; padding: .25rem .5rem; border-bottom: 1px solid var(--line); }\n"
    "th:first-child { text-align: left; } thead th { color: var(--soft); font-weight: 600; vertical-align: bottom; }\n"
    "figure { margin: 0; overflow-x: auto; } td { white-space: nowrap; }\n"
    "svg { width: 100%; min-width: 40rem; height: auto; display: block; } svg text { fill: var(--soft); font-size: "
    "11px; }\n"
    ".grid { stroke: var(--line); stroke-width: 1; } .curve { stroke: var(--accent); stroke-width: 1.5; fill: none; }\n"
    ".level { fill: var(--accent); opacity: .55; } .table { overflow-x: auto; }\n"
    "@media print { body { margin: 0; max-width: none; font-size: 11px; }\n"
    "  figure, tr, dl { break-inside: avoid; } svg { min-width: 0; } thead { display: table-header-group; } }\n"
    "</style>\n</head>\n<body>\n";

std::string fixed(double value, int decimals) {
  std::string text;
  if (!appendFixed(text, value, decimals)) return "-";
  if (text.front() == '-') text.replace(0, 1, "\u2212");
  return text;
}

std::string fixed(std::optional<double> value, int decimals) {
  return value ? fixed(*value, decimals) : std::string("-");
}

std::string withSign(double value, int decimals) {
  std::string text;
  if (!appendSigned(text, value, decimals)) return "-";
  if (text.front() == '-') text.replace(0, 1, "\u2212");
  return text;
}

std::string share(double part, double whole) {
  return whole > 0 ? fixed(100 * part / whole, 0) + " %" : std::string("-");
}

void appendFact(std::string& out, std::string_view name, const std::string& value) {
  out.append("<div><dt>").append(name).append("</dt><dd>").append(value).append("</dd></div>\n");
}

void appendFacts(std::string& out, const Report& report) {
  out += "<dl>\n";
  appendFact(out, "Length", fixed(report.seconds, 1) + " s");
  appendFact(out, "Notes", std::to_string(report.notes.size()));
  if (!report.totals.empty()) {
    appendFact(out, "Range",
               htmlText(report.nameOf(report.totals.front().note)) + " to " +
                   htmlText(report.nameOf(report.totals.back().note)));
    appendFact(out, "In tune (\u00b1" + fixed(report.inTuneCents, 1) + " cents)",
               share(report.inTuneS(), report.playedS()));
  }
  if (report.fit) {
    const double sigmaHz = report.fittedA4Hz() * std::log(2.0) / 1200 * report.fit->sigmaCents;
    appendFact(out, "A4 of the performance",
               fixed(report.fittedA4Hz(), 1) + " \u00b1 " + fixed(std::max(0.1, sigmaHz), 1) + " Hz");
  }
  if (report.meters) {
    const core::LoudnessReading& loudness = report.meters->loudness;
    appendFact(out, "Loudness", fixed(loudness.integrated, 1) + " LUFS");
    appendFact(out, "Loudness range", fixed(loudness.range, 1) + " LU");
    appendFact(out, "True peak", fixed(report.meters->maxTruePeakDb, 1) + " dBTP");
  }
  appendFact(out, "Samples lost", std::to_string(report.lostFrames));
  out += "</dl>\n";
}

void appendHeads(std::string& out, std::initializer_list<std::string_view> titles) {
  out += "<div class=\"table\"><table>\n<thead><tr>";
  for (const std::string_view title : titles) out.append("<th scope=\"col\">").append(title).append("</th>");
  out += "</tr></thead>\n<tbody>\n";
}

void appendRow(std::string& out, const std::string& name, std::initializer_list<std::string> cells) {
  out.append("<tr><th scope=\"row\">").append(htmlText(name)).append("</th>");
  for (const std::string& cell : cells) out.append("<td>").append(cell).append("</td>");
  out += "</tr>\n";
}

void appendTotals(std::string& out, const Report& report) {
  out += "<h2>By note</h2>\n";
  appendHeads(out, {"Note", "Times", "Seconds", "Mean, cents", "Spread, cents", "In tune"});
  for (const PracticeTotal& total : report.totals) {
    appendRow(out, report.nameOf(total.note),
              {std::to_string(total.count), fixed(total.seconds, 1), withSign(total.meanCents, 1),
               fixed(total.spreadCents, 1), share(total.inTuneS, total.seconds)});
  }
  out += "</tbody></table></div>\n";
}

void appendNotes(std::string& out, const Report& report) {
  out += "<h2>Every note</h2>\n";
  appendHeads(out, {"Note", "Begins, s", "Seconds", "Mean, cents", "Spread, cents", "Drift, cents/s", "Vibrato, Hz",
                    "Vibrato, cents", "In tune"});
  for (const core::PlayedNote& note : report.notes) {
    appendRow(out, report.nameOf(note.note),
              {fixed(note.onsetS, 2), fixed(note.lengthS, 2), withSign(note.meanCents, 1), fixed(note.spreadCents, 1),
               note.driftCentsPerS ? withSign(*note.driftCentsPerS, 1) : std::string("-"),
               note.vibrato ? fixed(note.vibrato->rateHz, 1) : std::string("-"),
               note.vibrato ? fixed(note.vibrato->depthCents, 0) : std::string("-"),
               share(note.inTuneS(report.inTuneCents), note.lengthS)});
  }
  out += "</tbody></table></div>\n";
}

}  // namespace

std::string htmlText(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
        break;
    }
  }
  return out;
}

std::string reportHtml(const Report& report) {
  std::string out(kHead);
  const std::string name = report.source == "-" ? "Standard input" : htmlText(report.source);
  out.append(name).append(" \u2013 Tunescope").append(kStyle);
  out.append("<h1>").append(name).append("</h1>\n<p>");
  if (!report.tuning.empty()) {
    out.append("Tuning ").append(htmlText(report.tuning)).append(", A4 = ").append(fixed(report.a4Hz, 1));
    out.append(" Hz; ");
  }
  out.append(fixed(report.sampleRateHz, 0)).append(" Hz sample rate</p>\n");
  appendFacts(out, report);
  out += "<h2>Pitch</h2>\n<figure>" + pitchPlot(report) + "</figure>\n";
  out += "<h2>Level</h2>\n<figure>" + levelPlot(report) + "</figure>\n";
  if (!report.totals.empty()) appendTotals(out, report);
  if (!report.notes.empty()) appendNotes(out, report);
  out += "</body>\n</html>\n";
  return out;
}

}  // namespace tunescope::present
