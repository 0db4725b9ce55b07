// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/output/toneoutput.h"
#include "ui/output/tonestream.h"

#include <QAudioDevice>
#include <QAudioSink>
#include <QObject>
#include <QTimer>

#include <memory>

namespace tunescope::ui {

// The sink and what it reads, in the thread of the tone. Thread: one at a time, that of the object. Realtime-safe: no.
class TonePlayer : public QObject {
  Q_OBJECT

 public:
  TonePlayer();

  // output: where a sink that is opened now goes to.
  void play(const core::ToneWish& wish, const QAudioDevice& output);
  void finish();  // fades out and closes; finished() comes soon, at the latest after kMaxFadeMs

 Q_SIGNALS:
  void statusChanged(bool isSounding, int problem, double sampleRateHz);  // audio::ToneStatus
  void finished();

 private:
  // PulseAudio plays again after an underrun when all but a fragment of 20 ms is full, and Qt writes blocks of 20 ms:
  // in a buffer of less than 80 ms they never meet.
  static constexpr int kBufferMs = 200;
  static constexpr int kMaxFadeMs = 1000;
  static constexpr int kCheckMs = 500;

  void open(const QAudioDevice& output);
  void close();
  void watch(QAudio::State state);
  void checkProgress();
  void fail(audio::ToneStatus::Problem problem);

  std::unique_ptr<ToneStream> m_stream;
  std::unique_ptr<QAudioSink> m_sink;
  QTimer m_checkTimer{this};
  quint64 m_checkedFrames = 0;
  core::ToneWish m_wish;
  bool m_isFinishing = false;
};

}  // namespace tunescope::ui
