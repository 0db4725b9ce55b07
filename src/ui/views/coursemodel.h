// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/capture/capturecontroller.h"

#include <QObject>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// The two strings of a course of the instrument, in a line under its strings, while it is active. Thread: gui.
// Realtime-safe: no.
class CourseModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(tunescope::ui::CaptureController* controller READ controller WRITE setController NOTIFY changed REQUIRED)
  Q_PROPERTY(bool isActive READ isActive WRITE setActive NOTIFY changed)
  Q_PROPERTY(bool hasCourses READ hasCourses NOTIFY changed)
  Q_PROPERTY(QString text READ text NOTIFY changed)

 public:
  explicit CourseModel(QObject* parent = nullptr) : QObject(parent) {}

  CaptureController* controller() const { return m_controller; }
  void setController(CaptureController* controller);
  bool isActive() const { return m_isActive; }
  void setActive(bool isActive);
  bool hasCourses() const { return !m_courses.courses.empty(); }  // one string at least is a course
  // "E2 −3.2, E3 +4.1 cents: 1.4 beats a second", or what is not known yet; empty: no course sounds.
  QString text() const { return m_text; }

  void show(const analysis::CourseReading& reading);

 Q_SIGNALS:
  void changed();

 private:
  void followInstrument();
  void subscribe();
  void setText(const QString& text);
  QString textOf(const analysis::CourseReading& reading) const;

  QPointer<CaptureController> m_controller;
  bool m_isActive = false;
  analysis::CourseParameters m_courses;
  QStringList m_names;  // of the strings, as they sound
  QString m_text;
  analysis::Subscription m_feed;
};

}  // namespace tunescope::ui
