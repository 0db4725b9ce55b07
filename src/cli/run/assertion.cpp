// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run/assertion.h"

#include "analysis/tuningof.h"
#include "cli/write/numbers.h"
#include "cli/write/safetext.h"

#include <cmath>

namespace tunescope::cli {

Verdict verdictOf(const Assertion& expected, const analysis::Settings& settings,
                  const std::optional<SteadyPitch::Result>& heard) {
  const core::Tuning tuning(analysis::tuningSettingsOf(settings));
  const core::TunedNote wanted = tuning.named(expected.note).value_or(core::TunedNote{});
  std::string expectation = printable(core::asciiNoteName(wanted, analysis::nameStyleOf(settings))) + " within ";
  appendShortest(expectation, expected.withinCents);
  expectation += " cents";
  if (!heard) {
    return {.text = "no steady note was found, but " + expectation +
                    " was expected; check the source, its level and --duration"};
  }
  const core::TunedNote& note = heard->note;
  std::string text = "heard " + printable(core::asciiNoteName(note, analysis::nameStyleOf(settings))) + " ";
  appendSigned(text, note.cents, 2);
  const double cents = 1200 * std::log2(note.targetHz / wanted.targetHz) + note.cents;
  if (std::abs(cents) <= expected.withinCents) return {.isMet = true, .text = text + " cents, which is " + expectation};
  return {.text = text + " cents, which is not " + expectation + "; tune it, or allow more"};
}

}  // namespace tunescope::cli
