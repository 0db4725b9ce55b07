// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/waveformmodel.h"

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

namespace {
constexpr double kFull = 0.9;     // a doubling is taken back above this
constexpr double kSmall = 0.36;   // and made below this
constexpr double kForgetS = 1.5;  // of a loud moment
constexpr double kGlideS = 0.08;  // from one gain to a higher one
}  // namespace

WaveformModel::WaveformModel(QObject* parent) : QObject(parent) {}

void WaveformModel::show(const core::WaveformFrame& frame) {
  double peak = 0;
  for (const core::MinMax& column : frame.columns) {
    peak = std::max({peak, double(std::abs(column.min)), double(std::abs(column.max))});
  }
  const double elapsedS = std::clamp(frame.timeS - m_timeS, 0.0, 1.0);
  m_timeS = frame.timeS;
  const bool isSpanNew = std::abs(frame.spanS - m_frame.spanS) > 0;
  m_frame = frame;
  m_recentPeak = std::max(peak, m_recentPeak * std::exp(-elapsedS / kForgetS));
  updateGain(m_recentPeak);
  const double target = std::exp2(m_doublings);
  // Downwards at once: an attack would be drawn clipped while the gain changes.
  m_gain = target < m_gain ? target : m_gain + (target - m_gain) * -std::expm1(-elapsedS / kGlideS);
  m_isWaiting = true;
  Q_EMIT changed();
  if (isSpanNew) Q_EMIT textChanged();
}

void WaveformModel::updateGain(double peak) {
  int doublings = m_doublings;
  while (doublings > 0 && peak * std::exp2(doublings) > kFull) --doublings;
  while (doublings < kMaxDoublings && peak > 0 && peak * std::exp2(doublings) < kSmall) ++doublings;
  setDoublings(doublings);
}

void WaveformModel::setDoublings(int doublings) {
  if (doublings == m_doublings) return;
  m_doublings = doublings;
  Q_EMIT textChanged();
}

void WaveformModel::rest() {
  m_frame.columns.clear();
  m_recentPeak = 0;
  setDoublings(0);
  m_gain = 1;
  acknowledge();  // a dropped frame is finished, like a drawn one
  Q_EMIT changed();
}

QString WaveformModel::spanText() const {
  const double spanS = m_frame.spanS > 0 ? m_frame.spanS : kSpanS;
  return tr("%1 ms").arg(int(std::lround(spanS * 1000)));
}

QString WaveformModel::gainText() const {
  return m_doublings > 0 ? QStringLiteral("\u00D7%1").arg(1 << m_doublings) : QString();
}

void WaveformModel::setColumns(int columns, const QObject* item) {
  if (columns <= 0 && item != m_item) return;
  m_item = columns > 0 ? item : nullptr;
  columns = std::clamp(columns, 0, kMaxColumns);
  if (columns == m_columns) return;
  m_columns = columns;
  Q_EMIT columnsChanged(columns);
}

void WaveformModel::acknowledge() {
  if (!m_isWaiting) return;
  m_isWaiting = false;
  Q_EMIT consumed();
}

}  // namespace tunescope::ui
