// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysisworker.h"
#include "ui/capture/capturerun.h"
#include "ui/models/practicenotes.h"
#include "ui/settings/appsettings.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

#include <optional>

namespace tunescope::ui {

class PracticeFiles;
class UserFiles;

// A practice session: takes the notes that are played while it runs, with another session to compare. What is cleared
// or replaced can be had back. Thread: gui. Realtime-safe: no.
class PracticeModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the controller")
  Q_PROPERTY(bool isRunning READ isRunning NOTIFY stateChanged)
  Q_PROPERTY(bool hasNotes READ hasNotes NOTIFY changed)
  Q_PROPERTY(bool canUndo READ canUndo NOTIFY stateChanged)
  Q_PROPERTY(bool isCompared READ isCompared NOTIFY changed)
  Q_PROPERTY(QString headline READ headline NOTIFY changed)
  Q_PROPERTY(QString detail READ detail NOTIFY changed)
  Q_PROPERTY(QString title READ title NOTIFY changed)
  Q_PROPERTY(QString comparedTitle READ comparedTitle NOTIFY changed)
  // An item model. As an object: qmllint of Qt 6.4 does not know item models where QtQml.Models is not installed.
  Q_PROPERTY(QObject* notes READ notes CONSTANT)
  Q_PROPERTY(tunescope::ui::PracticeFiles* files READ files CONSTANT)

 public:
  PracticeModel(AppSettings& settings, UserFiles& files, QObject* parent = nullptr);
  ~PracticeModel() override;

  // run must live until the worker has ended.
  void connectTo(analysis::AnalysisWorker& worker, CaptureRun& run);

  bool isRunning() const { return m_isRunning; }
  bool hasNotes() const { return !m_session.notes.empty(); }
  bool canUndo() const { return m_before.has_value(); }
  bool isCompared() const { return m_compared.has_value(); }
  bool isSaved() const { return m_isSaved; }
  QString headline() const;       // "12 notes, in tune 76 % of the time"
  QString detail() const;         // the A4 that they fit; empty: too few
  QString title() const;          // of the session: when it was
  QString comparedTitle() const;  // of the other one
  QAbstractItemModel* notes() { return &m_notes; }
  PracticeFiles* files() { return m_files; }

  const present::PracticeSession& session() const { return m_session; }
  const std::optional<present::PracticeSession>& compared() const { return m_compared; }
  double toleranceCents() const { return m_settings.values().inTuneCents; }
  core::NameStyle names() const;

  Q_INVOKABLE void toggle();  // starts the capture too where it does not run
  Q_INVOKABLE void stop();
  Q_INVOKABLE void clear();
  Q_INVOKABLE void undo();  // of clear() and replace(); notes that came since are kept
  Q_INVOKABLE void stopComparing();
  void replace(const present::PracticeSession& session);  // ends one that runs
  void compare(const present::PracticeSession& session);
  void setSaved() { m_isSaved = true; }

  void add(const core::PlayedNote& note);  // onsetS by the clock of the stream

 Q_SIGNALS:
  void changed();       // the notes, or how they are shown
  void stateChanged();  // what can be done

 private:
  void start();
  void subscribe();
  void show();

  AppSettings& m_settings;
  analysis::AnalysisWorker* m_worker = nullptr;
  CaptureRun* m_run = nullptr;
  analysis::Subscription m_feed;
  present::PracticeSession m_session;
  std::optional<present::PracticeSession> m_compared;
  std::optional<present::PracticeSession> m_before;  // that undo() brings back
  bool m_isAppended = false;                         // m_before goes before what came since, else it replaces it
  PracticeNotes m_notes;
  PracticeFiles* m_files = nullptr;
  bool m_isRunning = false;
  bool m_isSaved = true;
  bool m_isNewStream = true;
  double m_shiftS = 0;  // from the stream's clock to the session's
};

}  // namespace tunescope::ui
