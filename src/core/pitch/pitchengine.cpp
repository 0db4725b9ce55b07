// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/pitchengine.h"

#include "core/dsp/sane.h"
#include "core/hum/mainshum.h"
#include "core/pitch/fit/pitchmeasurement.h"
#include "core/pitch/fit/stiffness.h"
#include "core/pitch/search/multiratehistory.h"
#include "core/pitch/search/periodwatch.h"
#include "core/pitch/search/pitchregisters.h"
#include "core/pitch/search/pitchsearch.h"
#include "core/pitch/search/registerspectrum.h"
#include "core/pitch/track/hoprise.h"
#include "core/pitch/track/interruption.h"
#include "core/pitch/track/notememory.h"
#include "core/pitch/track/notespan.h"
#include "core/pitch/track/onset.h"
#include "core/pitch/track/pitchmotion.h"
#include "core/pitch/track/pitchmultiple.h"
#include "core/pitch/track/pitchpath.h"
#include "core/pitch/track/pitchtracker.h"
#include "core/pitch/track/presentnote.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace tunescope::core {

namespace {

constexpr double kNewNotePeriods = 2.2;       // periods of the old note: after a break, a new one shows in this time
constexpr double kNewNoteS = 0.03;            // and within this time
constexpr double kMinPeriods = 3;             // of a new note, kept when it replaces another
constexpr double kMinShare = 0.5;             // of all power: partials must explain it if the sound has interruptions
constexpr double kSameLineOctaves = 0.03;     // tolerance between a pitch and a partial of the present note
constexpr double kCoarselySameOctaves = 0.1;  // the same if the pitch was read off the NSDF;
constexpr double kMaxHeldRise = 1.5;          // the power must not rise by more then
constexpr double kOnlyThat = 0.98;            // share of the peaks' power in the note of a string that was touched
constexpr double kSameAttackS = 0.3;          // further onsets within this time belong to the same attack
constexpr double kUnrestFades = 0.96;         // factor per hop
constexpr double kSuspectConfidence = 0.05;   // limit for a note that may be hum
constexpr double kOverRumble = 0.7;           // of the remaining power: minimum for a new note if rumble was left out

}  // namespace

// Follows a note from hop to hop. PitchSearch finds the note that a hop contains and PitchMeasurement measures it, both
// from the signal and a PresentNote alone.
class PitchEngine::Impl {
 public:
  explicit Impl(const PitchSettings& settings)
      : m_settings(settings),
        m_registers(settings),
        m_hop(m_registers.ladder().hopFrames),
        m_interruption(settings.sampleRateHz),
        m_mainsHum(settings.mains, settings.sampleRateHz, m_registers.ladder().hopFrames),
        m_history(m_registers.ladder(), PitchRegisters::kWindow),
        m_search(m_registers),
        m_measurement(m_registers),
        m_span(settings.sampleRateHz),
        m_memory(m_registers.hopS()),
        m_path(m_registers.hopS()),
        m_motion(m_registers.hopS()),
        m_tracker(m_registers.hopS(), settings.mains) {}

  const PitchSettings& settings() const noexcept { return m_settings; }
  std::size_t hopFrames() const noexcept { return m_hop.size(); }
  const ConfidenceBasis& confidenceBasis() const noexcept { return m_basis; }

  PitchReading process(std::span<const float> hop) noexcept;
  void reset() noexcept;

 private:
  PresentNote presentNote() const noexcept;
  void rememberRinging() noexcept;
  void watch(bool onset) noexcept;
  void noteBegins(double hertz) noexcept;
  MeasuredPitch measure(const PitchFinding& finding) noexcept;
  MeasuredPitch measureSearched() noexcept;
  MeasuredPitch read(bool onset) noexcept;
  bool isMadeByInterruptions(const MeasuredPitch& measured) const noexcept;
  bool isMadeByRumble(const MeasuredPitch& measured) const noexcept;
  bool isTouched(const MeasuredPitch& measured, std::size_t factor) noexcept;
  void holdNote(MeasuredPitch& measured) noexcept;
  void holdSpreadNote(MeasuredPitch& measured) noexcept;
  ConfidenceBasis basisOf(const MeasuredPitch& measured) const noexcept;
  PitchReading report(const MeasuredPitch& measured, PitchTracker::Decision decision) noexcept;

