// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file/filesource.h"

#include "audio/file/filebackend.h"
#include "audio/source/channelpicker.h"
#include "audio/source/framepacker.h"

#include <cmath>
#include <cstdint>
#include <utility>

namespace tunescope::audio {

FileSource::FileSource(Opener opener, std::string name) : m_opener(std::move(opener)), m_name(std::move(name)) {}

CaptureError FileSource::open(const CaptureRequest& request, CaptureFormat& format) {
  if (m_name.empty()) m_name = request.path;
  m_channel = request.channel;
  OpenedSound sound = m_opener(request.path);
  if (!sound.reader) return about(sound.error);
  m_reader = std::move(sound.reader);
  if (CaptureError error = beginPart()) {
    m_reader.reset();
    return about(error);
  }
  if (request.fromS > 0) {
    m_reader->skipFrames(static_cast<std::uint64_t>(std::llround(request.fromS * m_info.sampleRateHz)));
  }
  format.source = m_name;
  format.isLive = request.realtime;
  describe(format);
  return {};
}

CaptureError FileSource::beginPart() {
  m_info = m_reader->info();
  if (ChannelPicker::suits(m_channel, m_info.channels)) return {};
  return {.code = CaptureErrorCode::NoSuchChannel,
          .device = {},
          .detail = "it has " + std::to_string(m_info.channels) + (m_info.channels == 1 ? " channel" : " channels")};
}

void FileSource::describe(CaptureFormat& format) const {
  format.sampleRateHz = m_info.sampleRateHz;
  format.channels = m_info.channels;
  format.speakers = m_info.speakers;
}

// Consecutive parts with one rate and the same number of channels are one stream.
std::size_t FileSource::read(std::span<float> out, const core::FrameLayout& layout) {
  while (!m_isBetweenStreams && !m_isAtEnd) {
    m_interleaved.resize(out.size() / layout.width() * m_info.channels);
    const std::size_t frames = m_reader->read(m_interleaved);
    if (frames > 0) {
      m_hasRead = true;
      FramePacker(layout).pack(m_interleaved.data(), out.first(frames * layout.width()));
      return frames;
    }
    advance();
  }
  return 0;
}

void FileSource::advance() {
  const SoundReader::Info before = m_info;
  while (m_reader->nextPart()) {
    const CaptureError error = beginPart();
    if (!error) {
      m_isBetweenStreams = m_info.sampleRateHz != before.sampleRateHz || m_info.channels != before.channels;
      return;
    }
    if (!m_partError) m_partError = error;
  }
  m_isAtEnd = true;
}

bool FileSource::nextStream(CaptureFormat& format) {
  if (!m_isBetweenStreams) return false;
  m_isBetweenStreams = false;
  describe(format);
  return true;
}

// An error after something has been read.
CaptureError FileSource::error() const {
  CaptureError error = about(m_partError ? m_partError : m_reader->error());
  if (!error || isRemark(error.code) || !m_hasRead) return error;
  switch (error.code) {
    case CaptureErrorCode::UnsupportedEncoding:
      error.detail = "a part of it is " + error.detail + ", which cannot be decoded";
      break;
    case CaptureErrorCode::NoSuchChannel:
      error.detail = "a part of it does not have that channel: " + error.detail;
      break;
    default:
      break;
  }
  error.code = CaptureErrorCode::Incomplete;
  return error;
}

std::unique_ptr<AudioBackend> makeFileBackend() {
  return makeSourcePlayer([] { return std::make_unique<FileSource>(openSoundFile, std::string()); });
}

}  // namespace tunescope::audio
