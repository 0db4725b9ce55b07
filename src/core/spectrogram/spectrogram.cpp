// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spectrogram/spectrogram.h"

#include "core/dsp/cubic.h"
#include "core/dsp/window.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr double kLowestRateHz = 750;  // of the octaves, about: 34 windows of the balanced detail in 23 s
constexpr std::size_t kOctaveWindow = 256;
constexpr std::size_t kPlainWindow = 2048;
// Of a rate: a lower rate is free of aliases up to kUpTo of its own, which is kFull of the next higher one's.
constexpr double kUpTo = 0.4;
constexpr double kFull = kUpTo / 2;
constexpr double kFadeFrom = kFull / std::numbers::sqrt2;  // half an octave lower
constexpr double kHannNoiseBins = 1.5;
// Further away the power belongs to something else, or has no place that is sure: a click at an end of the window
// hardly counts there, and every window around it has it.
constexpr double kMaxShiftBins = 1.25;
constexpr double kMaxShiftWindows = 0.25;
constexpr double kMinPower = 1e-13;  // -130 dB
constexpr double kTipMargin = 0.05;  // bins: a line on the edge of two rows is in both

double dbOf(double power) noexcept {
  return 10 * std::log10(std::max(power, kMinPower));
}

}  // namespace

std::size_t Spectrogram::windowFrames(const SpectrogramSettings& settings) noexcept {
  const std::size_t shortest = settings.mode == SpectrogramMode::Plain ? kPlainWindow : kOctaveWindow;
  return shortest << static_cast<unsigned>(settings.detail);
}

std::size_t Spectrogram::octaveCount(const SpectrogramSettings& settings, double sampleRateHz) noexcept {
  if (settings.mode == SpectrogramMode::Plain) return 1;
  return 1 + static_cast<std::size_t>(std::clamp(std::round(std::log2(sampleRateHz / kLowestRateHz)), 0.0, 10.0));
}

Spectrogram::Spectrogram(const SpectrogramSettings& settings, double sampleRateHz, std::size_t maxBlock)
    : m_settings(settings),
      m_rateHz(sampleRateHz),
      m_columnFrames(sampleRateHz / kColumnsPerS),
      m_window(windowFrames(settings)),
      m_samples(octaveCount(settings, sampleRateHz), maxBlock,
                static_cast<std::size_t>(2 * m_columnFrames) +
                    (m_window / 2 + 24) * (std::size_t{1} << (octaveCount(settings, sampleRateHz) - 1)),
                m_window),
      m_octaves(octaveCount(settings, sampleRateHz)),
      m_fft(m_window),
      m_shape(makeWindow(WindowKind::Hann, m_window)),
      m_slope(m_window),
      m_ramp(m_window),
      m_time(m_window),
      m_cut(m_window),
      m_bins(m_fft.binCount()),
      m_slopeBins(m_fft.binCount()),
      m_rampBins(m_fft.binCount()),
      m_power(m_fft.binCount()),
      m_db(m_fft.binCount()),
      m_tips(m_fft.binCount()),
      m_rowDb(SpectrogramRows::kCount) {
  const double step = 2 * std::numbers::pi / static_cast<double>(m_window);
  const auto middle = static_cast<std::ptrdiff_t>(m_window / 2);
  for (std::size_t i = 0; i < m_window; ++i) {
    m_slope[i] = static_cast<float>(step / 2 * std::sin(step * static_cast<double>(i)));
    m_ramp[i] = static_cast<float>(static_cast<std::ptrdiff_t>(i) - middle) * m_shape[i];
  }
  for (std::size_t i = 0; i < m_octaves.size(); ++i) planRows(i);
  if (settings.mode != SpectrogramMode::Reassigned) return;
  const double longestS = static_cast<double>(m_window) / m_octaves.back().rateHz;
  m_reach = static_cast<std::int64_t>(std::ceil(kMaxShiftWindows * longestS * kColumnsPerS));
  m_rowPower.resize(static_cast<std::size_t>(2 * m_reach + 1) * SpectrogramRows::kCount);
}

