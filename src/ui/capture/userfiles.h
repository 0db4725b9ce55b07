// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>

#include <functional>
#include <utility>

namespace tunescope::ui {

// Files that the user keeps: on the desktop in a folder, in a browser by its downloads and its file chooser. Thread:
// gui. Realtime-safe: no.
class UserFiles : public QObject {
  Q_OBJECT

 public:
  explicit UserFiles(QObject* parent = nullptr);

  bool isPage() const { return m_isPage; }
  void setPage(bool isPage) { m_isPage = isPage; }  // downloadRequested and chooseRequested are answered
  QString folder() const { return m_folder; }       // where save() writes on the desktop
  void setFolder(const QString& folder) { m_folder = folder; }

  // Writes bytes as stem.ending, or "stem 2.ending" where that exists; nothing is overwritten. On success the file's
  // path (in a browser, the name of the download). Else empty, and problem says why.
  QString save(const QString& stem, const QString& ending, const QByteArray& bytes, QString& problem);
  // Opens the browser's file chooser; take gets the file unless the user cancels. It must live as long as this.
  using Take = std::function<void(const QString& name, const QByteArray& bytes)>;
  void choose(Take take) {
    m_take = std::move(take);
    Q_EMIT chooseRequested();
  }
  void give(const QString& name, const QByteArray& bytes) {  // what was chosen
    if (m_take) m_take(name, bytes);
  }

  static constexpr qint64 kMaxBytes = qint64(16) * 1024 * 1024;  // of a file of the user's

  // The file's bytes, but at most one more than kMaxBytes: whoever uses them refuses more. Empty: it cannot be read.
  static QByteArray read(const QString& path);
  // Documents, or the home, and in it Tunescope.
  static QString defaultFolder();

 Q_SIGNALS:
  void downloadRequested(const QString& name, const QByteArray& bytes);
  void chooseRequested();

 private:
  bool m_isPage = false;
  QString m_folder;
  Take m_take;
};

}  // namespace tunescope::ui
