// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stretch/steadynote.h"
#include "ui/capture/capturecontroller.h"

#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include <array>
#include <optional>

namespace tunescope::ui {

// One string of a fretted instrument, step by step: the open string, its harmonic at the 12th fret, and the fretted
// note there; then how far the saddle has to move. Notes are taken while it is active. Thread: gui. Realtime-safe: no.
class IntonationModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(
      tunescope::ui::CaptureController* controller READ controller WRITE setController NOTIFY sourceChanged REQUIRED)
  Q_PROPERTY(bool isActive READ isActive WRITE setActive NOTIFY sourceChanged)
  Q_PROPERTY(QStringList strings READ strings NOTIFY sourceChanged)
  Q_PROPERTY(int string READ string WRITE setString NOTIFY changed)
  Q_PROPERTY(double scaleMm READ scaleMm WRITE setScaleMm NOTIFY changed)
  Q_PROPERTY(double minScaleMm READ minScaleMm CONSTANT)
  Q_PROPERTY(double maxScaleMm READ maxScaleMm CONSTANT)
  Q_PROPERTY(QStringList presets READ presets CONSTANT)
  Q_PROPERTY(int preset READ preset NOTIFY changed)
  Q_PROPERTY(int step READ step NOTIFY changed)
  Q_PROPERTY(QString instruction READ instruction NOTIFY changed)
  Q_PROPERTY(QStringList steps READ steps NOTIFY changed)
  Q_PROPERTY(double progress READ progress NOTIFY progressChanged)
  Q_PROPERTY(QString problem READ problem NOTIFY changed)
  Q_PROPERTY(QString difference READ difference NOTIFY changed)
  Q_PROPERTY(QString advice READ advice NOTIFY changed)
  Q_PROPERTY(bool isGood READ isGood NOTIFY changed)

 public:
  enum Step { Open, Harmonic, Fretted, Done };
  Q_ENUM(Step)

  explicit IntonationModel(QObject* parent = nullptr);

  CaptureController* controller() const { return m_controller; }
  void setController(CaptureController* controller);
  bool isActive() const { return m_isActive; }
  void setActive(bool isActive);
  QStringList strings() const;             // of the instrument, from the last to the first; empty: there is none
  int string() const { return m_string; }  // place in strings()
  void setString(int place);               // begins again
  double scaleMm() const { return m_scaleMm; }
  void setScaleMm(double scaleMm);  // remembered
  static double minScaleMm() { return core::kMinScaleMm; }
  static double maxScaleMm() { return core::kMaxScaleMm; }
  static QStringList presets();        // scale lengths by what they are usual for
  int preset() const;                  // the one in force; -1: none
  int step() const { return m_step; }  // the one that is waited for
  QString instruction() const;
  QStringList steps() const;  // a line each: what it is, and what was measured
  double progress() const { return m_note.progress(); }
  QString problem() const { return m_problem; }  // of the last note; empty: none
  QString difference() const;                    // in cents; empty: not all steps are done
  QString advice() const;
  bool isGood() const;

  Q_INVOKABLE void choosePreset(int preset);
  Q_INVOKABLE void redo(int step);  // this step and those behind it
  Q_INVOKABLE void skipHarmonic();  // the octave of the open string stands for it

  void show(const analysis::NotedPitch& noted);

 Q_SIGNALS:
  void sourceChanged();
  void changed();
  void progressChanged();

 private:
  void subscribe();
  void follow();
  void take();
  QString problemOf(const core::MeasuredPitch& pitch) const;
  std::optional<double> targetHz() const;  // of the open string that was chosen
  std::optional<core::Intonation> result() const;

  QPointer<CaptureController> m_controller;
  analysis::Subscription m_feed;
  bool m_isActive = false;
  std::string m_instrument;  // that the strings are of
  int m_string = -1;
  double m_scaleMm = 648;
  int m_step = Open;
  std::array<std::optional<core::MeasuredPitch>, 3> m_pitches;
  double m_openInharmonicity = 0;
  core::SteadyNote m_note;
  QString m_problem;
  bool m_isHarmonicSkipped = false;
};

}  // namespace tunescope::ui
