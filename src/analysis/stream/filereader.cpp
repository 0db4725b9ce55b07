// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/stream/filereader.h"

#include "audio/source/framepacker.h"

#include <algorithm>
#include <utility>
#include <vector>

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

audio::CaptureError FileReader::read(AnalysisSink& sink, const std::function<bool()>& goesOn) {
  std::vector<float> block;
  do {
    begin(sink);
    block.resize(audio::kFastBlockFrames * m_layout.width());
    while (const std::size_t frames = m_source.read(block, m_layout)) {
      take(std::span(block).first(frames * m_layout.width()), sink);
      if (!goesOn()) return {};
    }
  } while (m_source.nextStream(m_format));
  audio::CaptureError reason = m_source.error();
  mark({.kind = core::RingMark::Kind::End,
        .epoch = kEpoch,
        .position = m_frames,
        .sampleRateHz = m_format.sampleRateHz,
        .layout = m_layout,
        .facts = m_facts->leave(reason)},
       sink);
  return reason;
}

}  // namespace tunescope::analysis
