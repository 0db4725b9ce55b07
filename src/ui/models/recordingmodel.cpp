// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/recordingmodel.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include <cstring>
#include <utility>

namespace tunescope::ui {

RecordingModel::RecordingModel(QObject* parent) : QObject(parent) {
  m_clock.setInterval(250);  // so that no second is shown late or skipped
  connect(&m_clock, &QTimer::timeout, this, &RecordingModel::askForLength);
}

// The recorder belongs to the worker while it runs. It counts samples, so the time does not advance without any.
void RecordingModel::askForLength() {
  if (!m_recorder) return;
  QMetaObject::invokeMethod(
      m_worker,
      [this, kept = m_recorder] {
        QMetaObject::invokeMethod(
            this,
            [this, kept, seconds = kept->seconds()] {
              if (kept == m_recorder) setLength(seconds);
            },
            Qt::QueuedConnection);
      },
      Qt::QueuedConnection);
}

void RecordingModel::setLength(double seconds) {
  const bool isShown = timeText(seconds) != timeText(m_seconds);
  m_seconds = seconds;
  if (isShown) Q_EMIT elapsedChanged();
}

QString RecordingModel::timeText(double length) {
  const auto seconds = qint64(length);
  const auto twoDigits = [](qint64 number) { return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0')); };
  const QString rest = twoDigits(seconds % 60);
  const qint64 minutes = seconds / 60;
  if (minutes < 60) return QStringLiteral("%1:%2").arg(QString::number(minutes), rest);
  return QStringLiteral("%1:%2:%3").arg(QString::number(minutes / 60), twoDigits(minutes % 60), rest);
}

void RecordingModel::acknowledge() {
  if (std::exchange(m_hasFailed, false)) Q_EMIT changed();
}

QString RecordingModel::musicFolder() {
  const QString music = QStandardPaths::writableLocation(QStandardPaths::MusicLocation);
  return QDir(music.isEmpty() ? QDir::homePath() : music).filePath(QStringLiteral("Tunescope"));
}

bool RecordingModel::start(analysis::AnalysisWorker& worker, const analysis::AnalysisSettings& settings,
                           const QString& text, const QString& parentFolder) {
  stop();
  const QString name = QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH.mm.ss"));
  m_folder = QDir(parentFolder).filePath(name);
  m_worker = &worker;
  // Called in the worker's thread; this recording may have been stopped since, or destroyed with all that it owned.
  auto recorder = std::make_shared<analysis::CaptureRecorder>([this, folder = m_folder](int error) {
    QMetaObject::invokeMethod(
        this, [this, error, folder] { fail(error, folder); }, Qt::QueuedConnection);
  });
  if (const int error = recorder->open(m_folder, settings)) {
    m_message = tr("Cannot record to %1: %2.").arg(m_folder, QString::fromLocal8Bit(std::strerror(error)));
    m_hasFailed = true;
    Q_EMIT changed();
    return false;
  }
  QFile file(QDir(m_folder).filePath(QStringLiteral("signal-path.txt")));
  if (file.open(QIODevice::WriteOnly, QFile::ReadOwner | QFile::WriteOwner)) file.write(text.toUtf8());
  m_recorder = std::move(recorder);
  m_hasFailed = false;
  m_seconds = 0;
  m_clock.start();
  m_message = tr("Recording to %1").arg(m_folder);
  QMetaObject::invokeMethod(
      m_worker, [worker = m_worker, kept = m_recorder] { worker->addRawSink(kept.get()); }, Qt::QueuedConnection);
  Q_EMIT changed();
  Q_EMIT elapsedChanged();
  return true;
}

void RecordingModel::stop() {
  if (!m_recorder) return;
  QMetaObject::invokeMethod(
      m_worker,
      [this, worker = m_worker, folder = m_folder, kept = std::exchange(m_recorder, nullptr)] {
        worker->removeRawSink(kept.get());
        const double seconds = kept->seconds();
        kept->close();
        if (!(seconds > 0)) return;
        QMetaObject::invokeMethod(
            this, [this, folder] { Q_EMIT finished(folder); }, Qt::QueuedConnection);
      },
      Qt::QueuedConnection);
  m_clock.stop();
  m_message = tr("Recorded to %1").arg(m_folder);
  Q_EMIT changed();
}

// Also for the last bytes, when it has been stopped, and perhaps the next one has begun, which continues.
void RecordingModel::fail(int error, const QString& folder) {
  if (folder == m_folder) stop();
  m_message = tr("The recording has ended: %1. What was written before is in %2.")
                  .arg(QString::fromLocal8Bit(std::strerror(error)), folder);
  m_hasFailed = true;
  Q_EMIT changed();
}

}  // namespace tunescope::ui
