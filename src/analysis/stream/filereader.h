// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/stream/hopreader.h"
#include "audio/source/samplesource.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace tunescope::analysis {

// Reads a source to its end, file → hops → sink, in the caller's thread and as fast as possible: without ring, worker
// or timer. The readings are the same as a capture's. Thread: one at a time. Realtime-safe: no.
class FileReader final : public HopReader {
 public:
  FileReader(audio::SampleSource& source, const AnalysisSettings& settings);

  // Returns an error if it cannot begin.
  audio::CaptureError open(const audio::CaptureRequest& request);
  // Reads a block of a few hops. False: the source has ended, and the sink has got why.
  bool readBlock(AnalysisSink& sink);
  // All blocks; calls goesOn after each; false stops there, without ended(). Returns reason().
  audio::CaptureError read(AnalysisSink& sink, const std::function<bool()>& goesOn);
  // Why the source ended: no error, a remark (audio::isRemark), or the error that prevented the rest from being read.
  const audio::CaptureError& reason() const noexcept { return m_reason; }

 private:
  FileReader(audio::SampleSource& source, const AnalysisSettings& settings, std::shared_ptr<audio::StreamFacts> facts);

  void begin(AnalysisSink& sink);
  void end(AnalysisSink& sink);
  void take(std::span<const float> interleaved, AnalysisSink& sink);

  audio::SampleSource& m_source;
  std::shared_ptr<audio::StreamFacts> m_facts;
  audio::CaptureFormat m_format;  // of the present stream
  core::FrameLayout m_layout;     // of its frames
  std::uint64_t m_frames = 0;     // read so far
  bool m_hasBegun = false;        // the present stream
  std::vector<float> m_block;
  audio::CaptureError m_reason;
};

}  // namespace tunescope::analysis
