// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/leveldisplay.h"

#include "present/numbertext.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tunescope::present {

namespace {
constexpr double kSilenceDb = -std::numeric_limits<double>::infinity();
constexpr double kTextEveryS = 0.15;
constexpr double kRmsTauS = 0.1;  // one hop of 11 ms is too short for a steady bar

QString dbText(double db) {
  return std::isfinite(db) ? signedText(db, 1) : QStringLiteral("\u2212\u221E");
}

// Rises at once and falls with a time constant, so that peaks are seen.
double fallen(double from, double to, double elapsedS) {
  if (!std::isfinite(from) || !std::isfinite(to) || to > from) return to;
  return from + (to - from) * -std::expm1(-elapsedS / kRmsTauS);
}
}  // namespace

LevelDisplay::LevelDisplay() : m_rmsDb(kSilenceDb), m_peakDb(kSilenceDb), m_heldDb(kSilenceDb) {}

double LevelDisplay::positionOf(double db) {
  return std::isfinite(db) ? std::clamp(1 - db / kFloorDb, 0.0, 1.0) : 0.0;
}

void LevelDisplay::startOver(double timeS) {
  m_timeS = m_soundS = m_loudS = m_heldAtS = m_textAtS = timeS;
  m_rmsDb = m_peakDb = m_heldDb = kSilenceDb;
  m_isClipping = false;
}

bool LevelDisplay::show(const core::LevelReading& level) {
  const bool isFirst = !m_isActive || level.timeS < m_timeS;
  if (isFirst) startOver(level.timeS);
  m_isActive = true;
  const double elapsedS = level.timeS - m_timeS;
  m_timeS = level.timeS;
  if (level.peakDb) m_soundS = m_timeS;
  m_rmsDb = fallen(m_rmsDb, level.rmsDb.value_or(kSilenceDb), elapsedS);
  m_peakDb = level.peakDb.value_or(kSilenceDb);
  if (m_peakDb > kTooQuietDb) m_loudS = m_timeS;
  updateHeld(m_peakDb, elapsedS);
  if (level.clippedSamples > 0) m_clippedAtS = m_timeS;
  m_isClipping = level.clippedSamples > 0 || (m_isClipping && m_timeS - m_clippedAtS < kClipHoldS);
  m_hint = m_isClipping ? Hint::Clips : isQuietFor(kTooQuietAfterS) ? Hint::TooQuiet : Hint::Good;
  if (!isFirst && m_timeS - m_textAtS < kTextEveryS) return false;
  m_textAtS = m_timeS;
  m_rmsText = dbText(m_rmsDb);
  m_peakText = dbText(m_heldDb);
  return true;
}

void LevelDisplay::updateHeld(double peakDb, double elapsedS) {
  if (!(peakDb < m_heldDb)) {
    m_heldDb = peakDb;
    m_heldAtS = m_timeS;
  } else if (m_timeS - m_heldAtS > kHoldS) {
    m_heldDb = std::max(peakDb, m_heldDb - kFallDbPerS * elapsedS);
  }
}

void LevelDisplay::rest() {
  if (!m_isActive) return;
  startOver(m_timeS);
  m_isActive = false;
  m_hint = Hint::Good;
  m_rmsText.clear();
  m_peakText.clear();
}

}  // namespace tunescope::present
