// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/loudnessscale.h"

#include "present/numbertext.h"

#include <algorithm>

namespace tunescope::present {

namespace {
constexpr int kMarksBelow = 6;  // the target, on both scales
constexpr int kMarksAbove = 3;
}  // namespace

QString LoudnessScale::name() const {
  return m_range == Range::Plus9 ? QStringLiteral("EBU +9") : QStringLiteral("EBU +18");
}

QString LoudnessScale::unitText() const {
  return m_unit == Unit::Lufs ? QStringLiteral("LUFS") : QStringLiteral("LU");
}

double LoudnessScale::positionOf(std::optional<double> lufs) const {
  if (!lufs) return 0;
  const double steps = (*lufs - kTargetLufs) / stepLu();
  return std::clamp((steps + kMarksBelow) / (kMarksBelow + kMarksAbove), 0.0, 1.0);
}

QString LoudnessScale::textOf(std::optional<double> lufs) const {
  if (!lufs) return QStringLiteral("\u2013");
  return signedText(m_unit == Unit::Lufs ? *lufs : *lufs - kTargetLufs, 1);
}

std::vector<double> LoudnessScale::marksLufs() const {
  std::vector<double> marks;
  marks.reserve(kMarksBelow + kMarksAbove + 1);
  for (int i = -kMarksBelow; i <= kMarksAbove; ++i) marks.push_back(kTargetLufs + i * stepLu());
  return marks;
}

QStringList LoudnessScale::labels() const {
  QStringList labels;
  for (const double lufs : marksLufs()) labels << signedText(m_unit == Unit::Lufs ? lufs : lufs - kTargetLufs, 0);
  return labels;
}

}  // namespace tunescope::present
