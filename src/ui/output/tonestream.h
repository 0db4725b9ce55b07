// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tone/tonegenerator.h"

#include <QAudioFormat>
#include <QIODevice>

#include <span>
#include <vector>

namespace tunescope::ui {

// The generator as a device that an audio sink reads: it never ends and never has nothing. Stereo, as floats or as
// 16-bit integers. Thread: one at a time. Realtime-safe: no.
class ToneStream : public QIODevice {
  Q_OBJECT

 public:
  explicit ToneStream(const QAudioFormat& format, QObject* parent = nullptr);

  void setWish(const core::ToneWish& wish);
  bool isSequential() const override { return true; }
  qint64 bytesAvailable() const override;
  quint64 readFrames() const { return m_readFrames; }  // so far

 Q_SIGNALS:
  void begun();     // what has been read goes beyond the lead-in, for the first time
  void fadedOut();  // what has been read since the last wish ends in silence of kTailS; once a wish

 protected:
  qint64 readData(char* data, qint64 size) override;
  qint64 writeData(const char*, qint64) override { return -1; }

 private:
  static constexpr double kLeadInS = 0.1;  // of silence: outputs that wake up lose what comes first
  static constexpr double kTailS = 0.4;    // longer than what the output buffers
  static constexpr std::size_t kBlockFrames = 1024;

  void renderBlock(std::span<float> block);
  void countSilence(std::size_t frames);

  const QAudioFormat m_format;
  core::ToneGenerator m_generator;
  std::vector<float> m_block;
  quint64 m_readFrames = 0;
  quint64 m_leadInFrames;  // still to come
  double m_silentS = 0;
  bool m_hasFadedOut = false;
};

}  // namespace tunescope::ui
