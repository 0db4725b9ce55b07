// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/soundfile.h"

#include "present/capturereason.h"
#include "present/numbertext.h"
#include "ui/models/recordingmodel.h"
#include "ui/settings/appsettings.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace tunescope::ui {

namespace {

const QString kRecentKey = QStringLiteral("recentSounds");

// What libsndfile and libmpg123 read.
constexpr const char* kEndings[] = {"wav",  "wave", "flac", "mp3",  "ogg",  "oga",
                                    "opus", "aiff", "aif",  "aifc", "rf64", "bwf"};

QString sentenceOf(const audio::CaptureError& error, const QString& name) {
  const QString reason = present::reasonOf(error.code, SoundFile::tr("it"));
  const QString detail = QString::fromStdString(error.detail);
  const QString why = reason.isEmpty()   ? detail
                      : detail.isEmpty() ? reason
                                         : QStringLiteral("%1 (%2)").arg(reason, detail);
  return SoundFile::tr("%1 cannot be opened, because %2.").arg(name, why);
}

}  // namespace

SoundFile::SoundFile(AppSettings& settings, QObject* parent) : QObject(parent), m_settings(settings) {
  connect(&m_analyser, &analysis::FileAnalyser::progressed, this, [this](double part) {
    m_progress = part;
    Q_EMIT progressChanged();
  });
  connect(&m_analyser, &analysis::FileAnalyser::finished, this, &SoundFile::finish);
  connect(&m_analyser, &analysis::FileAnalyser::failed, this, &SoundFile::fail);
  listRecent();
}

SoundFile::~SoundFile() = default;

bool SoundFile::isSound(const QUrl& url) {
  const QString ending = QFileInfo(url.path()).suffix().toLower();
  return std::any_of(std::begin(kEndings), std::end(kEndings),
                     [&](const char* one) { return ending == QLatin1String(one); });
}

QString SoundFile::namePatterns() {
  QStringList patterns;
  for (const char* ending : kEndings) {
    const QString pattern = QStringLiteral("*.") + QLatin1String(ending);
    patterns << pattern << pattern.toUpper();  // a dialog may heed the case
  }
  return patterns.join(QLatin1Char(' '));
}

QString SoundFile::title() const {
  return QFileInfo(m_path).fileName();
}

QString SoundFile::busyTitle() const {
  return QFileInfo(m_wantedPath).fileName();
}

QString SoundFile::description() const {
  if (!m_overview) return {};
  QStringList parts = {RecordingModel::timeText(m_overview->seconds), tr("%1 channels").arg(m_overview->channels),
                       tr("%1 Hz").arg(present::plainText(m_overview->sampleRateHz, 0))};
  if (m_overview->channels == 1) parts[1] = tr("mono");
  if (m_overview->channels == 2) parts[1] = tr("stereo");
  const QString loudness = loudnessText();
  if (!loudness.isEmpty()) parts << tr("%1 integrated").arg(loudness);
  return parts.join(QStringLiteral(" \u00b7 "));
}

QString SoundFile::shortDescription() const {
  if (!m_overview) return {};
  const QString loudness = loudnessText();
  const QString length = RecordingModel::timeText(m_overview->seconds);
  return loudness.isEmpty() ? length : QStringLiteral("%1 \u00b7 %2").arg(length, loudness);
}

QString SoundFile::loudnessText() const {
  const auto& meters = m_overview->meters;
  if (!meters || !meters->loudness.integrated) return {};
  return tr("%1 LUFS").arg(present::signedText(*meters->loudness.integrated, 1));
}

QUrl SoundFile::folder() const {
  const QString last = m_wantedPath.isEmpty() && m_recent.count() > 0 ? m_recent.firstId() : m_wantedPath;
  const QString folder = last.isEmpty() ? RecordingModel::musicFolder() : QFileInfo(last).absolutePath();
  return QUrl::fromLocalFile(QDir(folder).exists() ? folder : QDir::homePath());
}

