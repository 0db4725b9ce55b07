// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/measure/loudnessmeter.h"
#include "analysis/measure/registry.h"
#include "analysis/miccalibrationof.h"
#include "core/dsp/channelmeter.h"
#include "core/dsp/correctionfilter.h"
#include "core/dsp/correlation.h"
#include "core/dsp/weighting.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tunescope::analysis {

namespace {

constexpr double kSilentPower = 1e-20;  // -200 dBFS
constexpr std::size_t kMaxPart = 512;   // samples

// The settings that the meters use.
struct Scales {
  core::MeterScales meters;
  core::FrequencyWeighting weighting{};
  core::TimeWeighting time{};
  bool isDualMono = false;

  static Scales of(const AnalysisSettings& settings) noexcept {
    return {{settings.ppm, settings.kScale, settings.vuZeroDbfs},
            settings.weighting,
            settings.timeWeighting,
            settings.isDualMono};
  }
  bool operator==(const Scales&) const = default;
};

void raiseLevel(std::optional<double>& level, std::optional<double> missed) noexcept {
  if (missed && (!level || *level < *missed)) level = missed;
}

class MetersMeasurement final : public Measurement<core::MetersReading> {
 public:
  explicit MetersMeasurement(const MeterParameters& parameters)
      : m_control(parameters.control ? parameters.control : std::make_shared<const MeterControl>()),
        m_blocksPerReading(std::max(1L, std::lround(parameters.intervalS * LoudnessMeter::kBlocksPerSecond))) {}

  void begin(const StreamInfo& stream) override {
    const bool goesOn = stream.isContinuation && stream.layout == m_layout && stream.sampleRateHz == m_rateHz;
    m_hasNew = false;
    if (goesOn) {
      forgetWindows();
      return;
    }
    m_rateHz = stream.sampleRateHz;
    m_layout = stream.layout;
    m_frames = m_blocks = 0;
    m_reading = {};
    m_loudness.begin(stream.layout, stream.format.speakers, m_rateHz);
    m_channels.assign(m_layout.channels(), core::ChannelMeter(m_scales.meters, m_rateHz));
    restartLevel();
    m_correlation.reset();
    m_loudness.setDualMono(m_scales.isDualMono);
  }

  void hop(const AnalysisFrame& frame) noexcept override {
    if (m_channels.empty()) return;
    if (frame.settings != nullptr && Scales::of(*frame.settings) != m_scales) obey(Scales::of(*frame.settings));
    if (frame.settings != nullptr && frame.settings->micCalibration != m_micText)
      correct(frame.settings->micCalibration);
    obeyControl();
    const std::size_t frames = frame.channels.frames();
    for (std::size_t done = 0; done < frames;) {
      const std::uint64_t next = frameOfBlock(m_blocks + 1);
      const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(frames - done, next - m_frames));
      add(frame.channels.part(done, count), frame.hop.subspan(done, count));
      done += count;
      m_frames += count;
      m_endS = frame.startS + static_cast<double>(done) / m_rateHz;
      if (m_frames == next) finishBlock();
    }
  }

  void gap(const GapInfo&) noexcept override { forgetWindows(); }
  // Only the sound level depends on the analysed channel.
  void channelsChanged(const StreamInfo& stream) override {
    restartLevel();
    if (stream.layout != m_layout) begin(stream);
  }
  bool takesPartialHops() const noexcept override { return true; }

  bool take(core::MetersReading& newest, const RecentSamples&) override {
    newest = m_reading;
    return std::exchange(m_hasNew, false);
  }
  bool takeRest(core::MetersReading& newest) override {
    if (m_channels.empty() || m_frames == 0) return false;
    for (core::ChannelMeter& channel : m_channels) channel.finishBlock();
    read();
    return take(newest, {});
  }

 private:
  std::uint64_t frameOfBlock(std::uint64_t block) const noexcept {
    return static_cast<std::uint64_t>(
        std::llround(m_rateHz * static_cast<double>(block) / LoudnessMeter::kBlocksPerSecond));
  }

  void obey(const Scales& scales) noexcept {
    const bool hasNewWeighting = scales.weighting != m_scales.weighting || scales.time != m_scales.time;
    m_scales = scales;
    for (core::ChannelMeter& channel : m_channels) channel.setScales(scales.meters);
    if (hasNewWeighting) m_level = core::SoundLevelMeter(scales.weighting, scales.time, m_rateHz);
    m_loudness.setDualMono(scales.isDualMono);
  }

  void obeyControl() noexcept {
    m_isIntegrating = m_control->isIntegrating.load(std::memory_order_relaxed);
    m_isAllIntegrated = m_isAllIntegrated && m_isIntegrating;
    m_loudness.setIntegrating(m_isIntegrating);
    const bool isShown = m_control->isShown.load(std::memory_order_relaxed);
    m_readingStep = isShown ? m_blocksPerReading : LoudnessMeter::kBlocksPerSecond;
  }

