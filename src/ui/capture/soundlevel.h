// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/capture/capturerun.h"
#include "ui/capture/userfiles.h"
#include "ui/models/choicelist.h"

#include <QObject>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

#include <optional>
#include <string>

namespace tunescope::ui {

// The sound level of the input: calibrated by a known level, and corrected by the calibration file of the microphone.
// Both are kept for each input; those of a source that is no device end with it. Thread: gui. Realtime-safe: no.
class SoundLevel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the controller")
  Q_PROPERTY(bool isCalibrated READ isCalibrated NOTIFY changed)
  Q_PROPERTY(QString weightingText READ weightingText NOTIFY changed)
  Q_PROPERTY(QString calibrationText READ calibrationText NOTIFY changed)
  Q_PROPERTY(QString micName READ micName NOTIFY changed)
  Q_PROPERTY(bool isMicFixed READ isMicFixed CONSTANT)
  Q_PROPERTY(bool isPage READ isPage NOTIFY changed)
  Q_PROPERTY(bool isOpen READ isOpen WRITE setOpen NOTIFY openChanged)
  Q_PROPERTY(QString liveText READ liveText NOTIFY liveChanged)
  Q_PROPERTY(QString message READ message NOTIFY messageChanged)
  Q_PROPERTY(bool isProblem READ isProblem NOTIFY messageChanged)
  Q_PROPERTY(tunescope::ui::ChoiceList* files READ files CONSTANT)
  Q_PROPERTY(QString folder READ folder NOTIFY folderChanged)

 public:
  static constexpr double kMinCalibratorDb = 20;  // dB SPL
  static constexpr double kMaxCalibratorDb = 160;

  SoundLevel(analysis::CaptureSession& session, AppSettings& settings, CaptureRun& run, UserFiles& files);

  bool isCalibrated() const { return m_offsetDb.has_value(); }
  std::optional<double> splOf(const core::MetersReading& reading) const;  // dB re 20 uPa; none: not calibrated, silence
  QString weightingText() const;                                          // "A, fast"
  QString calibrationText() const;                      // "0 dBFS is 117.5 dB SPL, set on ..."; empty: not calibrated
  QString micName() const;                              // of its file; empty: none
  bool isMicFixed() const { return m_isMicFixed; }      // by the command line, for this run
  bool isPage() const { return m_userFiles.isPage(); }  // its files come from the browser's chooser
  const std::string& micText() const;                   // AnalysisSettings::micCalibration
  bool isOpen() const { return m_isOpen; }              // its sheet is, so that the level is measured
  void setOpen(bool isOpen);
  QString liveText() const;  // what is measured now
  QString message() const { return m_message; }
  bool isProblem() const { return m_isProblem; }
  ChoiceList* files() { return &m_files; }  // of folder: folders and text files
  QString folder() const { return m_folder; }

  // The input now hears a calibrator of that level (dB SPL). False: message() says why that cannot be.
  Q_INVOKABLE bool calibrate(double splDb);
  Q_INVOKABLE void forgetCalibration();
  Q_INVOKABLE void forgetMicrophone();
  Q_INVOKABLE void listFiles();
  Q_INVOKABLE bool openListed(const QString& path);  // goes into a folder, or takes a file (true)
  Q_INVOKABLE bool openFile(const QUrl& url);        // false: message() says why not
  Q_INVOKABLE void choose();                         // in a browser
  bool take(const QString& name, const QByteArray& bytes);
  void show(const core::MetersReading& reading);  // while it is open

 Q_SIGNALS:
  void changed();
  void microphoneChanged();
  void openChanged();
  void liveChanged();
  void messageChanged();
  void folderChanged();

 private:
  void follow();
  QString owner() const;  // the key of the input in the settings; empty: not kept
  void setMessage(const QString& message, bool isProblem);

  analysis::CaptureSession& m_session;
  AppSettings& m_settings;
  CaptureRun& m_run;
  UserFiles& m_userFiles;
  const bool m_isMicFixed;
  std::optional<double> m_offsetDb;  // dB SPL of 0 dBFS
  QString m_calibratedOn;
  std::string m_micText;
  QString m_micName;
  QString m_owner;  // whose values these are
  bool m_isOpen = false;
  std::optional<double> m_weightedDb;
  analysis::Subscription m_feed;
  ChoiceList m_files;
  QString m_folder;
  QString m_message;
  bool m_isProblem = false;
};

}  // namespace tunescope::ui
