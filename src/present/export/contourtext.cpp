// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/export/contourfile.h"
#include "present/numbers.h"
#include "present/safetext.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace tunescope::present {

namespace {

constexpr int kTimeDecimals = 6;

bool isVoiced(const ContourPoint& point) noexcept {
  return point.hertz > 0;
}

void appendKey(std::string& out, std::string_view key, std::optional<double> value, int decimals) {
  out.append(",\"").append(key).append("\":");
  if (!value || !appendFixed(out, *value, decimals)) out += "null";
}

void appendName(std::string& out, const Contour& contour, const core::TunedNote& note) {
  out += R"(,"note":)";
  appendJsonString(out, contour.nameOf(note));
  appendKey(out, "midi", note.midi, 0);
}

void appendPoint(std::string& out, const Contour& contour, const ContourPoint& point) {
  out += R"({"t":)";
  appendFixed(out, point.timeS, kTimeDecimals);
  appendKey(out, "rmsDb", double(point.rmsDb), 2);
  if (isVoiced(point)) {
    appendKey(out, "hz", point.hertz, hertzDecimals(point.hertz));
    appendKey(out, "sigmaCents", point.sigmaCents, centsDecimals(point.sigmaCents));
    appendKey(out, "confidence", point.confidence, 3);
    appendName(out, contour, contour.noteOf(point));
    appendKey(out, "cents", point.cents, centsDecimals(point.cents));
  } else {
    out += R"(,"hz":null,"sigmaCents":null,"confidence":null,"note":null,"midi":null,"cents":null)";
  }
  out += '}';
}

void appendNote(std::string& out, const Contour& contour, const core::PlayedNote& note) {
  out += R"({"t":)";
  appendFixed(out, note.onsetS, kTimeDecimals);
  appendKey(out, "seconds", note.lengthS, kTimeDecimals);
  appendName(out, contour, note.note);
  appendKey(out, "hz", note.hertz(), hertzDecimals(note.hertz()));
  appendKey(out, "meanCents", note.meanCents, 4);
  appendKey(out, "meanSigmaCents", note.meanSigmaCents, 4);
  out += '}';
}

// A list of objects, one on each line.
template <class Items, class Append>
void appendList(std::string& out, std::string_view key, const Items& items, Append append) {
  out.append(",\n\"").append(key).append("\":[");
  bool isFirst = true;
  for (const auto& item : items) {
    out += isFirst ? "\n" : ",\n";
    isFirst = false;
    append(item);
  }
  out += ']';
}

void appendLine(std::string& out, std::string_view name, double value, int decimals) {
  out.append(name).append(" = ");
  appendFixed(out, value, decimals);
  out += " \n";  // Praat ends its lines of values with a blank
}

}  // namespace

std::string contourCsv(const Contour& contour) {
  std::string out = "time_s,rms_dbfs,frequency_hz,sigma_cents,confidence,note,midi,deviation_cents\n";
  for (const ContourPoint& point : contour.points()) {
    appendFixed(out, point.timeS, kTimeDecimals);
    out += ',';
    appendFixed(out, double(point.rmsDb), 2);
    if (!isVoiced(point)) {
      out += ",,,,,,\n";
      continue;
    }
    out += ',';
    appendFixed(out, point.hertz, hertzDecimals(point.hertz));
    out += ',';
    appendFixed(out, point.sigmaCents, centsDecimals(point.sigmaCents));
    out += ',';
    appendFixed(out, point.confidence, 3);
    out += ',';
    const core::TunedNote& note = contour.noteOf(point);
    appendCsvText(out, contour.nameOf(note));
    out += ',';
    if (note.midi) appendInteger(out, *note.midi);
    out += ',';
    appendFixed(out, point.cents, centsDecimals(point.cents));
    out += '\n';
  }
  return out;
}

std::string contourJson(const Contour& contour) {
  std::string out = R"({"type":"contour","schema":1,"source":)";
  appendJsonString(out, contour.source());
  out += R"(,"sampleRate":)";
  appendShortest(out, contour.sampleRateHz());
  appendKey(out, "hop", static_cast<double>(contour.hopFrames()), 0);
  appendKey(out, "seconds", contour.seconds(), kTimeDecimals);
  out += R"(,"a4":)";
  appendShortest(out, contour.a4Hz(), 1);
  out += R"(,"tuning":)";
  appendJsonString(out, contour.tuning());
  appendList(out, "notes", contour.notes(), [&](const core::PlayedNote& note) { appendNote(out, contour, note); });
  appendList(out, "points", contour.points(), [&](const ContourPoint& point) { appendPoint(out, contour, point); });
  out += "}\n";
  return out;
}

