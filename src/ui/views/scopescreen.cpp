// SPDX-License-Identifier: GPL-3.0-or-later
// What the scope's view says and how it is touched: words, places on the screen, and steps of its scales.
#include "present/numbertext.h"
#include "ui/views/scopemodel.h"

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

namespace {

constexpr double kMinTriggersPerS = 0.05;
const std::size_t kTimeRow = scopeControlIndex("timePerDivision");
const std::size_t kVerticalRow = scopeControlIndex("levelPerDivision");

}  // namespace

int ScopeModel::state() const {
  return int(canStep() ? core::ScopeState::Stopped : m_shownState);
}

QString ScopeModel::stateText() const {
  switch (core::ScopeState(state())) {
    case core::ScopeState::Stopped:
      return tr("Stop");
    case core::ScopeState::Armed:
      return tr("Armed");
    case core::ScopeState::Waiting:
      return tr("Wait");
    case core::ScopeState::Triggered:
      return tr("Trig\u2019d");
    case core::ScopeState::Auto:
      return m_choices.engine.mode == core::ScopeMode::Free ? tr("Free") : tr("Auto");
    case core::ScopeState::Rolling:
      return tr("Roll");
  }
  return {};
}

void ScopeModel::refreshState() {
  m_shownState = m_sweep.state;
  m_stateAtS = m_sweep.timeS;
  m_cursors.refresh();
  Q_EMIT stateChanged();
}

QString ScopeModel::detailText() const {
  if (canStep()) {
    if (m_pictureNumber == 0) return {};
    return tr("%1 ago").arg(present::timeText(std::max(0.0, m_sweep.timeS - m_picture.triggerS)));
  }
  if (m_choices.engine.mode == core::ScopeMode::PitchLocked && m_sweep.hertz) {
    return present::frequencyText(*m_sweep.hertz);
  }
  if (!hasTrigger() || m_sweep.triggersPerS < kMinTriggersPerS) return {};
  return tr("%1/s").arg(present::plainText(m_sweep.triggersPerS, m_sweep.triggersPerS < 10 ? 1 : 0));
}

bool ScopeModel::hasTrigger() const {
  return m_choices.engine.mode != core::ScopeMode::Free && !m_choices.engine.isRolling();
}

double ScopeModel::hysteresis() const {
  return m_choices.engine.trigger.hysteresis.value_or(m_sweep.hysteresis);
}

// The one in force: an automatic one is moved into the signal.
double ScopeModel::level() const {
  const core::TriggerSettings& trigger = m_choices.engine.trigger;
  return trigger.isAutoLevel && m_pictureNumber > 0 ? m_sweep.level : trigger.level;
}

QString ScopeModel::levelText() const {
  const double level = this->level();
  return m_choices.isDecibels ? present::decibelText(level) : present::fullScaleText(level);
}

QString ScopeModel::hysteresisText() const {
  return present::fullScaleText(hysteresis());
}

QString ScopeModel::xyRangeText() const {
  const double range = display() == ScopeChoices::Goniometer ? m_xyRange / std::sqrt(2.0) : m_xyRange;
  return QStringLiteral("\u00B1") + present::fullScaleText(range);
}

QString ScopeModel::timeUnit() const {
  const double step = m_choices.engine.secondsPerDivision;
  return step < 0.9e-3 ? QStringLiteral("\u00B5s") : step < 0.9 ? tr("ms") : tr("s");
}

QStringList ScopeModel::timeLabels() const {
  const core::ScopeSettings& settings = m_choices.engine;
  const double unit = settings.secondsPerDivision < 0.9e-3 ? 1e6 : settings.secondsPerDivision < 0.9 ? 1e3 : 1;
  const double zero = m_choices.zero() * core::kScopeDivisionsAcross;
  QStringList labels;
  for (int line = 0; line <= core::kScopeDivisionsAcross; ++line) {
    const double value = (line - zero) * settings.secondsPerDivision * unit;
    QString text = present::plainText(std::abs(value), 2);
    while (text.endsWith(QLatin1Char('0'))) text.chop(1);
    if (text.endsWith(QLatin1Char('.'))) text.chop(1);
    labels << (value < -0.005 ? QStringLiteral("\u2212") + text : text);
  }
  return labels;
}

QStringList ScopeModel::levelLabels() const {
  const present::ScopeScale scale = m_choices.scale();
  QStringList labels;
  for (int line = 0; line <= core::kScopeDivisionsDown; ++line) labels << scale.lineText(line);
  return labels;
}

void ScopeModel::choose(int row, int index) {
  if (row < 0 || row >= int(scopeControlCount())) return;
  const ScopeControl& control = scopeControl(std::size_t(row));
  if (index < 0 || index >= control.count(m_choices) || index == control.index(m_choices)) return;
  const int cursors = m_choices.cursors;
  control.choose(m_choices, index);
  if (m_choices.cursors != cursors) m_cursors.place();
  apply();
}

void ScopeModel::zoomTime(int steps) {
  const ScopeControl& control = scopeControl(kTimeRow);
  choose(int(kTimeRow), std::clamp(control.index(m_choices) - steps, 0, control.count(m_choices) - 1));
}

void ScopeModel::zoomLevel(int steps) {
  const ScopeControl& control = scopeControl(kVerticalRow);
  choose(int(kVerticalRow), std::clamp(control.index(m_choices) - steps, 0, control.count(m_choices) - 1));
}

void ScopeModel::setLevelY(double y) {
  if (!std::isfinite(y)) return;
  double& level = m_choices.engine.trigger.level;
  m_choices.engine.trigger.isAutoLevel = false;
  const double value = m_choices.scale().valueAt(std::clamp(y, 0.0, 1.0));
  level = m_choices.isDecibels && level < 0 ? -value : value;
  apply();
}

void ScopeModel::setHysteresisY(double y) {
  if (!std::isfinite(y)) return;
  const double value = m_choices.scale().valueAt(std::clamp(y, 0.0, 1.0));
  m_choices.engine.trigger.hysteresis = std::max(1e-6, std::abs(value - level()));
  apply();
}

void ScopeModel::setTriggerX(double x) {
  if (!std::isfinite(x)) return;
  m_choices.engine.position = std::clamp(x, 0.0, 1.0);
  apply();
}

void ScopeModel::centreLevel() {
  core::MinMax all{.min = 2, .max = -2};
  const std::size_t source = std::min(m_choices.engine.source, std::max<std::size_t>(m_picture.channels, 1) - 1);
  const auto& columns = m_picture.columns[source];
  for (std::size_t i = m_picture.first; i < std::min(m_picture.last, columns.size()); ++i) {
    all = {.min = std::min(all.min, columns[i].min), .max = std::max(all.max, columns[i].max)};
  }
  if (all.min > all.max) return;
  m_choices.engine.trigger.isAutoLevel = false;
  m_choices.engine.trigger.level = 0.5 * double(all.min + all.max);
  apply();
}

}  // namespace tunescope::ui
