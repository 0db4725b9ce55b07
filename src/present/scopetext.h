// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

// Numbers of the oscilloscope with their units, three to four digits. Thread: any. Realtime-safe: no (strings).
namespace tunescope::present {

QString timeStepText(double seconds);  // "50 µs", "1 ms", "10 s"
QString timeText(double seconds);      // "−1.25 ms", "0 s"
QString frequencyText(double hertz);   // "217.4 Hz", "12.05 kHz"; empty if it is not finite
QString fullScaleText(double value);   // "0.25 FS", "−0.0125 FS"
QString decibelText(double value);     // of a value against full scale: "−12.0 dBFS"; "−∞ dBFS" for 0

// The vertical scale: eight divisions. Linear: 0 is in the middle. In decibels: 0 dBFS is at the top.
struct ScopeScale {
  bool isDecibels = false;
  double perDivision = 0.25;  // full scales, or dB

  double yOf(double value) const;    // 0: top, 1: bottom; beyond them too
  double valueAt(double y) const;    // in decibels: the positive one
  QString lineText(int line) const;  // of the horizontal line, 0 (top) to 8
};

}  // namespace tunescope::present
