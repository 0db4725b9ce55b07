// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/capture/userfiles.h"
#include "ui/views/viewtools.h"

#include <QImage>
#include <QObject>
#include <QPointer>
#include <QQuickItem>
#include <QSharedPointer>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <memory>

class QQuickItemGrabResult;

namespace tunescope::ui {

// Saves and copies what a view shows: its picture (PNG), its table (CSV) and its settings (JSON). aim() chooses the
// view; the rest acts on it, and does nothing without one. Thread: gui. Realtime-safe: no.
class ViewExport : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the controller")
  Q_PROPERTY(tunescope::ui::ViewTools* tools READ tools NOTIFY aimed)
  Q_PROPERTY(tunescope::ui::ViewTools* pictureTools READ pictureTools NOTIFY aimed)
  Q_PROPERTY(bool isPage READ isPage NOTIFY aimed)
  Q_PROPERTY(QString folder READ folder NOTIFY aimed)
  Q_PROPERTY(bool isGrabbing READ isGrabbing NOTIFY grabbingChanged)
  Q_PROPERTY(QString message READ message NOTIFY messageChanged)
  Q_PROPERTY(bool isProblem READ isProblem NOTIFY messageChanged)

 public:
  static constexpr double kPictureScale = 2;       // of the view's pixels
  static constexpr double kMaxPictureSide = 6000;  // pixels; a larger view gets a smaller scale

  explicit ViewExport(UserFiles& files, QObject* parent = nullptr) : QObject(parent), m_files(files) {}

  ViewTools* tools() const { return m_tools; }
  ViewTools* pictureTools() const { return m_pictureTools.get(); }  // of aimAtPicture()
  bool isPage() const { return m_files.isPage(); }
  QString folder() const { return m_files.folder(); }
  bool isGrabbing() const { return !m_grab.isNull(); }  // tool bars and messages are left out of the picture
  QString message() const { return m_message; }         // what became of the last request; empty: nothing to say
  bool isProblem() const { return m_isProblem; }

  Q_INVOKABLE void aim(tunescope::ui::ViewTools* tools, QQuickItem* view);
  // A view that has a picture only, and no tools of its own; name: of its files.
  Q_INVOKABLE void aimAtPicture(const QString& name, QQuickItem* view);
  Q_INVOKABLE void request(int focusReason) { Q_EMIT requested(focusReason); }  // the sheet of choices
  Q_INVOKABLE void savePicture();
  Q_INVOKABLE void copyPicture();
  Q_INVOKABLE void saveTable();
  Q_INVOKABLE void copyTable();
  Q_INVOKABLE void saveSettings();
  Q_INVOKABLE void dismiss() { setMessage({}, false); }

 Q_SIGNALS:
  void aimed();
  void grabbingChanged();
  void messageChanged();
  void requested(int focusReason);

 private:
  void grab(std::function<void(const QImage&)> take);
  void save(const QString& ending, const QByteArray& bytes);
  void setMessage(const QString& message, bool isProblem);
  QString stem() const;

  UserFiles& m_files;
  QPointer<ViewTools> m_tools;
  std::unique_ptr<ViewTools> m_pictureTools;
  QPointer<QQuickItem> m_view;
  QSharedPointer<QQuickItemGrabResult> m_grab;
  QString m_message;
  bool m_isProblem = false;
};

}  // namespace tunescope::ui
