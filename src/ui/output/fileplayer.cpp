// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/output/fileplayer.h"

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

using audio::PlayStatus;

FilePlayer::FilePlayer() {
  m_timer.setTimerType(Qt::PreciseTimer);
  m_timer.setInterval(kTickMs);
  connect(&m_timer, &QTimer::timeout, this, &FilePlayer::tick);
}

void FilePlayer::play(const audio::PlayWish& wish, const QAudioDevice& output) {
  close();
  m_timeS = wish.startS;
  if (output.isNull()) return end(PlayStatus::Problem::NoOutput);
  m_stream = std::make_unique<FileStream>(wish);
  if (const audio::CaptureError error = m_stream->begin()) return end(PlayStatus::Problem::File, error);
  QAudioFormat format;
  format.setSampleRate(int(std::lround(m_stream->sampleRateHz())));
  format.setChannelCount(2);
  format.setSampleFormat(QAudioFormat::Float);
  if (!output.isFormatSupported(format)) format.setSampleFormat(QAudioFormat::Int16);
  m_stream->setFormat(format);
  m_stream->open(QIODevice::ReadOnly | QIODevice::Unbuffered);
  m_sink = std::make_unique<QAudioSink>(output, format);
  m_sink->setBufferSize(format.bytesForDuration(1000LL * kBufferMs));
  // Queued: a sink is not destroyed from within itself.
  connect(m_sink.get(), &QAudioSink::stateChanged, this, &FilePlayer::watch, Qt::QueuedConnection);
  m_sink->start(m_stream.get());
  if (m_sink->error() != QAudio::NoError && m_sink->error() != QAudio::UnderrunError) {
    return end(PlayStatus::Problem::Refused);
  }
  m_timer.start();
  Q_EMIT statusChanged({.isPlaying = true, .timeS = m_timeS});
}

void FilePlayer::setLooping(bool isLooping) {
  if (m_stream) m_stream->setLooping(isLooping);
}

// What the sink has taken but not yet given away is not heard yet.
std::uint64_t FilePlayer::heardFrame() const {
  const std::int64_t waiting = m_sink->bufferSize() - m_sink->bytesFree();
  const auto frames = std::uint64_t(std::max<std::int64_t>(0, waiting) / m_sink->format().bytesPerFrame());
  return m_stream->readFrames() - std::min(m_stream->readFrames(), frames);
}

void FilePlayer::tick() {
  if (!m_sink) return m_timer.stop();
  const std::uint64_t frame = heardFrame();
  m_timeS = m_stream->timeOf(frame);
  if (m_stream->isOver(frame)) return end(PlayStatus::Problem::None);
  Q_EMIT statusChanged({.isPlaying = true, .timeS = m_timeS});
}

// A sink that stops without having been told to has failed: its server is gone, or the device is.
void FilePlayer::watch(QAudio::State state) {
  if (m_sink && state == QAudio::StoppedState && m_sink->state() == QAudio::StoppedState) {
    end(PlayStatus::Problem::Refused);
  }
}

void FilePlayer::stop() {
  if (m_sink) m_timeS = m_stream->timeOf(heardFrame());
  end(PlayStatus::Problem::None);
}

void FilePlayer::close() {
  m_timer.stop();
  if (m_sink) {
    m_sink->disconnect(this);
    m_sink->reset();
  }
  m_sink.reset();
  m_stream.reset();
}

void FilePlayer::end(PlayStatus::Problem problem, const audio::CaptureError& error) {
  close();
  Q_EMIT statusChanged({.isPlaying = false, .timeS = m_timeS, .problem = problem, .error = error});
}

}  // namespace tunescope::ui
