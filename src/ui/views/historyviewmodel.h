// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/historystep.h"
#include "ui/capture/capturecontroller.h"
#include "ui/views/viewtools.h"

#include <QObject>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

#include <optional>
#include <vector>

namespace tunescope::ui {

// The part of the history that is shown: how long, up to when, and the values under the cursor. It follows the newest
// step, or stands where it was scrolled to or paused. Thread: gui. Realtime-safe: no.
class HistoryViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(tunescope::ui::CaptureController* controller MEMBER m_controller NOTIFY sourceChanged REQUIRED)
  Q_PROPERTY(bool isActive MEMBER m_isActive NOTIFY sourceChanged)
  Q_PROPERTY(tunescope::ui::ViewTools* tools READ tools CONSTANT)
  Q_PROPERTY(double spanS READ spanS NOTIFY changed)
  Q_PROPERTY(QString spanText READ spanText NOTIFY changed)
  Q_PROPERTY(bool isLive READ isLive NOTIFY changed)
  Q_PROPERTY(QString placeText READ placeText NOTIFY cursorChanged)
  Q_PROPERTY(bool hasValues READ hasValues NOTIFY changed)
  Q_PROPERTY(bool hasCursor READ hasCursor NOTIFY cursorChanged)
  Q_PROPERTY(double cursor READ cursor NOTIFY cursorChanged)
  Q_PROPERTY(QString cursorText READ cursorText NOTIFY cursorChanged)
  Q_PROPERTY(QString cursorDetail READ cursorDetail NOTIFY cursorChanged)

 public:
  static constexpr double kMinSpanS = 5;
  static constexpr double kFirstSpanS = 60;
  static constexpr double kZoom = 1.25;   // by a key, or a step of the wheel
  static constexpr int kMaxRows = 12000;  // of the table

  explicit HistoryViewModel(QObject* parent = nullptr);

  ViewTools* tools() { return &m_tools; }
  double spanS() const { return m_spanS; }
  QString spanText() const;  // "60 s", "5 min", "1 h"
  bool isLive() const { return !m_heldEnd; }
  QString placeText() const;  // "live", "12:34 before the newest"
  bool hasValues() const;
  bool hasCursor() const { return m_cursorStep.has_value(); }
  double cursor() const;  // 0 to 1 across the picture; outside of it: not seen
  QString cursorText() const;
  QString cursorDetail() const;

  // at: what stays where it is, 0 to 1 across the picture. factor above 1: a longer span.
  Q_INVOKABLE void zoom(double factor, double at);
  Q_INVOKABLE void turn(double notches, double at);  // of a wheel; each zooms by kZoom
  Q_INVOKABLE void setSpan(double seconds);
  Q_INVOKABLE void scroll(double part);  // of the span; positive: to later times
  Q_INVOKABLE void goLive();
  Q_INVOKABLE void goToOldest();
  Q_INVOKABLE void pointAt(double at);      // the cursor
  Q_INVOKABLE void movePoint(int columns);  // by hundredths of the span
  Q_INVOKABLE void unpoint();
  Q_INVOKABLE void reset();

  // Extremes of each column of a picture, the oldest at the left. Columns begin at fixed steps, so that a value does
  // not change while the picture moves. Returns the step at the left edge.
  double columns(int count, std::vector<core::HistoryStep>& steps) const;
  double spanSteps() const;
  double endStep() const;
  const HistoryKeeper* keeper() const;
  const core::Tuning& tuning() const { return m_tuning; }
  core::NameStyle names() const;
  double toleranceCents() const;

 Q_SIGNALS:
  void sourceChanged();
  void changed();
  void cursorChanged();

 private:
  void follow();
  void applySettings();
  void grow();
  void hold(double end);
  void span(double seconds);  // remembered
  core::HistoryStep cursorStep() const;
  QString pitchText(const core::HistoryStep& step) const;
  QByteArray table() const;
  QJsonObject settings() const;

  QPointer<CaptureController> m_controller;
  bool m_isActive = false;
  double m_spanS = kFirstSpanS;
  bool m_hasSpan = false;           // it was read from the settings
  std::optional<double> m_heldEnd;  // the step at the right edge; none: the newest
  std::optional<double> m_cursorStep;
  double m_shownEnd = -1;  // of the last picture
  double m_toldAt = 0;     // when the place of a held picture was told
  core::Tuning m_tuning;
  QMetaObject::Connection m_grew, m_settingsChanged;
  ViewTools m_tools;
};

}  // namespace tunescope::ui
