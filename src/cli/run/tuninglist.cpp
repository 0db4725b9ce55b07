// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run/tuninglist.h"

#include "cli/write/numbers.h"
#include "cli/write/safetext.h"
#include "core/tuning/instrument.h"
#include "core/tuning/temperament.h"

#include <algorithm>

namespace tunescope::cli {

namespace {

constexpr int kListedDecimals = 6;

// Its definition, and the file of the Scala archive with the same numbers.
std::string sourceOf(const core::Temperament& temperament) {
  std::string source(temperament.definition);
  if (!temperament.archive.empty()) source += "; Scala archive: " + std::string(temperament.archive) + ".scl";
  return source;
}

std::string centsOf(const core::Temperament& temperament, std::string_view separator) {
  std::string text;
  for (const double cents : temperament.cents) {
    if (!text.empty()) text += separator;
    appendFixed(text, cents, kListedDecimals);
  }
  return text;
}

void appendTemperament(std::string& out, const core::Temperament& temperament, OutputFormat format) {
  if (format == OutputFormat::Json) {
    out += R"({"id":)";
    appendJsonString(out, temperament.id);
    out += R"(,"title":)";
    appendJsonString(out, temperament.title);
    out += R"(,"source":)";
    appendJsonString(out, sourceOf(temperament));
    out += R"(,"cents":[)" + centsOf(temperament, ",") + R"(],"period":1200.0})";
  } else {
    appendCsvText(out, temperament.id);
    out += ',';
    appendCsvText(out, temperament.title);
    out += ',';
    appendCsvText(out, sourceOf(temperament));
    out += ',' + centsOf(temperament, " ") + ",1200.0";
  }
  out += '\n';
}

std::string stringsText(const core::Instrument& instrument, std::string_view quote, std::string_view separator) {
  std::string text;
  for (const core::InstrumentString& string : core::stringsOf(instrument)) {
    if (!text.empty()) text += separator;
    text.append(quote).append(string.name).append(quote);
  }
  return text;
}

void appendInstrument(std::string& out, const core::Instrument& instrument, OutputFormat format) {
  if (format == OutputFormat::Json) {
    out += R"({"id":)";
    appendJsonString(out, instrument.id);
    out += R"(,"title":)";
    appendJsonString(out, instrument.title);
    out += R"(,"source":)";
    appendJsonString(out, instrument.source);
    out += R"(,"strings":[)" + stringsText(instrument, "\"", ",") + R"(],"transpose":)";
    appendInteger(out, instrument.transposition);
    out += '}';
  } else {
    appendCsvText(out, instrument.id);
    out += ',';
    appendCsvText(out, instrument.title);
    out += ',';
    appendCsvText(out, instrument.source);
    out += ',' + stringsText(instrument, "", " ") + ',';
    appendInteger(out, instrument.transposition);
  }
  out += '\n';
}

std::string describeTemperaments(OutputFormat format, bool isQuiet) {
  const auto all = core::temperaments();
  std::string out;
  if (format != OutputFormat::Text) {
    if (format == OutputFormat::Csv && !isQuiet) out += "id,title,source,cents,period\n";
    for (const core::Temperament& temperament : all) appendTemperament(out, temperament, format);
    return out;
  }
  std::size_t idWidth = 0, titleWidth = 0;
  for (const core::Temperament& temperament : all) {
    idWidth = std::max(idWidth, temperament.id.size());
    titleWidth = std::max(titleWidth, temperament.title.size());
  }
  for (const core::Temperament& temperament : all) {
    std::string id(temperament.id), title(temperament.title);
    id.resize(idWidth, ' ');
    title.resize(titleWidth, ' ');
    for (const std::string& column : {id, title}) out.append(column).append("  ");
    out.append(sourceOf(temperament)).append("\n");
  }
  if (!isQuiet) out += "(edo-N is the octave in N equal steps, N from 1 to 1200; give an id after --temperament)\n";
  return out;
}

std::string describeInstruments(OutputFormat format, bool isQuiet) {
  const auto all = core::instruments();
  std::string out;
  if (format != OutputFormat::Text) {
    if (format == OutputFormat::Csv && !isQuiet) out += "id,title,source,strings,transpose\n";
    for (const core::Instrument& instrument : all) appendInstrument(out, instrument, format);
    return out;
  }
  std::size_t idWidth = 0, titleWidth = 0;
  for (const core::Instrument& instrument : all) {
    idWidth = std::max(idWidth, instrument.id.size());
    titleWidth = std::max(titleWidth, instrument.title.size());
  }
  for (const core::Instrument& instrument : all) {
    std::string id(instrument.id), title(instrument.title);
    id.resize(idWidth, ' ');
    title.resize(titleWidth, ' ');
    for (const std::string& column : {id, title}) out.append(column).append("  ");
    out += instrument.strings;
    if (instrument.strings.empty()) {
      out += "written ";
      appendSigned(out, instrument.transposition, 0);
      out += instrument.transposition == 0 ? " (as it sounds)" : " semitones";
    }
    out += '\n';
  }
  if (!isQuiet) out += "(strings from the highest number down to string 1; give an id after --instrument)\n";
  return out;
}

}  // namespace

std::string describeList(const Options& options) {
  const bool isOfInstruments = options.command == Options::Command::ListInstruments;
  return isOfInstruments ? describeInstruments(options.format, options.isQuiet)
                         : describeTemperaments(options.format, options.isQuiet);
}

}  // namespace tunescope::cli
