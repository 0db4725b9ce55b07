// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <functional>

namespace tunescope::ui {

// What the tool bar of a view needs of its model: pause, reset of the view, and what is exported beside its picture.
// A member of the model, which offers it as its property `tools`. Thread: gui. Realtime-safe: no.
class ViewTools : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by a view's model")
  Q_PROPERTY(QString name READ name CONSTANT)
  Q_PROPERTY(bool isPaused READ isPaused WRITE setPaused NOTIFY pausedChanged)
  Q_PROPERTY(bool hasPause READ hasPause CONSTANT)
  Q_PROPERTY(bool hasTable READ hasTable CONSTANT)
  Q_PROPERTY(bool hasSettings READ hasSettings CONSTANT)
  Q_PROPERTY(bool hasReset READ hasReset CONSTANT)

 public:
  struct Parts {
    QString name;                           // of the view, which begins the names of its files: "scope"
    std::function<QByteArray()> table;      // its values as CSV; the header has the units ("time_s,level_dbfs")
    std::function<QJsonObject()> settings;  // how it shows them, by names with units
    std::function<void()> reset;            // zoom, scales and cursors as at first; the measurement goes on
    bool hasPause = true;                   // its picture moves by itself
  };

  explicit ViewTools(Parts parts, QObject* parent = nullptr) : QObject(parent), m_parts(std::move(parts)) {}

  const QString& name() const { return m_parts.name; }
  bool isPaused() const { return m_isPaused; }  // the picture stands; the measurement goes on
  void setPaused(bool isPaused) {
    if (isPaused == m_isPaused || !hasPause()) return;
    m_isPaused = isPaused;
    Q_EMIT pausedChanged();
  }
  bool hasPause() const { return m_parts.hasPause; }
  bool hasTable() const { return bool(m_parts.table); }
  bool hasSettings() const { return bool(m_parts.settings); }
  bool hasReset() const { return bool(m_parts.reset); }
  QByteArray table() const { return m_parts.table ? m_parts.table() : QByteArray(); }
  QJsonObject settings() const { return m_parts.settings ? m_parts.settings() : QJsonObject(); }
  Q_INVOKABLE void reset() {
    if (m_parts.reset) m_parts.reset();
  }

 Q_SIGNALS:
  void pausedChanged();

 private:
  Parts m_parts;
  bool m_isPaused = false;
};

}  // namespace tunescope::ui
