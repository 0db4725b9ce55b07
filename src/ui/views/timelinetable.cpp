// SPDX-License-Identifier: GPL-3.0-or-later
// What TimelineModel exports.
#include "present/numbers.h"
#include "ui/views/timelinemodel.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace tunescope::ui {

using analysis::PitchStep;
using core::HistoryStep;
using core::PitchExtremes;

QJsonObject TimelineModel::settings() const {
  QJsonObject object{{QStringLiteral("file"), m_sound ? QString::fromStdString(m_sound->source) : QString()},
                     {QStringLiteral("fromS"), m_startS},
                     {QStringLiteral("toS"), m_startS + m_spanS}};
  if (m_cursorS) object[QStringLiteral("cursorS")] = *m_cursorS;
  if (m_selectionS) {
    object[QStringLiteral("selectedFromS")] = m_selectionS->first;
    object[QStringLiteral("selectedToS")] = m_selectionS->second;
  }
  return object;
}

namespace {

void appendValue(std::string& row, bool isKnown, double value, int decimals) {
  row += ',';
  if (isKnown) present::appendFixed(row, value, decimals);
}

}  // namespace

// What is selected, or else shown, in steps of the curve of pitch, or as long as kMaxRows of them last.
QByteArray TimelineModel::table() const {
  std::string text =
      "time_s,length_s,pitch_min_hz,pitch_max_hz,sigma_cents,confidence,rms_max_dbfs,peak_max_dbfs,momentary_max_lufs,"
      "short_term_max_lufs\n";
  if (!m_sound) return QByteArray::fromStdString(text);
  const double fromS = m_selectionS ? m_selectionS->first : m_startS;
  const double toS = m_selectionS ? m_selectionS->second : std::min(seconds(), m_startS + m_spanS);
  const double stepS = std::max(m_sound->pitch.stepS(), (toS - fromS) / kMaxRows);
  const auto rows = std::size_t(std::ceil((toS - fromS) / stepS - 1e-9));
  for (std::size_t i = 0; i < rows; ++i) {
    const double timeS = fromS + double(i) * stepS;
    const PitchStep pitch = m_sound->pitch.over(timeS, timeS + stepS * 0.999);
    const HistoryStep step = stepOf(timeS, timeS + stepS * 0.999);
    const bool hasPitch = !pitch.pitch.isNone();
    present::appendFixed(text, timeS, 3);
    appendValue(text, true, std::min(stepS, toS - timeS), 3);
    appendValue(text, hasPitch, hasPitch ? PitchExtremes::hertzOf(double(pitch.pitch.low)) : 0, 3);
    appendValue(text, hasPitch, hasPitch ? PitchExtremes::hertzOf(double(pitch.pitch.high)) : 0, 3);
    appendValue(text, hasPitch,
                (double(pitch.band.high - pitch.band.low) - double(pitch.pitch.high - pitch.pitch.low)) / 2, 2);
    appendValue(text, hasPitch, double(pitch.confidence), 3);
    appendValue(text, !step.rms.isNone(), step.rms.highDb(), 2);
    appendValue(text, !step.peak.isNone(), step.peak.highDb(), 2);
    appendValue(text, !step.momentary.isNone(), step.momentary.highDb(), 2);
    appendValue(text, !step.shortTerm.isNone(), step.shortTerm.highDb(), 2);
    text += '\n';
  }
  return QByteArray::fromStdString(text);
}

}  // namespace tunescope::ui
