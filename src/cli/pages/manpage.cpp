// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/options.h"
#include "cli/pages/pages.h"

namespace tunescope::cli {

namespace {

// Text of a line: hyphens that are copied as such, and no character that begins a request or an escape.
std::string troff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '-') {
      out += "\\-";
    } else if (c == '\\') {
      out += "\\e";
    } else if (out.empty() && (c == '.' || c == '\'')) {
      out.append("\\&").push_back(c);
    } else {
      out += c;
    }
  }
  return out;
}

void appendOptions(std::string& out, std::string_view title, OptionUse use) {
  out.append(".SS \"").append(title).append("\"\n");
  for (std::size_t i = 0; i < kOptionCount; ++i) {
    const OptionSpec& option = kOptions[i];
    if (option.use != use) continue;
    out.append(".TP\n\\fB").append(troff(optionName(i))).append("\\fR");
    if (!option.value.empty()) out.append(" \\fI").append(troff(option.value)).append("\\fR");
    out.append("\n").append(troff(optionHelp(i))).append("\n");
  }
}

}  // namespace

std::string manPage(std::string_view version) {
  std::string out =
      ".\\\" SPDX-License-"
      "Identifier: GPL-3.0-or-later\n.\\\" Generated from the table of options.\n";
  out.append(".TH TUNESCOPE 1 \"\" \"Tunescope ").append(version).append("\" \"User Commands\"\n");
  out +=
      ".SH NAME\ntunescope \\- audio scope and tuner\n"
      ".SH SYNOPSIS\n.B tunescope\n.RI [ OPTIONS ]\n.RI [ FILE ]\n.br\n.B tunescope \\-\\-cli\n.RI [ OPTIONS ]\n"
      ".RI [ FILE ...]\n"
      ".SH DESCRIPTION\n"
      "Tunescope measures pitch, level, loudness, waveform and spectrum of a live input, a sound file or the "
      "built\\-in\n"
      "demo. It shows the note, its deviation in cents and the uncertainty of that figure in a window, or, with\n"
      ".BR \\-\\-cli ,\nwrites text, JSON lines or CSV without needing a display.\n"
      ".PP\nThe window keeps its own settings; options override them for that run.\n"
      ".SH OPTIONS\n";
  appendOptions(out, "With and without \\-\\-cli", OptionUse::Everywhere);
  appendOptions(out, "Only with \\-\\-cli", OptionUse::HeadlessOnly);
  out +=
      ".SH EXIT STATUS\n"
      ".TP\n.B 0\nDone; also when the reader of the output has closed it.\n"
      ".TP\n.B 1\nInternal error, or the output can no longer be written.\n"
      ".TP\n.B 2\nWrong usage.\n"
      ".TP\n.B 3\nNo such device, or one that was lost for good.\n"
      ".TP\n.B 4\nThe input cannot be read, or is damaged.\n"
      ".TP\n.B 5\nThe assertion is not met, or there was nothing to measure.\n"
      ".TP\n.B 130\nInterrupted; the summary is still written.\n"
      ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nIf it is set and not empty, no colours on the terminal.\n"
      ".SH EXAMPLES\n.EX\n"
      "tunescope \\-\\-cli \\-\\-list\\-devices\n"
      "tunescope \\-\\-cli \\-\\-duration 10 \\-\\-format csv \\-\\-output take.csv\n"
      "tunescope \\-\\-cli song.flac \\-\\-export song.mid\n"
      "tunescope \\-\\-cli album/*.flac \\-\\-quiet \\-\\-meters\n"
      ".EE\n"
      ".SH SEE ALSO\n"
      "The manual of the headless mode, docs/cli.md in the source, describes every record and its units.\n";
  return out;
}

}  // namespace tunescope::cli