  PitchSettings m_settings;
  PitchRegisters m_registers;
  std::vector<float> m_hop;
  Interruption m_interruption;
  MainsHum m_mainsHum;
  MultirateHistory m_history;
  RegisterSpectrum m_spectrum;  // of this hop
  RingingLines m_ringing;       // lines before the last attack
  RingingLines m_beforeBreak;   // the note's lines, before its period broke
  PitchSearch m_search;
  PitchMeasurement m_measurement;
  OnsetDetector m_onset;
  HopRise m_rise;
  NoteSpan m_span;
  PeriodWatch m_watch;
  NoteMemory m_memory;
  PartialPowers m_lines;     // of this hop's match
  std::size_t m_factor = 1;  // of that match's pitch to the present note's
  PitchPath m_path;
  PitchMotion m_motion;
  PitchTracker m_tracker;
  NoteStiffness m_stiffness;
  double m_matchShare = 0;  // of the peaks' power that the last match explained
  double m_lastHertz = 1;   // last reported pitch
  int m_ageHops = 0;        // of the reported note
  PitchCandidate m_coarse;  // of the last search
  double m_unrest = 0;      // recent pitch changes; see ConfidenceBasis
  ConfidenceBasis m_basis;  // of the last reading
};

void PitchEngine::Impl::reset() noexcept {
  m_interruption.reset();
  m_mainsHum.reset();
  m_history.reset();
  m_spectrum.invalidate();
  m_ringing.clear();
  m_beforeBreak.clear();
  m_search.reset();
  m_onset.reset();
  m_rise.reset();
  m_span.reset();
  m_watch.reset();
  m_memory.reset();
  m_path.reset();
  m_motion.reset();
  m_tracker.reset();
  m_stiffness.reset();
  m_matchShare = 0;
  m_lastHertz = 1;
  m_ageHops = 0;
  m_coarse = {};
  m_unrest = 0;
  m_basis = {};
}

PresentNote PitchEngine::Impl::presentNote() const noexcept {
  return {.soundS = m_span.noteS(),
          .hertz = m_tracker.isActive() ? m_tracker.hertz() : 0,
          .matchShare = m_matchShare,
          .hopPower = m_onset.power(),
          .stiffness = m_stiffness.value(),
          .isMoving = m_path.isMoving(),
          .isAttack = m_span.isAttack(),
          .beganSharply = m_span.beganSharply(),
          .ringing = m_ringing.isEmpty() ? nullptr : &m_ringing};
}

// Keeps the lines that sound before an attack. The ranks of an organ speak one after the other: that is one attack.
void PitchEngine::Impl::rememberRinging() noexcept {
  if (m_span.sinceAttackS() < kSameAttackS) return;
  m_memory.reset();
  m_ringing = m_span.isBroken() ? m_beforeBreak : m_spectrum.lines();
}

// Until a break is explained, only the sound after it is analysed.
void PitchEngine::Impl::watch(bool onset) noexcept {
  if (onset) {
    m_span.forgetBreak();
    m_watch.reset();
    m_path.reset();
  } else if (m_tracker.isActive() && !m_span.isBroken()) {
    const double hertz = m_tracker.hertz();
    const auto agoS = m_watch.process(m_history, m_registers.levelFor(hertz), m_registers.levelRateHz(hertz), hertz);
    if (agoS) {
      m_beforeBreak = m_spectrum.lines();
      m_span.breakAgo(*agoS);
    }
  }
}

// Sets where the sound begins that belongs to the note the tracker has just begun.
void PitchEngine::Impl::noteBegins(double hertz) noexcept {
  m_stiffness.reset();
  if (std::abs(std::log2(hertz / m_lastHertz)) < PresentNote::kSameNoteOctaves)
    m_watch.restart();
  else
    m_watch.reset();
  m_path.reset();
  m_motion.reset();
  if (m_span.isBroken()) {
    m_span.beginAtBreak();
  } else if (m_tracker.hopsSinceChange() != PitchTracker::kUnknown) {
    const auto hops = static_cast<std::uint64_t>(m_tracker.hopsSinceChange()) * hopFrames();
    const auto periods = static_cast<std::uint64_t>(kMinPeriods * m_settings.sampleRateHz / hertz);
    m_span.limit(std::max(hops, periods));
  }
}

MeasuredPitch PitchEngine::Impl::measure(const PitchFinding& finding) noexcept {
  const MeasuredPitch measured = m_measurement.measure(finding, m_spectrum, m_history, presentNote());
  m_matchShare = measured.matchShare;
  if (finding.coarse.hertz > 0) m_coarse = finding.coarse;
  m_lines = measured.fit.ok ? PartialPowers(finding.match, m_spectrum.partials()) : PartialPowers();
  if (measured.isStiffnessRefuted) m_stiffness.reset();
  return measured;
}

MeasuredPitch PitchEngine::Impl::measureSearched() noexcept {
  return measure(m_search.search(m_history, presentNote(), m_spectrum));
}

