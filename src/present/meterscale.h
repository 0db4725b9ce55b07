// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/meterreadings.h"

#include <QString>

#include <optional>
#include <vector>

namespace tunescope::present {

// The drawing of a level meter: the value it shows, its position on the scale, and the labels along it, as
// the meter's standard defines them. Thread: any. Realtime-safe: no (strings).
class MeterScale {
 public:
  enum class Kind { Level, Peak, Vu, PpmDin, PpmBbc, PpmEbu, K12, K14, K20 };
  struct Mark {
    double db = 0;  // in the units of the value
    QString label;
  };

  // vuZeroDbfs: of the sine that reads 0 VU, which the levels in dBFS and dBTP mark.
  explicit MeterScale(Kind kind, double vuZeroDbfs = core::kAlignmentDb);

  Kind kind() const { return m_kind; }
  std::optional<double> valueOf(const core::ChannelMeters& meters) const;
  // The peak that is shown beside the scale's own value, in its units; none if the value is itself a peak.
  std::optional<double> peakOf(const core::ChannelMeters& meters) const;
  double positionOf(std::optional<double> db) const;  // 0 to 1 along the scale
  const std::vector<Mark>& marks() const { return m_marks; }
  double referenceDb() const { return m_referenceDb; }  // the level that the standard aligns to
  double cautionDb() const { return m_cautionDb; }      // amber from here on; above the scale: nowhere
  double dangerDb() const { return m_dangerDb; }        // from here on red
  QString unit() const;
  QString textOf(std::optional<double> db) const;  // "−20.1", for a BBC meter its mark: "4.0"; a dash for none

 private:
  Kind m_kind;
  std::vector<Mark> m_marks;
  double m_minDb = 0, m_maxDb = 0;
  double m_referenceDb = 0;
  double m_cautionDb = 1000, m_dangerDb = 1000;
};

}  // namespace tunescope::present