void Spectrogram::planRows(std::size_t index) {
  Octave& octave = m_octaves[index];
  octave.rateHz = m_rateHz / std::exp2(static_cast<double>(index));
  octave.framesPerColumn = static_cast<std::size_t>(
      std::max(1.0, std::ceil(octave.rateHz / kColumnsPerS / (static_cast<double>(m_window) / 2))));
  const bool isFirst = index == 0, isLast = index + 1 == m_octaves.size();
  const double highestHz = isFirst ? m_rateHz / 2 : kUpTo * octave.rateHz;
  const double border = std::sqrt(kFadeFrom * kFull);
  octave.lowHz = isLast ? 0 : border * octave.rateHz;
  octave.highHz = isFirst ? m_rateHz / 2 : 2 * border * octave.rateHz;
  const double binsPerHz = static_cast<double>(m_window) / octave.rateHz;
  octave.rows.reserve(SpectrogramRows::kCount);
  for (std::size_t row = 0; row < SpectrogramRows::kCount; ++row) {
    const double at = static_cast<double>(row);
    const double hertz = SpectrogramRows::hertzOf(at + 0.5);
    const double fromLower = isLast ? 1 : std::clamp(2 * std::log2(hertz / (kFadeFrom * octave.rateHz)), 0.0, 1.0);
    const double toHigher = isFirst ? 0 : std::clamp(2 * std::log2(hertz / (2 * kFadeFrom * octave.rateHz)), 0.0, 1.0);
    const double weight = std::min(fromLower, 1 - toHigher);
    if (!(weight > 0) || hertz >= highestHz) continue;
    octave.rows.push_back(
        {row, weight, SpectrogramRows::hertzOf(at) * binsPerHz, SpectrogramRows::hertzOf(at + 1) * binsPerHz});
  }
  if (octave.rows.empty()) return;
  const auto last = static_cast<std::size_t>(std::ceil(octave.rows.back().high)) + 2;
  octave.firstBin = static_cast<std::size_t>(std::max(1.0, std::floor(octave.rows.front().low) - 2));
  octave.lastBin = std::min(m_fft.binCount() - 1, last);
}

void Spectrogram::start(double startS) noexcept {
  m_samples.reset();
  m_startS = startS;
  m_next = -m_reach;  // windows before the first sample have some of its power
  std::ranges::fill(m_rowPower, 0.0F);
}

void Spectrogram::add(std::span<const float> samples) noexcept {
  m_samples.add(samples);
}

double Spectrogram::delayS() const noexcept {
  double longest = 0;
  for (std::size_t i = 0; i < m_octaves.size(); ++i) longest = std::max(longest, m_samples.delay(i, m_window));
  return (longest + m_columnFrames / 2) / m_rateHz + static_cast<double>(m_reach) / kColumnsPerS;
}

double Spectrogram::frameCentre(std::int64_t column, std::size_t frame, std::size_t frames) const noexcept {
  const double part = (static_cast<double>(frame) + 0.5) / static_cast<double>(frames);
  return (static_cast<double>(column) + part) * m_columnFrames;
}

bool Spectrogram::isComplete() const noexcept {
  for (std::size_t i = 0; i < m_octaves.size(); ++i) {
    const std::size_t frames = m_octaves[i].framesPerColumn;
    if (!m_samples.has(i, frameCentre(m_next, frames - 1, frames), m_window)) return false;
  }
  return true;
}

bool Spectrogram::take(SpectrogramColumn& column) noexcept {
  const bool isReassigned = m_settings.mode == SpectrogramMode::Reassigned;
  const double nyquistRow = SpectrogramRows::of(m_rateHz / 2);
  for (bool isTaken = false; !isTaken;) {
    if (!isComplete()) return false;
    addFrames();
    const std::int64_t complete = m_next++ - m_reach;  // no later frame adds to it
    isTaken = complete >= 0;
    const std::span<float> power = isReassigned ? reassignedRows(complete) : std::span<float>();
    column.timeS = m_startS + frameCentre(complete, 0, 1) / m_rateHz;
    for (std::size_t row = 0; row < SpectrogramRows::kCount; ++row) {
      const double db = isReassigned ? dbOf(static_cast<double>(power[row])) : m_rowDb[row];
      column.levels[row] = static_cast<double>(row) + 0.5 < nyquistRow ? SpectrogramLevel::of(db) : std::uint8_t{1};
    }
    std::ranges::fill(power, 0.0F);
  }
  return true;
}

void Spectrogram::addFrames() noexcept {
  std::ranges::fill(m_rowDb, 0);
  for (std::size_t i = 0; i < m_octaves.size(); ++i) {
    const Octave& octave = m_octaves[i];
    if (octave.rows.empty()) continue;
    std::ranges::fill(m_power, 0.0F);
    for (std::size_t frame = 0; frame < octave.framesPerColumn; ++frame) {
      addFrame(i, frameCentre(m_next, frame, octave.framesPerColumn));
    }
    if (m_settings.mode != SpectrogramMode::Reassigned) addRows(octave);
  }
}

void Spectrogram::transform(const std::vector<float>& window, std::vector<std::complex<float>>& bins) noexcept {
  for (std::size_t i = 0; i < m_window; ++i) m_time[i] = m_cut[i] * window[i];
  m_fft.forward(m_time, bins);
}

// The power of a sine of full scale is 1.
void Spectrogram::addFrame(std::size_t index, double centre) noexcept {
  const Octave& octave = m_octaves[index];
  m_samples.cut(index, centre, m_cut);
  transform(m_shape, m_bins);
  const float amplitude = 4.0F / static_cast<float>(m_window);  // 2 / (N a0)
  const float scale = amplitude * amplitude / static_cast<float>(octave.framesPerColumn);
  if (m_settings.mode != SpectrogramMode::Reassigned) {
    for (std::size_t bin = octave.firstBin; bin <= octave.lastBin; ++bin)
      m_power[bin] += scale * std::norm(m_bins[bin]);
    return;
  }
  transform(m_slope, m_slopeBins);
  transform(m_ramp, m_rampBins);
  reassign(octave, centre, static_cast<double>(scale) / kHannNoiseBins);
}

