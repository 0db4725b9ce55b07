// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// Files in, readings out, where something around the window can answer such requests (a browser's page). Thread:
// gui. Realtime-safe: no.
class SoundFiles : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the controller")
  Q_PROPERTY(bool isOffered READ isOffered NOTIFY offeredChanged)

 public:
  using QObject::QObject;

  bool isOffered() const { return m_isOffered; }
  void setOffered(bool isOffered) {
    if (isOffered == m_isOffered) return;
    m_isOffered = isOffered;
    Q_EMIT offeredChanged();
  }

  Q_INVOKABLE void requestOpen() { Q_EMIT openRequested(); }
  Q_INVOKABLE void requestOpenTuning() { Q_EMIT openTuningRequested(); }
  Q_INVOKABLE void requestSave() { Q_EMIT saveRequested(); }

 Q_SIGNALS:
  void offeredChanged();
  void openRequested();
  void openTuningRequested();
  void saveRequested();

 private:
  bool m_isOffered = false;
};

}  // namespace tunescope::ui
