// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/file/fileanalyser.h"
#include "analysis/settings.h"
#include "ui/models/choicelist.h"

#include <QObject>
#include <QStringList>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

#include <memory>

namespace tunescope::ui {

class AppSettings;

// The sound file that is open in the window: analysed as a whole, in a thread of its own. What was open stays until
// another file has been read. Thread: gui. Realtime-safe: no.
class SoundFile : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the controller")
  Q_PROPERTY(bool isOpen READ isOpen NOTIFY opened)
  Q_PROPERTY(QString title READ title NOTIFY opened)
  Q_PROPERTY(QString description READ description NOTIFY opened)
  Q_PROPERTY(QString shortDescription READ shortDescription NOTIFY opened)
  Q_PROPERTY(bool isBusy READ isBusy NOTIFY changed)
  Q_PROPERTY(QString busyTitle READ busyTitle NOTIFY changed)
  Q_PROPERTY(double progress READ progress NOTIFY progressChanged)
  Q_PROPERTY(QString message READ message NOTIFY changed)
  Q_PROPERTY(bool isProblem READ isProblem NOTIFY changed)
  Q_PROPERTY(QUrl folder READ folder NOTIFY changed)
  Q_PROPERTY(QString namePatterns READ namePatterns CONSTANT)
  Q_PROPERTY(tunescope::ui::ChoiceList* recent READ recent CONSTANT)

 public:
  static constexpr int kMostRecent = 12;  // files that are remembered

  explicit SoundFile(AppSettings& settings, QObject* parent = nullptr);
  ~SoundFile() override;

  std::shared_ptr<const analysis::SoundOverview> overview() const { return m_overview; }  // none: nothing is open
  bool isOpen() const { return m_overview != nullptr; }
  const QString& path() const { return m_path; }  // of what is open
  QString title() const;                          // its name
  QString description() const;                    // "2:03, 2 channels at 44 100 Hz, −16.2 LUFS"
  QString shortDescription() const;               // "2:03, −16.2 LUFS"
  bool isBusy() const { return m_analyser.isRunning(); }
  QString busyTitle() const;
  double progress() const { return m_progress; }        // 0 to 1
  const QString& message() const { return m_message; }  // why the last file cannot be read, or what of it is missing
  bool isProblem() const { return m_isProblem; }        // nothing of it can be read
  QUrl folder() const;                                  // where the next file is probably looked for
  static QString namePatterns();                        // "*.wav *.flac …", for a dialog
  ChoiceList* recent() { return &m_recent; }            // newest first; an id is a path

  Q_INVOKABLE void ask() { Q_EMIT asked(); }
  Q_INVOKABLE void refuseDialog();  // it cannot be shown
  Q_INVOKABLE void openUrl(const QUrl& url);
  Q_INVOKABLE void openPath(const QString& path);
  void openPaths(const QStringList& paths);   // the first is opened, the others are remembered
  void openRecording(const QString& folder);  // all of its sounds, while another view is shown
  // The same of files that were dropped. False: none of them looks like a file with sound.
  Q_INVOKABLE bool openDropped(const QList<QUrl>& urls);
  Q_INVOKABLE void cancel();  // what was open before stays
  Q_INVOKABLE void forgetRecent();
  void setRemembering(bool isRemembering) { m_isRemembering = isRemembering; }  // false: paths mean nothing later
  // Of files that are opened from now on.
  void setAnalysis(const analysis::AnalysisSettings& settings) { m_analysis = settings; }

  static bool isSound(const QUrl& url);  // by the ending of its name

 Q_SIGNALS:
  void changed();
  void progressChanged();
  void asked();      // a dialog is to be shown
  void opened();     // another overview
  void requested();  // the timeline is to be shown

 private:
  QString loudnessText() const;
  void start(const QString& path);
  void finish(const std::shared_ptr<const analysis::SoundOverview>& overview);
  void fail(const audio::CaptureError& error);
  void remember(const QStringList& paths);
  void listRecent();

  AppSettings& m_settings;
  analysis::AnalysisSettings m_analysis;
  analysis::FileAnalyser m_analyser;
  std::shared_ptr<const analysis::SoundOverview> m_overview;
  QString m_path, m_wantedPath;
  double m_progress = 0;
  QString m_message;
  bool m_isProblem = false;
  bool m_isRemembering = true;
  ChoiceList m_recent;
};

}  // namespace tunescope::ui
