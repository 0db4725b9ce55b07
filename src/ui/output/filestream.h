// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/file/soundreader.h"
#include "audio/output/soundoutput.h"

#include <QAudioFormat>
#include <QIODevice>

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace tunescope::ui {

// A part of a sound file as a device that an audio sink reads: stereo, as floats or as 16-bit integers, once or again
// and again, with short fades where it is cut. Behind the end it is silent. Thread: one at a time. Realtime-safe: no.
class FileStream : public QIODevice {
  Q_OBJECT

 public:
  explicit FileStream(audio::PlayWish wish, QObject* parent = nullptr);

  // Before the first read: opens the file and goes to the start. No error: sampleRateHz() is known.
  audio::CaptureError begin();
  double sampleRateHz() const { return m_info.sampleRateHz; }
  void setFormat(const QAudioFormat& format) { m_format = format; }  // 2 channels at sampleRateHz()
  void setLooping(bool isLooping) { m_wish.isLooping = isLooping; }

  std::uint64_t readFrames() const { return m_readFrames; }  // so far, silence included
  double timeOf(std::uint64_t frame) const;                  // in the file, of a frame that was read not long ago
  bool isOver(std::uint64_t frame) const { return m_endFrame > 0 && frame >= m_endFrame; }

  bool isSequential() const override { return true; }
  qint64 bytesAvailable() const override;

 protected:
  qint64 readData(char* data, qint64 size) override;
  qint64 writeData(const char*, qint64) override { return -1; }

 private:
  struct Round {  // of a loop
    std::uint64_t firstFrame = 0;
    double startS = 0;
  };
  static constexpr double kFadeS = 0.004;
  static constexpr std::size_t kBlockFrames = 1024;

  audio::CaptureError openAt(double timeS);
  std::size_t readBlock(std::size_t frames);  // into m_stereo
  void mix(std::size_t frames);
  void fade(std::size_t frames);
  bool startAgain();

  audio::PlayWish m_wish;
  QAudioFormat m_format;
  std::unique_ptr<audio::SoundReader> m_reader;
  audio::SoundReader::Info m_info;
  std::vector<float> m_block, m_stereo;
  std::uint64_t m_readFrames = 0;
  std::uint64_t m_endFrame = 0;     // of the sound; 0: it goes on
  std::uint64_t m_roundFrames = 0;  // read of this round
  std::uint64_t m_roundLength = 0;  // all of it, if the file has them
  std::array<Round, 2> m_rounds{};  // the present one, and the one before
};

}  // namespace tunescope::ui
