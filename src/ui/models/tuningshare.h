// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/appsettings.h"

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// The tuning in force for others: as a link that the web app opens with it, and as a file. A page knows its own
// address; on the desktop the user says where a web app is. Thread: gui. Realtime-safe: no.
class TuningShare : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the model")
  Q_PROPERTY(QString address READ address WRITE setAddress NOTIFY changed)
  Q_PROPERTY(bool isPage READ isPage NOTIFY changed)
  Q_PROPERTY(QString link READ link NOTIFY changed)
  Q_PROPERTY(bool isTooLong READ isTooLong NOTIFY changed)
  Q_PROPERTY(QString message READ message NOTIFY messageChanged)

 public:
  static constexpr int kMaxLinkLength = 6000;  // servers refuse longer addresses

  explicit TuningShare(AppSettings& settings, QObject* parent = nullptr);

  QString address() const { return m_address; }  // of the web app; empty: not known
  // http or https, without query; else it is ignored. Remembered.
  void setAddress(const QString& address);
  bool isPage() const { return m_isPage; }
  void setPage(const QString& address);  // it runs there
  QString link() const;                  // empty: there is no address, or it would be too long
  bool isTooLong() const;
  QString message() const { return m_message; }  // what became of the last copy or file

  // All that the notes depend on, as the query of an address: "a4=442&temperament=vallotti&key=D".
  QString query() const;
  // The scale from C on as .scl, with the pitch of the reference in a comment; a keymap's, or one of other notes, as it
  // is.
  QString scaleFile() const;

  Q_INVOKABLE void copyLink();
  // Writes the scale, and the keymap if there is one, beside each other: on the desktop into folder() under a name that
  // is free; a page offers them as downloads.
  Q_INVOKABLE void saveFile();
  static QString folder();

 Q_SIGNALS:
  void changed();
  void messageChanged();
  void saveRequested(const QString& name, const QString& text);

 private:
  void setMessage(const QString& message);
  bool write(const QString& name, const QString& text, QString& path) const;
  QString title() const;

  AppSettings& m_settings;
  QString m_address;
  bool m_isPage = false;
  QString m_message;
};

}  // namespace tunescope::ui
