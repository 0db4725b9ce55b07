// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hum/mainshum.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;
constexpr std::array<double, 4> kScoutsHz = {50, 100, 60, 120};
constexpr double kStraysHz = 0.3;       // maximum deviation of the first line found from its nominal frequency
constexpr double kFound = 0.02;         // maximum unsteady share of a line's power while no hum is known,
constexpr double kStays = 0.05;         // and while it is known
constexpr double kLineStands = 0.1;     // the same of a harmonic to subtract
constexpr double kAsKnown = 0.5;        // if less than this is left of a line, subtracting it adds power
constexpr double kUnlike = 0.5;         // of a line's amplitude: a block that is off by more is not used for the phase
constexpr double kDrownedBy = 2;        // times a line's power: a louder line does not show whether hum is still there
constexpr double kTellingShare = 0.02;  // of the hum's power: minimum in the usable lines for a verdict,
constexpr double kTellingOverNoise = 10;
constexpr int kGoneBlocks = 2;
constexpr int kGoneUnderANote = 3;
constexpr std::size_t kFollowBlocks = 5;  // minimum number of usable blocks
constexpr double kBesideHz = 9;           // from a partial: there a block's window has fallen by 50 dB
constexpr double kStretch = 2.5e-5;       // of the l-th partial, times l squared: margin for a stiff string
constexpr double kRetuneHz = 0.015;
constexpr double kForgetS = 5;
constexpr std::size_t kWaveLanes = 8;

bool allows(Mains mains, double nominalHz) noexcept {
  return mains == Mains::Found || mains == (nominalHz == 50 ? Mains::Hz50 : Mains::Hz60);
}

bool isSteady(const HumFit& fit, double nominalHz, double unsteady) noexcept {
  const double offHz = std::abs(fit.hum.hertz - nominalHz);
  return (fit.unsteady[0] < unsteady && offHz <= kStraysHz) || (fit.unsteady[1] < unsteady && 2 * offHz <= kStraysHz);
}

}  // namespace

MainsHum::MainsHum(Mains mains, double sampleRateHz, std::size_t hopFrames)
    : m_mains(mains),
      m_timing(sampleRateHz, hopFrames),
      m_scouts(m_timing, kScoutsHz.size(), kBlocks),
      m_lines(m_timing, kHumLines, kBlocks),
      m_low(m_timing.hopsOf(kBlocks) * LineTiming::kLowFrames),
      m_wave(hopFrames),
      m_hopMasks(m_timing.blockHops) {
  reset();
}

void MainsHum::reset() noexcept {
  m_scouts.tune(kScoutsHz, 0);
  std::ranges::fill(m_hopMasks, LineMask{0});
  m_blockMasks.fill(0);
  m_hop = 0;
  m_quietHops = 0;
  m_nominalHz = 0;
  m_hum.reset();
  m_before.reset();
  m_isNew = false;
  m_goneBlocks = 0;
}

std::optional<Hum> MainsHum::hum() const noexcept {
  return m_hum;
}

double MainsHum::power() const noexcept {
  return m_hum ? m_hum->power() : 0;
}

void MainsHum::subtract(std::span<float> hop) noexcept {
  if (m_mains == Mains::Off) return;
  assert(hop.size() == m_timing.hopFrames);
  const std::size_t kept = m_low.size() / LineTiming::kLowFrames;
  m_timing.decimate(hop, std::span(m_low).subspan(static_cast<std::size_t>(m_hop % kept) * LineTiming::kLowFrames,
                                                  LineTiming::kLowFrames));
  if (!m_hum && !m_before) return;
  const double timeS = static_cast<double>(m_hop) * m_timing.hopS;
  std::ranges::fill(m_wave, 0.0F);
  // Crossfade over a hop from the previous estimate to the current one.
  if (m_before) addWave(*m_before, timeS, 1, m_isNew ? 0 : 1);
  if (m_isNew && m_hum) addWave(*m_hum, timeS, 0, 1);
  m_before = m_hum;
  m_isNew = false;
  for (std::size_t i = 0; i < hop.size(); ++i) hop[i] -= m_wave[i];
}

// Computes the harmonics in eight lanes of neighbouring samples, each advanced by eight samples at a time.
void MainsHum::addWave(const Hum& hum, double timeS, float from, float to) noexcept {
  const float slope = (to - from) / static_cast<float>(m_wave.size());
  for (std::size_t l = 0; l < kHumLines; ++l) {
    if (hum.amplitudes[l] == 0.0) continue;
    const double w = kTwoPi * static_cast<double>(l + 1) * hum.hertz / m_timing.sampleRateHz;
    const std::complex<double> begin = hum.at(l, timeS);
    std::array<float, kWaveLanes> re{};
    std::array<float, kWaveLanes> im{};
    std::array<float, kWaveLanes> gain{};
    for (std::size_t j = 0; j < kWaveLanes; ++j) {
      const std::complex<double> p = begin * std::polar(1.0, w * static_cast<double>(j));
      re[j] = static_cast<float>(p.real());
      im[j] = static_cast<float>(p.imag());
      gain[j] = from + slope * static_cast<float>(j);
    }
    const auto c = static_cast<float>(std::cos(w * kWaveLanes));
    const auto s = static_cast<float>(std::sin(w * kWaveLanes));
    for (std::size_t i = 0; i < m_wave.size(); i += kWaveLanes) {
      for (std::size_t j = 0; j < kWaveLanes; ++j) {
        m_wave[i + j] += gain[j] * re[j];
        const float turned = c * re[j] - s * im[j];
        im[j] = c * im[j] + s * re[j];
        re[j] = turned;
        gain[j] += slope * kWaveLanes;
      }
    }
  }
}

