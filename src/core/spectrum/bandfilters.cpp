// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spectrum/bandfilters.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace tunescope::core {

namespace {

using Complex = std::complex<double>;

constexpr double kMaxEdge = 0.47;           // of the rate: the bilinear transform has room above it
constexpr double kMaxDecimatedEdge = 0.06;  // of a stage's rate: the next stage has no aliases near the band
constexpr double kDenormalGuard = 1e-40;    // silence must not cost more than sound

double octaveSteps(double octaves) noexcept {
  return std::pow(10, 0.3 * octaves);
}

// The analogue frequency that the bilinear transform (with T = 2) takes to this one.
double prewarped(double hertz, double rateHz) noexcept {
  return std::tan(std::numbers::pi * hertz / rateHz);
}

Complex bilinear(Complex s) noexcept {
  return (1.0 + s) / (1.0 - s);
}

}  // namespace

std::vector<FractionalBand> fractionalBands(BandFraction fraction, double sampleRateHz) {
  const int perOctave = fraction == BandFraction::Octave ? 1 : 3;
  const int first = fraction == BandFraction::Octave ? -5 : -17;
  const int last = fraction == BandFraction::Octave ? 4 : 13;
  std::vector<FractionalBand> bands;
  bands.reserve(static_cast<std::size_t>(last - first + 1));
  for (int x = first; x <= last; ++x) {
    const double centreHz = 1000 * octaveSteps(static_cast<double>(x) / perOctave);
    const double half = octaveSteps(0.5 / perOctave);
    if (centreHz * half > kMaxEdge * sampleRateHz) break;
    bands.push_back({.centreHz = centreHz, .lowHz = centreHz / half, .highHz = centreHz * half});
  }
  return bands;
}

// IEC 61260-1:2014, annex E: the R10 series, of preferred numbers (ISO 266).
double nominalHz(const FractionalBand& band) noexcept {
  constexpr std::array kPreferred = {1.0, 1.25, 1.6, 2.0, 2.5, 3.15, 4.0, 5.0, 6.3, 8.0};
  const auto step = static_cast<int>(std::lround(10 * std::log10(band.centreHz)));
  const int decade = step >= 0 ? step / 10 : (step - 9) / 10;
  return kPreferred[static_cast<std::size_t>(step - 10 * decade)] * std::pow(10, decade);
}

BandFilterBank::BandFilterBank(BandFraction fraction, double sampleRateHz)
    : m_bands(fractionalBands(fraction, sampleRateHz)) {
  m_stages.push_back({.rateHz = sampleRateHz});
  m_filters.reserve(m_bands.size());
  for (const FractionalBand& band : m_bands) {
    std::size_t stage = 0;
    double rateHz = sampleRateHz;
    for (; band.highHz < kMaxDecimatedEdge * rateHz; ++stage) rateHz /= 2;
    m_filters.push_back(designed(band, rateHz));
    m_filters.back().stage = stage;
    m_stages.reserve(stage + 1);
    m_halvers.reserve(stage);
    while (m_stages.size() <= stage) {
      const double nextRateHz = m_stages.back().rateHz / 2;
      m_stages.push_back({.rateHz = nextRateHz});
      m_halvers.emplace_back(kMaxBlock);
    }
  }
}

// Butterworth 1930: poles on a circle, moved to both sides of the band and then into the unit circle. Each pair of
// conjugate poles is a section with zeros at 0 Hz and half the rate; its gain is 1 at the middle of the band.
BandFilterBank::Filter BandFilterBank::designed(const FractionalBand& band, double rateHz) noexcept {
  const double low = prewarped(band.lowHz, rateHz), high = prewarped(band.highHz, rateHz);
  const double width = high - low, square = low * high;
  // The angle of the analogue centre, where the band pass has no loss.
  const Complex centre = bilinear(Complex(0, std::sqrt(square)));
  Filter filter;
  for (std::size_t i = 0; i < kSections / 2; ++i) {
    const double angle = std::numbers::pi * (0.5 + (2.0 * static_cast<double>(i) + 1) / (2.0 * kSections));
    const Complex half = std::polar(width / 2, angle);
    const Complex root = std::sqrt(half * half - square);
    for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
      const Complex pole = bilinear(side == 0 ? half + root : half - root);
      Section& section = filter.sections[2 * i + side];
      section.a1 = -2 * pole.real();
      section.a2 = std::norm(pole);
      const Complex z = 1.0 / centre;
      section.gain = std::abs((1.0 + section.a1 * z + section.a2 * z * z) / (1.0 - z * z));
    }
  }
  return filter;
}

double BandFilterBank::squaresOf(Filter& filter, std::span<const float> samples) noexcept {
  auto sections = filter.sections;
  double sum = 0;
  for (const float sample : samples) {
    auto value = static_cast<double>(sample);
    for (Section& section : sections) {
      const double scaled = section.gain * value;
      value = scaled + section.s1;
      section.s1 = section.s2 - section.a1 * value;
      section.s2 = -scaled - section.a2 * value;
    }
    sum += value * value;
  }
  for (Section& section : sections) {
    if (std::abs(section.s1) < kDenormalGuard) section.s1 = 0;
    if (std::abs(section.s2) < kDenormalGuard) section.s2 = 0;
  }
  filter.sections = sections;
  return sum;
}

void BandFilterBank::add(std::span<const float> samples) noexcept {
  while (!samples.empty()) {
    const std::size_t count = std::min(samples.size(), kMaxBlock);
    addBlock(samples.first(count));
    samples = samples.subspan(count);
  }
}

void BandFilterBank::addBlock(std::span<const float> samples) noexcept {
  std::span<const float> block = samples;
  for (std::size_t i = 0; i < m_stages.size() && !block.empty(); ++i) {
    m_stages[i].count += block.size();
    for (Filter& filter : m_filters) {
      if (filter.stage == i) filter.squares += squaresOf(filter, block);
    }
    if (i < m_halvers.size()) block = m_halvers[i].process(block);
  }
}

void BandFilterBank::takeMeans(std::span<double> powers) noexcept {
  for (std::size_t b = 0; b < m_filters.size(); ++b) {
    Filter& filter = m_filters[b];
    const auto count = static_cast<double>(m_stages[filter.stage].count);
    powers[b] = count > 0 ? 2 * filter.squares / count : 0;
    filter.squares = 0;
  }
  for (Stage& stage : m_stages) stage.count = 0;
}

void BandFilterBank::reset() noexcept {
  interrupt();
  for (Filter& filter : m_filters) filter.squares = 0;
  for (Stage& stage : m_stages) stage.count = 0;
}

void BandFilterBank::interrupt() noexcept {
  for (Filter& filter : m_filters) {
    for (Section& section : filter.sections) section.s1 = section.s2 = 0;
  }
  for (BlockHalver& halver : m_halvers) halver.reset();
}

double BandFilterBank::magnitudeAt(std::size_t band, double hertz) const noexcept {
  const Filter& filter = m_filters[band];
  const Complex z = std::polar(1.0, -2 * std::numbers::pi * hertz / m_stages[filter.stage].rateHz);
  double magnitude = 1;
  for (const Section& section : filter.sections) {
    magnitude *= std::abs(section.gain * (1.0 - z * z) / (1.0 + section.a1 * z + section.a2 * z * z));
  }
  return magnitude;
}

}  // namespace tunescope::core
