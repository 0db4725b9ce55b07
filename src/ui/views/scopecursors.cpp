// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/scopecursors.h"

#include "analysis/tuningof.h"
#include "present/numbertext.h"
#include "ui/models/practicenotes.h"
#include "ui/views/scopemodel.h"

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

namespace {

constexpr double kFirstPlace = 0.3;  // of the two cursors, when they come
constexpr double kSecondPlace = 0.7;

QString joined(const QStringList& parts) {
  return parts.join(QStringLiteral("  \u00B7  "));
}

}  // namespace

bool ScopeCursors::hasTime() const {
  return m_scope.display() == ScopeChoices::Time && (m_scope.choices().cursors & ScopeChoices::TimeCursors) != 0;
}

bool ScopeCursors::hasLevel() const {
  return m_scope.display() == ScopeChoices::Time && (m_scope.choices().cursors & ScopeChoices::LevelCursors) != 0;
}

QList<double> ScopeCursors::timeX() const {
  const double zero = m_scope.choices().zero(), sweepS = m_scope.choices().engine.sweepS();
  return {zero + m_timesS[0] / sweepS, zero + m_timesS[1] / sweepS};
}

// The instant of time 0 on the axis, by the sample clock.
double ScopeCursors::zeroS() const {
  const core::ScopeSettings& settings = m_scope.choices().engine;
  return m_scope.picture().triggerS + (m_scope.choices().zero() - settings.position) * settings.sweepS();
}

QList<double> ScopeCursors::levelY() const {
  const present::ScopeScale scale = m_scope.choices().scale();
  return {scale.yOf(m_levels[0]), scale.yOf(m_levels[1])};
}

QStringList ScopeCursors::timeTexts() const {
  QStringList texts;
  for (std::size_t i = 0; i < m_timesS.size(); ++i) {
    const auto value = m_scope.valueAt(zeroS() + m_timesS[i], 0);
    const QString name = i == 0 ? tr("Time cursor A") : tr("Time cursor B");
    texts << tr("%1: %2, %3")
                 .arg(name, present::timeText(m_timesS[i]),
                      value ? present::fullScaleText(*value) : tr("no longer in memory"));
  }
  return texts;
}

QStringList ScopeCursors::levelTexts() const {
  return {tr("Level cursor a: %1").arg(present::fullScaleText(m_levels[0])),
          tr("Level cursor b: %1").arg(present::fullScaleText(m_levels[1]))};
}

QString ScopeCursors::noteOf(double hertz) const {
  const analysis::Settings& settings = m_scope.settings();
  const core::Tuning tuning(analysis::tuningSettingsOf(settings));
  const auto note = tuning.nearest(hertz);
  if (!note) return {};
  return tr("%1 %2 cents")
      .arg(shownNoteName(*note, analysis::nameStyleOf(settings)), present::signedText(note->cents, 1));
}

QString ScopeCursors::timeReadout() const {
  const double apart = std::abs(m_timesS[1] - m_timesS[0]);
  QStringList parts{tr("A %1").arg(present::timeText(m_timesS[0])), tr("B %1").arg(present::timeText(m_timesS[1])),
                    tr("\u0394 %1").arg(present::timeText(apart))};
  if (!(apart > 0)) return joined(parts);
  parts << tr("1/\u0394 %1").arg(present::frequencyText(1 / apart));
  if (const QString note = noteOf(1 / apart); !note.isEmpty()) parts << note;
  if (const auto hertz = m_scope.sweep().hertz) {
    const double turns = apart * *hertz;
    parts << tr("phase %1\u00B0").arg(QString::number(std::lround(360 * (turns - std::floor(turns))) % 360));
  }
  return joined(parts);
}

QString ScopeCursors::levelReadout() const {
  QStringList parts;
  for (std::size_t i = 0; i < m_levels.size(); ++i) {
    parts << tr("%1 %2 (%3)")
                 .arg(i == 0 ? tr("a") : tr("b"), present::fullScaleText(m_levels[i]),
                      present::decibelText(m_levels[i]));
  }
  parts << tr("\u0394 %1").arg(present::fullScaleText(std::abs(m_levels[1] - m_levels[0])));
  if (std::abs(m_levels[0]) > 0 && std::abs(m_levels[1]) > 0) {
    parts << tr("b/a %1\u00A0dB").arg(present::signedText(20 * std::log10(std::abs(m_levels[1] / m_levels[0])), 1));
  }
  return joined(parts);
}

void ScopeCursors::setTimeX(int cursor, double x) {
  if (cursor < 0 || cursor > 1 || !std::isfinite(x)) return;
  const ScopeChoices& choices = m_scope.choices();
  m_timesS[std::size_t(cursor)] = (std::clamp(x, 0.0, 1.0) - choices.zero()) * choices.engine.sweepS();
  Q_EMIT changed();
}

void ScopeCursors::setLevelY(int cursor, double y) {
  if (cursor < 0 || cursor > 1 || !std::isfinite(y)) return;
  m_levels[std::size_t(cursor)] = m_scope.choices().scale().valueAt(std::clamp(y, 0.0, 1.0));
  Q_EMIT changed();
}

void ScopeCursors::nudgeTime(int cursor, int samples) {
  const double rateHz = m_scope.picture().sampleRateHz;
  if (cursor < 0 || cursor > 1 || !(rateHz > 0)) return;
  double& timeS = m_timesS[std::size_t(cursor)];
  timeS = (std::round((zeroS() + timeS) * rateHz) + samples) / rateHz - zeroS();
  Q_EMIT changed();
}

void ScopeCursors::place() {
  const auto isOnScreen = [](double place) { return place >= 0 && place <= 1; };
  const QList<double> x = timeX(), y = levelY();
  for (int i = 0; i < 2; ++i) {
    const double place = i == 0 ? kFirstPlace : kSecondPlace;
    if (!isOnScreen(x[i]) || std::abs(x[1] - x[0]) < 1e-6) setTimeX(i, place);
    if (!isOnScreen(y[i]) || std::abs(y[1] - y[0]) < 1e-6) setLevelY(i, place);
  }
}

}  // namespace tunescope::ui
