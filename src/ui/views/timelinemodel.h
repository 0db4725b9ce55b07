// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/file/soundoverview.h"
#include "ui/capture/capturecontroller.h"
#include "ui/views/viewtools.h"

#include <QObject>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <optional>
#include <vector>

namespace tunescope::ui {

// The part of the open sound file that is shown, a cursor in it and a selection. Places are 0 to 1 across the picture,
// times are seconds from the file's first sample. Thread: gui. Realtime-safe: no.
class TimelineModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(
      tunescope::ui::CaptureController* controller READ controller WRITE setController NOTIFY sourceChanged REQUIRED)
  Q_PROPERTY(tunescope::ui::ViewTools* tools READ tools CONSTANT)
  Q_PROPERTY(bool hasSound READ hasSound NOTIFY changed)
  Q_PROPERTY(double shownFrom READ shownFrom NOTIFY changed)
  Q_PROPERTY(double shownTo READ shownTo NOTIFY changed)
  Q_PROPERTY(bool isWhole READ isWhole NOTIFY changed)
  Q_PROPERTY(QString spanText READ spanText NOTIFY changed)
  Q_PROPERTY(bool hasCursor READ hasCursor NOTIFY cursorChanged)
  Q_PROPERTY(double cursor READ cursor NOTIFY cursorChanged)
  Q_PROPERTY(double cursorPart READ cursorPart NOTIFY cursorChanged)
  Q_PROPERTY(QString cursorText READ cursorText NOTIFY cursorChanged)
  Q_PROPERTY(QString cursorDetail READ cursorDetail NOTIFY cursorChanged)
  Q_PROPERTY(bool hasSelection READ hasSelection NOTIFY selectionChanged)
  Q_PROPERTY(double selectedFrom READ selectedFrom NOTIFY selectionChanged)
  Q_PROPERTY(double selectedTo READ selectedTo NOTIFY selectionChanged)
  Q_PROPERTY(QString selectionText READ selectionText NOTIFY selectionChanged)
  Q_PROPERTY(QString selectionDetail READ selectionDetail NOTIFY selectionChanged)

 public:
  static constexpr double kMinSpanS = 0.02;
  static constexpr double kZoom = 1.25;   // by a key, or a step of the wheel
  static constexpr int kMaxRows = 60000;  // of the table

  // What is drawn of a column, beside its core::HistoryStep.
  struct Column {
    analysis::WaveStep wave;
    analysis::PitchStep pitch;
  };

  explicit TimelineModel(QObject* parent = nullptr);

  CaptureController* controller() const { return m_controller; }
  void setController(CaptureController* controller);
  ViewTools* tools() { return &m_tools; }
  bool hasSound() const { return m_sound != nullptr; }
  double seconds() const { return m_sound ? m_sound->seconds : 0; }
  double startS() const { return m_startS; }  // at the left edge
  double spanS() const { return m_spanS; }
  double shownFrom() const { return m_sound ? m_startS / seconds() : 0; }  // 0 to 1 of the whole
  double shownTo() const { return m_sound ? (m_startS + m_spanS) / seconds() : 1; }
  bool isWhole() const { return m_spanS >= seconds(); }
  QString spanText() const;
  bool hasCursor() const { return m_cursorS.has_value(); }
  double cursorS() const { return m_cursorS.value_or(0); }
  double cursor() const { return placeOf(m_cursorS); }
  double cursorPart() const { return m_sound ? cursorS() / seconds() : 0; }  // 0 to 1 of the whole
  QString cursorText() const;
  QString cursorDetail() const;
  bool hasSelection() const { return m_selectionS.has_value(); }
  double selectedFrom() const;
  double selectedTo() const;
  double selectedFromS() const { return m_selectionS ? m_selectionS->first : 0; }
  double selectedToS() const { return m_selectionS ? m_selectionS->second : seconds(); }
  QString selectionText() const;
  QString selectionDetail() const;

  // at: what stays where it is. factor above 1: a longer span.
  Q_INVOKABLE void zoom(double factor, double at);
  Q_INVOKABLE void turn(double notches, double at);  // of a wheel; each zooms by kZoom
  Q_INVOKABLE void zoomKey(double notches);          // at the cursor, or in the middle
  Q_INVOKABLE void scroll(double part);              // of the span; positive: to later times
  Q_INVOKABLE void showAt(double part);              // of the whole; becomes the middle
  Q_INVOKABLE void showWhole();
  Q_INVOKABLE void showSelection();
  Q_INVOKABLE void pointAt(double at);
  Q_INVOKABLE void movePoint(int columns);  // by hundredths of the span; the picture follows
  Q_INVOKABLE void goToNote(int step);      // the cursor: to the next onset, or with −1 to the one before
  Q_INVOKABLE void unpoint();
  Q_INVOKABLE void select(double from, double to);  // an empty one is none
  Q_INVOKABLE void selectNote();                    // the one at the cursor
  Q_INVOKABLE void selectAll();
  Q_INVOKABLE void unselect();
  Q_INVOKABLE void reset();

  // The selection, or else from the cursor on; what is heard moves the cursor, and the picture with it.
  Q_INVOKABLE void togglePlay();

  // Of a picture, from the left.
  void columns(int count, std::vector<core::HistoryStep>& steps, std::vector<Column>& columns) const;
  const analysis::SoundOverview* sound() const { return m_sound.get(); }
  const core::Tuning& tuning() const { return m_tuning; }
  core::NameStyle names() const;
  double toleranceCents() const;
  static QString timeText(double seconds, double resolutionS);  // "1:02.35"

 Q_SIGNALS:
  void sourceChanged();
  void changed();
  void cursorChanged();
  void selectionChanged();

 private:
  void takeSound();
  void play(double startS);
  void followPlayback();
  void applySettings();
  void show(double startS, double spanS);
  void pointAtTime(double seconds);
  double placeOf(std::optional<double> seconds) const;
  double secondsOf(double place) const { return m_startS + place * m_spanS; }
  const core::PlayedNote* noteAt(double seconds) const;
  QString pitchText(const analysis::PitchStep& step) const;
  core::HistoryStep stepOf(double fromS, double toS) const;
  QByteArray table() const;
  QJsonObject settings() const;

  QPointer<CaptureController> m_controller;
  std::shared_ptr<const analysis::SoundOverview> m_sound;
  double m_startS = 0;
  double m_spanS = 1;
  std::optional<double> m_cursorS;
  std::optional<std::pair<double, double>> m_selectionS;
  std::optional<double> m_playedFromS;  // where the cursor goes when it has ended
  core::Tuning m_tuning;
  ViewTools m_tools;
};

}  // namespace tunescope::ui
