// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace tunescope::present {

// A mark of an axis.
struct AxisMark {
  double position = 0;  // 0 to 1 along the axis
  std::string label;    // "1k", "-20"; empty: a line only
};

// The visible part of a frequency axis. Thread: any. Realtime-safe: wait-free, except marks().
class FrequencyScale {
 public:
  static constexpr double kMinHz = 20;         // of a logarithmic axis
  static constexpr double kMinOctaves = 0.02;  // that it can be zoomed to: 24 cents
  static constexpr double kMinSpanHz = 5;      // that a linear axis can be zoomed to

  // All from kMinHz, or 0 Hz, to that frequency.
  explicit FrequencyScale(bool isLog = true, double maxHz = 20000) noexcept;

  bool isLog() const noexcept { return m_isLog; }
  double lowHz() const noexcept { return hertzAt(0); }
  double highHz() const noexcept { return hertzAt(1); }
  double positionOf(double hertz) const noexcept;
  double hertzAt(double position) const noexcept;

  // factor below 1 zooms in; the frequency at that position stays there, if the limits allow it.
  void zoom(double factor, double position) noexcept;
  void pan(double positions) noexcept;  // the content moves left by that part of the width

  // Lines at round frequencies; those with room for it have a label. width, labelWidth: in pixels.
  std::vector<AxisMark> marks(double width, double labelWidth) const;

 private:
  double toAxis(double hertz) const noexcept;
  double fromAxis(double value) const noexcept;
  void keepInside() noexcept;

  bool m_isLog;
  double m_maxHz;
  double m_low, m_high;  // in octaves above kMinHz, or in Hz
};

// Marks of a level axis from low (position 0) to high, at round decibels. height, labelHeight: in pixels.
std::vector<AxisMark> levelMarks(double lowDb, double highDb, double height, double labelHeight);

// "440.00 Hz", "12.345 kHz": as many digits as five significant ones take.
std::string hertzText(double hertz);

}  // namespace tunescope::present
