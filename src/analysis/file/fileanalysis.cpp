// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/file/fileanalysis.h"

#include "audio/file/bytefile.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace tunescope::analysis {

FileAnalysis::FileAnalysis(std::string path, const AnalysisSettings& settings)
    : m_path(std::move(path)),
      m_channel(settings.channel),
      m_source(
          [this](const std::string& name) {
            audio::OpenedSound sound = audio::openSoundFile(name);
            m_file = sound.file;
            return sound;
          },
          {}),
      m_reader(m_source, settings) {}

bool FileAnalysis::step() {
  try {
    if (!m_isOpen) return open();
    const bool goesOn = m_reader.readBlock(m_sink);
    m_part = std::max(m_part, m_file->readPart());
    if (!goesOn) conclude();
    return goesOn;
  } catch (const std::exception& error) {
    m_error = {.code = audio::CaptureErrorCode::Internal, .device = m_path, .detail = error.what()};
    return false;
  }
}

bool FileAnalysis::open() {
  audio::CaptureRequest request;
  request.source = audio::SourceKind::File;
  request.path = m_path;
  request.channel = m_channel;
  m_error = m_reader.open(request);
  m_isOpen = !m_error;
  return m_isOpen;
}

void FileAnalysis::conclude() {
  m_overview->remark = m_reader.reason();
  if (m_overview->seconds > 0) return;
  m_error = m_overview->remark;
  if (!m_error) {
    m_error = {.code = audio::CaptureErrorCode::Damaged, .device = m_path, .detail = "there is no sound in it"};
  }
}

}  // namespace tunescope::analysis
