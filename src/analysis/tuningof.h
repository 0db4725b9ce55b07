// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/settings.h"
#include "core/stretch/stretchcurve.h"
#include "core/tuning/scala.h"
#include "core/tuning/stringfinder.h"

#include <optional>
#include <string>
#include <string_view>

// Makes tunings from settings. Thread: any. Realtime-safe: no (it allocates).
namespace tunescope::analysis {

// Whether a text is a valid value of that setting.
bool isTemperament(std::string_view text);
bool isKeyName(std::string_view text);
bool isReference(std::string_view text);    // empty: none
bool isScaleText(std::string_view text);    // empty: none
bool isKeymapText(std::string_view text);   // empty: none
bool isStretchText(std::string_view text);  // empty: none
bool isInstrument(std::string_view text);   // empty: none

// Takes the bytes of a file and returns the text that the setting stores, or why the file cannot be used.
std::optional<core::TextProblem> scaleFileProblem(std::string& bytes);
std::optional<core::TextProblem> keymapFileProblem(std::string& bytes);
std::optional<core::TextProblem> stretchFileProblem(std::string& bytes);

// Why the keymap does not fit the scale or the temperament, with the line in bytes, the file that it was read from;
// none: it fits.
std::optional<core::TextProblem> keymapProblemOf(const AnalysisSettings& settings, std::string_view bytes);

// What the file of the scale says about where it is from; empty without such a file.
core::ScaleOrigin scaleOriginOf(const AnalysisSettings& settings);

// The scale defines its own pitch (.ascl).
bool hasScaleReference(const AnalysisSettings& settings);
std::optional<core::ScaleReference> scaleReferenceOf(const AnalysisSettings& settings);

core::NameStyle nameStyleOf(const Settings& settings);

// Of the instrument and its capo; an empty one for none.
core::StringFinder stringFinderOf(const AnalysisSettings& settings, const core::Tuning& tuning);

core::TuningSettings tuningSettingsOf(const AnalysisSettings& settings);

// Both give the same tuning, so it need not be rebuilt.
bool hasSameTuning(const AnalysisSettings& a, const AnalysisSettings& b);

// It differs from twelve equal steps from C with A4 at a4Hz.
bool hasOwnTuning(const AnalysisSettings& settings);

// "12-TET", "vallotti", "edo-19", or the description of the scale.
std::string tuningName(const AnalysisSettings& settings);

// The piano whose stretch is in force, or nothing.
std::optional<core::PianoStretch> pianoStretchOf(const AnalysisSettings& settings);

// Its transposition is the instrument's where the setting is 0.
int transpositionOf(const AnalysisSettings& settings);

// Sets A4 to that frequency, whatever defines the pitch now: a reference, a scale with its own reference, or a keymap,
// whose own reference moves with A4.
void setA4(AnalysisSettings& settings, double a4Hz);

// The frequency of A4 in twelve equal steps from the reference.
double a4HzOf(const AnalysisSettings& settings);

}  // namespace tunescope::analysis
