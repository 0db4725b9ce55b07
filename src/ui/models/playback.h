// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/output/soundoutput.h"

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <memory>

namespace tunescope::ui {

class AppSettings;

// The sound of the file that is open, on the system's output. Without an output there is none. Thread: gui.
// Realtime-safe: no.
class Playback : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the controller")
  Q_PROPERTY(bool isAvailable READ isAvailable NOTIFY changed)
  Q_PROPERTY(bool isPlaying READ isPlaying NOTIFY changed)
  Q_PROPERTY(bool isLooping READ isLooping WRITE setLooping NOTIFY changed)
  Q_PROPERTY(QString message READ message NOTIFY changed)

 public:
  explicit Playback(AppSettings& settings, QObject* parent = nullptr);
  ~Playback() override;

  void setOutput(std::unique_ptr<audio::SoundOutput> output);
  bool isAvailable() const { return m_output != nullptr; }
  bool isPlaying() const { return m_isPlaying; }  // or is about to
  double timeS() const { return m_timeS; }        // what is heard, in the file; of the last one where nothing is
  bool isLooping() const { return m_isLooping; }  // remembered
  void setLooping(bool isLooping);
  const QString& message() const { return m_message; }  // why nothing is heard; empty: nothing is wrong

  void play(audio::PlayWish wish);  // its isLooping is ignored
  Q_INVOKABLE void stop();
  Q_INVOKABLE void requestToggle() { Q_EMIT toggleRequested(); }

 Q_SIGNALS:
  void changed();
  void moved();            // timeS()
  void ended();            // by itself
  void toggleRequested();  // by a key; the view knows what is to be played

 private:
  void follow();
  QString sentenceOf(const audio::PlayStatus& status) const;

  AppSettings& m_settings;
  std::unique_ptr<audio::SoundOutput> m_output;
  bool m_isPlaying = false;
  bool m_isLooping = false;
  bool m_isStarting = false;  // until the output says so
  double m_timeS = 0;
  QString m_message;
};

}  // namespace tunescope::ui
