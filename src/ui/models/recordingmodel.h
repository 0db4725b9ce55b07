// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysisworker.h"
#include "analysis/capturerecorder.h"

#include <QObject>
#include <QString>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <memory>

namespace tunescope::ui {

// Records the capture into a new folder until it is stopped. Thread: gui. Realtime-safe: no.
class RecordingModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the controller")
  Q_PROPERTY(bool isRecording READ isRecording NOTIFY changed)
  Q_PROPERTY(QString message READ message NOTIFY changed)
  Q_PROPERTY(QString elapsedText READ elapsedText NOTIFY elapsedChanged)
  Q_PROPERTY(bool hasFailed READ hasFailed NOTIFY changed)

 public:
  explicit RecordingModel(QObject* parent = nullptr);

  bool isRecording() const { return m_recorder != nullptr; }
  QString message() const { return m_message; }                // its folder, or why it failed; empty at first
  QString elapsedText() const { return timeText(m_seconds); }  // of sound that it contains
  bool hasFailed() const {
    return m_hasFailed;
  }  // it could not begin or ended by itself, and the user has not acknowledged that yet
  Q_INVOKABLE void acknowledge();

  // text: the signal path as text, kept beside the sound. False: message() says why not.
  bool start(analysis::AnalysisWorker& worker, const analysis::AnalysisSettings& settings, const QString& text,
             const QString& parentFolder = musicFolder());
  Q_INVOKABLE void stop();

  static QString timeText(double seconds);  // "0:07", "1:02:03"

  // The folder of recordings: the user's music, or the home.
  static QString musicFolder();

 Q_SIGNALS:
  void changed();
  void elapsedChanged();
  void finished(const QString& folder);  // with sound in it, all of which has been written

 private:
  void askForLength();
  void setLength(double seconds);
  void fail(int error, const QString& folder);

  analysis::AnalysisWorker* m_worker = nullptr;
  std::shared_ptr<analysis::CaptureRecorder> m_recorder;  // the worker uses it while it runs
  QString m_folder;
  QString m_message;
  bool m_hasFailed = false;
  double m_seconds = 0;
  QTimer m_clock;
};

}  // namespace tunescope::ui
