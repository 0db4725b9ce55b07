// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/appsettings.h"

#include "ui/plainsettings.h"

#include <QUrl>

#include <cmath>
#include <utility>

namespace tunescope::ui {

namespace {
const QString kAppearance = QStringLiteral("appearance");
constexpr const analysis::Setting& kA4 = analysis::kSettings[analysis::settingIndex("a4")];
constexpr const analysis::Setting& kNotation = analysis::kSettings[analysis::settingIndex("notation")];
const QString kDevice = QStringLiteral("device");
const QString kView = QStringLiteral("view");
const QString kMotion = QStringLiteral("reducedMotion");
const QString kFallback = QStringLiteral("fallBack");
const QString kHidden = QStringLiteral("listenHidden");
const QString kGeometry = QStringLiteral("geometry");
const QString kNames[] = {QStringLiteral("system"), QStringLiteral("ink"), QStringLiteral("paper")};
constexpr int kLongestDeviceId = 512;
constexpr int kLongestViewName = 64;
constexpr double kLargestClockPpm = 10000;
constexpr int kSmallest = 200, kLargest = 20000;  // a window's side that can be meant

QString asText(std::string_view text) {
  return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

// As it is kept in the file.
QVariant valueOf(const analysis::Setting& row, const analysis::Settings& settings) {
  return row.number != nullptr ? QVariant(settings.*row.number) : QVariant(asText(wordOf(row, settings)));
}

// "x,y,width,height"; else a null one.
QRect rectFrom(const QString& text) {
  const QStringList parts = text.split(QLatin1Char(','));
  if (parts.size() != 4) return {};
  int numbers[4] = {};
  for (int i = 0; i < 4; ++i) {
    bool isNumber = false;
    numbers[i] = parts[i].toInt(&isNumber);
    if (!isNumber) return {};
  }
  return {numbers[0], numbers[1], numbers[2], numbers[3]};
}
}  // namespace

AppSettings::AppSettings(QObject* parent)
    : QObject(parent),
      m_file(userFormat(), QSettings::UserScope, QStringLiteral("tunescope"), QStringLiteral("tunescope")) {
  load();
}

AppSettings::AppSettings(const QString& path, QObject* parent) : QObject(parent), m_file(path, plainSettings()) {
  load();
}

void AppSettings::load() {
  m_isKept = mayBeKept(m_file);
  const QString appearance = m_file.value(kAppearance).toString();
  if (appearance == kNames[1]) m_appearance = Appearance::Ink;
  if (appearance == kNames[2]) m_appearance = Appearance::Paper;
  loadValues();
  m_deviceId = m_file.value(kDevice).toString().left(kLongestDeviceId);
  m_view = m_file.value(kView).toString().left(kLongestViewName);
  m_isMotionReduced = m_file.value(kMotion).toBool();
  m_isFallbackAllowed = m_file.value(kFallback).toBool();
  m_isHiddenAllowed = m_file.value(kHidden).toBool();
  const QRect geometry = rectFrom(m_file.value(kGeometry).toString());
  const auto isSide = [](int side) { return side >= kSmallest && side <= kLargest; };
  if (isSide(geometry.width()) && isSide(geometry.height())) m_geometry = geometry;
}

void AppSettings::loadValues() {
  for (const analysis::Setting& row : analysis::kSettings) {
    if (row.windowKey.empty()) continue;
    const QVariant value = m_file.value(asText(row.windowKey));
    bool isNumber = false;
    if (row.number == nullptr) {
      setWord(row, m_values, value.toString().toStdString());
    } else if (const double number = value.toDouble(&isNumber);
               isNumber && number >= row.range.min && number <= row.range.max) {
      m_values.*row.number = roundedNumber(row, number);
    }
  }
}

void AppSettings::overrideWith(const analysis::Settings& settings, const analysis::SettingSet& rows) {
  analysis::Settings values = m_values;
  overlay(values, settings, rows);
  setValues(values);
}

void AppSettings::setValues(const analysis::Settings& values) {
  const analysis::Settings before = std::exchange(m_values, values);
  if (values == before) return;
  if (!isSame(kA4, values, before)) Q_EMIT a4HzChanged();
  if (!isSame(kNotation, values, before)) Q_EMIT notationChanged();
  Q_EMIT valuesChanged();
}

void AppSettings::remember(const QString& key, const QVariant& value) {
  m_file.setValue(key, value);
  m_file.sync();  // else what became of it would show with the next one
  lookWhetherKept();
}

// A disk that fills up later shows in what became of the last writing.
void AppSettings::lookWhetherKept() {
  const bool isKept = m_isKept && mayBeKept(m_file) && m_file.status() != QSettings::AccessError;
  if (std::exchange(m_isKept, isKept) != isKept) Q_EMIT problemChanged();
}

QString AppSettings::problem() const {
  if (m_isKept) return {};
  return lossText(m_file);
}

void AppSettings::setAppearance(Appearance appearance) {
  if (appearance == m_appearance) return;
  m_appearance = appearance;
  remember(kAppearance, kNames[int(appearance)]);
  Q_EMIT appearanceChanged();
}

void AppSettings::setA4Hz(double a4Hz) {
  if (std::isnan(a4Hz)) return;
  analysis::Settings values = m_values;
  values.a4Hz = roundedNumber(kA4, a4Hz);
  remember(asText(kA4.windowKey), valueOf(kA4, values));
  setValues(values);
}

void AppSettings::setNotation(Notation notation) {
  analysis::Settings values = m_values;
  values.notation = core::Notation(notation);
  remember(asText(kNotation.windowKey), valueOf(kNotation, values));
  setValues(values);
}

void AppSettings::setDeviceId(const QString& id) {
  if (id == m_deviceId) return;
  m_deviceId = id;
  remember(kDevice, id);
}

void AppSettings::setView(const QString& name) {
  if (name == m_view) return;
  m_view = name;
  remember(kView, name);
}

void AppSettings::setMotionReduced(bool isReduced) {
  if (isReduced == m_isMotionReduced) return;
  m_isMotionReduced = isReduced;
  remember(kMotion, isReduced);
  Q_EMIT motionReducedChanged();
}

void AppSettings::setFallbackAllowed(bool isAllowed) {
  if (isAllowed == m_isFallbackAllowed) return;
  m_isFallbackAllowed = isAllowed;
  remember(kFallback, isAllowed);
  Q_EMIT fallbackAllowedChanged();
}

void AppSettings::setHiddenAllowed(bool isAllowed) {
  if (isAllowed == m_isHiddenAllowed) return;
  m_isHiddenAllowed = isAllowed;
  remember(kHidden, isAllowed);
  Q_EMIT hiddenAllowedChanged();
}

// A name may hold what divides the file's groups.
static QString clockKey(const QString& device) {
  return QStringLiteral("clockPpm/") + QString::fromLatin1(QUrl::toPercentEncoding(device.left(kLongestDeviceId)));
}

double AppSettings::clockPpm(const QString& device) const {
  const double ppm = m_file.value(clockKey(device)).toDouble();
  return std::abs(ppm) <= kLargestClockPpm ? ppm : 0;
}

void AppSettings::setClockPpm(const QString& device, double ppm) {
  if (std::abs(ppm) > 0) {
    remember(clockKey(device), ppm);
  } else {
    m_file.remove(clockKey(device));
    lookWhetherKept();
  }
}

void AppSettings::setGeometry(const QRect& geometry) {
  if (geometry == m_geometry) return;
  m_geometry = geometry;
  remember(
      kGeometry,
      QStringLiteral("%1,%2,%3,%4").arg(geometry.x()).arg(geometry.y()).arg(geometry.width()).arg(geometry.height()));
  Q_EMIT geometryChanged();
}

}  // namespace tunescope::ui
