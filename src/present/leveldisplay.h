// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readings.h"

#include <QString>

namespace tunescope::present {

// The display of a level meter: level and peak in dBFS, a held peak, a clip lamp that stays lit for a while, and
// whether the input is too quiet or too loud. Time is the sample clock. Thread: one at a time. Realtime-safe: no
// (strings).
class LevelDisplay {
 public:
  enum class Hint { Good, TooQuiet, Clips };  // Good also while unknown

  static constexpr double kFloorDb = -60;    // left end of the meter; the right end is 0
  static constexpr double kHoldS = 1.5;      // of the peak ...
  static constexpr double kFallDbPerS = 24;  // ... which then falls
  static constexpr double kClipHoldS = 2;
  static constexpr double kTooQuietDb = -50;    // peaks below that, for ...
  static constexpr double kTooQuietAfterS = 3;  // ... that long

  LevelDisplay();

  // Returns whether the texts changed. They change slowly enough to be read.
  bool show(const core::LevelReading& level);
  void rest();  // no readings come any more

  bool isActive() const { return m_isActive; }
  double rmsDb() const { return m_rmsDb; }  // minus infinity for digital silence
  double peakDb() const { return m_peakDb; }
  double heldDb() const { return m_heldDb; }
  QString rmsText() const { return m_rmsText; }    // "−20.1"; "−∞" for digital silence; empty at rest
  QString peakText() const { return m_peakText; }  // of the held peak
  bool isClipping() const { return m_isClipping; }
  Hint hint() const { return m_hint; }

  // True after that long of digital silence only, or of nothing loud enough.
  bool isMutedFor(double seconds) const { return m_isActive && m_timeS - m_soundS >= seconds; }
  bool isQuietFor(double seconds) const { return m_isActive && m_timeS - m_loudS >= seconds; }

  static double positionOf(double db);  // 0 to 1 along the meter

 private:
  void startOver(double timeS);
  void updateHeld(double peakDb, double elapsedS);

  bool m_isActive = false;
  bool m_isClipping = false;
  Hint m_hint = Hint::Good;
  double m_timeS = 0;
  double m_soundS = 0;  // time of the last sound other than digital silence
  double m_loudS = 0;   // time of the last peak above kTooQuietDb
  double m_heldAtS = 0;
  double m_clippedAtS = 0;
  double m_textAtS = 0;
  double m_rmsDb, m_peakDb, m_heldDb;
  QString m_rmsText, m_peakText;
};

}  // namespace tunescope::present
