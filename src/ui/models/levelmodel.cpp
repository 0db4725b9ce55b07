// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/levelmodel.h"

namespace tunescope::ui {

// QML needs an enumeration of its own.
static_assert(int(LevelModel::Hint::Clips) == int(present::LevelDisplay::Hint::Clips));

LevelModel::LevelModel(QObject* parent) : QObject(parent) {}

void LevelModel::show(const core::LevelReading& level) {
  const bool isTextNew = m_display.show(level);
  Q_EMIT changed();
  if (isTextNew) Q_EMIT textChanged();
}

void LevelModel::rest() {
  if (!isActive()) return;
  m_display.rest();
  Q_EMIT changed();
  Q_EMIT textChanged();
}

}  // namespace tunescope::ui
