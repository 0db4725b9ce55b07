// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"
#include "analysis/rawsink.h"
#include "analysis/wavwriter.h"
#include "audio/capturetypes.h"

#include <QFile>
#include <QJsonObject>
#include <QString>

#include <cstdint>
#include <functional>
#include <vector>

namespace tunescope::analysis {

// Writes a capture into a folder: capture-1.wav and so on with all channels as they came from the device (of more
// than eight, eight and the mean of all: core::FrameLayout), and capture.jsonl with the settings, the device, each
// change of these and each loss of samples. Replayed (see replaybackend.h), it gives the same
// readings to the last bit. Both files are append-only, so nothing that was written can be lost. Thread: worker,
// except open(). Realtime-safe: no.
class CaptureRecorder final : public RawSink {
 public:
  // Called once, in the worker's thread, with the system's error number; nothing is written after that.
  using Failed = std::function<void(int)>;

  explicit CaptureRecorder(Failed failed) : m_failed(std::move(failed)) {}
  ~CaptureRecorder() override;

  // Creates the folder (and its parents), which must not hold a recording yet. The folder and its files are readable by
  // their owner only. Returns 0 or the system's error number.
  int open(const QString& folder, const AnalysisSettings& settings);

  void source(const audio::CaptureFormat& format) override;  // writes a line if the source or its state has changed
  void mark(const core::RingMark& mark) override;
  void samples(std::span<const float> interleaved) override;
  void settings(const AnalysisSettings& settings) override;

  int close();  // 0, or why it could not be written completely

  double seconds() const noexcept { return m_seconds; }

  static constexpr std::uint64_t kMaxSamples = std::uint64_t{1} << 28;  // of one file: a gigabyte, mono 1.5 hours

 private:
  void writeLine(const QJsonObject& object);
  void openFile();
  void take(int error);

  Failed m_failed;
  QString m_folder;
  int m_lines = -1;  // descriptor of capture.jsonl
  WavWriter m_wav;
  int m_number = 0;
  double m_rateHz = 0;
  core::FrameLayout m_layout;
  double m_seconds = 0;
  std::uint64_t m_frames = 0;  // of all files
  AnalysisSettings m_settings;
  QJsonObject m_device;
  int m_error = 0;
};

// Opens a file of a recording to read it. Only a regular file: a FIFO without a writer would block. Thread: any.
// Realtime-safe: no.
bool openRecorded(QFile& file);

// The settings of a recording: the initial ones, then each change at its position. Empty if there is none
// that can be read.
std::vector<SettingsChange> recordedSettings(const QString& folder);

}  // namespace tunescope::analysis
