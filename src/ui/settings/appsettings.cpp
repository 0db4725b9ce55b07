// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/appsettings.h"

#include "analysis/tuningof.h"
#include "ui/settings/plainsettings.h"

#include <cmath>
#include <utility>

namespace tunescope::ui {

namespace {
const QString kAppearance = QStringLiteral("appearance");
constexpr const analysis::Setting& kA4 = analysis::kSettings[analysis::settingIndex("a4")];
constexpr const analysis::Setting& kNotation = analysis::kSettings[analysis::settingIndex("notation")];
constexpr const analysis::Setting& kLowest = analysis::kSettings[analysis::settingIndex("min-hz")];
constexpr const analysis::Setting& kHighest = analysis::kSettings[analysis::settingIndex("max-hz")];
constexpr const analysis::Setting& kMains = analysis::kSettings[analysis::settingIndex("mains")];
const QString kDevice = QStringLiteral("device");
const QString kView = QStringLiteral("view");
const QString kMotion = QStringLiteral("reducedMotion");
const QString kFallback = QStringLiteral("fallBack");
const QString kHidden = QStringLiteral("listenHidden");
const QString kGeometry = QStringLiteral("geometry");
const QString kNames[] = {QStringLiteral("system"), QStringLiteral("ink"), QStringLiteral("paper")};
constexpr int kLongestDeviceId = 512;
constexpr int kLongestViewName = 64;
constexpr int kSmallest = 200, kLargest = 20000;  // minimum plausible side of a window

QString asText(std::string_view text) {
  return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

// The format in the file.
QVariant valueOf(const analysis::Setting& row, const analysis::Settings& settings) {
  return row.number != nullptr ? QVariant(settings.*row.number) : QVariant(asText(wordOf(row, settings)));
}

// "x,y,width,height"; otherwise a null one.
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
  if (!hasRange(m_values)) {  // a file that was edited by hand
    m_values.minHz = defaultLowestHz();
    m_values.maxHz = defaultHighestHz();
  }
}

void AppSettings::overrideWith(const analysis::Settings& settings, const analysis::SettingSet& rows) {
  analysis::Settings values = m_values;
  overlay(values, settings, rows);
  // The remembered end of the range may be beyond the given one: then it has its default in this run.
  if (!hasRange(values) && !rows[analysis::settingIndex("min-hz")]) values.minHz = defaultLowestHz();
  if (!hasRange(values) && !rows[analysis::settingIndex("max-hz")]) values.maxHz = defaultHighestHz();
  setValues(values);
}

void AppSettings::setValues(const analysis::Settings& values) {
  const analysis::Settings before = std::exchange(m_values, values);
  if (values == before) return;
  if (!isSame(kA4, values, before)) Q_EMIT a4HzChanged();
  if (!isSame(kNotation, values, before)) Q_EMIT notationChanged();
  if (!isSame(kLowest, values, before) || !isSame(kHighest, values, before)) Q_EMIT rangeChanged();
  if (!isSame(kMains, values, before)) Q_EMIT mainsChanged();
  Q_EMIT valuesChanged();
}

void AppSettings::remember(const QString& key, const QVariant& value) {
  if (value.isValid()) {
    m_file.setValue(key, value);
  } else {
    m_file.remove(key);
  }
  m_file.sync();  // otherwise its result would appear with the next one
  lookWhetherKept();
}

// A full disk shows in the result of the last write.
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

void AppSettings::setNumber(const analysis::Setting& row, double number) {
  if (std::isnan(number)) return;
  analysis::Settings values = m_values;
  values.*row.number = roundedNumber(row, number);
  if (&row != &kA4) return rememberRow(row, values);
  // Of those that say the same thing the newest holds, and over what a scale or a keymap brings.
  analysis::setA4(values, values.a4Hz);
  change(values, {analysis::settingIndex("a4"), analysis::settingIndex("reference"), analysis::settingIndex("keymap")});
}

void AppSettings::setChoice(const analysis::Setting& row, int choice) {
  analysis::Settings values = m_values;
  row.choice.choose(values, std::size_t(choice));
  rememberRow(row, values);
}

void AppSettings::rememberRow(const analysis::Setting& row, const analysis::Settings& values) {
  if (!row.windowKey.empty()) remember(asText(row.windowKey), valueOf(row, values));
  setValues(values);
}

double AppSettings::soundingA4Hz() const {
  return analysis::a4HzOf(m_values);
}

void AppSettings::setA4Hz(double a4Hz) {
  setNumber(kA4, a4Hz);
}

void AppSettings::setNotation(Notation notation) {
  setChoice(kNotation, int(notation));
}

void AppSettings::setOctaves(int octaves) {
  analysis::Settings values = m_values;
  values.octaves = octaves == 1 ? core::Octaves::Helmholtz : core::Octaves::Scientific;
  change(values, {analysis::settingIndex("octaves")});
}

void AppSettings::setAccidentals(int accidentals) {
  if (accidentals < 0 || accidentals > int(core::Accidentals::Key)) return;
  analysis::Settings values = m_values;
  values.accidentals = core::Accidentals(accidentals);
  change(values, {analysis::settingIndex("accidentals")});
}

void AppSettings::change(const analysis::Settings& values, std::initializer_list<std::size_t> rows) {
  analysis::Settings changed = m_values;
  analysis::SettingSet set;
  for (const std::size_t row : rows) set.set(row);
  overlay(changed, values, set);
  for (const std::size_t row : rows) {
    remember(asText(analysis::kSettings[row].windowKey), valueOf(analysis::kSettings[row], changed));
  }
  setValues(changed);
}

double AppSettings::minRangeHz() {
  return kLowest.range.min;
}

double AppSettings::maxRangeHz() {
  return kHighest.range.max;
}

void AppSettings::setRange(const analysis::Settings& values) {
  if (!hasRange(values)) return;
  if (!isSame(kLowest, values, m_values)) remember(asText(kLowest.windowKey), valueOf(kLowest, values));
  if (!isSame(kHighest, values, m_values)) remember(asText(kHighest.windowKey), valueOf(kHighest, values));
  setValues(values);
}

void AppSettings::setLowestHz(double hertz) {
  if (std::isnan(hertz)) return;
  analysis::Settings values = m_values;
  values.minHz = roundedNumber(kLowest, hertz);
  setRange(values);
}

void AppSettings::setHighestHz(double hertz) {
  if (std::isnan(hertz)) return;
  analysis::Settings values = m_values;
  values.maxHz = roundedNumber(kHighest, hertz);
  setRange(values);
}

void AppSettings::resetRange() {
  analysis::Settings values = m_values;
  values.minHz = defaultLowestHz();
  values.maxHz = defaultHighestHz();
  setRange(values);
}

void AppSettings::setMains(Mains mains) {
  setChoice(kMains, int(mains));
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

void AppSettings::setGeometry(const QRect& geometry) {
  if (geometry == m_geometry) return;
  m_geometry = geometry;
  remember(
      kGeometry,
      QStringLiteral("%1,%2,%3,%4").arg(geometry.x()).arg(geometry.y()).arg(geometry.width()).arg(geometry.height()));
  Q_EMIT geometryChanged();
}

}  // namespace tunescope::ui
