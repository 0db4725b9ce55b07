// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "present/practice/practicesession.h"
#include "ui/capture/userfiles.h"
#include "ui/models/choicelist.h"

#include <QObject>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

#include <optional>

namespace tunescope::ui {

class PracticeModel;

// Sessions as files of the user's, and what is exported of one. Nothing leaves the machine. Thread: gui.
// Realtime-safe: no.
class PracticeFiles : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the model")
  Q_PROPERTY(tunescope::ui::ChoiceList* saved READ saved CONSTANT)
  Q_PROPERTY(QString folder READ folder CONSTANT)
  Q_PROPERTY(QString message READ message NOTIFY messageChanged)
  Q_PROPERTY(bool isProblem READ isProblem NOTIFY messageChanged)

 public:
  PracticeFiles(PracticeModel& practice, UserFiles& files, QObject* parent = nullptr);

  ChoiceList* saved() { return &m_saved; }  // the sessions of folder, newest first
  QString folder() const { return m_files.folder(); }
  QString message() const { return m_message; }  // what became of the last request; empty: there was none
  bool isProblem() const { return m_isProblem; }
  UserFiles* userFiles() { return &m_files; }

  Q_INVOKABLE void request();  // the sheet, without a message
  Q_INVOKABLE void listSaved();
  Q_INVOKABLE void save();
  Q_INVOKABLE void saveFigures();  // CSV
  // PNG in the colours of paper. family: of its texts.
  Q_INVOKABLE void saveChart(bool isOverTime, const QString& family);
  // False: message() says why not, and what was open stays. isOther: to compare with.
  Q_INVOKABLE bool open(const QString& path, bool isOther);
  // A file that was dropped on the window. False: it is no session; a bad one opens the sheet with the reason.
  Q_INVOKABLE bool openDropped(const QUrl& url);
  Q_INVOKABLE void choose(bool isOther);  // in a browser

  void keepUnsaved();  // at the end of the program: writes what was not saved, on the desktop

 Q_SIGNALS:
  void messageChanged();
  void requested();
  void opened();

 private:
  bool use(const QString& name, const QByteArray& bytes, bool isOther);
  void finish(const QString& place, const QString& problem);
  void setMessage(const QString& message, bool isProblem);
  QString stem() const;

  PracticeModel& m_practice;
  UserFiles& m_files;
  ChoiceList m_saved;
  QString m_message;
  bool m_isProblem = false;
};

}  // namespace tunescope::ui