void SoundFile::refuseDialog() {
  m_isProblem = true;
  m_message =
      tr("The dialog cannot be shown, because Qt Quick Dialogs is not installed (package qml6-module-qtquick-dialogs). "
         "Drop the file on the window, or start Tunescope with its name.");
  Q_EMIT changed();
  Q_EMIT requested();
}

void SoundFile::openUrl(const QUrl& url) {
  if (url.isEmpty()) return;
  if (url.isLocalFile()) return openPath(url.toLocalFile());
  m_isProblem = true;
  m_message = tr("%1 is not on this computer. Save it here, then open it.").arg(url.toDisplayString());
  Q_EMIT changed();
  Q_EMIT requested();
}

void SoundFile::openPath(const QString& path) {
  if (path.isEmpty()) return;
  start(QFileInfo(path).absoluteFilePath());
  Q_EMIT requested();
}

bool SoundFile::openDropped(const QList<QUrl>& urls) {
  QStringList paths;
  for (const QUrl& url : urls) {
    if (url.isLocalFile() && isSound(url)) paths << url.toLocalFile();
  }
  if (paths.isEmpty()) return false;
  openPaths(paths);
  return true;
}

void SoundFile::openPaths(const QStringList& paths) {
  QStringList others;
  for (const QString& path : paths.mid(1)) others << QFileInfo(path).absoluteFilePath();
  remember(others);
  openPath(paths.value(0));
}

void SoundFile::openRecording(const QString& folder) {
  QStringList paths;
  for (const QString& name :
       QDir(folder).entryList({QStringLiteral("capture-*.wav")}, QDir::Files, QDir::Time | QDir::Reversed))
    paths << QDir(folder).filePath(name);
  if (paths.isEmpty()) return;
  remember(paths.mid(1));
  start(paths.constFirst());
}

void SoundFile::start(const QString& path) {
  m_wantedPath = path;
  m_progress = 0;
  m_message.clear();
  m_isProblem = false;
  m_analyser.start(QFile::encodeName(path).toStdString(), m_analysis);
  Q_EMIT progressChanged();
  Q_EMIT changed();
}

void SoundFile::cancel() {
  if (!isBusy()) return;
  m_analyser.cancel();
  m_wantedPath = m_path;
  Q_EMIT changed();
}

void SoundFile::finish(const std::shared_ptr<const analysis::SoundOverview>& overview) {
  m_overview = overview;
  m_path = m_wantedPath;
  if (overview->remark) {
    m_message =
        tr("Only the first %1 of it can be read: %2.")
            .arg(RecordingModel::timeText(overview->seconds), present::reasonOf(overview->remark.code, tr("the file")));
  }
  remember({m_path});
  Q_EMIT changed();
  Q_EMIT opened();
}

void SoundFile::fail(const audio::CaptureError& error) {
  m_isProblem = true;
  m_message = sentenceOf(error, busyTitle());
  m_wantedPath = m_path;
  Q_EMIT changed();
}

void SoundFile::remember(const QStringList& paths) {
  if (!m_isRemembering) return;
  QStringList all = m_settings.kept(kRecentKey).toStringList();
  for (auto path = paths.crbegin(); path != paths.crend(); ++path) {
    all.removeAll(*path);
    all.prepend(*path);
  }
  m_settings.keep(kRecentKey, QStringList(all.mid(0, kMostRecent)));
  listRecent();
}

void SoundFile::forgetRecent() {
  m_settings.keep(kRecentKey, QStringList());
  listRecent();
}

void SoundFile::listRecent() {
  const QStringList paths = m_settings.kept(kRecentKey).toStringList();
  std::vector<ChoiceList::Choice> choices;
  choices.reserve(std::size_t(paths.size()));
  for (const QString& path : paths) {
    const QFileInfo file(path);
    choices.push_back({.id = path, .title = file.fileName(), .detail = QDir::toNativeSeparators(file.path())});
  }
  m_recent.setChoices(std::move(choices));
}

}  // namespace tunescope::ui
