// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/tuningmodel.h"

#include "analysis/tuningof.h"
#include "core/tuning/scala.h"
#include "core/tuning/temperament.h"
#include "ui/models/tuninglink.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace tunescope::ui {

namespace {

using analysis::settingIndex;

constexpr std::array<const char*, 12> kKeyWords{"C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B"};
constexpr std::array kEqualDivisions{5, 7, 17, 19, 22, 24, 31, 34, 41, 53, 72};

constexpr int kMaxShownSource = 300;  // characters

QString fromView(std::string_view text) {
  return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

std::vector<ChoiceList::Choice> temperamentChoices() {
  std::vector<ChoiceList::Choice> choices;
  for (const core::Temperament& each : core::temperaments()) {
    choices.push_back({fromView(each.id), fromView(each.title), fromView(each.definition)});
  }
  for (const int steps : kEqualDivisions) {
    choices.push_back({QStringLiteral("edo-%1").arg(steps), TuningModel::tr("%1 equal steps").arg(steps),
                       TuningModel::tr("%1 cents each").arg(1200.0 / steps, 0, 'f', 2)});
  }
  return choices;
}

QString kindOf(const QString& suffix) {
  if (suffix.compare(QLatin1String("kbm"), Qt::CaseInsensitive) == 0) return TuningModel::tr("Keyboard map");
  const bool isOfInstruments = suffix.compare(QLatin1String("instruments"), Qt::CaseInsensitive) == 0;
  return isOfInstruments ? TuningModel::tr("Instruments") : TuningModel::tr("Scale");
}

}  // namespace

TuningModel::TuningModel(AppSettings& settings, QObject* parent)
    : QObject(parent),
      m_settings(settings),
      m_listener(settings),
      m_editor(settings),
      m_share(settings),
      m_undo(settings),
      m_folder(QFileInfo(TuningShare::folder()).isDir() ? TuningShare::folder() : QDir::homePath()) {
  m_temperaments.setChoices(temperamentChoices());
  connect(&settings, &AppSettings::valuesChanged, this, &TuningModel::follow);
  follow();
}

void TuningModel::follow() {
  const analysis::Settings& values = m_settings.values();
  m_temperaments.setCurrent(hasScale() ? QString() : QString::fromStdString(values.temperament));
  m_table.setTuning(analysis::tuningSettingsOf(values), analysis::nameStyleOf(values));
  Q_EMIT changed();
}

QString TuningModel::title() const {
  const analysis::Settings& values = m_settings.values();
  if (hasScale()) return QString::fromStdString(analysis::tuningName(values));
  for (const core::Temperament& each : core::temperaments()) {
    if (each.id == values.temperament) return fromView(each.title);
  }
  return tr("%1 equal steps").arg(analysis::tuningSettingsOf(values).scale.cents.size());
}

QString TuningModel::detail() const {
  const analysis::Settings& values = m_settings.values();
  const core::Scale scale = analysis::tuningSettingsOf(values).scale;
  QString text;
  for (const core::Temperament& each : core::temperaments()) {
    if (!hasScale() && each.id == values.temperament) text = fromView(each.definition);
  }
  if (text.isEmpty()) {
    text = scale.isRepeating() ? tr("%1 notes in %2 cents").arg(scale.cents.size()).arg(scale.periodCents, 0, 'f', 2)
                               : tr("%1 notes that do not repeat").arg(scale.cents.size());
  }
  return hasKeymap() ? tr("%1, with a keyboard map").arg(text) : text;
}

QString TuningModel::source() const {
  const core::ScaleOrigin origin = analysis::scaleOriginOf(m_settings.values());
  QString source = fromView(origin.source).left(kMaxShownSource);
  QString link = fromView(origin.link).left(kMaxShownSource);
  if (source.isEmpty()) return link;
  return link.isEmpty() ? source : source + QLatin1Char('\n') + link;
}

QStringList TuningModel::keyNames() const {
  QStringList names;
  for (const char* word : kKeyWords) {
    names
        << QString::fromLatin1(word).replace(QLatin1Char('#'), QChar(0x266F)).replace(QLatin1Char('b'), QChar(0x266D));
  }
  return names;
}

int TuningModel::key() const {
  return core::parseKeyName(m_settings.values().key).value_or(0);
}

void TuningModel::setKey(int key) {
  if (key < 0 || key >= int(kKeyWords.size())) return;
  analysis::Settings values = m_settings.values();
  values.key = kKeyWords[std::size_t(key)];
  m_settings.change(values, {settingIndex("key")});
}

bool TuningModel::isPlain() const {
  analysis::Settings values = m_settings.values();
  values.stretch.clear();  // a piano's stretch lies over any tuning
  return !analysis::hasOwnTuning(values);
}

QString TuningModel::referenceNote() const {
  const core::PitchStandard standard = analysis::tuningSettingsOf(m_settings.values()).standard;
  return QString::fromStdString(core::asciiNoteName(core::spellKey(standard.midi)));
}

double TuningModel::referenceHz() const {
  return analysis::tuningSettingsOf(m_settings.values()).standard.hertz;
}

void TuningModel::choose(const QString& temperament) {
  analysis::Settings values = m_settings.values();
  if (!analysis::isTemperament(temperament.toStdString())) return;
  values.temperament = temperament.toStdString();
  values.scale.clear();
  values.keymap.clear();
  setMessage({});
  m_settings.change(values, {settingIndex("temperament"), settingIndex("scale"), settingIndex("keymap")});
}

bool TuningModel::setReference(const QString& note, double hertz) {
  const std::string text = note.trimmed().toStdString() + ":" + QByteArray::number(hertz, 'f', 2).toStdString();
  const auto standard = core::parsePitchStandard(text);
  if (!standard) return false;
  analysis::Settings values = m_settings.values();
  const bool isA4 = standard->midi == core::PitchStandard().midi && hertz >= core::kMinA4Hz && hertz <= core::kMaxA4Hz;
  const bool isOverridden = analysis::hasScaleReference(values);
  if (isA4) values.a4Hz = hertz;
  values.reference = isA4 && !isOverridden ? std::string() : text;
  m_settings.change(values, {settingIndex("a4"), settingIndex("reference")});
  return true;
}

bool TuningModel::setReferenceNote(const QString& note) {
  const auto midi = core::parseNoteName(note.trimmed().toStdString());
  if (!midi) return false;
  const core::Tuning tuning(analysis::tuningSettingsOf(m_settings.values()));
  const core::PitchStandard& standard = tuning.settings().standard;
  const auto sounding = tuning.key(*midi);
  return setReference(note, sounding ? sounding->targetHz : standard.hertz * std::exp2((*midi - standard.midi) / 12.0));
}

void TuningModel::reset() {
  analysis::Settings values = m_settings.values();
  const analysis::Settings defaults;
  values.temperament = defaults.temperament;
  values.key = defaults.key;
  values.scale.clear();
  values.keymap.clear();
  values.reference.clear();
  setMessage({});
  m_settings.change(values, {settingIndex("temperament"), settingIndex("key"), settingIndex("scale"),
                             settingIndex("keymap"), settingIndex("reference")});
}

double TuningModel::pitchInAir(double hertz, double fromCelsius, double toCelsius) const {
  return core::pitchInAir(hertz, fromCelsius, toCelsius);
}

void TuningModel::setMessage(const QString& message) {
  if (std::exchange(m_message, message) != message) Q_EMIT messageChanged();
}

// Empty: values now have its text, in that row.
QString TuningModel::problemOf(const QString& path, analysis::Settings& values, std::size_t& row) const {
  const QString name = QFileInfo(path).fileName();
  QFile file(path);
  if (!QFileInfo(file).isFile() || !file.open(QIODevice::ReadOnly)) return tr("%1 cannot be read.").arg(name);
  row = name.endsWith(QLatin1String(".kbm"), Qt::CaseInsensitive) ? settingIndex("keymap") : settingIndex("scale");
  const analysis::Setting& setting = analysis::kSettings[row];
  const std::string bytes = file.read(qint64(core::kMaxTuningFileBytes) + 1).toStdString();
  std::string text = bytes;
  const auto sentence = [&name](const core::TextProblem& problem) {
    const QString reason = QString::fromStdString(problem.reason);
    return problem.line > 0 ? tr("%1, line %2: %3.").arg(name).arg(problem.line).arg(reason)
                            : tr("%1: %2.").arg(name, reason);
  };
  if (const auto problem = setting.text.takeFile(text)) return sentence(*problem);
  values.*setting.text.member = std::move(text);
  // A scale does not keep the map of the previous one.
  if (row == settingIndex("scale")) values.keymap.clear();
  const auto unfit = analysis::keymapProblemOf(values, bytes);
  return unfit ? sentence(*unfit) : QString();
}

bool TuningModel::openFile(const QUrl& url) {
  analysis::Settings values = m_settings.values();
  std::size_t row = 0;
  const bool isLink = url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http");
  const QString problem = url.isLocalFile() ? problemOf(url.toLocalFile(), values, row)
                          : isLink          ? takeLink(url, values)
                                            : tr("Only files of this machine and links to tunings can be opened.");
  setMessage(problem);
  if (!problem.isEmpty()) return false;
  if (isLink)
    m_settings.change(values, kLinkedRows);
  else
    m_settings.change(values, {settingIndex("scale"), settingIndex("keymap")});
  return true;
}

bool TuningModel::goInto(const QString& path) {
  if (!QFileInfo(path).isDir()) return false;
  m_folder = QDir::cleanPath(path);
  listFiles();
  return true;
}

void TuningModel::listFiles() {
  constexpr int kMaxListed = 2000;
  const QDir folder(m_folder);
  std::vector<ChoiceList::Choice> choices;
  if (!folder.isRoot())
    choices.push_back({QFileInfo(m_folder).path(), tr("Up one folder"), QFileInfo(m_folder).path()});
  for (const QFileInfo& each : folder.entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::IgnoreCase)) {
    choices.push_back({each.filePath(), each.fileName(), tr("Folder")});
  }
  const QStringList endings{QStringLiteral("*.scl"), QStringLiteral("*.ascl"), QStringLiteral("*.kbm"),
                            QStringLiteral("*.instruments")};
  for (const QFileInfo& each : folder.entryInfoList(endings, QDir::Files, QDir::Name | QDir::IgnoreCase)) {
    choices.push_back({each.filePath(), each.fileName(), kindOf(each.suffix())});
    if (int(choices.size()) >= kMaxListed) break;
  }
  m_files.setFilter({});
  m_files.setChoices(std::move(choices));
  Q_EMIT folderChanged();
}

}  // namespace tunescope::ui