// The pitch of this hop: that of the present note if it continues, otherwise what a search finds.
MeasuredPitch PitchEngine::Impl::read(bool onset) noexcept {
  PitchFinding followed;
  if (!onset && !m_span.isBroken()) followed = m_search.follow(m_history, presentNote(), m_spectrum);
  const bool isFollowed = followed.match.count > 0;
  MeasuredPitch measured = isFollowed ? measure(followed) : measureSearched();
  if (isFollowed && (measured.evidence.sigmaCents > PitchMeasurement::kUnrefinedSigmaCents ||
                     measured.evidence.explained < PitchMeasurement::kExplainsLittle))
    measured = measureSearched();
  // A moving pitch breaks its period now and then, and the sound after the break may be too short to be conclusive. In
  // noise, no such short stretch is conclusive. So once a new note would have shown, search all of the sound again.
  const bool isLateForNew =
      m_span.isBroken() && m_span.noteS() > kNewNotePeriods / m_tracker.hertz() && m_span.noteS() > kNewNoteS;
  if (m_span.isBroken() && (m_path.isMoving() || isLateForNew) && m_tracker.isInconclusive(measured.evidence)) {
    m_watch.accept();
    m_span.forgetBreak();
    measured = measureSearched();
  }
  return measured;
}

bool PitchEngine::Impl::isMadeByInterruptions(const MeasuredPitch& measured) const noexcept {
  const PitchEvidence& evidence = measured.evidence;
  if (!evidence.present || presentNote().isAt(evidence.hertz)) return false;
  const bool isExplained = measured.fit.ok && evidence.explained > kMinShare;
  return m_interruption.mayMake(evidence.hertz, 2 * measured.centreS, isExplained);
}

// A new note in the spectrum that remains after rumble was left out: steeply falling noise shows single lines there.
bool PitchEngine::Impl::isMadeByRumble(const MeasuredPitch& measured) const noexcept {
  const PitchEvidence& evidence = measured.evidence;
  if (!evidence.present || !m_spectrum.partials().hasRumble() || presentNote().isAt(evidence.hertz)) return false;
  return !measured.fit.ok || evidence.explained < kOverRumble;
}

// The sound is the partials of a higher note alone, which the present note's string became when it was touched.
bool PitchEngine::Impl::isTouched(const MeasuredPitch& measured, std::size_t factor) noexcept {
  const bool isAll = m_spectrum.isValid() && !m_lines.isEmpty() && measured.evidence.harmonicShare > kOnlyThat;
  const PartialPlaces places{.f1Bins = m_tracker.hertz() / m_spectrum.binHz(), .inharmonicity = m_stiffness.value().b};
  return m_memory.isTouched(isAll ? PartialPowers(places, m_spectrum.partials()) : PartialPowers(), factor);
}

// The partials that remain of a decaying note can look like a higher note: keep the present note then.
void PitchEngine::Impl::holdNote(MeasuredPitch& measured) noexcept {
  m_factor = 1;
  if (!m_tracker.isActive() || !measured.evidence.present || m_span.isAttack()) return;
  const PitchMultiple multiple(measured.evidence.hertz, m_tracker.hertz(), m_stiffness.value().b);
  if (multiple.number < 2) return;
  const bool isCoarse = m_lines.isEmpty();
  if (multiple.octavesOff > (isCoarse ? kCoarselySameOctaves : kSameLineOctaves)) return;
  if (isCoarse && m_rise.value() > kMaxHeldRise) return;
  if (!m_memory.holds(m_lines, multiple.number) || isTouched(measured, multiple.number)) return;
  if (multiple.octavesOff > kSameLineOctaves) {  // too coarse to report
    measured.evidence = {};
    return;
  }
  m_factor = multiple.number;
  measured.evidence.hertz /= multiple.ratio;
}

// The partials of an ensemble, or of a wide vibrato, spread over many bins, so that no set of lines explains the
// spectrum. If most of the power still lies about the present note's partials, the note continues.
void PitchEngine::Impl::holdSpreadNote(MeasuredPitch& measured) noexcept {
  if (!m_tracker.isActive() || m_span.isAttack() || m_span.isBroken() || !m_tracker.isInconclusive(measured.evidence))
    return;
  const double hertz = m_tracker.hertz();
  if (!m_spectrum.analyze(m_registers, m_history, hertz, presentNote())) return;
  const auto spread = m_measurement.measureSpread(m_spectrum, m_history, hertz);
  if (!spread || m_interruption.isWithin(2 * spread->centreS)) return;
  measured.fit = {};
  measured.evidence = spread->evidence;
  measured.centreS = spread->centreS;
  m_lines = {};
}