// w' = w - Im(X_dw / X_w), in bins; t' = t + Re(X_tw / X_w).
void Spectrogram::reassign(const Octave& octave, double centre, double scale) noexcept {
  const double binsPerRadian = static_cast<double>(m_window) / (2 * std::numbers::pi);
  const double hertzPerBin = octave.rateHz / static_cast<double>(m_window);
  const double framesPerSample = m_rateHz / octave.rateHz;
  for (std::size_t bin = octave.firstBin; bin <= octave.lastBin; ++bin) {
    const double norm = static_cast<double>(std::norm(m_bins[bin]));
    const double power = norm * scale;
    if (power < kMinPower) continue;
    const double turn = static_cast<double>((m_slopeBins[bin] * std::conj(m_bins[bin])).imag()) / norm;
    const double shift = -turn * binsPerRadian;
    const double later = static_cast<double>((m_rampBins[bin] * std::conj(m_bins[bin])).real()) / norm;
    if (std::abs(shift) > kMaxShiftBins || std::abs(later) > kMaxShiftWindows * static_cast<double>(m_window)) continue;
    const double hertz = (static_cast<double>(bin) + shift) * hertzPerBin;
    if (hertz < std::max(octave.lowHz, SpectrogramRows::kLowestHz) || hertz >= octave.highHz) continue;
    const double row = SpectrogramRows::of(hertz);
    if (row >= static_cast<double>(SpectrogramRows::kCount)) continue;
    const auto column = static_cast<std::int64_t>(std::floor((centre + later * framesPerSample) / m_columnFrames));
    reassignedRows(std::clamp(column, m_next - m_reach, m_next + m_reach))[static_cast<std::size_t>(row)] +=
        static_cast<float>(power);
  }
}

std::span<float> Spectrogram::reassignedRows(std::int64_t column) noexcept {
  const std::int64_t columns = 2 * m_reach + 1;
  const auto place = static_cast<std::size_t>((column % columns + columns) % columns);
  return std::span(m_rowPower).subspan(place * SpectrogramRows::kCount, SpectrogramRows::kCount);
}

void Spectrogram::addRows(const Octave& octave) noexcept {
  for (std::size_t bin = octave.firstBin; bin <= octave.lastBin; ++bin) {
    m_db[bin] = static_cast<float>(dbOf(static_cast<double>(m_power[bin])));
  }
  if (octave.firstBin == 1) m_db[0] = m_db[1];  // the constant is none of the rows
  findTips(octave);
  for (const Row& row : octave.rows) m_rowDb[row.row] += row.weight * rowDb(row);
}

// Between two bins a line is up to 1.4 dB above both.
void Spectrogram::findTips(const Octave& octave) noexcept {
  std::ranges::fill(m_tips, Tip{});
  for (std::size_t bin = std::max<std::size_t>(2, octave.firstBin + 1); bin < octave.lastBin; ++bin) {
    if (m_power[bin] < m_power[bin - 1] || m_power[bin] < m_power[bin + 1]) continue;
    const SpectrumPeak peak = m_peaks.at(m_power, bin);
    m_tips[bin] = {peak.bin, dbOf(peak.power), true};
  }
}

double Spectrogram::rowDb(const Row& row) const noexcept {
  const double place = std::clamp((row.low + row.high) / 2, 1.0, static_cast<double>(m_db.size() - 3));
  const auto below = static_cast<std::size_t>(place);
  double highest = cubicBetween(static_cast<double>(m_db[below - 1]), static_cast<double>(m_db[below]),
                                static_cast<double>(m_db[below + 1]), static_cast<double>(m_db[below + 2]),
                                place - static_cast<double>(below));
  // The cubic would rise above the tip of a line.
  for (const std::size_t bin : {below, below + 1}) {
    if (m_tips[bin].isHere) highest = std::min(highest, m_tips[bin].db);
  }
  const auto first = static_cast<std::size_t>(std::max(1.0, std::floor(row.low)));
  const double end = std::min(row.high + 1, static_cast<double>(m_db.size()));
  for (std::size_t bin = first; static_cast<double>(bin) < end; ++bin) {
    const auto at = static_cast<double>(bin);
    const Tip& tip = m_tips[bin];
    if (at >= row.low && at < row.high) highest = std::max(highest, static_cast<double>(m_db[bin]));
    if (tip.isHere && tip.bin >= row.low - kTipMargin && tip.bin < row.high + kTipMargin)
      highest = std::max(highest, tip.db);
  }
  return highest;
}

}  // namespace tunescope::core
