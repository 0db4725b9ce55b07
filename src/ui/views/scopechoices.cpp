// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/scopechoices.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <iterator>

namespace tunescope::ui {

namespace {

using core::ScopeMode;
using core::TriggerCoupling;
using core::TriggerEdge;

constexpr std::array<double, 5> kDecibelSteps = {1, 2, 3, 6, 12};
constexpr std::array<double, 6> kPersistencesS = {0, 0.2, 0.5, 1, 2, 5};
constexpr std::array<double, 10> kHoldoffsS = {0, 1e-3, 2e-3, 5e-3, 10e-3, 20e-3, 50e-3, 0.1, 0.5, 1};
constexpr std::array<double, 9> kHystereses = {0, 1e-4, 5e-4, 1e-3, 5e-3, 0.01, 0.02, 0.05, 0.1};
constexpr int kPositions = 21;  // 5 % apart
// Of values that are no steps, or that another choice hides.
const QString kHysteresisKey = QStringLiteral("hysteresisFs");
const QString kPlaceKey = QStringLiteral("triggerPlace");
const QString kLevelStepKey = QStringLiteral("levelStep");
const QString kDecibelStepKey = QStringLiteral("decibelStep");

const char* const kModeWords[] = {QT_TRANSLATE_NOOP("Scope", "Auto"), QT_TRANSLATE_NOOP("Scope", "Normal"),
                                  QT_TRANSLATE_NOOP("Scope", "Single"), QT_TRANSLATE_NOOP("Scope", "Free"),
                                  QT_TRANSLATE_NOOP("Scope", "Note")};
const char* const kEdgeWords[] = {QT_TRANSLATE_NOOP("Scope", "Rising"), QT_TRANSLATE_NOOP("Scope", "Falling"),
                                  QT_TRANSLATE_NOOP("Scope", "Either")};
const char* const kCouplingWords[] = {QT_TRANSLATE_NOOP("Scope", "DC"), QT_TRANSLATE_NOOP("Scope", "AC"),
                                      QT_TRANSLATE_NOOP("Scope", "HF reject"), QT_TRANSLATE_NOOP("Scope", "LF reject")};
const char* const kScaleWords[] = {QT_TRANSLATE_NOOP("Scope", "Linear"), QT_TRANSLATE_NOOP("Scope", "dBFS")};
const char* const kLevelWords[] = {QT_TRANSLATE_NOOP("Scope", "Fixed"), QT_TRANSLATE_NOOP("Scope", "Auto")};
const char* const kTraceWords[] = {QT_TRANSLATE_NOOP("Scope", "Analysed"), QT_TRANSLATE_NOOP("Scope", "1 and 2")};
const char* const kSourceWords[] = {QT_TRANSLATE_NOOP("Scope", "Trace 1"), QT_TRANSLATE_NOOP("Scope", "Trace 2")};
const char* const kDisplayWords[] = {QT_TRANSLATE_NOOP("Scope", "Time"), QT_TRANSLATE_NOOP("Scope", "XY"),
                                     QT_TRANSLATE_NOOP("Scope", "Goniometer")};
const char* const kCursorWords[] = {QT_TRANSLATE_NOOP("Scope", "Off"), QT_TRANSLATE_NOOP("Scope", "Time"),
                                    QT_TRANSLATE_NOOP("Scope", "Level"), QT_TRANSLATE_NOOP("Scope", "Both")};

QString scopeWord(const char* text) {
  return QCoreApplication::translate("Scope", text);
}

template <class List>
int scopeSize(const List& list) {
  return int(std::size(list));
}

template <class Values>
int nearestScopeValue(const Values& values, double value) {
  const auto closer = [value](double a, double b) { return std::abs(a - value) < std::abs(b - value); };
  return int(std::min_element(values.begin(), values.end(), closer) - values.begin());
}

using ScopeChoicesRef = const ScopeChoices&;

// 0: chosen by the engine.
int hysteresisIndex(ScopeChoicesRef choices) {
  const auto& hysteresis = choices.engine.trigger.hysteresis;
  return hysteresis ? std::max(1, nearestScopeValue(kHystereses, *hysteresis)) : 0;
}

template <auto& words>
constexpr auto kCountOf = [](ScopeChoicesRef) { return scopeSize(words); };
template <auto& words>
constexpr auto kWordOf = [](ScopeChoicesRef, int index) { return scopeWord(words[index]); };

const ScopeControl kScopeControls[] = {
    {"timePerDivision", QT_TRANSLATE_NOOP("Scope", "Time"), QT_TRANSLATE_NOOP("Scope", "Time per division"),
     QT_TRANSLATE_NOOP("Scope", "Shorter"), QT_TRANSLATE_NOOP("Scope", "Longer"), false, false,
     [](ScopeChoicesRef) { return scopeSize(core::kTimeSteps); },
     [](ScopeChoicesRef c) { return int(core::nearestStep(core::kTimeSteps, c.engine.secondsPerDivision)); },
     [](ScopeChoices& c, int i) { c.engine.secondsPerDivision = core::kTimeSteps[std::size_t(i)]; },
     [](ScopeChoicesRef, int i) { return present::timeStepText(core::kTimeSteps[std::size_t(i)]); }},
    {"levelPerDivision", QT_TRANSLATE_NOOP("Scope", "Vertical"), QT_TRANSLATE_NOOP("Scope", "Level per division"),
     QT_TRANSLATE_NOOP("Scope", "Finer"), QT_TRANSLATE_NOOP("Scope", "Coarser"), false, false,
     [](ScopeChoicesRef c) { return c.isDecibels ? scopeSize(kDecibelSteps) : scopeSize(core::kLevelSteps); },
     [](ScopeChoicesRef c) { return c.isDecibels ? c.decibelStep : c.levelStep; },
     [](ScopeChoices& c, int i) { (c.isDecibels ? c.decibelStep : c.levelStep) = i; },
     [](ScopeChoicesRef c, int i) {
       return c.isDecibels ? QStringLiteral("%1\u00A0dB").arg(kDecibelSteps[std::size_t(i)])
                           : present::fullScaleText(core::kLevelSteps[std::size_t(i)]);
     }},
    {"mode", QT_TRANSLATE_NOOP("Scope", "Trigger"), QT_TRANSLATE_NOOP("Scope", "Trigger mode"),
     QT_TRANSLATE_NOOP("Scope", "Previous mode"), QT_TRANSLATE_NOOP("Scope", "Next mode"), false, false,
     kCountOf<kModeWords>, [](ScopeChoicesRef c) { return int(c.engine.mode); },
     [](ScopeChoices& c, int i) { c.engine.mode = ScopeMode(i); }, kWordOf<kModeWords>},
    {"edge", QT_TRANSLATE_NOOP("Scope", "Edge"), QT_TRANSLATE_NOOP("Scope", "Trigger edge"),
     QT_TRANSLATE_NOOP("Scope", "Previous edge"), QT_TRANSLATE_NOOP("Scope", "Next edge"), false, true,
     kCountOf<kEdgeWords>, [](ScopeChoicesRef c) { return int(c.engine.trigger.edge); },
     [](ScopeChoices& c, int i) { c.engine.trigger.edge = TriggerEdge(i); }, kWordOf<kEdgeWords>},
    {"coupling", QT_TRANSLATE_NOOP("Scope", "Coupling"), QT_TRANSLATE_NOOP("Scope", "Coupling of the trigger"),
     QT_TRANSLATE_NOOP("Scope", "Previous coupling"), QT_TRANSLATE_NOOP("Scope", "Next coupling"), false, true,
     kCountOf<kCouplingWords>, [](ScopeChoicesRef c) { return int(c.engine.trigger.coupling); },
     [](ScopeChoices& c, int i) { c.engine.trigger.coupling = TriggerCoupling(i); }, kWordOf<kCouplingWords>},
    {"levelMode", QT_TRANSLATE_NOOP("Scope", "Level"),
     QT_TRANSLATE_NOOP("Scope", "Trigger level: fixed, or moved into the signal"),
     QT_TRANSLATE_NOOP("Scope", "Fixed level"), QT_TRANSLATE_NOOP("Scope", "Automatic level"), false, true,
     kCountOf<kLevelWords>, [](ScopeChoicesRef c) { return int(c.engine.trigger.isAutoLevel); },
     [](ScopeChoices& c, int i) { c.engine.trigger.isAutoLevel = i != 0; }, kWordOf<kLevelWords>},
    {"position", QT_TRANSLATE_NOOP("Scope", "Position"),
     QT_TRANSLATE_NOOP("Scope", "Place of the trigger in the sweep"), QT_TRANSLATE_NOOP("Scope", "Further left"),
     QT_TRANSLATE_NOOP("Scope", "Further right"), false, false, [](ScopeChoicesRef) { return kPositions; },
     [](ScopeChoicesRef c) { return int(std::lround(c.engine.position * (kPositions - 1))); },
     [](ScopeChoices& c, int i) { c.engine.position = double(i) / (kPositions - 1); },
     [](ScopeChoicesRef c, int i) {
       const bool isChosen = i == int(std::lround(c.engine.position * (kPositions - 1)));  // dragged between two steps
       return QStringLiteral("%1\u00A0%")
           .arg(isChosen ? std::lround(c.engine.position * 100) : i * 100 / (kPositions - 1));
     }},
    {"hysteresis", QT_TRANSLATE_NOOP("Scope", "Hysteresis"), QT_TRANSLATE_NOOP("Scope", "Hysteresis of the trigger"),
     QT_TRANSLATE_NOOP("Scope", "Less"), QT_TRANSLATE_NOOP("Scope", "More"), false, true,
     [](ScopeChoicesRef) { return scopeSize(kHystereses); }, hysteresisIndex,
     [](ScopeChoices& c, int i) {
       c.engine.trigger.hysteresis = i > 0 ? std::optional(kHystereses[std::size_t(i)]) : std::nullopt;
     },
     [](ScopeChoicesRef c, int i) {
       if (i == 0) return scopeWord(kLevelWords[1]);
       const bool isChosen = i == hysteresisIndex(c);  // dragged between two steps
       return present::fullScaleText(isChosen ? *c.engine.trigger.hysteresis : kHystereses[std::size_t(i)]);
     }},
    {"holdoff", QT_TRANSLATE_NOOP("Scope", "Hold-off"), QT_TRANSLATE_NOOP("Scope", "Hold-off after a trigger"),
     QT_TRANSLATE_NOOP("Scope", "Shorter"), QT_TRANSLATE_NOOP("Scope", "Longer"), false, true,
     [](ScopeChoicesRef) { return scopeSize(kHoldoffsS); },
     [](ScopeChoicesRef c) { return nearestScopeValue(kHoldoffsS, c.engine.trigger.holdoffS); },
     [](ScopeChoices& c, int i) { c.engine.trigger.holdoffS = kHoldoffsS[std::size_t(i)]; },
     [](ScopeChoicesRef, int i) {
       return i > 0 ? present::timeStepText(kHoldoffsS[std::size_t(i)]) : scopeWord(kCursorWords[0]);
     }},
    {"scale", QT_TRANSLATE_NOOP("Scope", "Scale"), QT_TRANSLATE_NOOP("Scope", "Vertical scale"),
     QT_TRANSLATE_NOOP("Scope", "Linear"), QT_TRANSLATE_NOOP("Scope", "Decibels"), false, false, kCountOf<kScaleWords>,
     [](ScopeChoicesRef c) { return int(c.isDecibels); }, [](ScopeChoices& c, int i) { c.isDecibels = i != 0; },
     kWordOf<kScaleWords>},
    {"persistence", QT_TRANSLATE_NOOP("Scope", "Persistence"), QT_TRANSLATE_NOOP("Scope", "How long sweeps fade"),
     QT_TRANSLATE_NOOP("Scope", "Shorter"), QT_TRANSLATE_NOOP("Scope", "Longer"), false, false,
     kCountOf<kPersistencesS>, [](ScopeChoicesRef c) { return c.persistence; },
     [](ScopeChoices& c, int i) { c.persistence = i; },
     [](ScopeChoicesRef, int i) {
       return i > 0 ? present::timeStepText(kPersistencesS[std::size_t(i)]) : scopeWord(kCursorWords[0]);
     }},
    {"cursors", QT_TRANSLATE_NOOP("Scope", "Cursors"), QT_TRANSLATE_NOOP("Scope", "Cursors to measure with"),
     QT_TRANSLATE_NOOP("Scope", "Fewer cursors"), QT_TRANSLATE_NOOP("Scope", "More cursors"), false, false,
     kCountOf<kCursorWords>, [](ScopeChoicesRef c) { return c.cursors; }, [](ScopeChoices& c, int i) { c.cursors = i; },
     kWordOf<kCursorWords>},
    {"channels", QT_TRANSLATE_NOOP("Scope", "Channels"), QT_TRANSLATE_NOOP("Scope", "Channels of the input"),
     QT_TRANSLATE_NOOP("Scope", "The analysed channel"), QT_TRANSLATE_NOOP("Scope", "Channels 1 and 2"), true, false,
     kCountOf<kTraceWords>, [](ScopeChoicesRef c) { return int(c.engine.isStereo); },
     [](ScopeChoices& c, int i) { c.engine.isStereo = i != 0; }, kWordOf<kTraceWords>},
    {"source", QT_TRANSLATE_NOOP("Scope", "Source"), QT_TRANSLATE_NOOP("Scope", "What the trigger watches"),
     QT_TRANSLATE_NOOP("Scope", "Trace 1"), QT_TRANSLATE_NOOP("Scope", "Trace 2"), true, true, kCountOf<kSourceWords>,
     [](ScopeChoicesRef c) { return int(c.engine.source); },
     [](ScopeChoices& c, int i) { c.engine.source = std::size_t(i); }, kWordOf<kSourceWords>},
    {"display", QT_TRANSLATE_NOOP("Scope", "Display"),
     QT_TRANSLATE_NOOP("Scope", "Against time, or channel 2 against 1"), QT_TRANSLATE_NOOP("Scope", "Previous display"),
     QT_TRANSLATE_NOOP("Scope", "Next display"), true, false, kCountOf<kDisplayWords>,
     [](ScopeChoicesRef c) { return c.display; },
     [](ScopeChoices& c, int i) {
       c.display = i;
       c.engine.hasPoints = i != ScopeChoices::Time;
       if (i != ScopeChoices::Time) c.engine.isStereo = true;
     },
     kWordOf<kDisplayWords>},
};

}  // namespace

present::ScopeScale ScopeChoices::scale() const {
  return {
      .isDecibels = isDecibels,
      .perDivision = isDecibels ? kDecibelSteps[std::size_t(decibelStep)] : core::kLevelSteps[std::size_t(levelStep)]};
}

double ScopeChoices::persistenceS() const {
  return kPersistencesS[std::size_t(persistence)];
}

std::size_t scopeControlCount() {
  return std::size(kScopeControls);
}

const ScopeControl& scopeControl(std::size_t row) {
  return kScopeControls[row];
}

std::size_t scopeControlIndex(const char* key) {
  const auto* row = std::find_if(std::begin(kScopeControls), std::end(kScopeControls),
                                 [key](const ScopeControl& each) { return std::strcmp(each.key, key) == 0; });
  return std::size_t(row - std::begin(kScopeControls));
}

QJsonObject toJson(const ScopeChoices& choices) {
  QJsonObject json;
  for (const ScopeControl& control : kScopeControls) json[QLatin1String(control.key)] = control.index(choices);
  json[QStringLiteral("level")] = choices.engine.trigger.level;
  if (choices.engine.trigger.hysteresis) json[kHysteresisKey] = *choices.engine.trigger.hysteresis;
  json[kPlaceKey] = choices.engine.position;
  json[kLevelStepKey] = choices.levelStep;  // both, whichever scale is shown
  json[kDecibelStepKey] = choices.decibelStep;
  return json;
}

void readJson(const QJsonObject& json, ScopeChoices& choices) {
  for (const ScopeControl& control : kScopeControls) {
    const int index = json[QLatin1String(control.key)].toInt(-1);
    if (index >= 0 && index < control.count(choices)) control.choose(choices, index);
  }
  const double level = json[QStringLiteral("level")].toDouble(0);
  if (std::abs(level) <= core::kScopeDivisionsDown) choices.engine.trigger.level = level;
  const double hysteresis = json[kHysteresisKey].toDouble(0);
  if (hysteresis > 0 && hysteresis <= 1) choices.engine.trigger.hysteresis = hysteresis;
  const double place = json[kPlaceKey].toDouble(-1);
  if (place >= 0 && place <= 1) choices.engine.position = place;
  const int levelStep = json[kLevelStepKey].toInt(-1), decibelStep = json[kDecibelStepKey].toInt(-1);
  if (levelStep >= 0 && levelStep < scopeSize(core::kLevelSteps)) choices.levelStep = levelStep;
  if (decibelStep >= 0 && decibelStep < scopeSize(kDecibelSteps)) choices.decibelStep = decibelStep;
}

}  // namespace tunescope::ui
