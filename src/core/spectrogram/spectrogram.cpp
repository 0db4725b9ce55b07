// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spectrogram/spectrogram.h"

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
constexpr double kMaxShiftBins = 1.25;  // further away the power belongs to something else
constexpr double kMinPower = 1e-13;     // -130 dB

double dbOf(double power) noexcept {
  return 10 * std::log10(std::max(power, kMinPower));
}

// Catmull-Rom through four values, between the middle ones.
double cubic(float a, float b, float c, float d, double t) noexcept {
  const double p0 = a, p1 = b, p2 = c, p3 = d;
  return p1 + 0.5 * t * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)));
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
      m_time(m_window),
      m_cut(m_window),
      m_bins(m_fft.binCount()),
      m_slopeBins(m_fft.binCount()),
      m_power(m_fft.binCount()),
      m_db(m_fft.binCount()),
      m_rowDb(SpectrogramRows::kCount),
      m_rowPower(SpectrogramRows::kCount) {
  const double step = 2 * std::numbers::pi / static_cast<double>(m_window);
  for (std::size_t i = 0; i < m_window; ++i) {
    m_slope[i] = static_cast<float>(step / 2 * std::sin(step * static_cast<double>(i)));
  }
  for (std::size_t i = 0; i < m_octaves.size(); ++i) planRows(i);
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
  m_next = 0;
}

void Spectrogram::add(std::span<const float> samples) noexcept {
  m_samples.add(samples);
}

double Spectrogram::windowS(std::size_t octave) const noexcept {
  return static_cast<double>(m_window) / m_octaves[octave].rateHz;
}

double Spectrogram::delayS() const noexcept {
  double longest = 0;
  for (std::size_t i = 0; i < m_octaves.size(); ++i) longest = std::max(longest, m_samples.delay(i, m_window));
  return (longest + m_columnFrames / 2) / m_rateHz;
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
  if (!isComplete()) return false;
  const bool isReassigned = m_settings.mode == SpectrogramMode::Reassigned;
  std::ranges::fill(m_rowDb, isReassigned ? SpectrogramLevel::kLowestDb : 0);
  std::ranges::fill(m_rowPower, 0);
  for (std::size_t i = 0; i < m_octaves.size(); ++i) {
    const Octave& octave = m_octaves[i];
    if (octave.rows.empty()) continue;
    std::ranges::fill(m_power, 0.0F);
    for (std::size_t frame = 0; frame < octave.framesPerColumn; ++frame) {
      addFrame(i, frameCentre(m_next, frame, octave.framesPerColumn));
    }
    if (!isReassigned) addRows(octave);
  }
  column.timeS = m_startS + frameCentre(m_next, 0, 1) / m_rateHz;
  const double nyquistRow = SpectrogramRows::of(m_rateHz / 2);
  for (std::size_t row = 0; row < SpectrogramRows::kCount; ++row) {
    const double db = isReassigned ? dbOf(m_rowPower[row]) : m_rowDb[row];
    column.levels[row] = static_cast<double>(row) + 0.5 < nyquistRow ? SpectrogramLevel::of(db) : std::uint8_t{1};
  }
  ++m_next;
  return true;
}

// The power of a sine of full scale is 1.
void Spectrogram::addFrame(std::size_t index, double centre) noexcept {
  const Octave& octave = m_octaves[index];
  m_samples.cut(index, centre, m_cut);
  for (std::size_t i = 0; i < m_window; ++i) m_time[i] = m_cut[i] * m_shape[i];
  m_fft.forward(m_time, m_bins);
  const float amplitude = 4.0F / static_cast<float>(m_window);  // 2 / (N a0)
  const float scale = amplitude * amplitude / static_cast<float>(octave.framesPerColumn);
  if (m_settings.mode != SpectrogramMode::Reassigned) {
    for (std::size_t bin = octave.firstBin; bin <= octave.lastBin; ++bin)
      m_power[bin] += scale * std::norm(m_bins[bin]);
    return;
  }
  for (std::size_t i = 0; i < m_window; ++i) m_time[i] = m_cut[i] * m_slope[i];
  m_fft.forward(m_time, m_slopeBins);
  reassign(octave, scale / static_cast<float>(kHannNoiseBins));
}

// w' = w - Im(X_dw / X_w), in bins.
void Spectrogram::reassign(const Octave& octave, float scale) noexcept {
  const double binsPerRadian = static_cast<double>(m_window) / (2 * std::numbers::pi);
  const double hertzPerBin = octave.rateHz / static_cast<double>(m_window);
  for (std::size_t bin = octave.firstBin; bin <= octave.lastBin; ++bin) {
    const double norm = static_cast<double>(std::norm(m_bins[bin]));
    const double power = norm * static_cast<double>(scale);
    if (power < kMinPower) continue;
    const double turn = static_cast<double>((m_slopeBins[bin] * std::conj(m_bins[bin])).imag()) / norm;
    const double shift = -turn * binsPerRadian;
    if (std::abs(shift) > kMaxShiftBins) continue;
    const double hertz = (static_cast<double>(bin) + shift) * hertzPerBin;
    if (hertz < std::max(octave.lowHz, SpectrogramRows::kLowestHz) || hertz >= octave.highHz) continue;
    const double row = SpectrogramRows::of(hertz);
    if (row < static_cast<double>(SpectrogramRows::kCount)) m_rowPower[static_cast<std::size_t>(row)] += power;
  }
}

void Spectrogram::addRows(const Octave& octave) noexcept {
  for (std::size_t bin = octave.firstBin; bin <= octave.lastBin; ++bin) {
    m_db[bin] = static_cast<float>(dbOf(static_cast<double>(m_power[bin])));
  }
  if (octave.firstBin == 1) m_db[0] = m_db[1];  // the constant is none of the rows
  for (const Row& row : octave.rows) m_rowDb[row.row] += row.weight * rowDb(row);
}

double Spectrogram::rowDb(const Row& row) const noexcept {
  const auto at = [this](double bin) {
    const double place = std::clamp(bin, 1.0, static_cast<double>(m_db.size() - 3));
    const auto below = static_cast<std::size_t>(place);
    return cubic(m_db[below - 1], m_db[below], m_db[below + 1], m_db[below + 2], place - static_cast<double>(below));
  };
  double highest = at((row.low + row.high) / 2);
  const auto first = static_cast<std::size_t>(std::max(1.0, std::ceil(row.low)));
  for (std::size_t bin = first; static_cast<double>(bin) < row.high && bin < m_db.size(); ++bin) {
    highest = std::max(highest, static_cast<double>(m_db[bin]));
  }
  return highest;
}

}  // namespace tunescope::core
