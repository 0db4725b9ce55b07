// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scope/scopesettings.h"
#include "present/scopetext.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <cstddef>

namespace tunescope::ui {

// Everything that is chosen in the scope's view, and its controls: a table with a row for each, which the buttons, the
// settings and the exported file share. Thread: any. Realtime-safe: no (strings).
struct ScopeChoices {
  enum Display { Time, Xy, Goniometer };
  enum Cursors { NoCursors, TimeCursors, LevelCursors, AllCursors };

  core::ScopeSettings engine{};
  int levelStep = int(core::kLevelSteps.size()) - 3;  // 0.2 FS a division
  int decibelStep = 4;                                // 12 dB a division
  bool isDecibels = false;
  int display = Time;
  int persistence = 0;
  int cursors = NoCursors;

  present::ScopeScale scale() const;
  double persistenceS() const;
  // Where a sweep has its time 0: a rolling one ends now.
  double zero() const { return engine.isRolling() ? 1 : engine.position; }
};

struct ScopeControl {
  const char* key;        // in the settings
  const char* label;      // short
  const char* name;       // for tooltips and screen readers
  const char* lowerName;  // of the button that steps back ...
  const char* higherName;
  bool isForStereo;   // offered if the input has two channels
  bool isForTrigger;  // of use where a trigger is looked for
  int (*count)(const ScopeChoices& choices);
  int (*index)(const ScopeChoices& choices);
  void (*choose)(ScopeChoices& choices, int index);
  QString (*text)(const ScopeChoices& choices, int index);
};

std::size_t scopeControlCount();
const ScopeControl& scopeControl(std::size_t row);
std::size_t scopeControlIndex(const char* key);  // of a known key

// By the controls' keys; values that are not known are skipped.
QJsonObject toJson(const ScopeChoices& choices);
void readJson(const QJsonObject& json, ScopeChoices& choices);

}  // namespace tunescope::ui