  // Another microphone; rare, so that it may allocate.
  void correct(const std::string& text) {
    m_micText = text;
    restartLevel();
  }

  void restartLevel() {
    m_level = core::SoundLevelMeter(m_scales.weighting, m_scales.time, m_rateHz);
    m_correction.reset();
    if (const auto calibration = micCalibrationOf(m_micText)) m_correction.emplace(*calibration, m_rateHz);
    m_corrected.reserve(kMaxPart);
  }

  // The sound level alone: the microphone's response is taken out first.
  void addLevel(std::span<const float> analysed) noexcept {
    for (; !analysed.empty(); analysed = analysed.subspan(std::min(analysed.size(), kMaxPart))) {
      const auto part = analysed.first(std::min(analysed.size(), kMaxPart));
      if (!m_correction) {
        for (const float sample : part) m_level.add(sample);
        continue;
      }
      m_corrected.assign(part.begin(), part.end());
      m_correction->process(m_corrected);
      for (const float sample : m_corrected) m_level.add(sample);
    }
  }

  void forgetWindows() noexcept {
    if (m_correction) m_correction->reset();
    m_loudness.gap();
    m_correlation.reset();
    for (core::ChannelMeter& channel : m_channels) channel.gap();
  }

  void add(const core::ChannelView& part, std::span<const float> analysed) noexcept {
    m_loudness.add(part);
    addLevel(analysed);
    for (std::size_t i = 0; i < part.frames(); ++i) {
      for (std::size_t c = 0; c < m_channels.size(); ++c) m_channels[c].add(part.sample(i, c));
      if (m_channels.size() > 1) m_correlation.add(part.sample(i, 0), part.sample(i, 1));
    }
  }

  void finishBlock() noexcept {
    ++m_blocks;
    m_loudness.finishBlock();
    m_correlation.finishBlock();
    for (core::ChannelMeter& channel : m_channels) channel.finishBlock();
    if (m_blocks % m_readingStep == 0) read();
  }

  void read() noexcept {
    const core::MetersReading missed = m_reading;
    m_reading.timeS = m_endS;
    m_reading.loudness = m_loudness.reading();
    m_reading.correlation = m_channels.size() > 1 ? m_correlation.value() : std::nullopt;
    m_reading.weightedDb = std::nullopt;
    if (m_level.meanSquare() > kSilentPower) m_reading.weightedDb = 10 * std::log10(m_level.meanSquare());
    m_reading.channelCount = static_cast<std::uint32_t>(m_channels.size());
    for (std::size_t c = 0; c < m_channels.size(); ++c) {
      core::ChannelMeters& channel = m_reading.perChannel[c];
      channel = m_channels[c].read();
      if (m_isAllIntegrated) raiseLevel(m_reading.maxTruePeakDb, channel.truePeakDb);
      if (!m_hasNew) continue;  // else the previous one was taken
      raiseLevel(channel.peakDb, missed.perChannel[c].peakDb);
      raiseLevel(channel.truePeakDb, missed.perChannel[c].truePeakDb);
      raiseLevel(channel.ppmDb, missed.perChannel[c].ppmDb);
    }
    m_isAllIntegrated = m_isIntegrating;
    m_hasNew = true;
  }

  const std::shared_ptr<const MeterControl> m_control;
  const std::uint64_t m_blocksPerReading;
  std::uint64_t m_readingStep = m_blocksPerReading;
  bool m_isIntegrating = true;
  bool m_isAllIntegrated = true;  // since the reading before
  double m_rateHz = 0;
  core::FrameLayout m_layout;
  Scales m_scales = Scales::of(AnalysisSettings{});
  LoudnessMeter m_loudness;
  std::vector<core::ChannelMeter> m_channels;
  core::Correlation m_correlation;
  core::SoundLevelMeter m_level{core::FrequencyWeighting::A, core::TimeWeighting::Fast, 48000};
  std::string m_micText;
  std::optional<core::CorrectionFilter> m_correction;
  std::vector<float> m_corrected;
  std::uint64_t m_frames = 0;  // since the stream began
  std::uint64_t m_blocks = 0;  // of 10 ms, since then
  double m_endS = 0;           // of the samples that have been added
  core::MetersReading m_reading;
  bool m_hasNew = false;
};

}  // namespace

std::unique_ptr<Measurement<core::MetersReading>> MeasurementOf<core::MetersReading>::make(
    const Parameters& parameters) {
  return std::make_unique<MetersMeasurement>(parameters);
}

}  // namespace tunescope::analysis
