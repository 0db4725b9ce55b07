// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/output/soundoutput.h"
#include "ui/output/filestream.h"

#include <QAudioDevice>
#include <QAudioSink>
#include <QObject>
#include <QTimer>

#include <memory>

namespace tunescope::ui {

// The sink and the file that it plays, in the thread of the playback. Thread: one at a time, that of the object.
// Realtime-safe: no.
class FilePlayer : public QObject {
  Q_OBJECT

 public:
  FilePlayer();

  void play(const audio::PlayWish& wish, const QAudioDevice& output);
  void setLooping(bool isLooping);
  void stop();

 Q_SIGNALS:
  void statusChanged(const tunescope::audio::PlayStatus& status);  // also while it plays, kTickMs apart

 private:
  static constexpr int kBufferMs = 200;  // as of a tone
  static constexpr int kTickMs = 30;

  void tick();
  void watch(QAudio::State state);
  void close();
  void end(audio::PlayStatus::Problem problem, const audio::CaptureError& error = {});
  std::uint64_t heardFrame() const;

  std::unique_ptr<FileStream> m_stream;
  std::unique_ptr<QAudioSink> m_sink;
  QTimer m_timer{this};
  double m_timeS = 0;
};

}  // namespace tunescope::ui