// As Praat 6.3 writes it ("Save as text file").
std::string contourPitchTier(const Contour& contour) {
  const std::vector<ContourPoint> curve = contour.curve();
  std::string out = "File type = \"ooTextFile\"\nObject class = \"PitchTier\"\n\n";
  const double first = curve.empty() ? 0.0 : std::min(0.0, curve.front().timeS);
  const double last = curve.empty() ? 0.0 : curve.back().timeS;
  appendLine(out, "xmin", first, 9);
  appendLine(out, "xmax", std::max({contour.seconds(), last, 1e-3}), 9);
  out += "points: size = ";
  appendInteger(out, static_cast<std::int64_t>(curve.size()));
  out += " \n";
  std::int64_t number = 0;
  for (const ContourPoint& point : curve) {
    out += "points [";
    appendInteger(out, ++number);
    out += "]:\n";
    appendLine(out, "    number", point.timeS, 9);
    appendLine(out, "    value", point.hertz, 9);
  }
  return out;
}

std::string contourLayer(const Contour& contour) {
  const std::vector<ContourPoint> curve = contour.curve();
  const auto rate = static_cast<std::int64_t>(std::llround(contour.sampleRateHz()));
  const auto frameOf = [rate](double timeS) { return std::int64_t(std::llround(timeS * double(rate))); };
  const auto [low, high] = std::ranges::minmax_element(curve, {}, &ContourPoint::hertz);
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE sonic-visualiser>\n<sv>\n  <data>\n"
      "    <model id=\"1\" name=\"Pitch\" sampleRate=\"";
  appendInteger(out, rate);
  out += "\" start=\"0\" end=\"";
  appendInteger(out, frameOf(contour.seconds()));
  out += "\" type=\"sparse\" dimensions=\"2\" resolution=\"";
  appendInteger(out, static_cast<std::int64_t>(contour.hopFrames()));
  out += "\" notifyOnAdd=\"true\" dataset=\"0\" minimum=\"";
  appendFixed(out, curve.empty() ? 0 : low->hertz, 6);
  out += "\" maximum=\"";
  appendFixed(out, curve.empty() ? 0 : high->hertz, 6);
  out += "\" units=\"Hz\" />\n    <dataset id=\"0\" dimensions=\"2\">\n";
  for (const ContourPoint& point : curve) {
    out += "      <point frame=\"";
    appendInteger(out, frameOf(point.timeS));
    out += "\" value=\"";
    appendFixed(out, point.hertz, hertzDecimals(point.hertz));
    out += "\" label=\"\" />\n";
  }
  out +=
      "    </dataset>\n  </data>\n  <display>\n"
      "    <layer id=\"2\" type=\"timevalues\" name=\"Pitch\" model=\"1\" plotStyle=\"1\" verticalScale=\"0\" "
      "scaleMinimum=\"0\" scaleMaximum=\"0\" drawDivisions=\"true\" colourName=\"Purple\" colour=\"#c832ff\" "
      "darkBackground=\"false\" />\n  </display>\n</sv>\n";
  return out;
}

// A second line gives a label its range of frequency (Audacity's manual, "Importing and Exporting Labels").
std::string contourLabels(const Contour& contour) {
  const std::vector<ContourPoint> curve = contour.curve();
  std::string out;
  for (const core::PlayedNote& note : contour.notes()) {
    const double endS = note.onsetS + note.lengthS;
    appendFixed(out, note.onsetS, kTimeDecimals);
    out += '\t';
    appendFixed(out, endS, kTimeDecimals);
    out += '\t';
    out += printable(contour.nameOf(note.note));
    out += ' ';
    appendSigned(out, note.meanCents, 1);
    out += " cents\n";
    const auto begin = std::ranges::lower_bound(curve, note.onsetS, {}, &ContourPoint::timeS);
    const auto end = std::ranges::upper_bound(curve, endS, {}, &ContourPoint::timeS);
    if (begin >= end) continue;
    const auto [low, high] =
        std::minmax_element(begin, end, [](const ContourPoint& a, const ContourPoint& b) { return a.hertz < b.hertz; });
    out += "\\\t";
    appendFixed(out, low->hertz, kTimeDecimals);
    out += '\t';
    appendFixed(out, high->hertz, kTimeDecimals);
    out += '\n';
  }
  return out;
}

}  // namespace tunescope::present
