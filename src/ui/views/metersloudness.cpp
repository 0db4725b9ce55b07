// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/metersloudness.h"

#include "present/numbertext.h"

namespace tunescope::ui {

namespace {

using present::LoudnessScale;

const QString kScaleKey = QStringLiteral("loudnessScale");
const QString kUnitKey = QStringLiteral("loudnessUnit");
const QString kPlus18 = QStringLiteral("18");
const QString kLu = QStringLiteral("lu");

QString durationText(double seconds) {
  const auto whole = qint64(seconds);
  const auto two = [](qint64 value) { return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0')); };
  if (whole < 3600) return QStringLiteral("%1:%2").arg(whole / 60).arg(two(whole % 60));
  return QStringLiteral("%1:%2:%3").arg(whole / 3600).arg(two(whole / 60 % 60), two(whole % 60));
}

}  // namespace

void MetersLoudness::setSettings(AppSettings* settings) {
  m_settings = settings;
  if (!m_settings) return;
  const bool isPlus18 = m_settings->kept(kScaleKey).toString() == kPlus18;
  const bool isLu = m_settings->kept(kUnitKey).toString() == kLu;
  apply({isPlus18 ? LoudnessScale::Range::Plus18 : LoudnessScale::Range::Plus9,
         isLu ? LoudnessScale::Unit::Lu : LoudnessScale::Unit::Lufs});
}

void MetersLoudness::apply(const LoudnessScale& scale) {
  m_scale = scale;
  Q_EMIT scaleChanged();
  Q_EMIT moved();
  Q_EMIT textChanged();
}

void MetersLoudness::chooseScale() {
  const bool isPlus18 = m_scale.range() == LoudnessScale::Range::Plus9;
  if (m_settings) m_settings->keep(kScaleKey, isPlus18 ? kPlus18 : QStringLiteral("9"));
  apply({isPlus18 ? LoudnessScale::Range::Plus18 : LoudnessScale::Range::Plus9, m_scale.unit()});
}

void MetersLoudness::chooseUnit() {
  const bool isLu = m_scale.unit() == LoudnessScale::Unit::Lufs;
  if (m_settings) m_settings->keep(kUnitKey, isLu ? kLu : QStringLiteral("lufs"));
  apply({m_scale.range(), isLu ? LoudnessScale::Unit::Lu : LoudnessScale::Unit::Lufs});
}

void MetersLoudness::setIntegrating(bool isIntegrating) {
  m_control->isIntegrating.store(isIntegrating);
  Q_EMIT textChanged();
}

void MetersLoudness::move(const core::LoudnessReading& newest) {
  m_reading = newest;
  Q_EMIT moved();
}

void MetersLoudness::write(const core::MetersReading& newest) {
  m_written = newest;
  Q_EMIT textChanged();
}

QString MetersLoudness::integratedTitle() const {
  const double seconds = m_written.loudness.integratedS;
  if (!isIntegrating()) return seconds > 0 ? tr("Paused %1").arg(durationText(seconds)) : tr("Paused");
  return seconds > 0 ? tr("Integrated %1").arg(durationText(seconds)) : tr("Integrated");
}

QString MetersLoudness::detailText() const {
  const core::LoudnessReading& loudness = m_written.loudness;
  const QString range = loudness.range ? present::plainText(*loudness.range, 1) : QStringLiteral("\u2013");
  const QString truePeak =
      m_written.maxTruePeakDb ? present::signedText(*m_written.maxTruePeakDb, 1) : QStringLiteral("\u2013");
  return tr("Range %1 LU   max M %2   max S %3 %4   max true peak %5 dBTP")
      .arg(range, m_scale.textOf(loudness.maxMomentary), m_scale.textOf(loudness.maxShortTerm), unit(), truePeak);
}

QList<double> MetersLoudness::markPositions() const {
  QList<double> positions;
  for (const double lufs : m_scale.marksLufs()) positions << m_scale.positionOf(lufs);
  return positions;
}

QJsonObject MetersLoudness::settingsText() const {
  return {{QStringLiteral("loudnessScale"), scaleName()},
          {QStringLiteral("loudnessUnit"), unit()},
          {QStringLiteral("loudnessTargetLufs"), LoudnessScale::kTargetLufs},
          {QStringLiteral("isIntegrating"), isIntegrating()}};
}

}  // namespace tunescope::ui
