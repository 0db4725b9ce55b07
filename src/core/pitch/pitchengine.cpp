// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/pitchengine.h"

#include "core/dsp/sane.h"
#include "core/pitch/pitchengineimpl.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

namespace tunescope::core {

namespace {

constexpr double kBeforeAttackS = 0.0015;  // of what is looked at: windows weigh their ends little
constexpr double kNewNotePeriods = 2.2;    // of the old note, and
constexpr double kNewNoteS = 0.03;         // by which a new one shows after a break
constexpr double kMinPeriods = 3;          // of a new note that are kept when it takes over from another

}  // namespace

void PitchEngine::Impl::reset() noexcept {
  m_mainsHum.reset();
  m_history.reset();
  m_onset.reset();
  m_watch.reset();
  m_path.reset();
  m_brokenAt.reset();
  m_tracker.reset();
  m_samples = 0;
  m_validFrom = 0;
  m_attackAt = 0;
  m_attackFrom = 0;
  m_stiffness.reset();
  m_followShare = 0;
  m_hopsSinceSearch = 0;
  m_hopsSinceOnset = kSameAttackHops;
  m_lastHertz = 1;
  m_ageHops = 0;
  m_basis = {};
}

// Until a break is explained, only what came after it is looked at.
void PitchEngine::Impl::watch(bool onset) noexcept {
  if (onset) {
    m_brokenAt.reset();
    m_watch.reset();
    m_path.reset();
  } else if (m_tracker.isActive() && !m_brokenAt) {
    const int level = levelFor(m_tracker.hertz());
    if (const auto agoS = m_watch.process(m_history, level, m_ladder.levelRateHz(level), m_tracker.hertz())) {
      const auto ago = std::min(static_cast<std::uint64_t>(*agoS * m_settings.sampleRateHz), m_samples);
      m_brokenAt = std::max(m_validFrom, m_samples - ago);
    }
  }
}

// Where the sound begins that belongs to the note which the tracker has just begun.
void PitchEngine::Impl::noteBegins(double hertz) noexcept {
  m_stiffness.reset();
  if (std::abs(std::log2(hertz / m_lastHertz)) < kSameNoteOctaves)
    m_watch.restart();
  else
    m_watch.reset();
  m_path.reset();
  if (m_brokenAt) {
    m_validFrom = *m_brokenAt;
    m_brokenAt.reset();
  } else if (m_tracker.hopsSinceChange() != PitchTracker::kUnknown) {
    const auto hops = static_cast<std::uint64_t>(m_tracker.hopsSinceChange()) * m_ladder.hopFrames;
    const auto periods = static_cast<std::uint64_t>(kMinPeriods * m_settings.sampleRateHz / hertz);
    m_validFrom = std::max(m_validFrom, m_samples - std::min(m_samples, std::max(hops, periods)));
  }
}

PitchReading PitchEngine::Impl::report(const PitchEvidence& evidence, PitchTracker::Decision decision) noexcept {
  PitchReading reading;
  reading.availableS = secondsHeard();
  reading.timeS = reading.availableS - 0.5 * static_cast<double>(m_ladder.hopFrames) / m_settings.sampleRateHz;
  if (decision == PitchTracker::Decision::Begins) {
    noteBegins(evidence.hertz);
    reading.noteBegan = true;
  }
  if (decision == PitchTracker::Decision::Silent && m_brokenAt) {
    m_validFrom = *m_brokenAt;
    m_brokenAt.reset();
  }
  if (decision != PitchTracker::Decision::Begins && decision != PitchTracker::Decision::Goes) return reading;
  if (m_brokenAt) {  // the same note, moving
    m_watch.accept();
    m_path.hold();
    m_brokenAt.reset();
  }
  m_lastHertz = evidence.hertz;
  m_path.add(evidence.hertz, evidence.sigmaCents);
  if (m_lastFit.ok && m_lastFit.measured.sigma > 0 && m_lastFit.measured.b < maxStiffness(evidence.hertz)) {
    m_stiffness.add(m_lastFit.measured,
                    static_cast<double>(m_spectrum.size()) / static_cast<double>(m_history.hopFrames(m_spectrumLevel)));
  }
  reading.timeS = std::max(0.0, reading.availableS - m_readingCentreS);
  reading.hertz = evidence.hertz;
  reading.sigmaCents = evidence.sigmaCents;
  m_ageHops = reading.noteBegan ? 0 : m_ageHops + 1;
  m_basis = {.explained = evidence.explained,
             .harmonicShare = evidence.harmonicShare,
             .partials = static_cast<double>(m_lastFit.partials),
             .periods = 2 * m_readingCentreS * evidence.hertz,
             .sigmaCents = evidence.sigmaCents,
             .ageHops = static_cast<double>(m_ageHops),
             .firstShare = m_strongestShare,
             .jointRest = m_jointRest,
             .isAttack = isAttack()};
  reading.confidence = confidenceOf(m_basis);
  if (m_stiffness.value().b > 0) reading.inharmonicity = m_stiffness.value().b;
  return reading;
}

PitchReading PitchEngine::Impl::process(std::span<const float> hop) noexcept {
  assert(hop.size() == m_ladder.hopFrames);
  // One sample that is not a number, or absurd, would spoil every window that it stands in.
  std::ranges::transform(hop, m_hop.begin(), saneSample);
  m_mainsHum.subtract(m_hop);
  const bool onset = m_onset.process(m_hop);
  m_samples += hop.size();
  if (onset && !(m_hopsSinceOnset < kSameAttackHops)) {
    const auto marginFrames = static_cast<std::size_t>(kBeforeAttackS * m_settings.sampleRateHz);
    m_validFrom = m_samples - std::min<std::uint64_t>(m_samples, m_onset.framesSince() + marginFrames);
    m_attackFrom = m_validFrom;
  }
  if (onset) m_attackAt = m_samples;
  m_hopsSinceOnset = onset ? 0 : std::min(m_hopsSinceOnset + 1, kSameAttackHops);
  m_history.push(m_hop);
  watch(onset);

  m_coarse = {};
  const HarmonicMatch followed = onset || m_brokenAt ? HarmonicMatch{} : follow();
  PitchEvidence evidence = measure(followed.count > 0 ? followed : search());
  if (followed.count > 0 && (evidence.sigmaCents > kUnrefinedSigmaCents || evidence.explained < kExplainsLittle))
    evidence = measure(search());
  // A pitch that moves breaks its period now and then; what came after may be too short to say anything. In noise no
  // stretch as short says anything: when a new note would have shown, all is looked at again.
  const bool lateForNew = m_brokenAt && validS() > kNewNotePeriods / m_tracker.hertz() && validS() > kNewNoteS;
  if (m_brokenAt && (m_path.isMoving() || lateForNew) && m_tracker.isInconclusive(evidence)) {
    m_watch.accept();
    m_brokenAt.reset();
    evidence = measure(search());
  }
  m_tracker.setHumTakenOut(m_mainsHum.power());
  const PitchTracker::Decision decision = m_tracker.process(evidence, onset, m_brokenAt.has_value());
  m_mainsHum.learn(m_tracker.isActive() ? std::optional(m_tracker.hertz()) : std::nullopt,
                   onset || decision == PitchTracker::Decision::Begins);
  return report(evidence, decision);
}

PitchEngine::PitchEngine(const PitchSettings& settings) : m_impl(std::make_unique<Impl>(settings)) {}
PitchEngine::~PitchEngine() = default;
PitchEngine::PitchEngine(PitchEngine&&) noexcept = default;
PitchEngine& PitchEngine::operator=(PitchEngine&&) noexcept = default;

const PitchSettings& PitchEngine::settings() const noexcept {
  return m_impl->settings();
}
std::size_t PitchEngine::hopFrames() const noexcept {
  return m_impl->hopFrames();
}
PitchReading PitchEngine::process(std::span<const float> hop) noexcept {
  return m_impl->process(hop);
}
const ConfidenceBasis& PitchEngine::confidenceBasis() const noexcept {
  return m_impl->confidenceBasis();
}
void PitchEngine::reset() noexcept {
  m_impl->reset();
}

}  // namespace tunescope::core
