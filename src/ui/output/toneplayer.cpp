// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/output/toneplayer.h"

#include <utility>

namespace tunescope::ui {

namespace {

// Stereo at the output's own rate: nothing resamples the tone.
QAudioFormat formatOf(const QAudioDevice& output) {
  QAudioFormat format;
  const int rate = output.preferredFormat().sampleRate();
  format.setSampleRate(rate > 0 ? rate : 48000);
  format.setChannelCount(2);
  format.setSampleFormat(QAudioFormat::Float);
  if (!output.isFormatSupported(format)) format.setSampleFormat(QAudioFormat::Int16);
  return format;
}

}  // namespace

TonePlayer::TonePlayer() {
  m_checkTimer.setInterval(kCheckMs);
  connect(&m_checkTimer, &QTimer::timeout, this, &TonePlayer::checkProgress);
}

void TonePlayer::play(const core::ToneWish& wish, const QAudioDevice& output) {
  m_wish = wish;
  if (!m_sink && wish.isAudible()) open(output);
  if (m_stream) m_stream->setWish(wish);
}

void TonePlayer::open(const QAudioDevice& output) {
  if (output.isNull()) return fail(audio::ToneStatus::Problem::NoOutput);
  const QAudioFormat format = formatOf(output);
  m_stream = std::make_unique<ToneStream>(format);
  m_stream->open(QIODevice::ReadOnly | QIODevice::Unbuffered);
  m_sink = std::make_unique<QAudioSink>(output, format);
  m_sink->setBufferSize(format.bytesForDuration(1000LL * kBufferMs));
  // Queued: a sink is not destroyed from within itself.
  connect(
      m_stream.get(), &ToneStream::fadedOut, this,
      [this] {
        if (!m_wish.isAudible()) close();
      },
      Qt::QueuedConnection);
  const auto tellStart = [this, rate = format.sampleRate()] {
    if (m_sink) Q_EMIT statusChanged(true, int(audio::ToneStatus::Problem::None), rate);
  };
  connect(m_stream.get(), &ToneStream::begun, this, tellStart, Qt::QueuedConnection);
  connect(m_sink.get(), &QAudioSink::stateChanged, this, &TonePlayer::watch, Qt::QueuedConnection);
  m_stream->setWish(m_wish);
  m_sink->start(m_stream.get());
  if (m_sink->error() != QAudio::NoError && m_sink->error() != QAudio::UnderrunError) {
    return fail(audio::ToneStatus::Problem::Refused);
  }
  m_checkTimer.start();
}

// A sink that stops without having been told to has failed: its server is gone, or the device is.
void TonePlayer::watch(QAudio::State state) {
  if (m_sink && state == QAudio::StoppedState && m_sink->state() == QAudio::StoppedState) {
    fail(audio::ToneStatus::Problem::Refused);
  }
}

// A sink that has stopped to read after an underrun is started again.
void TonePlayer::checkProgress() {
  if (!m_sink) return m_checkTimer.stop();
  const quint64 frames = m_stream->readFrames();
  if (std::exchange(m_checkedFrames, frames) != frames) return;
  m_sink->disconnect(this);
  m_sink->stop();
  connect(m_sink.get(), &QAudioSink::stateChanged, this, &TonePlayer::watch, Qt::QueuedConnection);
  m_sink->start(m_stream.get());
}

void TonePlayer::close() {
  if (m_sink) {
    m_sink->disconnect(this);
    m_sink->stop();
    m_sink.reset();
    m_stream.reset();
  }
  Q_EMIT statusChanged(false, int(audio::ToneStatus::Problem::None), 0);
  if (m_isFinishing) Q_EMIT finished();
}

void TonePlayer::fail(audio::ToneStatus::Problem problem) {
  if (m_sink) m_sink->disconnect(this);
  m_sink.reset();
  m_stream.reset();
  Q_EMIT statusChanged(false, int(problem), 0);
  if (m_isFinishing) Q_EMIT finished();
}

void TonePlayer::finish() {
  m_isFinishing = true;
  if (!m_sink) return close();
  play({}, {});
  QTimer::singleShot(kMaxFadeMs, this, &TonePlayer::close);
}

}  // namespace tunescope::ui
