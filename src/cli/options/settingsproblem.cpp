// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/tuningof.h"
#include "cli/options/options.h"
#include "cli/options/spectrumoption.h"
#include "cli/options/tuningfile.h"
#include "cli/write/numbers.h"
#include "cli/write/safetext.h"
#include "core/stretch/stretchcurve.h"

#include <algorithm>

namespace tunescope::cli {

namespace {

std::optional<std::string> assertionProblem(const Assertion& assertion, const analysis::AnalysisSettings& settings) {
  const core::Tuning tuning(analysis::tuningSettingsOf(settings));
  if (tuning.named(assertion.note)) return std::nullopt;
  const auto c4 = tuning.key(60);
  const bool hasLetters = c4 && c4->spelling;
  return "--assert cannot be '" + printableName(assertion.note) + "', which is not a note" +
         (hasLetters ? "; give one such as A4, C#5 or Bb3"
                     : " of this tuning; give its degree and period, such as 0:4 for the first note from middle C on");
}

// A recording has its own keymap, which another scale may not fit.
std::optional<std::string> keymapProblem(const Options& options) {
  const bool isFile = !options.keymapFile.source.empty();
  const auto problem = keymapProblemOf(options.settings, isFile ? options.keymapFile.bytes : options.settings.keymap);
  if (!problem) return std::nullopt;
  return tuningFileProblem("--keymap", isFile ? options.keymapFile.source : "the recording's", *problem);
}

// What is measured must not be lost at the end, and no other file either.
std::optional<std::string> stretchProblem(const Options& options) {
  const bool isMeasured = !options.stretchPath.empty();
  if (!options.octaveType.empty()) {
    if (!isMeasured) return "--octave-type needs --measure-stretch FILE, whose octaves it names; add it";
    if (std::ranges::find(core::kOctaveTypes, options.octaveType, &core::OctaveType::id) == core::kOctaveTypes.end()) {
      return "--octave-type cannot be '" + printable(options.octaveType) + "'; give 2:1, 4:2 or 6:3";
    }
  }
  if (!isMeasured) return std::nullopt;
  const auto existing = otherFileAt(options.stretchPath);
  if (!existing) return std::nullopt;
  return "--measure-stretch will not write to '" + printableName(options.stretchPath) + "', because " + *existing +
         "; give another file";
}

// The window has meters in any case.
std::optional<std::string> metersProblem(const Options& options) {
  if (!options.isGiven("cli"_option) || options.isGiven("meters"_option)) return std::nullopt;
  for (const analysis::Setting& setting : analysis::kMeterSettings) {
    const std::size_t option = findOption(setting.name);
    const bool isOfReport = setting.name == "dual-mono" && options.isGiven("report"_option);
    if (options.isGiven(option) && !isOfReport) {
      return optionName(option) + " applies only to --meters; add --meters, or leave it out";
    }
  }
  return std::nullopt;
}

}  // namespace

void settleTuning(Options& options) {
  // Only here is it known that --a4 was given and overrides the pitch of an .ascl.
  if (!options.isGiven("a4"_option) || !hasScaleReference(options.settings)) return;
  options.settings.reference = "A4:";
  appendShortest(options.settings.reference, options.settings.a4Hz);
  options.given.set("reference"_option);
}

std::optional<std::string> rangeProblem(const analysis::AnalysisSettings& settings) {
  if (hasRange(settings)) return std::nullopt;
  std::string text = "--min-hz is ";
  appendShortest(text, settings.minHz);
  text += " and --max-hz is ";
  appendShortest(text, settings.maxHz);
  return text + ", so nothing lies between; make the first the smaller one";
}

std::optional<std::string> settingsProblem(const Options& options) {
  if (auto problem = rangeProblem(options.settings)) return problem;
  if (auto problem = keymapProblem(options)) return problem;
  if (auto problem = stretchProblem(options)) return problem;
  if (auto problem = spectrumProblem(options); !problem.empty()) return problem;
  if (auto problem = metersProblem(options)) return problem;
  return options.assertion ? assertionProblem(*options.assertion, options.settings) : std::nullopt;
}

}  // namespace tunescope::cli
