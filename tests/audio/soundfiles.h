// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"
#include "wavbytes.h"

#include <QFile>
#include <QTemporaryDir>
#include <sndfile.h>

#include <span>
#include <string>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

// Sound files and pipes for tests of what reads them.
namespace soundfiles {

inline constexpr int kFrames = 30000;

// One channel rises while the other falls: a swapped or mixed channel shows.
inline std::vector<float> ramps(int channels) {
  std::vector<float> samples;
  for (int i = 0; i < kFrames; ++i) {
    for (int channel = 0; channel < channels; ++channel) {
      const float value = static_cast<float>(i) / 65536.0F;
      samples.push_back(channel % 2 == 0 ? value : -value / 2);
    }
  }
  return samples;
}

inline std::string writeSound(const QTemporaryDir& folder, int format, int channels, std::span<const float> samples) {
  const std::string path = folder.filePath(QStringLiteral("sound")).toStdString();
  SF_INFO info{};
  info.samplerate = 48000;
  info.channels = channels;
  info.format = format;
  SNDFILE* file = sf_open(path.c_str(), SFM_WRITE, &info);
  if (file == nullptr) return {};
  sf_writef_float(file, samples.data(), static_cast<sf_count_t>(samples.size()) / channels);
  sf_close(file);
  return path;
}

inline std::string writeBytes(const QTemporaryDir& folder, const std::string& bytes) {
  QFile file(folder.filePath(QStringLiteral("bytes")));
  if (!file.open(QIODevice::WriteOnly)) return {};
  file.write(bytes.data(), static_cast<qint64>(bytes.size()));
  return file.fileName().toStdString();
}

inline tunescope::audio::CaptureRequest fileRequest(const std::string& path) {
  tunescope::audio::CaptureRequest request;
  request.source = tunescope::audio::SourceKind::File;
  request.path = path;
  return request;
}

// Bytes into a pipe from a thread, since a pipe holds only 64 KB.
class Pipe {
 public:
  explicit Pipe(std::string bytes, bool closeAfter = true) {
    if (pipe(m_ends) != 0) return;
    m_writer = std::thread([this, bytes = std::move(bytes), closeAfter] {
      std::size_t done = 0;
      while (done < bytes.size()) {
        const ssize_t count = write(m_ends[1], bytes.data() + done, bytes.size() - done);
        if (count <= 0) break;
        done += static_cast<std::size_t>(count);
      }
      if (closeAfter) close(std::exchange(m_ends[1], -1));
    });
  }
  ~Pipe() {
    close(m_ends[0]);
    m_writer.join();
    if (m_ends[1] >= 0) close(m_ends[1]);
  }
  int readEnd() const { return m_ends[0]; }

 private:
  int m_ends[2] = {-1, -1};
  std::thread m_writer;
};

inline WavBytes wavOf(std::span<const float> samples, std::uint16_t channels = 1) {
  WavBytes wav;
  wav.channels = channels;
  wav.data = WavBytes::floats(samples);
  return wav;
}

}  // namespace soundfiles