// Harmonics of the hum that no partial of the note disturbs.
MainsHum::LineMask MainsHum::linesBeside(double noteHz) const noexcept {
  LineMask mask = 0;
  for (std::size_t k = 0; k < kHumLines; ++k) {
    const double hertz = static_cast<double>(k + 1) * m_nominalHz;
    const double l = std::max(1.0, std::round(hertz / noteHz));
    if (std::abs(hertz - l * noteHz) > kBesideHz + kStretch * l * l * hertz) mask |= LineMask{1} << k;
  }
  return mask;
}

void MainsHum::learn(std::optional<double> noteHz, bool changed) noexcept {
  if (m_mains == Mains::Off) return;
  const std::size_t kept = m_low.size() / LineTiming::kLowFrames;
  const auto low = std::span<const float>(m_low).subspan(
      static_cast<std::size_t>(m_hop % kept) * LineTiming::kLowFrames, LineTiming::kLowFrames);
  m_quietHops = noteHz || changed ? 0 : m_quietHops + 1;
  m_hopMasks[static_cast<std::size_t>(m_hop % m_timing.blockHops)] = changed                      ? 0
                                                                     : noteHz && m_nominalHz == 0 ? 0
                                                                     : noteHz                     ? linesBeside(*noteHz)
                                                                                                  : kAllLines;
  ++m_hop;
  const bool isBlock = (m_nominalHz > 0 ? m_lines : m_scouts).add(low);
  if (m_hop % m_timing.stepHops != 0) return;
  std::shift_right(m_blockMasks.begin(), m_blockMasks.end(), 1);
  LineMask all = kAllLines;
  for (const LineMask mask : m_hopMasks) all &= mask;
  m_blockMasks[0] = all;
  if (isBlock) evaluate();
}

// Number of newest blocks without a note or an attack.
std::size_t MainsHum::quietBlocks() const noexcept {
  if (m_quietHops < m_timing.blockHops) return 0;
  return std::min((m_quietHops - m_timing.blockHops) / m_timing.stepHops + 1, kBlocks);
}

void MainsHum::evaluate() noexcept {
  if (m_nominalHz == 0) {
    scout();
    return;
  }
  const std::optional<Hum> before = m_hum;
  if (m_hum && isGone()) m_hum.reset();
  if (std::min(quietBlocks(), m_lines.blocks()) >= kFewBlocks)
    refit();
  else if (m_hum)
    follow();
  if (m_hum) m_heardAt = m_hop;
  m_isNew = m_isNew || m_hum || before;
  if (m_hum && std::abs(m_hum->hertz - m_lines.hertz(0)) > kRetuneHz) tune(m_hum->hertz);
  if (static_cast<double>(m_hop - m_heardAt) * m_timing.hopS > kForgetS) {
    m_nominalHz = 0;
    m_scouts.tune(kScoutsHz, m_hop);
  }
}

// Looks for the first two harmonics of either mains. If the mains is given, fewer blocks suffice.
void MainsHum::scout() noexcept {
  const std::size_t blocks = std::min(quietBlocks(), m_scouts.blocks());
  if (blocks < (m_mains == Mains::Found ? kBlocks : kFewBlocks)) return;
  double strongest = 0;
  double hertz = 0;
  for (std::size_t first = 0; first < kScoutsHz.size(); first += 2) {
    if (!allows(m_mains, kScoutsHz[first])) continue;
    const HumFit fit = fitHum(m_scouts, m_timing, blocks, first, 2);
    if (!isSteady(fit, kScoutsHz[first], kFound) || fit.hum.power() <= strongest) continue;
    strongest = fit.hum.power();
    hertz = fit.hum.hertz;
    m_nominalHz = kScoutsHz[first];
  }
  if (strongest == 0) return;
  m_heardAt = m_hop;
  m_lost.fill(0);
  m_goneBlocks = 0;
  tune(hertz);
  refit();
  m_isNew = m_hum.has_value();
}

// Tunes the bank of all harmonics to a frequency and feeds it the kept hops.
void MainsHum::tune(double hertz) noexcept {
  std::array<double, kHumLines> lines{};
  for (std::size_t k = 0; k < kHumLines; ++k) lines[k] = static_cast<double>(k + 1) * hertz;
  const std::size_t kept = m_low.size() / LineTiming::kLowFrames;
  const std::uint64_t from = m_hop - std::min<std::uint64_t>(m_hop, kept);
  m_lines.tune(lines, from);
  for (std::uint64_t hop = from; hop < m_hop; ++hop)
    m_lines.add(std::span<const float>(m_low).subspan(static_cast<std::size_t>(hop % kept) * LineTiming::kLowFrames,
                                                      LineTiming::kLowFrames));
}

