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

// Writes what was captured into a folder: capture-1.wav and so on, all channels as they came from the device (of more
// than eight, eight and the mean of all: core::FrameLayout), and capture.jsonl, which says with what settings, from
// which device, where those changed, and where samples were lost. Replayed (see replaybackend.h) it gives the same
// readings to the last bit. Both files only ever grow, so whatever happens, what was written stays. Thread: worker, but
// for open(). Realtime-safe: no.
class CaptureRecorder final : public RawSink {
 public:
  // Called in the worker's thread, once, with the system's error number: from then on nothing is written any more.
  using Failed = std::function<void(int)>;

  explicit CaptureRecorder(Failed failed) : m_failed(std::move(failed)) {}
  ~CaptureRecorder() override;

  // Creates the folder (and its parents), which must not hold a recording yet. The folder and its files are readable by
  // their owner only. Returns 0 or the system's error number.
  int open(const QString& folder, const AnalysisSettings& settings);

  void source(
      const audio::CaptureFormat& format) override;  // a line where it is another than before, or runs in another way
  void mark(const core::RingMark& mark) override;
  void samples(std::span<const float> interleaved) override;
  void settings(const AnalysisSettings& settings) override;

  int close();  // 0, or why not all of it could be written

  double seconds() const noexcept { return m_seconds; }

  static constexpr std::uint64_t kMostSamples = std::uint64_t{1} << 28;  // of one file: a gigabyte, mono 1.5 hours

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

// The settings under which a recording was made: those that it began with, then each change at its place. Nothing where
// there is none that can be read.
std::vector<SettingsChange> recordedSettings(const QString& folder);

}  // namespace tunescope::analysis
