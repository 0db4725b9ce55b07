// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/tuningof.h"

#include "core/stretch/stretchfile.h"
#include "core/tuning/decimal.h"
#include "core/tuning/instrument.h"
#include "core/tuning/keymap.h"
#include "core/tuning/scala.h"
#include "core/tuning/temperament.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>
#include <variant>

namespace tunescope::analysis {

namespace {

constexpr std::string_view kEqual = "equal";
constexpr int kC4 = 60, kA4 = 69, kOctaveKeys = 12;
constexpr int kA4Decimals = 2;  // kept by the setting

auto tuningPart(const AnalysisSettings& settings) {
  return std::tie(settings.a4Hz, settings.temperament, settings.key, settings.reference, settings.transposition,
                  settings.scale, settings.keymap, settings.stretch, settings.instrument);
}

int firstKeyOf(const AnalysisSettings& settings) {
  return kC4 + core::parseKeyName(settings.key).value_or(0);
}

// An empty text and an unreadable one both mean that there is no scale.
std::optional<core::ScaleFile> scaleFileOf(const AnalysisSettings& settings) {
  if (settings.scale.empty()) return std::nullopt;
  auto read = core::readScale(settings.scale);
  auto* file = std::get_if<core::ScaleFile>(&read);
  return file != nullptr ? std::optional(std::move(*file)) : std::nullopt;
}

std::optional<core::Keymap> keymapOf(const AnalysisSettings& settings) {
  if (settings.keymap.empty()) return std::nullopt;
  auto read = core::readKeymap(settings.keymap);
  auto* keymap = std::get_if<core::Keymap>(&read);
  return keymap != nullptr ? std::optional(std::move(*keymap)) : std::nullopt;
}

core::Scale scaleIn(const AnalysisSettings& settings, const std::optional<core::ScaleFile>& file) {
  return file ? file->scale : core::scaleOf(settings.temperament).value_or(core::Scale::equal());
}

core::PitchStandard standardIn(const AnalysisSettings& settings, const std::optional<core::ScaleFile>& file) {
  if (const auto reference = core::parsePitchStandard(settings.reference)) return *reference;
  if (file && file->reference) return core::standardOf(*file->reference, file->scale, firstKeyOf(settings));
  return {.hertz = settings.a4Hz};
}

std::optional<core::Keymap> fittingKeymapOf(const AnalysisSettings& settings) {
  auto keymap = keymapOf(settings);
  if (keymap && core::keymapMisfit(*keymap, scaleIn(settings, scaleFileOf(settings)))) keymap.reset();
  return keymap;
}

}  // namespace

bool isTemperament(std::string_view text) {
  return core::scaleOf(text).has_value();
}

bool isKeyName(std::string_view text) {
  return core::parseKeyName(text).has_value();
}

bool isReference(std::string_view text) {
  return text.empty() || core::parsePitchStandard(text).has_value();
}

bool isScaleText(std::string_view text) {
  return text.empty() || std::holds_alternative<core::ScaleFile>(core::readScale(text));
}

bool isKeymapText(std::string_view text) {
  return text.empty() || std::holds_alternative<core::Keymap>(core::readKeymap(text));
}

bool isStretchText(std::string_view text) {
  return text.empty() || std::holds_alternative<core::PianoStretch>(core::readStretch(text));
}

bool isInstrument(std::string_view text) {
  return text.empty() || core::instrumentOf(text);
}

std::optional<core::TextProblem> scaleFileProblem(std::string& bytes) {
  const auto read = core::readScale(bytes);
  if (const auto* problem = std::get_if<core::TextProblem>(&read)) return *problem;
  bytes = core::compactScale(bytes);
  return std::nullopt;
}

std::optional<core::TextProblem> keymapFileProblem(std::string& bytes) {
  const auto read = core::readKeymap(bytes);
  if (const auto* problem = std::get_if<core::TextProblem>(&read)) return *problem;
  bytes = core::compactKeymap(bytes);
  return std::nullopt;
}

std::optional<core::TextProblem> stretchFileProblem(std::string& bytes) {
  const auto read = core::readStretch(bytes);
  if (const auto* problem = std::get_if<core::TextProblem>(&read)) return *problem;
  bytes = core::compactStretch(bytes);
  return std::nullopt;
}

std::optional<core::PianoStretch> pianoStretchOf(const AnalysisSettings& settings) {
  if (settings.stretch.empty()) return std::nullopt;
  auto read = core::readStretch(settings.stretch);
  auto* piano = std::get_if<core::PianoStretch>(&read);
  return piano != nullptr ? std::optional(std::move(*piano)) : std::nullopt;
}

std::optional<core::TextProblem> keymapProblemOf(const AnalysisSettings& settings, std::string_view bytes) {
  const auto keymap = keymapOf(settings);
  return keymap ? core::keymapProblem(bytes, *keymap, scaleIn(settings, scaleFileOf(settings))) : std::nullopt;
}

core::ScaleOrigin scaleOriginOf(const AnalysisSettings& settings) {
  const auto file = scaleFileOf(settings);
  return file ? file->origin : core::ScaleOrigin{};
}

bool hasScaleReference(const AnalysisSettings& settings) {
  return scaleReferenceOf(settings).has_value();
}

std::optional<core::ScaleReference> scaleReferenceOf(const AnalysisSettings& settings) {
  const auto file = scaleFileOf(settings);
  return file ? file->reference : std::nullopt;
}

int transpositionOf(const AnalysisSettings& settings) {
  const auto instrument = core::instrumentOf(settings.instrument);
  if (settings.transposition == 0 && instrument) return instrument->transposition;
  return static_cast<int>(std::lround(settings.transposition));
}

core::NameStyle nameStyleOf(const Settings& settings) {
  const int written = core::parseKeyName(settings.key).value_or(0) + transpositionOf(settings);
  const int tonic = (written % kOctaveKeys + kOctaveKeys) % kOctaveKeys;
  return {settings.notation, settings.octaves, settings.accidentals, tonic};
}

core::StringFinder stringFinderOf(const AnalysisSettings& settings, const core::Tuning& tuning) {
  const auto instrument = core::instrumentOf(settings.instrument);
  if (!instrument) return {};
  return core::StringFinder(*instrument, tuning, static_cast<int>(std::lround(settings.capo)));
}

core::TuningSettings tuningSettingsOf(const AnalysisSettings& settings) {
  const auto file = scaleFileOf(settings);
  core::TuningSettings tuning{.standard = standardIn(settings, file),
                              .scale = scaleIn(settings, file),
                              .firstKey = firstKeyOf(settings),
                              .transposition = transpositionOf(settings)};
  tuning.keymap = fittingKeymapOf(settings);
  if (const auto piano = pianoStretchOf(settings)) tuning.stretch = core::stretchCurveOf(*piano).offsets;
  return tuning;
}

bool hasSameTuning(const AnalysisSettings& a, const AnalysisSettings& b) {
  return tuningPart(a) == tuningPart(b);
}

bool hasOwnTuning(const AnalysisSettings& settings) {
  AnalysisSettings plain{.a4Hz = settings.a4Hz};
  plain.instrument = settings.instrument;
  return !hasSameTuning(settings, plain);
}

std::string tuningName(const AnalysisSettings& settings) {
  if (const auto file = scaleFileOf(settings)) return file->description.empty() ? "scale" : file->description;
  return settings.temperament == kEqual ? "12-TET" : settings.temperament;
}

void setA4(AnalysisSettings& settings, double a4Hz) {
  if (auto keymap = fittingKeymapOf(settings)) {
    const double hertz = keymap->referenceHz * a4Hz / a4HzOf(settings);
    keymap->referenceHz = std::clamp(hertz, core::kMinReferenceHz, core::kMaxReferenceHz);
    settings.keymap = core::keymapText(*keymap);
  }
  settings.a4Hz = a4Hz;
  settings.reference = hasScaleReference(settings) ? "A4:" + core::fixedDecimal(a4Hz, kA4Decimals) : std::string();
}

double a4HzOf(const AnalysisSettings& settings) {
  const auto keymap = fittingKeymapOf(settings);
  const core::PitchStandard standard = keymap ? core::PitchStandard{keymap->referenceKey, keymap->referenceHz}
                                              : standardIn(settings, scaleFileOf(settings));
  return standard.midi == kA4 ? standard.hertz : standard.hertz * std::exp2(double(kA4 - standard.midi) / kOctaveKeys);
}

}  // namespace tunescope::analysis
