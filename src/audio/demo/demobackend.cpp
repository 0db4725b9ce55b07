// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/demo/demobackend.h"

#include "audio/demo/pluckedscale.h"
#include "audio/source/channelpicker.h"
#include "audio/source/samplesource.h"
#include "audio/source/sourcelimits.h"

#include <optional>

namespace tunescope::audio {

namespace {

constexpr double kDefaultRateHz = 48000;
const char* const kName = "demo";

class DemoSource final : public SampleSource {
 public:
  CaptureError open(const CaptureRequest& request, CaptureFormat& format) override {
    const double rateHz = request.rateHz.value_or(kDefaultRateHz);
    if (!(rateHz >= kLowestRateHz && rateHz <= kHighestRateHz)) {
      return {.code = CaptureErrorCode::UnsupportedFormat,
              .device = kName,
              .detail = "the demo plays at 8000 to 192000 Hz"};
    }
    if (!ChannelPicker::suits(request.channel, 1)) {
      return {.code = CaptureErrorCode::NoSuchChannel, .device = kName, .detail = "it has 1 channel"};
    }
    format.source = kName;
    format.sampleRateHz = rateHz;
    format.channels = 1;
    m_scale.emplace(rateHz);
    return {};
  }

  std::size_t read(std::span<float> out, const core::FrameLayout&) override {
    m_scale->render(out);
    return out.size();
  }

  std::uint64_t skip(std::uint64_t frames) override {
    m_scale->skip(frames);
    return frames;
  }
  CaptureError error() const override { return {}; }

 private:
  std::optional<PluckedScale> m_scale;
};

}  // namespace

std::unique_ptr<AudioBackend> makeDemoBackend() {
  return makeSourcePlayer([] { return std::make_unique<DemoSource>(); });
}

}  // namespace tunescope::audio