ConfidenceBasis PitchEngine::Impl::basisOf(const MeasuredPitch& measured) const noexcept {
  const double hertz = measured.evidence.hertz;
  const double b = measured.fit.ok ? measured.fit.inharmonicity : 0;
  return {.explained = measured.evidence.explained,
          .harmonicShare = measured.evidence.harmonicShare,
          .partials = static_cast<double>(measured.fit.partials),
          .periods = 2 * measured.centreS * measured.evidence.hertz,
          .sigmaCents = measured.evidence.sigmaCents,
          .ageHops = static_cast<double>(m_ageHops),
          .firstShare = measured.strongestShare,
          .jointRest = measured.jointRest,
          .isAttack = m_span.isAttack(),
          .other = m_spectrum.isValid() ? otherPitches(m_spectrum.partials(), hertz / m_spectrum.binHz(), b)
                                        : OtherPitches{},
          .attackS = m_span.sinceAttackS(),
          .rise = m_rise.value(),
          .unrest = m_unrest,
          .clarity = m_coarse.clarity,
          .coarseOctaves = m_coarse.hertz > 0 ? std::log2(m_coarse.hertz / hertz) : 0};
}

PitchReading PitchEngine::Impl::report(const MeasuredPitch& measured, PitchTracker::Decision decision) noexcept {
  const PitchEvidence& evidence = measured.evidence;
  PitchReading reading;
  reading.availableS = m_span.totalS();
  reading.timeS = reading.availableS - 0.5 * static_cast<double>(hopFrames()) / m_settings.sampleRateHz;
  if (decision == PitchTracker::Decision::Begins) {
    noteBegins(evidence.hertz);
    reading.noteBegan = true;
  }
  if (decision == PitchTracker::Decision::Silent) m_span.beginAtBreak();
  const bool isSamePitch = std::abs(std::log2(evidence.hertz / m_lastHertz)) < PresentNote::kSameNoteOctaves;
  if (reading.noteBegan && (m_span.isAttack() || !isSamePitch)) m_memory.reset();
  if (reading.noteBegan && !m_span.isAttack()) m_ringing.clear();
  if (decision == PitchTracker::Decision::Begins || decision == PitchTracker::Decision::Goes)
    m_memory.add(m_lines, m_factor);
  if (decision != PitchTracker::Decision::Begins && decision != PitchTracker::Decision::Goes) return reading;
  if (m_span.isBroken()) {  // the same note with a moving pitch
    m_watch.accept();
    m_path.hold();
    m_span.forgetBreak();
  }
  if (reading.noteBegan && !isSamePitch) ++m_unrest;
  m_lastHertz = evidence.hertz;
  m_path.add(evidence.hertz, evidence.sigmaCents);
  const Stiffness& stiffness = measured.fit.measured;
  if (measured.fit.ok && stiffness.sigma > 0 && stiffness.b < PitchRegisters::maxStiffness(evidence.hertz)) {
    m_stiffness.add(stiffness, static_cast<double>(m_spectrum.partials().size()) /
                                   static_cast<double>(m_history.hopFrames(m_spectrum.level())));
  }
  reading.timeS = std::max(0.0, reading.availableS - measured.centreS);
  reading.hertz = evidence.hertz;
  m_motion.add(reading.timeS, evidence.hertz);
  const double motionCents = m_path.hasMoved() ? m_motion.sigmaCents(2 * measured.centreS) : 0;
  reading.sigmaCents = std::hypot(evidence.sigmaCents, motionCents);
  m_ageHops = reading.noteBegan ? 0 : m_ageHops + 1;
  m_basis = basisOf(measured);
  reading.confidence = confidenceOf(m_basis);
  if (m_tracker.isSuspect()) reading.confidence = std::min(reading.confidence, kSuspectConfidence);
  if (m_stiffness.value().b > 0) reading.inharmonicity = m_stiffness.value().b;
  return reading;
}

PitchReading PitchEngine::Impl::process(std::span<const float> hop) noexcept {
  assert(hop.size() == hopFrames());
  // A single NaN or absurdly large sample would corrupt every window that contains it.
  std::ranges::transform(hop, m_hop.begin(), saneSample);
  m_interruption.process(m_hop);
  m_mainsHum.subtract(m_hop);
  const bool onset = m_onset.process(m_hop);
  if (onset) rememberRinging();
  m_span.advance(hop.size(), onset, m_onset.framesSince());
  m_rise.add(m_onset.power());
  m_unrest *= kUnrestFades;
  m_history.push(m_hop);
  watch(onset);
  MeasuredPitch measured = read(onset);
  if (isMadeByInterruptions(measured) || isMadeByRumble(measured)) measured.evidence = {};
  holdNote(measured);
  holdSpreadNote(measured);
  m_tracker.setHumTakenOut(m_mainsHum.power());
  const PitchTracker::Decision decision = m_tracker.process(measured.evidence, onset, m_span.isBroken());
  // Hum that was present from the start looks like a note at first; learn it as hum nevertheless.
  const bool isNote = m_tracker.isActive() && !m_tracker.isSuspect();
  const bool begins = decision == PitchTracker::Decision::Begins && isNote;
  m_mainsHum.learn(isNote ? std::optional(m_tracker.hertz()) : std::nullopt, onset || begins);
  return report(measured, decision);
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
