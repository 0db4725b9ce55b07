// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/file/soundreader.h"
#include "audio/source/samplesource.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tunescope::audio {

// Sound from a reader, which must have the requested channel. Live if it is played at its own speed; it may
// be late, but skips nothing. Thread: one at a time. Realtime-safe: no.
class FileSource final : public SampleSource {
 public:
  // Opens what path (of the request) names.
  using Opener = std::function<OpenedSound(const std::string& path)>;

  // name: its name in the format and in errors; empty: the path of the request.
  FileSource(Opener opener, std::string name);

  CaptureError open(const CaptureRequest& request, CaptureFormat& format) override;
  std::size_t read(std::span<float> out, const core::FrameLayout& layout) override;
  bool nextStream(CaptureFormat& format) override;
  std::uint64_t skip(std::uint64_t) override { return 0; }
  CaptureError error() const override;

 private:
  CaptureError beginPart();
  void describe(CaptureFormat& format) const;
  void advance();
  CaptureError about(CaptureError error) const {
    error.device = error ? m_name : std::string();
    return error;
  }

  Opener m_opener;
  std::string m_name;
  std::unique_ptr<SoundReader> m_reader;
  ChannelChoice m_channel;
  SoundReader::Info m_info;  // of the present part
  std::vector<float> m_interleaved;
  bool m_hasRead = false;
  bool m_isBetweenStreams = false;
  bool m_isAtEnd = false;
  CaptureError m_partError;  // of the first part that cannot be analysed
};

}  // namespace tunescope::audio
