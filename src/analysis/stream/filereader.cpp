// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/stream/filereader.h"

#include "audio/source/framepacker.h"

#include <algorithm>
#include <utility>

namespace tunescope::analysis {

namespace {
constexpr std::uint32_t kEpoch = 1;
}

FileReader::FileReader(audio::SampleSource& source, const AnalysisSettings& settings)
    : FileReader(source, settings, std::make_shared<audio::StreamFacts>()) {}

FileReader::FileReader(audio::SampleSource& source, const AnalysisSettings& settings,
                       std::shared_ptr<audio::StreamFacts> facts)
    : HopReader(settings, facts), m_source(source), m_facts(std::move(facts)) {}

audio::CaptureError FileReader::open(const audio::CaptureRequest& request) {
  if (audio::CaptureError error = m_source.open(request, m_format)) return error;
  m_format.channel = request.channel;
  m_format.bufferFrames = audio::kFastBlockFrames;
  return {};
}

void FileReader::begin(AnalysisSink& sink) {
  m_layout = audio::layoutFor(m_format.channels, m_format.channel);
  mark({.kind = core::RingMark::Kind::StreamStart,
        .reason = core::GapReason::Device,
        .epoch = kEpoch,
        .position = m_frames,
        .sampleRateHz = m_format.sampleRateHz,
        .layout = m_layout,
        .facts = m_facts->leave(m_format)},
       sink);
}

void FileReader::take(std::span<const float> interleaved, AnalysisSink& sink) {
  while (!interleaved.empty()) {
    const std::span<float> free = room(sink);
    const std::size_t count = std::min(free.size(), interleaved.size());
    std::ranges::copy(interleaved.first(count), free.begin());
    interleaved = interleaved.subspan(count);
    m_frames += count / m_layout.width();
    filled(free.first(count), m_frames, sink);
  }
}

bool FileReader::readBlock(AnalysisSink& sink) {
  for (;;) {
    if (!m_hasBegun) {
      begin(sink);
      m_block.resize(audio::kFastBlockFrames * m_layout.width());
      m_hasBegun = true;
    }
    if (const std::size_t frames = m_source.read(m_block, m_layout)) {
      take(std::span(m_block).first(frames * m_layout.width()), sink);
      return true;
    }
    if (!m_source.nextStream(m_format)) break;
    m_hasBegun = false;
  }
  end(sink);
  return false;
}

void FileReader::end(AnalysisSink& sink) {
  m_reason = m_source.error();
  mark({.kind = core::RingMark::Kind::End,
        .epoch = kEpoch,
        .position = m_frames,
        .sampleRateHz = m_format.sampleRateHz,
        .layout = m_layout,
        .facts = m_facts->leave(m_reason)},
       sink);
}

audio::CaptureError FileReader::read(AnalysisSink& sink, const std::function<bool()>& goesOn) {
  while (readBlock(sink)) {
    if (!goesOn()) return {};
  }
  return m_reason;
}

}  // namespace tunescope::analysis