// Whether the usable lines contain less than half of the expected hum, so that subtracting it makes the sound louder.
bool MainsHum::isGone() noexcept {
  const double timeS = m_lines.centreS(0);
  double known = 0;
  double agrees = 0;
  double noise = 0;
  for (std::size_t k = 0; k < kHumLines; ++k) {
    if ((m_blockMasks[0] >> k & 1) == 0) continue;
    const std::complex<double> expected = m_hum->at(k, timeS);
    if (expected == 0.0) continue;
    const std::complex<double> block = m_lines.heard(0, k);
    if (std::norm(block) > kDrownedBy * std::norm(expected)) continue;
    known += std::norm(expected);
    agrees += (block * std::conj(expected)).real();
    noise += m_noise[k];
  }
  const bool tells = known > kTellingShare * m_hum->power() && known > kTellingOverNoise * noise;
  if (!tells) return false;
  m_goneBlocks = agrees < kAsKnown * known ? m_goneBlocks + 1 : 0;
  return m_goneBlocks >= (m_quietHops > m_timing.blockHops ? kGoneBlocks : kGoneUnderANote);
}

// Refits everything while there is no note, over the longest steady stretch.
void MainsHum::refit() noexcept {
  const std::size_t most = std::min(quietBlocks(), m_lines.blocks());
  for (const std::size_t blocks : {most, kFewBlocks}) {
    const HumFit fit = fitHum(m_lines, m_timing, blocks, 0, kHumLines);
    if (!isSteady(fit, m_nominalHz, kStays)) continue;
    adopt(fit);
    break;
  }
  if (!m_hum) return;
  dropLostLines();
  if (m_hum->power() == 0) m_hum.reset();
}

void MainsHum::adopt(const HumFit& fit) noexcept {
  Hum hum{.hertz = fit.hum.hertz, .timeS = fit.hum.timeS, .amplitudes = {}};
  for (std::size_t k = 0; k < kHumLines; ++k) {
    if (fit.unsteady[k] < kLineStands) {
      hum.amplitudes[k] = fit.hum.amplitudes[k];
      m_noise[k] = fit.noise[k];
    } else if (m_hum) {
      hum.amplitudes[k] = m_hum->at(k, hum.timeS);
    }
  }
  m_hum = hum;
  m_goneBlocks = 0;
}

void MainsHum::dropLostLines() noexcept {
  const double timeS = m_lines.centreS(0);
  for (std::size_t k = 0; k < kHumLines; ++k) {
    const std::complex<double> expected = m_hum->at(k, timeS);
    const double agrees = (m_lines.heard(0, k) * std::conj(expected)).real();
    m_lost[k] = agrees < kAsKnown * std::norm(expected) ? static_cast<std::uint8_t>(m_lost[k] + 1) : std::uint8_t{0};
    if (m_lost[k] < kGoneBlocks) continue;
    m_hum->amplitudes[k] = 0;
    m_lost[k] = 0;
  }
}

// Tracks frequency and phase during a note, on the harmonics beside its partials: a straight line through the phases of
// the last blocks. Amplitudes stay.
void MainsHum::follow() noexcept {
  double i0 = 0, i1 = 0, i2 = 0, s0 = 0, s1 = 0;
  std::size_t useful = 0;
  const double nowS = m_lines.centreS(0);
  for (std::size_t back = 0; back < m_lines.blocks(); ++back) {
    const double timeS = m_lines.centreS(back);
    const double u = timeS - nowS;
    const double before = i0;
    for (std::size_t k = 0; k < kHumLines; ++k) {
      const std::complex<double> expected = m_hum->at(k, timeS);
      if (expected == 0.0) continue;
      if ((m_blockMasks[back] >> k & 1) == 0) continue;
      const std::complex<double> ratio = m_lines.heard(back, k) / expected;
      if (std::abs(ratio - 1.0) > kUnlike) continue;
      const auto harmonic = static_cast<double>(k + 1);
      const double weight = std::norm(expected) / m_noise[k];
      const double information = weight * harmonic * harmonic;
      i0 += information;
      i1 += information * u;
      i2 += information * u * u;
      s0 += weight * harmonic * ratio.imag();
      s1 += weight * harmonic * ratio.imag() * u;
    }
    useful += i0 > before ? 1 : 0;
  }
  const double det = i0 * i2 - i1 * i1;
  if (useful < kFollowBlocks || det <= 0) return;
  const double phase = (s0 * i2 - s1 * i1) / det;  // of the first harmonic, at the newest block
  const double slope = (s1 * i0 - s0 * i1) / det;
  Hum hum{.hertz = m_hum->hertz + slope / kTwoPi, .timeS = nowS, .amplitudes = {}};
  if (std::abs(hum.hertz - m_nominalHz) > kStraysHz) return;
  for (std::size_t k = 0; k < kHumLines; ++k)
    hum.amplitudes[k] = m_hum->at(k, nowS) * std::polar(1.0, static_cast<double>(k + 1) * phase);
  m_hum = hum;
}

}  // namespace tunescope::core
