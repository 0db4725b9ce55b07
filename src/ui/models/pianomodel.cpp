// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/pianomodel.h"

#include "analysis/tuningof.h"
#include "core/stretch/stretchfile.h"
#include "present/numbertext.h"
#include "present/wholefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <array>
#include <cmath>
#include <utility>

namespace tunescope::ui {

namespace {

using analysis::settingIndex;
using StruckState = analysis::StruckReading::State;

// Every A and D sharp, from the middle outwards: what that gives is in docs/piano.md.
constexpr std::array kProposed{69, 57, 45, 33, 21, 27, 39, 51, 63, 75, 81, 87, 93, 96};
constexpr std::size_t kMaxPastPianos = 100;
constexpr int kLastPianoKey = core::kFirstPianoKey + int(core::kPianoKeys) - 1;
constexpr int kMaxListedStretches = 2000;
const QString kStretchEnding = QStringLiteral(".stretch");

}  // namespace

PianoModel::PianoModel(AppSettings& settings, QObject* parent)
    : QObject(parent), m_settings(settings), m_curve(core::stretchCurveOf({})), m_folder(QDir::homePath()) {
  connect(&settings, &AppSettings::valuesChanged, this, &PianoModel::follow);
  follow();
}

// A stretch that came from elsewhere: the command line, another run.
void PianoModel::follow() {
  const std::string& text = m_settings.values().stretch;
  if (text != m_followed) {
    m_followed = text;
    if (const auto piano = analysis::pianoStretchOf(m_settings.values())) setPiano(*piano);
  }
  Q_EMIT changed();
}

void PianoModel::setActive(bool isActive) {
  if (isActive == m_isActive) return;
  m_isActive = isActive;
  setHeard(0, {}, false);
  Q_EMIT activeChanged();
}

int PianoModel::proposed() const {
  for (const int midi : kProposed) {
    if (!m_piano.keys.contains(midi) && !m_skipped.contains(midi)) return midi;
  }
  return 0;
}

QString PianoModel::keyName(int midi) const {
  return QString::fromStdString(core::asciiNoteName(core::spellKey(midi), analysis::nameStyleOf(m_settings.values())));
}

QString PianoModel::nextKey() const {
  const int midi = proposed();
  return midi > 0 ? keyName(midi) : QString();
}

QString PianoModel::guidance() const {
  if (proposed() > 0) {
    return tr("Play %1 alone, and let it ring for two seconds. Any other key is measured as well.").arg(nextKey());
  }
  return tr("All proposed keys are done. Any other key makes the curve better.");
}

QStringList PianoModel::measuredKeys() const {
  QStringList lines;
  for (const auto& [midi, key] : m_piano.keys) {
    const double offset = m_curve.offsets.cents[std::size_t(midi - core::kFirstPianoKey)];
    lines << tr("%1: B %2 \u00B1 %3 %, %4 cents")
                 .arg(keyName(midi), present::plainText(key.b, 6),
                      present::plainText(100 * key.sigmaLnB, key.sigmaLnB < 0.1 ? 1 : 0),
                      present::signedText(offset, 1));
  }
  return lines;
}

QString PianoModel::summary() const {
  if (m_piano.keys.empty()) return tr("Nothing is measured yet. The curve is that of a typical piano.");
  const auto& cents = m_curve.offsets.cents;
  return tr("%1 %2 cents, %3 %4 cents, A4 stays. %5 keys are measured.")
      .arg(keyName(core::kFirstPianoKey), present::signedText(cents.front(), 1), keyName(kLastPianoKey),
           present::signedText(cents.back(), 1))
      .arg(m_piano.keys.size());
}

QStringList PianoModel::octaves() {
  QStringList ids;
  for (const core::OctaveType& type : core::kOctaveTypes)
    ids << QString::fromUtf8(type.id.data(), qsizetype(type.id.size()));
  return ids;
}

void PianoModel::setOctave(int octave) {
  if (octave < 0 || octave >= int(core::kOctaveTypes.size()) || octave == int(m_piano.octave)) return;
  core::PianoStretch piano = m_piano;
  piano.octave = std::size_t(octave);
  remember();
  setPiano(piano);
  if (isInForce()) use();
  Q_EMIT changed();
}

void PianoModel::remember() {
  m_past.push_back({m_piano, m_settings.values().stretch});
  if (m_past.size() > kMaxPastPianos) m_past.erase(m_past.begin());
}

void PianoModel::setPiano(const core::PianoStretch& piano) {
  m_piano = piano;
  m_curve = core::stretchCurveOf(piano);
}

void PianoModel::put(const std::string& stretch) {
  analysis::Settings values = m_settings.values();
  values.stretch = stretch;
  m_followed = stretch;
  m_settings.change(values, {settingIndex("stretch")});
  Q_EMIT changed();
}

// A curve that is out of order cannot be used, and says so.
void PianoModel::use() {
  std::string text = core::writeStretch(m_piano);
  if (const auto problem = analysis::stretchFileProblem(text)) {
    setMessage(tr("This cannot be used: %1.").arg(QString::fromStdString(problem->reason)));
    return;
  }
  setMessage({});
  if (text == m_settings.values().stretch) return;
  if (!isInForce()) remember();
  put(text);
}

void PianoModel::stopUsing() {
  if (!isInForce()) return;
  remember();
  put({});
}

void PianoModel::clear() {
  if (m_piano.keys.empty() && !isInForce()) return;
  remember();
  m_skipped.clear();
  setPiano({.octave = m_piano.octave, .keys = {}});
  put({});
}

void PianoModel::undo() {
  if (m_past.empty()) return;
  const Past past = std::move(m_past.back());
  m_past.pop_back();
  setPiano(past.piano);
  setMessage({});
  setHeard(0, {}, false);
  put(past.stretch);
}

void PianoModel::skip() {
  if (const int midi = proposed()) m_skipped.insert(midi);
  Q_EMIT changed();
}

void PianoModel::show(const analysis::StruckReading& reading) {
  const QString name = reading.midi ? keyName(*reading.midi) : QString();
  switch (reading.state) {
    case StruckState::Listening:
      setHeard(std::max(0.02, reading.progress), tr("Listening to %1").arg(name), false);
      return;
    case StruckState::TooShort:
      setHeard(0, tr("%1 ended too early. Let it ring.").arg(name), true);
      return;
    case StruckState::NoPartials:
      setHeard(0, tr("%1 has too few partials to measure. Play it louder, or leave it out.").arg(name), true);
      return;
    case StruckState::Measured:
      break;
  }
  if (!reading.midi || *reading.midi < core::kFirstPianoKey || *reading.midi > kLastPianoKey) {
    setHeard(0, tr("That was no key of a piano."), true);
    return;
  }
  const core::StruckNote& note = *reading.heard;
  core::PianoStretch piano = m_piano;
  piano.keys[*reading.midi] = core::measuredKeyOf(note);
  remember();
  setPiano(piano);
  setHeard(0,
           tr("%1: B %2, %3 partials within %4 cents of it")
               .arg(name, present::plainText(note.b, 6))
               .arg(note.partials)
               .arg(present::plainText(note.misfitCents, 1)),
           false);
  if (isInForce()) use();
  Q_EMIT changed();
}

void PianoModel::setHeard(double progress, const QString& text, bool isProblem) {
  m_progress = progress;
  m_heard = text;
  m_isProblem = isProblem;
  Q_EMIT heardChanged();
}

void PianoModel::setMessage(const QString& message) {
  if (std::exchange(m_message, message) != message) Q_EMIT messageChanged();
}

bool PianoModel::openBytes(const QString& name, std::string bytes) {
  if (const auto problem = analysis::stretchFileProblem(bytes)) {
    const QString reason = QString::fromStdString(problem->reason);
    setMessage(problem->line > 0 ? tr("%1, line %2: %3.").arg(name).arg(problem->line).arg(reason)
                                 : tr("%1: %2.").arg(name, reason));
    return false;
  }
  setMessage({});
  remember();
  setPiano(std::get<core::PianoStretch>(core::readStretch(bytes)));
  put(bytes);
  return true;
}

bool PianoModel::openFile(const QUrl& url) {
  const QString path = url.toLocalFile();
  const QString name = QFileInfo(path).fileName();
  QFile file(path);
  if (!QFileInfo(file).isFile() || !file.open(QIODevice::ReadOnly)) {
    setMessage(tr("%1 cannot be read.").arg(name.isEmpty() ? url.toDisplayString() : name));
    return false;
  }
  return openBytes(name, file.read(qint64(core::kMaxTuningFileBytes) + 1).toStdString());
}

bool PianoModel::openListed(const QString& path) {
  if (!QFileInfo(path).isDir()) return openFile(QUrl::fromLocalFile(path));
  m_folder = QDir::cleanPath(path);
  listFiles();
  return false;
}

bool PianoModel::saveFile(const QString& name) {
  QString file = name.trimmed();
  if (file.isEmpty() || file.contains(QLatin1Char('/'))) {
    setMessage(tr("Type a name for the file, such as piano."));
    return false;
  }
  if (file.endsWith(kStretchEnding)) file.chop(kStretchEnding.size());
  const QString stem = file;
  const QDir folder(m_folder);
  file += kStretchEnding;
  for (int i = 2; QFileInfo::exists(folder.filePath(file)); ++i)
    file = QStringLiteral("%1 %2").arg(stem).arg(i) + kStretchEnding;
  const std::string text = core::writeStretch(m_piano);
  if (const auto problem = present::writeWholeFile(folder.filePath(file), text)) {
    setMessage(tr("%1 cannot be written: %2.").arg(file, *problem));
    return false;
  }
  setMessage({});
  setHeard(0, tr("Saved as %1.").arg(file), false);
  return true;
}

void PianoModel::requestSave() {
  Q_EMIT saveRequested(QStringLiteral("piano") + kStretchEnding, QString::fromStdString(core::writeStretch(m_piano)));
}

void PianoModel::listFiles() {
  const QDir folder(m_folder);
  std::vector<ChoiceList::Choice> choices;
  if (!folder.isRoot())
    choices.push_back({QFileInfo(m_folder).path(), tr("Up one folder"), QFileInfo(m_folder).path()});
  for (const QFileInfo& each : folder.entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::IgnoreCase)) {
    choices.push_back({each.filePath(), each.fileName(), tr("Folder")});
  }
  for (const QFileInfo& each :
       folder.entryInfoList({QStringLiteral("*") + kStretchEnding}, QDir::Files, QDir::Name | QDir::IgnoreCase)) {
    choices.push_back({each.filePath(), each.fileName(), tr("Piano stretch")});
    if (int(choices.size()) >= kMaxListedStretches) break;
  }
  m_files.setFilter({});
  m_files.setChoices(std::move(choices));
  Q_EMIT folderChanged();
}

}  // namespace tunescope::ui
