// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/appsettings.h"

#include <QObject>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// One row of the table of settings for a control of the window: its value, which the settings remember, its range and
// its default. A row without a windowKey is not remembered. Thread: gui. Realtime-safe: no.
class SettingRow : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(tunescope::ui::AppSettings* settings READ settings WRITE setSettings NOTIFY rowChanged REQUIRED)
  Q_PROPERTY(QString name READ name WRITE setName NOTIFY rowChanged REQUIRED)
  Q_PROPERTY(double number READ number WRITE setNumber NOTIFY valueChanged)
  Q_PROPERTY(int choice READ choice WRITE setChoice NOTIFY valueChanged)
  Q_PROPERTY(double initial READ initial NOTIFY rowChanged)
  Q_PROPERTY(double minimum READ minimum NOTIFY rowChanged)
  Q_PROPERTY(double maximum READ maximum NOTIFY rowChanged)
  Q_PROPERTY(int factor READ factor NOTIFY rowChanged)
  Q_PROPERTY(QString unit READ unit NOTIFY rowChanged)

 public:
  explicit SettingRow(QObject* parent = nullptr) : QObject(parent) {}

  AppSettings* settings() const { return m_settings; }
  void setSettings(AppSettings* settings);
  QString name() const { return m_name; }  // as in the table: "in-tune"
  void setName(const QString& name);       // an unknown one gives a warning
  double number() const;                   // of a number; 0 for a choice
  void setNumber(double number);           // clamped to the range and rounded
  int choice() const;                      // of a choice: the index of its word; otherwise -1
  void setChoice(int choice);              // an index out of range is ignored
  double initial() const;                  // the default of a number
  double minimum() const { return m_row ? m_row->range.min : 0; }
  double maximum() const { return m_row ? m_row->range.max : 0; }
  int factor() const;  // how many of its smallest steps make one
  QString unit() const;

 Q_SIGNALS:
  void rowChanged();
  void valueChanged();

 private:
  bool isNumber() const { return m_settings && m_row && m_row->number != nullptr; }
  bool isChoice() const { return m_settings && m_row && m_row->choice.value != nullptr; }

  QPointer<AppSettings> m_settings;
  QString m_name;
  const analysis::Setting* m_row = nullptr;
};

}  // namespace tunescope::ui
