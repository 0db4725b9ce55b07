// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/meterstable.h"

namespace tunescope::ui {

namespace {

constexpr const char* kHeader =
    "time_s,channel,rms_dbfs,sample_peak_dbfs,true_peak_dbtp,vu_db,ppm_db,k_db,dc_dbfs,crest_db,clips,"
    "momentary_lufs,short_term_lufs,integrated_lufs,range_lu,max_momentary_lufs,max_short_term_lufs,"
    "max_true_peak_dbtp,correlation,spl_db\n";

void add(QByteArray& row, const std::optional<double>& value, int decimals = 2) {
  row += ',';
  if (value) row += QByteArray::number(*value, 'f', decimals);
}

void addChannel(QByteArray& table, double timeS, std::size_t number, const core::ChannelMeters& meters) {
  table += QByteArray::number(timeS, 'f', 3);
  table += ',';
  table += QByteArray::number(qulonglong(number));
  for (const auto* value : {&meters.rmsDb, &meters.peakDb, &meters.truePeakDb, &meters.vuDb, &meters.ppmDb, &meters.kDb,
                            &meters.dcDb, &meters.crestDb}) {
    add(table, *value);
  }
  table += ',';
  table += QByteArray::number(qulonglong(meters.clips));
  table += ",,,,,,,,,\n";
}

}  // namespace

QByteArray metersTable(const core::MetersReading& reading, std::optional<double> splDb) {
  QByteArray table = kHeader;
  std::size_t number = 0;
  for (const core::ChannelMeters& meters : reading.channels()) addChannel(table, reading.timeS, ++number, meters);
  const core::LoudnessReading& loudness = reading.loudness;
  table += QByteArray::number(reading.timeS, 'f', 3);
  table += ",all,,,,,,,,,";
  for (const auto* value : {&loudness.momentary, &loudness.shortTerm, &loudness.integrated, &loudness.range,
                            &loudness.maxMomentary, &loudness.maxShortTerm, &reading.maxTruePeakDb}) {
    add(table, *value);
  }
  add(table, reading.correlation, 3);
  add(table, splDb);
  table += '\n';
  return table;
}

}  // namespace tunescope::ui
