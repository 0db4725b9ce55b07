// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/measure/registry.h"

#include <cmath>
#include <memory>
#include <optional>
#include <utility>

namespace tunescope::analysis {

namespace {

constexpr std::size_t kTraces = core::ScopeMemory::kMaxChannels;

class ScopeMeasurement final : public Measurement<core::ScopeSweep> {
 public:
  explicit ScopeMeasurement(std::shared_ptr<ScopeLink> link)
      : m_link(link ? std::move(link) : std::make_shared<ScopeLink>()) {}

  void begin(const StreamInfo& stream) override {
    m_stream = stream;
    m_link->with([&](core::ScopeEngine& engine) {
      if (!isKept(engine)) engine.begin(stream.sampleRateHz, traces(engine));
    });
  }

  void channelsChanged(const StreamInfo& stream) override {
    begin(stream);
    m_link->with([](core::ScopeEngine& engine) {
      if (!isKept(engine)) engine.forget();
    });
  }

  void hop(const AnalysisFrame& frame) noexcept override {
    // The pitch is corrected by the clock error; the samples are not.
    const double clock = 1 + (frame.settings != nullptr ? frame.settings->clockPpm : 0) * 1e-6;
    std::optional<double> hertz = frame.pitch.hertz;
    if (hertz) *hertz /= clock;
    m_link->with([&](core::ScopeEngine& engine) {
      follow(engine);
      const bool isStereo = engine.memory().channels() > 1;
      engine.process(isStereo ? frame.channels : core::ChannelView(frame.hop, 1, 1), frame.startS, hertz);
    });
  }

  void gap(const GapInfo&) noexcept override {}  // the engine sees it in the time of the next hop

  bool take(core::ScopeSweep& newest, const RecentSamples&) override {
    return m_link->with([&](core::ScopeEngine& engine) {
      if (!engine.update()) return false;
      newest = engine.sweep();
      newest.inputChannels = m_stream.layout.channels();
      return true;
    });
  }

 private:
  // What a paused scope holds is there to be looked at, whatever the stream does.
  static bool isKept(const core::ScopeEngine& engine) noexcept {
    return engine.isFrozen() && engine.memory().channels() > 0;
  }
  // What changed while it was paused or was chosen meanwhile. A released one has no channels and stays so.
  void follow(core::ScopeEngine& engine) const {
    const std::size_t wanted = traces(engine), channels = engine.memory().channels();
    const bool isOther = wanted != channels || std::abs(engine.sweep().sampleRateHz - m_stream.sampleRateHz) > 0;
    if (channels > 0 && isOther && !engine.isFrozen()) engine.begin(m_stream.sampleRateHz, wanted);
  }
  // The first two captured channels, or the analysed one.
  std::size_t traces(const core::ScopeEngine& engine) const noexcept {
    return engine.settings().isStereo && m_stream.layout.channels() >= kTraces ? kTraces : 1;
  }

  const std::shared_ptr<ScopeLink> m_link;
  StreamInfo m_stream;
};

}  // namespace

std::unique_ptr<Measurement<core::ScopeSweep>> MeasurementOf<core::ScopeSweep>::make(const Parameters& parameters) {
  return std::make_unique<ScopeMeasurement>(parameters.link);
}

}  // namespace tunescope::analysis
