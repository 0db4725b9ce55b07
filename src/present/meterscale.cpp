// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/meterscale.h"

#include "present/numbertext.h"

#include <algorithm>
#include <cmath>

namespace tunescope::present {

namespace {

constexpr double kVuZero = 0.71;       // of the arc: its deflection is linear in the amplitude (IEC 60268-17)
constexpr double kDinBottomDb = -52;   // where the needle rests, a little below the last mark
constexpr double kMaxTruePeakDb = -1;  // EBU R 128
constexpr double kPermittedPpmDb = 9;  // above the alignment level: permitted maximum of EBU R 68
constexpr double kPermittedDbfs = core::kAlignmentDb + kPermittedPpmDb;
constexpr double kKDangerDb = 4;  // Katz 2000

constexpr double kBbcMarkDb = 4;  // from one mark to the next
constexpr double kBbcTest = 4;    // the mark of the alignment level

std::vector<MeterScale::Mark> marksAt(std::initializer_list<int> levels) {
  std::vector<MeterScale::Mark> marks;
  for (const int db : levels) marks.push_back({double(db), signedText(db, 0)});
  return marks;
}

}  // namespace

MeterScale::MeterScale(Kind kind, double vuZeroDbfs) : m_kind(kind) {
  switch (kind) {
    case Kind::Level:
      m_marks = marksAt({-60, -50, -40, -30, -20, -10, 0});
      m_minDb = -63;
      m_maxDb = 3;
      m_referenceDb = vuZeroDbfs;
      m_cautionDb = kPermittedDbfs;
      m_dangerDb = 0;
      break;
    case Kind::Peak:
      m_marks = marksAt({-60, -50, -40, -30, -20, -10, 0});
      m_minDb = -63;
      m_maxDb = 3;
      m_referenceDb = vuZeroDbfs;
      m_dangerDb = kMaxTruePeakDb;
      break;
    case Kind::Vu:
      m_marks = marksAt({-20, -10, -7, -5, -3, -1, 0, 1, 2, 3});
      m_dangerDb = 0;
      break;
    case Kind::PpmDin:
      m_marks = marksAt({-50, -40, -30, -20, -10, -5, 0, 5});
      m_maxDb = 5;
      m_dangerDb = 0;
      break;
    case Kind::PpmBbc:
      for (int mark = 1; mark <= 7; ++mark) m_marks.push_back({kBbcMarkDb * (mark - kBbcTest), QString::number(mark)});
      m_minDb = -14;
      m_maxDb = 14;
      m_dangerDb = 8;
      break;
    case Kind::PpmEbu:
      m_marks = marksAt({-12, -8, -4, 0, 4, 8, 12});
      m_marks[3].label = QStringLiteral("TEST");
      m_minDb = -14;
      m_maxDb = 14;
      m_dangerDb = kPermittedPpmDb;
      break;
    case Kind::K12:
    case Kind::K14:
    case Kind::K20:
      m_marks = marksAt({-30, -20, -10, 0, 4, 8, 12});
      if (kind == Kind::K20) m_marks = marksAt({-30, -20, -10, 0, 4, 8, 14, 20});
      m_minDb = -35;
      m_maxDb = kind == Kind::K12 ? 12 : kind == Kind::K14 ? 14 : 20;
      m_cautionDb = 0;
      m_dangerDb = kKDangerDb;
      break;
  }
}

std::optional<double> MeterScale::valueOf(const core::ChannelMeters& meters) const {
  switch (m_kind) {
    case Kind::Level:
      return meters.rmsDb;
    case Kind::Peak:
      return meters.truePeakDb;
    case Kind::Vu:
      return meters.vuDb;
    case Kind::PpmDin:
    case Kind::PpmBbc:
    case Kind::PpmEbu:
      return meters.ppmDb;
    default:
      return meters.kDb;
  }
}

// The K-system's bar and peak share one scale.
std::optional<double> MeterScale::peakOf(const core::ChannelMeters& meters) const {
  if (m_kind == Kind::Level) return meters.peakDb;
  if (m_kind < Kind::K12 || !meters.truePeakDb) return std::nullopt;
  return *meters.truePeakDb + m_maxDb;
}

double MeterScale::positionOf(std::optional<double> db) const {
  if (!db || std::isnan(*db)) return 0;
  double position = (*db - m_minDb) / (m_maxDb - m_minDb);
  if (m_kind == Kind::Vu) position = kVuZero * std::pow(10, *db / 20);
  if (m_kind == Kind::PpmDin) {  // the fourth root of the amplitude: narrow at the bottom, wide at the top
    const auto root = [](double level) { return std::pow(10, level / 80); };
    position = (root(*db) - root(kDinBottomDb)) / (root(m_maxDb) - root(kDinBottomDb));
  }
  return std::clamp(position, 0.0, 1.0);
}

QString MeterScale::unit() const {
  switch (m_kind) {
    case Kind::Level:
      return QStringLiteral("dBFS");
    case Kind::Peak:
      return QStringLiteral("dBTP");
    case Kind::Vu:
      return QStringLiteral("VU");
    case Kind::PpmBbc:
      return QStringLiteral("PPM");
    default:
      return QStringLiteral("dB");
  }
}

QString MeterScale::textOf(std::optional<double> db) const {
  if (!db) return QStringLiteral("\u2013");
  return m_kind == Kind::PpmBbc ? plainText(std::clamp(kBbcTest + *db / kBbcMarkDb, 0.0, 9.9), 1) : signedText(*db, 1);
}

}  // namespace tunescope::present
