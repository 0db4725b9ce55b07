// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/file/soundoverview.h"
#include "analysis/stream/filereader.h"
#include "audio/file/filesource.h"

#include <memory>
#include <string>

namespace tunescope::audio {
class ByteFile;
}

namespace tunescope::analysis {

// One sound file on its way to a SoundOverview, a block at a time. Thread: one at a time. Realtime-safe: no.
class FileAnalysis {
 public:
  FileAnalysis(std::string path, const AnalysisSettings& settings);

  bool step();                                     // opens the file, or analyses a block of it; false: it has ended
  double part() const noexcept { return m_part; }  // 0 to 1 of the file's bytes, never less than before
  // Once it has ended: why nothing can be read; none: overview() is complete.
  const audio::CaptureError& error() const noexcept { return m_error; }
  const std::shared_ptr<SoundOverview>& overview() const noexcept { return m_overview; }

 private:
  bool open();
  void conclude();

  const std::string m_path;
  audio::ChannelChoice m_channel;
  std::shared_ptr<SoundOverview> m_overview = std::make_shared<SoundOverview>();
  std::shared_ptr<const audio::ByteFile> m_file;
  audio::FileSource m_source;
  FileReader m_reader;
  OverviewSink m_sink{*m_overview};
  bool m_isOpen = false;
  double m_part = 0;
  audio::CaptureError m_error;
};

}  // namespace tunescope::analysis
