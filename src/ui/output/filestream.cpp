// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/output/filestream.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <span>
#include <utility>

namespace tunescope::ui {

FileStream::FileStream(audio::PlayWish wish, QObject* parent)
    : QIODevice(parent), m_wish(std::move(wish)), m_stereo(2 * kBlockFrames) {}

audio::CaptureError FileStream::begin() {
  const double startS = std::clamp(m_wish.startS, m_wish.fromS, m_wish.toS);
  audio::CaptureError error = openAt(startS);
  m_rounds = {Round{0, startS}, Round{0, startS}};
  return error;
}

audio::CaptureError FileStream::openAt(double timeS) {
  audio::OpenedSound sound = audio::openSoundFile(m_wish.path);
  if (!sound.reader) return sound.error;
  m_reader = std::move(sound.reader);
  m_info = m_reader->info();
  m_block.resize(kBlockFrames * m_info.channels);
  const auto first = std::uint64_t(std::llround(timeS * m_info.sampleRateHz));
  m_reader->skipFrames(first);
  m_roundFrames = 0;
  m_roundLength = std::numeric_limits<std::uint64_t>::max();
  if (std::isfinite(m_wish.toS)) {
    m_roundLength = std::uint64_t(std::max(0.0, std::round(m_wish.toS * m_info.sampleRateHz) - double(first)));
  }
  return {};
}

double FileStream::timeOf(std::uint64_t frame) const {
  const Round& round = frame >= m_rounds[0].firstFrame ? m_rounds[0] : m_rounds[1];
  if (m_endFrame > 0) frame = std::min(frame, m_endFrame);
  return round.startS + double(frame - std::min(frame, round.firstFrame)) / m_info.sampleRateHz;
}

// An audio sink that receives 0 bytes stops for good.
qint64 FileStream::bytesAvailable() const {
  return std::numeric_limits<int>::max() / 2;
}

// Mono goes to both sides, stereo as it is, more channels as their mean.
void FileStream::mix(std::size_t frames) {
  const std::size_t channels = m_info.channels;
  for (std::size_t i = 0; i < frames; ++i) {
    const std::span<const float> frame = std::span(m_block).subspan(i * channels, channels);
    if (channels == 2) {
      m_stereo[2 * i] = frame[0];
      m_stereo[2 * i + 1] = frame[1];
      continue;
    }
    float sum = 0;
    for (const float sample : frame) sum += sample;
    m_stereo[2 * i] = m_stereo[2 * i + 1] = sum / float(channels);
  }
}

// At the beginning of a round and, where it is cut there, at its end.
void FileStream::fade(std::size_t frames) {
  const double length = std::max(1.0, kFadeS * m_info.sampleRateHz);
  for (std::size_t i = 0; i < frames; ++i) {
    const std::uint64_t at = m_roundFrames + i;
    const double gain = std::min({1.0, double(at) / length, double(m_roundLength - at) / length});
    if (gain >= 1 && double(m_roundLength - at) > length + double(frames)) break;
    m_stereo[2 * i] *= float(gain);
    m_stereo[2 * i + 1] *= float(gain);
  }
}

std::size_t FileStream::readBlock(std::size_t frames) {
  const auto left = m_roundLength - std::min(m_roundLength, m_roundFrames);
  const auto wanted = std::size_t(std::min<std::uint64_t>({frames, kBlockFrames, left}));
  const std::size_t count = wanted > 0 ? m_reader->read(std::span(m_block).first(wanted * m_info.channels)) : 0;
  mix(count);
  fade(count);
  m_roundFrames += count;
  return count;
}

bool FileStream::startAgain() {
  if (!m_wish.isLooping || m_roundFrames == 0) return false;
  const double rateHz = m_info.sampleRateHz;
  if (openAt(m_wish.fromS) || m_info.sampleRateHz != rateHz) return false;
  m_rounds[1] = std::exchange(m_rounds[0], {m_readFrames, m_wish.fromS});
  return true;
}

qint64 FileStream::readData(char* data, qint64 size) {
  const auto frameBytes = std::size_t(m_format.bytesPerFrame());
  std::size_t frames = std::size_t(std::max<qint64>(size, 0)) / frameBytes;
  const qint64 read = qint64(frames * frameBytes);
  while (frames > 0) {
    std::size_t count = m_endFrame > 0 ? 0 : readBlock(frames);
    if (count == 0 && m_endFrame == 0) {
      if (startAgain()) continue;
      m_endFrame = std::max<std::uint64_t>(1, m_readFrames);
    }
    if (count == 0) {
      count = std::min(frames, kBlockFrames);
      std::ranges::fill(m_stereo, 0.0F);
    }
    if (m_format.sampleFormat() == QAudioFormat::Float) {
      std::memcpy(data, m_stereo.data(), 2 * count * sizeof(float));
    } else {
      auto* out = reinterpret_cast<qint16*>(data);
      for (const float sample : std::span(m_stereo).first(2 * count)) {
        *out++ = qint16(std::lround(std::clamp(sample, -1.0F, 1.0F) * 32767));
      }
    }
    data += count * frameBytes;
    frames -= count;
    m_readFrames += count;
  }
  return read;
}

}  // namespace tunescope::ui
