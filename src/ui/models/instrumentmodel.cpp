// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/instrumentmodel.h"

#include "analysis/tuningof.h"
#include "core/tuning/instrument.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

namespace tunescope::ui {

namespace {

using analysis::settingIndex;

const QString kOwn = QStringLiteral("instruments");
const QString kLocked = QStringLiteral("lockedString");  // its place, from 1
const QString kStepping = QStringLiteral("nextString");
constexpr int kStringStaysMs = 1500;  // when its sound has gone

QString fromText(std::string_view text) {
  return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

QString detailOf(const core::Instrument& instrument) {
  if (!instrument.strings.empty()) return fromText(instrument.strings);
  return instrument.transposition == 0
             ? InstrumentModel::tr("Written as it sounds")
             : InstrumentModel::tr("Written %1 semitones from its sound").arg(instrument.transposition);
}

core::TunedNote targetOf(const core::Tuning& tuning, int key) {
  const core::PitchStandard& standard = tuning.settings().standard;
  const double equalHz = standard.hertz * std::exp2((key - standard.midi) / 12.0);
  const auto note = tuning.key(key);
  return note ? *note : *tuning.nearest(equalHz);
}

}  // namespace

InstrumentModel::InstrumentModel(AppSettings& settings, QObject* parent) : QObject(parent), m_settings(settings) {
  // Line by line: one that cannot be read takes no other with it, and is kept as it is.
  for (const QString& line : settings.kept(kOwn).toString().split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
    (core::instrumentOf(line.toStdString()) ? m_own : m_unread) << line;
  }
  m_isStepping = settings.kept(kStepping).toBool();
  m_restTimer.setSingleShot(true);
  m_restTimer.setInterval(kStringStaysMs);
  connect(&m_restTimer, &QTimer::timeout, this, [this] { setSounding(-1); });
  connect(&settings, &AppSettings::valuesChanged, this, &InstrumentModel::followSettings);
  listInstruments();
  followSettings();
  const int locked = settings.kept(kLocked).toInt() - 1;
  if (locked >= 0 && locked < int(m_targets.size())) m_locked = locked;
}

void InstrumentModel::listInstruments() {
  std::vector<ChoiceList::Choice> choices{{QString(), tr("No instrument"), tr("Every note is named")}};
  for (const QString& line : std::as_const(m_own)) {
    const std::string text = line.toStdString();
    if (const auto each = core::instrumentOf(text)) choices.push_back({line, fromText(each->title), detailOf(*each)});
  }
  for (const core::Instrument& each : core::instruments()) {
    choices.push_back({fromText(each.id), fromText(each.title), detailOf(each)});
  }
  m_instruments.setChoices(std::move(choices));
  m_instruments.setCurrent(QString::fromStdString(m_settings.values().instrument));
}

void InstrumentModel::followSettings() {
  const analysis::Settings& values = m_settings.values();
  const QString id = QString::fromStdString(values.instrument);
  m_instruments.setCurrent(id);
  m_targets.clear();
  m_names.clear();
  if (const auto instrument = core::instrumentOf(values.instrument)) {
    const core::Tuning tuning(analysis::tuningSettingsOf(values));
    for (const core::InstrumentString& string : core::stringsOf(*instrument)) {
      Targets targets;
      QStringList names;
      for (const int key : string.midi) {
        targets.push_back(targetOf(tuning, key + capo()));
        names << QString::fromStdString(core::asciiNoteName(targets.back(), analysis::nameStyleOf(values)));
      }
      names.removeDuplicates();  // of a unison
      m_targets.push_back(std::move(targets));
      m_names << names.join(QLatin1Char(' '));
    }
  }
  const bool isFirst = m_id.isNull();
  const bool isOther = std::exchange(m_id, id.isNull() ? QStringLiteral("") : id) != id;
  if (isOther && !isFirst) {
    m_sounding = -1;
    setLocked(-1);
  }
  Q_EMIT changed();
  Q_EMIT stringChanged();
}

QString InstrumentModel::title() const {
  const auto instrument = core::instrumentOf(m_settings.values().instrument);
  return instrument ? fromText(instrument->title) : QString();
}

QStringList InstrumentModel::stringNames() const {
  return m_names;
}

std::vector<analysis::CourseParameters::Course> InstrumentModel::courses() const {
  std::vector<analysis::CourseParameters::Course> courses;
  courses.reserve(m_targets.size());
  for (const Targets& targets : m_targets) {
    const double firstHz = targets.front().targetHz;
    const double lastHz = targets.back().targetHz;
    const bool isCourse = targets.size() > 1;
    courses.push_back({.lowerHz = isCourse ? std::min(firstHz, lastHz) : firstHz,
                       .upperHz = isCourse ? std::max(firstHz, lastHz) : 0});
  }
  return courses;
}

int InstrumentModel::capo() const {
  return int(std::lround(m_settings.values().capo));
}

int InstrumentModel::maxCapo() {
  return int(analysis::kSettings[settingIndex("capo")].range.max);
}

void InstrumentModel::setCapo(int fret) {
  analysis::Settings values = m_settings.values();
  values.capo = analysis::roundedNumber(analysis::kSettings[settingIndex("capo")], fret);
  m_settings.change(values, {settingIndex("capo")});
}

void InstrumentModel::choose(const QString& id) {
  analysis::Settings values = m_settings.values();
  if (!analysis::isInstrument(id.toStdString())) return;
  values.instrument = id.toStdString();
  m_settings.change(values, {settingIndex("instrument")});
}

void InstrumentModel::toggleLock(int place) {
  if (place < 0 || place >= int(m_targets.size())) return;
  setLocked(place == m_locked ? -1 : place);
}

void InstrumentModel::setLocked(int place) {
  m_inTuneSinceS.reset();
  if (std::exchange(m_locked, place) == place) return;
  m_settings.keep(kLocked, place < 0 ? QVariant() : QVariant(place + 1));
  Q_EMIT stringChanged();
}

void InstrumentModel::setStepping(bool isStepping) {
  if (std::exchange(m_isStepping, isStepping) == isStepping) return;
  m_settings.keep(kStepping, isStepping ? QVariant(true) : QVariant());
  Q_EMIT steppingChanged();
}

void InstrumentModel::follow(double timeS, bool isInTune) {
  if (m_locked < 0 || !m_isStepping || !isInTune) {
    m_inTuneSinceS.reset();
    return;
  }
  if (!m_inTuneSinceS || timeS < *m_inTuneSinceS) m_inTuneSinceS = timeS;
  if (timeS - *m_inTuneSinceS < kInTuneS) return;
  setLocked(m_locked + 1 < int(m_targets.size()) ? m_locked + 1 : -1);
}

bool InstrumentModel::isOwn() const {
  return m_own.contains(QString::fromStdString(m_settings.values().instrument));
}

void InstrumentModel::keepOwn() {
  const QStringList lines = m_own + m_unread;
  m_settings.keep(kOwn, lines.isEmpty() ? QVariant() : QVariant(lines.join(QLatin1Char('\n'))));
  listInstruments();
  Q_EMIT changed();
}

void InstrumentModel::setMessage(const QString& message) {
  if (std::exchange(m_message, message) != message) Q_EMIT messageChanged();
}

bool InstrumentModel::add(const QString& line) {
  const QString wanted = line.simplified();
  const std::string text = wanted.toStdString();
  const auto read = core::parseInstrument(text);
  const auto* problem = std::get_if<std::string>(&read);
  if (problem) setMessage(tr("That cannot be used: %1.").arg(QString::fromStdString(*problem)));
  if (problem) return false;
  return addAll({wanted});
}

QString InstrumentModel::editableLine() const {
  const std::string chosen = m_settings.values().instrument;
  if (isOwn()) return QString::fromStdString(chosen);
  const auto instrument = core::instrumentOf(chosen);
  if (!instrument) return {};
  QString line = tr("My %1: ").arg(QString::fromUtf8(instrument->title.data(), qsizetype(instrument->title.size())));
  line += QString::fromUtf8(instrument->strings.data(), qsizetype(instrument->strings.size()));
  if (instrument->transposition == 0) return line;
  if (!instrument->strings.empty()) line += QStringLiteral("; ");
  return line + QStringLiteral("transpose %1").arg(instrument->transposition);
}

bool InstrumentModel::replace(const QString& line) {
  const QString before = QString::fromStdString(m_settings.values().instrument);
  const qsizetype place = m_own.indexOf(before);
  if (line.simplified() == before || !add(line)) return line.simplified() == before;
  if (place >= 0 && m_own.removeOne(before)) keepOwn();
  return true;
}

void InstrumentModel::removeOwn() {
  const QString line = QString::fromStdString(m_settings.values().instrument);
  const qsizetype place = m_own.indexOf(line);
  if (place < 0) return;
  m_own.removeAt(place);
  m_removed = line;
  m_removedAt = place;
  keepOwn();
  choose({});
}

void InstrumentModel::undoRemoval() {
  if (m_removed.isEmpty()) return;
  const QString line = std::exchange(m_removed, {});
  if (!m_own.contains(line)) m_own.insert(std::min(m_removedAt, m_own.size()), line);
  keepOwn();
  choose(line);
}

QString InstrumentModel::removedTitle() const {
  return m_removed.section(QLatin1Char(':'), 0, 0);
}

bool InstrumentModel::openFile(const QUrl& url) {
  QFile file(url.toLocalFile());
  const QString name = url.fileName();
  if (!url.isLocalFile() || !QFileInfo(file).isFile() || !file.open(QIODevice::ReadOnly)) {
    setMessage(tr("%1 cannot be read.").arg(name));
    return false;
  }
  const auto read = core::readInstruments(file.read(qint64(core::kMaxTuningTextBytes) + 1).toStdString());
  if (const auto* problem = std::get_if<core::TextProblem>(&read)) {
    const QString reason = QString::fromStdString(problem->reason);
    setMessage(problem->line > 0 ? tr("%1, line %2: %3.").arg(name).arg(problem->line).arg(reason)
                                 : tr("%1: %2.").arg(name, reason));
    return false;
  }
  QStringList lines;
  for (const std::string& line : std::get<std::vector<std::string>>(read)) lines << QString::fromStdString(line);
  return addAll(lines);
}

// All of them, or none where they are too many.
bool InstrumentModel::addAll(const QStringList& lines) {
  QStringList own = m_own;
  for (const QString& line : lines) {
    if (!own.contains(line)) own << line;
  }
  if (own.size() > qsizetype(core::kMaxOwnInstruments)) {
    setMessage(tr("There is room for 500 instruments of your own. Remove some of them, then try again."));
    return false;
  }
  setMessage({});
  m_own = std::move(own);
  keepOwn();
  choose(lines.front());
  return true;
}

// Of a course of two octaves, the string that is nearer.
analysis::NotedPitch InstrumentModel::aimed(const analysis::NotedPitch& noted) const {
  if (m_locked < 0 || !noted.pitch.hertz) return noted;
  analysis::NotedPitch aimed = noted;
  aimed.note.reset();
  for (core::TunedNote target : m_targets[std::size_t(m_locked)]) {
    target.cents = 1200 * std::log2(*noted.pitch.hertz / target.targetHz);
    if (!aimed.note || std::abs(target.cents) < std::abs(aimed.note->cents)) aimed.note = target;
  }
  return aimed;
}

void InstrumentModel::show(const analysis::NotedPitch& noted) {
  if (!noted.string || m_targets.empty()) return;
  m_restTimer.start();
  setSounding(int(m_targets.size()) - *noted.string);
}

void InstrumentModel::rest() {
  m_restTimer.stop();
  setSounding(-1);
}

void InstrumentModel::setSounding(int place) {
  if (std::exchange(m_sounding, place) != place) Q_EMIT stringChanged();
}

}  // namespace tunescope::ui
