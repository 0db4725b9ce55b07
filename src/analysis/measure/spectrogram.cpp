// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/measure/registry.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace tunescope::analysis {

namespace {

using core::SpectrogramReading;

std::uint32_t nextStream() noexcept {
  static std::atomic<std::uint32_t> count{0};
  return ++count;
}

// Columns of the analysed channel. Windows do not span a gap: the next column begins behind it.
class SpectrogramMeasurement final : public Measurement<SpectrogramReading> {
 public:
  explicit SpectrogramMeasurement(const core::SpectrogramSettings& settings) : m_settings(settings) {}

  void begin(const StreamInfo& stream) override {
    m_spectrogram.emplace(m_settings, stream.sampleRateHz, std::max<std::size_t>(1, stream.hopFrames));
    m_stream = nextStream();
    m_isCut = true;
    m_count = 0;
  }

  void hop(const AnalysisFrame& frame) noexcept override {
    if (!m_spectrogram) return;
    if (std::exchange(m_isCut, false)) m_spectrogram->start(frame.startS);
    m_spectrogram->add(frame.hop);
    while (m_spectrogram->take(m_pending[m_next])) {
      m_next = (m_next + 1) % m_pending.size();
      m_count = std::min(m_count + 1, m_pending.size() - 1);  // of what is not taken the oldest is lost
    }
  }

  void gap(const GapInfo&) noexcept override { m_isCut = true; }

  bool take(SpectrogramReading& newest, const RecentSamples&) override {
    newest.stream = m_stream;
    newest.count = std::min(m_count, SpectrogramReading::kMaxColumns);
    for (std::size_t i = 0; i < newest.count; ++i) {
      newest.list[i] = m_pending[(m_next + m_pending.size() - m_count + i) % m_pending.size()];
    }
    m_count -= newest.count;
    return newest.count > 0;
  }

 private:
  const core::SpectrogramSettings m_settings;
  std::optional<core::Spectrogram> m_spectrogram;
  std::uint32_t m_stream = 0;
  bool m_isCut = true;
  std::array<core::SpectrogramColumn, 64> m_pending{};  // a ring; two seconds
  std::size_t m_next = 0;
  std::size_t m_count = 0;
};

}  // namespace

std::unique_ptr<Measurement<SpectrogramReading>> MeasurementOf<SpectrogramReading>::make(const Parameters& parameters) {
  return std::make_unique<SpectrogramMeasurement>(parameters);
}

}  // namespace tunescope::analysis
