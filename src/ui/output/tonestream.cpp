// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/output/tonestream.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace tunescope::ui {

ToneStream::ToneStream(const QAudioFormat& format, QObject* parent)
    : QIODevice(parent),
      m_format(format),
      m_generator(format.sampleRate()),
      m_block(2 * kBlockFrames),
      m_leadInFrames(quint64(kLeadInS * format.sampleRate())) {}

void ToneStream::setWish(const core::ToneWish& wish) {
  m_generator.setWish(wish);
  m_silentS = 0;
  m_hasFadedOut = false;
}

// An audio sink that receives 0 bytes stops for good.
qint64 ToneStream::bytesAvailable() const {
  return std::numeric_limits<int>::max() / 2;
}

void ToneStream::renderBlock(std::span<float> block) {
  const std::size_t silent = std::size_t(std::min<quint64>(m_leadInFrames, block.size() / 2));
  std::ranges::fill(block.first(2 * silent), 0.0F);
  m_generator.render(block.subspan(2 * silent));
  if (silent == 0) return;
  m_leadInFrames -= silent;
  if (m_leadInFrames == 0) Q_EMIT begun();
}

void ToneStream::countSilence(std::size_t frames) {
  if (!m_generator.isSilent()) return;
  m_silentS += double(frames) / m_format.sampleRate();
  if (m_hasFadedOut || m_silentS < kTailS) return;
  m_hasFadedOut = true;
  Q_EMIT fadedOut();
}

qint64 ToneStream::readData(char* data, qint64 size) {
  const auto frameBytes = std::size_t(m_format.bytesPerFrame());
  std::size_t frames = std::size_t(std::max<qint64>(size, 0)) / frameBytes;
  const qint64 read = qint64(frames * frameBytes);
  m_readFrames += frames;
  while (frames > 0) {
    const std::size_t count = std::min(frames, kBlockFrames);
    const std::span<float> block = std::span(m_block).first(2 * count);
    renderBlock(block);
    if (m_format.sampleFormat() == QAudioFormat::Float) {
      std::memcpy(data, block.data(), block.size_bytes());
    } else {
      auto* out = reinterpret_cast<qint16*>(data);
      for (const float sample : block) *out++ = qint16(std::lround(sample * 32767));
    }
    data += count * frameBytes;
    frames -= count;
    countSilence(count);
  }
  return read;
}

}  // namespace tunescope::ui
