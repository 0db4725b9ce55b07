// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysispipeline.h"
#include "audio/samplesource.h"

#include <functional>
#include <memory>

namespace tunescope::analysis {

// Reads a source to its end through the analysis, in the caller's thread and as fast as that goes: without ring, worker
// or timer. The readings are those of a capture. Thread: one at a time. Realtime-safe: no.
class FileReader {
 public:
  FileReader(audio::SampleSource& source, const AnalysisSettings& settings);

  AnalysisPipeline& pipeline() noexcept { return m_pipeline; }

  // An error: it never begins.
  audio::CaptureError open(const audio::CaptureRequest& request);
  // goesOn is asked after every block of some hops; false stops there, without an end. Returns why the source ended: no
  // error, a remark (audio::isRemark), or what kept the rest of it from being read. The sink has got the same.
  audio::CaptureError read(AnalysisSink& sink, const std::function<bool()>& goesOn);

 private:
  void begin(AnalysisSink& sink);

  audio::SampleSource& m_source;
  std::shared_ptr<audio::StreamFacts> m_facts = std::make_shared<audio::StreamFacts>();
  AnalysisPipeline m_pipeline;
  audio::CaptureFormat m_format;  // of the present stream
  core::FrameLayout m_layout;     // of its frames
  std::uint64_t m_frames = 0;     // read so far
};

}  // namespace tunescope::analysis
