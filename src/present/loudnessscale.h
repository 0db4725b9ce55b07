// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace tunescope::present {

// The loudness scales of EBU Tech 3341 around the target of EBU R 128, and how values are written on them: absolute in
// LUFS, or in LU above the target. Thread: any. Realtime-safe: no (strings).
class LoudnessScale {
 public:
  enum class Range { Plus9, Plus18 };  // -18 to +9 LU, -36 to +18 LU
  enum class Unit { Lufs, Lu };
  static constexpr double kTargetLufs = -23;

  LoudnessScale() = default;
  LoudnessScale(Range range, Unit unit) : m_range(range), m_unit(unit) {}

  Range range() const { return m_range; }
  Unit unit() const { return m_unit; }
  QString name() const;                                 // "EBU +9"
  QString unitText() const;                             // "LUFS"
  double positionOf(std::optional<double> lufs) const;  // 0 to 1 along the scale
  double targetPosition() const { return positionOf(kTargetLufs); }
  QString textOf(std::optional<double> lufs) const;  // "−23.1", "+0.4"; a dash for none
  std::vector<double> marksLufs() const;             // those that carry a label, from low to high
  QStringList labels() const;                        // of the marks

 private:
  double stepLu() const { return m_range == Range::Plus9 ? 3 : 6; }

  Range m_range = Range::Plus9;
  Unit m_unit = Unit::Lufs;
};

}  // namespace tunescope::present
