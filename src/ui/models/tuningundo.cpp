// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/tuningundo.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace tunescope::ui {

namespace {

using analysis::settingIndex;

constexpr std::initializer_list<std::size_t> kUndone = {
    settingIndex("a4"),        settingIndex("temperament"), settingIndex("key"),   settingIndex("reference"),
    settingIndex("transpose"), settingIndex("scale"),       settingIndex("keymap")};
// What a shared link changes with them. Alone, each has an undo of its own or is one choice away.
constexpr std::initializer_list<std::size_t> kUndoneWithThem = {settingIndex("instrument"), settingIndex("capo")};

bool areSame(std::initializer_list<std::size_t> rows, const analysis::Settings& one, const analysis::Settings& other) {
  return std::ranges::all_of(rows,
                             [&](std::size_t row) { return analysis::isSame(analysis::kSettings[row], one, other); });
}

}  // namespace

TuningUndo::TuningUndo(AppSettings& settings, QObject* parent)
    : QObject(parent), m_settings(settings), m_now(settings.values()) {
  connect(&settings, &AppSettings::valuesChanged, this, &TuningUndo::follow);
}

void TuningUndo::follow() {
  const analysis::Settings& values = m_settings.values();
  const analysis::Settings before = std::exchange(m_now, values);
  if (areSame(kUndone, values, before)) return;
  if (m_isUndoing) return;
  if (m_before.size() == kMaxSteps) m_before.erase(m_before.begin());
  m_before.push_back({before, !areSame(kUndoneWithThem, values, before)});
  Q_EMIT changed();
}

void TuningUndo::undo() {
  if (m_before.empty()) return;
  const Step step = std::move(m_before.back());
  m_before.pop_back();
  m_isUndoing = true;
  if (step.hasInstrument) m_settings.change(step.before, kUndoneWithThem);
  m_settings.change(step.before, kUndone);
  m_isUndoing = false;
  Q_EMIT changed();
}

}  // namespace tunescope::ui
