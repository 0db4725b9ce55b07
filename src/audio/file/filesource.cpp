// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file/filesource.h"

#include "audio/file/filebackend.h"

#include <utility>

namespace tunescope::audio {

FileSource::FileSource(Opener opener, std::string name) : m_opener(std::move(opener)), m_name(std::move(name)) {}

CaptureError FileSource::open(const CaptureRequest& request, CaptureFormat& format) {
  if (m_name.empty()) m_name = request.path;
  OpenedSound sound = m_opener(request.path);
  if (!sound.reader) return about(sound.error);
  const SoundReader::Info info = sound.reader->info();
  if (!ChannelPicker::suits(request.channel, info.channels)) {
    return about(
        {.code = CaptureErrorCode::NoSuchChannel,
         .device = {},
         .detail = "it has " + std::to_string(info.channels) + (info.channels == 1 ? " channel" : " channels")});
  }
  m_reader = std::move(sound.reader);
  m_picker = ChannelPicker(request.channel, info.channels);
  format.source = m_name;
  format.sampleRateHz = info.sampleRateHz;
  format.channels = info.channels;
  format.totalFrames = info.totalFrames;
  format.isLive = request.realtime;
  return {};
}

std::size_t FileSource::read(std::span<float> mono) {
  const std::size_t channels = m_reader->info().channels;
  m_interleaved.resize(mono.size() * channels);
  const std::size_t frames = m_reader->read(m_interleaved);
  m_picker.pick(m_interleaved.data(), mono.first(frames));
  return frames;
}

std::unique_ptr<AudioBackend> makeFileBackend() {
  return makeSourcePlayer([] { return std::make_unique<FileSource>(openSoundFile, std::string()); });
}

}  // namespace tunescope::audio
