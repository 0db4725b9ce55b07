// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/capture/soundlevel.h"

#include "analysis/miccalibrationof.h"
#include "present/numbertext.h"
#include "ui/settings/inputmemory.h"

#include <QDate>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <utility>

namespace tunescope::ui {

namespace {

constexpr double kLevelEveryS = 0.2;
constexpr qsizetype kMaxListedMicrophones = 2000;

}  // namespace

SoundLevel::SoundLevel(analysis::CaptureSession& session, AppSettings& settings, CaptureRun& run, UserFiles& files)
    : m_session(session),
      m_settings(settings),
      m_run(run),
      m_userFiles(files),
      m_isMicFixed(!settings.values().micCalibration.empty()),
      m_folder(QDir::homePath()) {
  connect(&m_run, &CaptureRun::statusChanged, this, &SoundLevel::follow);
  connect(&m_settings, &AppSettings::valuesChanged, this, &SoundLevel::changed);
}

QString SoundLevel::owner() const {
  return m_run.isDevice() ? inputKey(m_run.status().format) : QString();
}

// Another input has another calibration.
void SoundLevel::follow() {
  if (m_run.status().state != audio::CaptureState::Running) return;
  const QString owner = m_run.isDevice() ? this->owner() : QStringLiteral("no device");
  if (owner == m_owner) return;
  m_owner = owner;
  const SoundLevelMemory memory = m_run.isDevice() ? rememberedSoundLevel(m_settings, owner) : SoundLevelMemory();
  m_offsetDb = memory.offsetDb;
  m_calibratedOn = memory.date;
  m_micName = memory.micName;
  m_micText = memory.micText;
  Q_EMIT changed();
  Q_EMIT microphoneChanged();
}

const std::string& SoundLevel::micText() const {
  return m_isMicFixed ? m_settings.values().micCalibration : m_micText;
}

QString SoundLevel::micName() const {
  return m_isMicFixed ? tr("that of --mic-calibration") : m_micName;
}

std::optional<double> SoundLevel::splOf(const core::MetersReading& reading) const {
  if (!m_offsetDb || !reading.weightedDb) return std::nullopt;
  return *reading.weightedDb + *m_offsetDb;
}

QString SoundLevel::weightingText() const {
  const analysis::Settings& values = m_settings.values();
  const QString weighting = values.weighting == core::FrequencyWeighting::A   ? tr("A")
                            : values.weighting == core::FrequencyWeighting::C ? tr("C")
                                                                              : tr("Z");
  return tr("%1, %2", "A, fast")
      .arg(weighting, values.timeWeighting == core::TimeWeighting::Fast ? tr("fast") : tr("slow"));
}

QString SoundLevel::calibrationText() const {
  if (!m_offsetDb) return {};
  return tr("0 dBFS is %1 dB SPL, set on %2").arg(present::plainText(*m_offsetDb, 1), m_calibratedOn);
}

QString SoundLevel::liveText() const {
  if (!m_weightedDb) return tr("The input is silent.");
  QString level = tr("%1 dBFS (%2)").arg(present::signedText(*m_weightedDb, 1), weightingText());
  if (!m_offsetDb) return level;
  return tr("%1 is %2 dB SPL").arg(level, present::plainText(*m_weightedDb + *m_offsetDb, 1));
}

void SoundLevel::setOpen(bool isOpen) {
  if (isOpen == m_isOpen) return;
  m_isOpen = isOpen;
  m_feed.cancel();
  m_weightedDb.reset();
  if (isOpen) {
    setMessage({}, false);
    m_feed = m_session.worker().feed<core::MetersReading>().subscribe(
        this, [this](const core::MetersReading& reading, analysis::Ticket) { show(reading); },
        {.intervalS = kLevelEveryS});
  }
  Q_EMIT openChanged();
  Q_EMIT liveChanged();
}

void SoundLevel::show(const core::MetersReading& reading) {
  m_weightedDb = m_run.isStopped() ? std::nullopt : reading.weightedDb;
  Q_EMIT liveChanged();
}

bool SoundLevel::calibrate(double splDb) {
  if (!(splDb >= kMinCalibratorDb && splDb <= kMaxCalibratorDb)) return false;
  if (!m_weightedDb) {
    setMessage(tr("There is no sound to calibrate by. Start the input and switch the calibrator on."), true);
    return false;
  }
  m_offsetDb = splDb - *m_weightedDb;
  m_calibratedOn = QDate::currentDate().toString(Qt::ISODate);
  if (const QString key = owner(); !key.isEmpty()) rememberSoundLevel(m_settings, key, *m_offsetDb, m_calibratedOn);
  setMessage(tr("Calibrated: the input reads %1 dB SPL now").arg(present::plainText(splDb, 1)), false);
  Q_EMIT changed();
  Q_EMIT liveChanged();
  return true;
}

void SoundLevel::forgetCalibration() {
  m_offsetDb.reset();
  if (const QString key = owner(); !key.isEmpty()) rememberSoundLevel(m_settings, key, std::nullopt, {});
  setMessage({}, false);
  Q_EMIT changed();
  Q_EMIT liveChanged();
}

void SoundLevel::forgetMicrophone() {
  m_micText.clear();
  m_micName.clear();
  if (const QString key = owner(); !key.isEmpty()) rememberMicrophone(m_settings, key, {}, {});
  setMessage({}, false);
  Q_EMIT changed();
  Q_EMIT microphoneChanged();
}

bool SoundLevel::take(const QString& name, const QByteArray& bytes) {
  std::string text = bytes.toStdString();
  if (const auto problem = analysis::micCalibrationFileProblem(text)) {
    const QString reason = QString::fromStdString(problem->reason);
    setMessage(problem->line > 0 ? tr("%1, line %2: %3.").arg(name).arg(problem->line).arg(reason)
                                 : tr("%1 cannot be used: %2.").arg(name, reason),
               true);
    return false;
  }
  m_micText = std::move(text);
  m_micName = name;
  if (const QString key = owner(); !key.isEmpty()) rememberMicrophone(m_settings, key, m_micName, m_micText);
  setMessage(tr("The sound level is corrected by %1").arg(name), false);
  Q_EMIT changed();
  Q_EMIT microphoneChanged();
  return true;
}

bool SoundLevel::openFile(const QUrl& url) {
  QFile file(url.toLocalFile());
  const QString name = QFileInfo(file).fileName();
  if (QFileInfo(file).isFile() && file.open(QIODevice::ReadOnly))
    return take(name, file.read(qint64(core::kMaxTuningFileBytes) + 1));
  setMessage(tr("%1 cannot be opened: %2.").arg(name, file.errorString()), true);
  return false;
}

bool SoundLevel::openListed(const QString& path) {
  if (!QFileInfo(path).isDir()) return openFile(QUrl::fromLocalFile(path));
  m_folder = QDir::cleanPath(path);
  listFiles();
  return false;
}

void SoundLevel::choose() {
  m_userFiles.choose([this](const QString& name, const QByteArray& bytes) { take(name, bytes); });
}

void SoundLevel::listFiles() {
  const QDir folder(m_folder);
  std::vector<ChoiceList::Choice> choices;
  if (!folder.isRoot())
    choices.push_back({QFileInfo(m_folder).path(), tr("Up one folder"), QFileInfo(m_folder).path()});
  for (const QFileInfo& each : folder.entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::IgnoreCase))
    choices.push_back({each.filePath(), each.fileName(), tr("Folder")});
  const QStringList endings{QStringLiteral("*.txt"), QStringLiteral("*.cal"), QStringLiteral("*.frd"),
                            QStringLiteral("*.mic"), QStringLiteral("*.csv")};
  const QFileInfoList files = folder.entryInfoList(endings, QDir::Files, QDir::Name | QDir::IgnoreCase);
  for (const QFileInfo& each : files.mid(0, kMaxListedMicrophones))
    choices.push_back({each.filePath(), each.fileName(), tr("Text")});
  m_files.setFilter({});
  m_files.setChoices(std::move(choices));
  Q_EMIT folderChanged();
}

void SoundLevel::setMessage(const QString& message, bool isProblem) {
  m_message = message;
  m_isProblem = isProblem;
  Q_EMIT messageChanged();
}

}  // namespace tunescope::ui
