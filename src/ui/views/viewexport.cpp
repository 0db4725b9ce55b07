// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/viewexport.h"

#include <QBuffer>
#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QQuickItemGrabResult>

#include <algorithm>
#include <utility>

namespace tunescope::ui {

void ViewExport::aim(ViewTools* tools, QQuickItem* view) {
  m_tools = tools;
  m_view = view;
  Q_EMIT aimed();
}

void ViewExport::aimAtPicture(const QString& name, QQuickItem* view) {
  if (!m_pictureTools || m_pictureTools->name() != name) {
    m_pictureTools =
        std::make_unique<ViewTools>(ViewTools::Parts{.name = name, .table = {}, .settings = {}, .reset = {}});
  }
  aim(m_pictureTools.get(), view);
}

void ViewExport::setMessage(const QString& message, bool isProblem) {
  m_message = message;
  m_isProblem = isProblem;
  Q_EMIT messageChanged();
}

// "Meters 2026-11-30 10.15.42": as files of any system may be called.
QString ViewExport::stem() const {
  const QString& name = m_tools->name();
  const QString when = QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH.mm.ss"));
  return QStringLiteral("%1%2 %3").arg(name.left(1).toUpper(), name.mid(1), when);
}

void ViewExport::save(const QString& ending, const QByteArray& bytes) {
  QString problem;
  const QString place = m_files.save(stem(), ending, bytes, problem);
  setMessage(place.isEmpty() ? problem : tr("Saved as %1").arg(place), place.isEmpty());
}

// The picture is of the next frame, in which the tool bars are hidden and the view has a ground of its own.
void ViewExport::grab(std::function<void(const QImage&)> take) {
  if (!m_tools || !m_view || isGrabbing()) return;
  const QSizeF size = m_view->size();
  const double scale = std::min(kPictureScale, kMaxPictureSide / std::max({size.width(), size.height(), 1.0}));
  m_grab = m_view->grabToImage((size * scale).toSize());
  if (!m_grab) {
    setMessage(tr("There is no picture: the window is not shown."), true);
    return;
  }
  Q_EMIT grabbingChanged();
  connect(
      m_grab.data(), &QQuickItemGrabResult::ready, this,
      [this, take = std::move(take)] {
        const QImage grabbed = m_grab->image();
        const auto done = std::exchange(m_grab, {});
        QMetaObject::invokeMethod(
            this, [done] {}, Qt::QueuedConnection);  // it must outlive its signal
        Q_EMIT grabbingChanged();
        if (!m_tools) return;
        take(grabbed.convertToFormat(QImage::Format_RGB32));
      },
      Qt::SingleShotConnection);
}

void ViewExport::savePicture() {
  grab([this](const QImage& picture) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, "PNG");
    save(QStringLiteral("png"), buffer.data());
  });
}

void ViewExport::copyPicture() {
  grab([this](const QImage& picture) {
    QGuiApplication::clipboard()->setImage(picture);
    setMessage(tr("Picture copied"), false);
  });
}

void ViewExport::saveTable() {
  if (m_tools && m_tools->hasTable()) save(QStringLiteral("csv"), m_tools->table());
}

void ViewExport::copyTable() {
  if (!m_tools || !m_tools->hasTable()) return;
  QGuiApplication::clipboard()->setText(QString::fromUtf8(m_tools->table()));
  setMessage(tr("Table copied"), false);
}

void ViewExport::saveSettings() {
  if (!m_tools || !m_tools->hasSettings()) return;
  const QJsonObject file{{QStringLiteral("tunescope"), QStringLiteral(TUNESCOPE_VERSION)},
                         {QStringLiteral("view"), m_tools->name()},
                         {QStringLiteral("savedAt"), QDateTime::currentDateTime().toString(Qt::ISODate)},
                         {QStringLiteral("settings"), m_tools->settings()}};
  save(QStringLiteral("json"), QJsonDocument(file).toJson());
}

}  // namespace tunescope::ui
