// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/pitchengine.h"

#include "core/dsp/sane.h"
#include "core/pitch/interruption.h"
#include "core/pitch/mainshum.h"
#include "core/pitch/multiratehistory.h"
#include "core/pitch/notememory.h"
#include "core/pitch/notespan.h"
#include "core/pitch/onset.h"
#include "core/pitch/periodwatch.h"
#include "core/pitch/pitchmeasurement.h"
#include "core/pitch/pitchpath.h"
#include "core/pitch/pitchregisters.h"
#include "core/pitch/pitchsearch.h"
#include "core/pitch/pitchtracker.h"
#include "core/pitch/presentnote.h"
#include "core/pitch/registerspectrum.h"
#include "core/pitch/spreadnote.h"
#include "core/pitch/stiffness.h"

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

constexpr double kNewNotePeriods = 2.2;  // of the old note, and
constexpr double kNewNoteS = 0.03;       // by which a new one shows after a break
constexpr double kMinPeriods = 3;        // of a new note that are kept when it takes over from another
// Of a new note, where sound is interrupted:
constexpr double kMinSoundPeriods = 1;     // it must have sounded for so long
constexpr double kFewPeriods = 6;          // in less, two pieces of another sound seem to be periods of it
constexpr double kSilentPeriods = 2;       // after that, or in shorter pieces than a period, it must explain
constexpr double kMostOfIt = 0.5;          // this share of all power
constexpr double kSameLineOctaves = 0.03;  // of a pitch and the partial of the present note that it may be
constexpr double kSpreadShare = 0.5;      // of all power, about the partials of a note that is no set of lines any more
constexpr double kSpreadSigmaCents = 10;  // how well their centre tells its pitch

}  // namespace

// What becomes of a note from hop to hop. Which note a hop holds is found by PitchSearch and measured by
// PitchMeasurement, from the sound and a PresentNote alone.
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
        m_tracker(m_registers.hopS()) {}

  const PitchSettings& settings() const noexcept { return m_settings; }
  std::size_t hopFrames() const noexcept { return m_hop.size(); }
  const ConfidenceBasis& confidenceBasis() const noexcept { return m_basis; }

  PitchReading process(std::span<const float> hop) noexcept;
  void reset() noexcept;

 private:
  PresentNote presentNote() const noexcept;
  void watch(bool onset) noexcept;
  void noteBegins(double hertz) noexcept;
  MeasuredPitch measure(const PitchFinding& finding) noexcept;
  MeasuredPitch measureSearched() noexcept;
  MeasuredPitch read(bool onset) noexcept;
  bool isMadeByInterruptions(const MeasuredPitch& measured) const noexcept;
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
  PitchSearch m_search;
  PitchMeasurement m_measurement;
  OnsetDetector m_onset;
  NoteSpan m_span;
  PeriodWatch m_watch;
  NoteMemory m_memory;
  PartialPowers m_lines;     // of this hop's match
  std::size_t m_factor = 1;  // of its pitch to the present note's
  PitchPath m_path;
  PitchTracker m_tracker;
  NoteStiffness m_stiffness;
  double m_matchShare = 0;  // share of the peaks that the last match explained
  double m_lastHertz = 1;   // that was shown
  int m_ageHops = 0;        // of the note that is shown
  ConfidenceBasis m_basis;  // of the last reading
};

void PitchEngine::Impl::reset() noexcept {
  m_interruption.reset();
  m_mainsHum.reset();
  m_history.reset();
  m_search.reset();
  m_onset.reset();
  m_span.reset();
  m_watch.reset();
  m_memory.reset();
  m_path.reset();
  m_tracker.reset();
  m_stiffness.reset();
  m_matchShare = 0;
  m_lastHertz = 1;
  m_ageHops = 0;
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
          .beganSharply = m_span.beganSharply()};
}

// Until a break is explained, only what came after it is looked at.
void PitchEngine::Impl::watch(bool onset) noexcept {
  if (onset) {
    m_span.forgetBreak();
    m_watch.reset();
    m_path.reset();
  } else if (m_tracker.isActive() && !m_span.isBroken()) {
    const double hertz = m_tracker.hertz();
    const auto agoS = m_watch.process(m_history, m_registers.levelFor(hertz), m_registers.levelRateHz(hertz), hertz);
    if (agoS) m_span.breakAgo(*agoS);
  }
}

// Where the sound begins that belongs to the note which the tracker has just begun.
void PitchEngine::Impl::noteBegins(double hertz) noexcept {
  m_stiffness.reset();
  if (std::abs(std::log2(hertz / m_lastHertz)) < PresentNote::kSameNoteOctaves)
    m_watch.restart();
  else
    m_watch.reset();
  m_path.reset();
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
  m_lines = measured.fit.ok ? PartialPowers(finding.match, m_spectrum.partials()) : PartialPowers();
  if (measured.isStiffnessRefuted) m_stiffness.reset();
  return measured;
}

MeasuredPitch PitchEngine::Impl::measureSearched() noexcept {
  return measure(m_search.search(m_history, presentNote(), m_spectrum));
}

// The pitch of this hop: of the present note where that goes on, else of what a search finds.
MeasuredPitch PitchEngine::Impl::read(bool onset) noexcept {
  PitchFinding followed;
  if (!onset && !m_span.isBroken()) followed = m_search.follow(m_history, presentNote(), m_spectrum);
  const bool isFollowed = followed.match.count > 0;
  MeasuredPitch measured = isFollowed ? measure(followed) : measureSearched();
  if (isFollowed && (measured.evidence.sigmaCents > PitchMeasurement::kUnrefinedSigmaCents ||
                     measured.evidence.explained < PitchMeasurement::kExplainsLittle))
    measured = measureSearched();
  // A pitch that moves breaks its period now and then; what came after may be too short to say anything. In noise no
  // stretch as short says anything: when a new note would have shown, all is looked at again.
  const bool isLateForNew =
      m_span.isBroken() && m_span.noteS() > kNewNotePeriods / m_tracker.hertz() && m_span.noteS() > kNewNoteS;
  if (m_span.isBroken() && (m_path.isMoving() || isLateForNew) && m_tracker.isInconclusive(measured.evidence)) {
    m_watch.accept();
    m_span.forgetBreak();
    measured = measureSearched();
  }
  return measured;
}

// A new note that may be nothing but the pace of interruptions. Two pieces of another sound are as alike as two
// periods, and where most of the window is silent, what is left resembles many notes.
bool PitchEngine::Impl::isMadeByInterruptions(const MeasuredPitch& measured) const noexcept {
  const double hertz = measured.evidence.hertz;
  if (!measured.evidence.present || presentNote().isAt(hertz)) return false;
  const double windowS = 2 * measured.centreS;
  const double silentS = m_interruption.silentS();
  if ((windowS - silentS) * hertz < kMinSoundPeriods) return true;
  const bool isInterrupted = m_interruption.isWithin(windowS);
  if (isInterrupted && windowS * hertz < kFewPeriods) return true;
  if (measured.fit.ok && measured.evidence.explained > kMostOfIt) return false;
  return silentS * hertz > kSilentPeriods || (isInterrupted && m_interruption.pieceS() * hertz < kMinSoundPeriods);
}

// The partials that are left of a decaying note may look like a higher one: the present note goes on.
void PitchEngine::Impl::holdNote(MeasuredPitch& measured) noexcept {
  m_factor = 1;
  if (!m_tracker.isActive() || !measured.evidence.present || m_span.isAttack()) return;
  const double ratio = measured.evidence.hertz / m_tracker.hertz();
  const long k = std::lround(ratio);
  if (k < 2) return;
  const double b = m_stiffness.value().b;
  const double k2 = static_cast<double>(k) * static_cast<double>(k);
  const double stretched = static_cast<double>(k) * std::sqrt((1 + b * k2) / (1 + b));
  if (std::abs(std::log2(ratio / stretched)) > kSameLineOctaves) return;
  if (!m_memory.holds(m_lines, static_cast<std::size_t>(k))) return;
  m_factor = static_cast<std::size_t>(k);
  measured.evidence.hertz /= stretched;
}

// The partials of an ensemble, or of a wide vibrato, are spread over many bins, so that no set of lines explains the
// sound. Where most power lies about the present note's partials all the same, it goes on.
void PitchEngine::Impl::holdSpreadNote(MeasuredPitch& measured) noexcept {
  if (!m_tracker.isActive() || m_span.isAttack() || m_span.isBroken() || !m_tracker.isInconclusive(measured.evidence))
    return;
  const double hertz = m_tracker.hertz();
  if (!m_spectrum.analyze(m_registers, m_history, hertz, presentNote())) return;
  const SpreadNote spread = measureSpreadNote(m_spectrum.partials(), hertz / m_spectrum.binHz());
  if (spread.share < kSpreadShare) return;
  const auto size = static_cast<double>(m_spectrum.partials().size());
  const double windowS = size / m_registers.ladder().levelRateHz(m_spectrum.level());
  if (m_interruption.isWithin(windowS)) return;
  measured.fit = {};
  measured.evidence = {.present = true,
                       .hertz = spread.f1Bins * m_spectrum.binHz(),
                       .sigmaCents = kSpreadSigmaCents,
                       .explained = spread.share,
                       .harmonicShare = spread.share,
                       .power = spread.power / (size * size)};
  measured.centreS = m_history.delayS(m_spectrum.level()) + windowS / 2;
  m_lines = {};
}

ConfidenceBasis PitchEngine::Impl::basisOf(const MeasuredPitch& measured) const noexcept {
  return {.explained = measured.evidence.explained,
          .harmonicShare = measured.evidence.harmonicShare,
          .partials = static_cast<double>(measured.fit.partials),
          .periods = 2 * measured.centreS * measured.evidence.hertz,
          .sigmaCents = measured.evidence.sigmaCents,
          .ageHops = static_cast<double>(m_ageHops),
          .firstShare = measured.strongestShare,
          .jointRest = measured.jointRest,
          .isAttack = m_span.isAttack()};
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
  if (reading.noteBegan) m_memory.reset();
  if (decision == PitchTracker::Decision::Begins || decision == PitchTracker::Decision::Goes)
    m_memory.add(m_lines, m_factor);
  if (decision != PitchTracker::Decision::Begins && decision != PitchTracker::Decision::Goes) return reading;
  if (m_span.isBroken()) {  // the same note, moving
    m_watch.accept();
    m_path.hold();
    m_span.forgetBreak();
  }
  m_lastHertz = evidence.hertz;
  m_path.add(evidence.hertz, evidence.sigmaCents);
  const Stiffness& stiffness = measured.fit.measured;
  if (measured.fit.ok && stiffness.sigma > 0 && stiffness.b < PitchRegisters::maxStiffness(evidence.hertz)) {
    m_stiffness.add(stiffness, static_cast<double>(m_spectrum.partials().size()) /
                                   static_cast<double>(m_history.hopFrames(m_spectrum.level())));
  }
  reading.timeS = std::max(0.0, reading.availableS - measured.centreS);
  reading.hertz = evidence.hertz;
  reading.sigmaCents = evidence.sigmaCents;
  m_ageHops = reading.noteBegan ? 0 : m_ageHops + 1;
  m_basis = basisOf(measured);
  reading.confidence = confidenceOf(m_basis);
  if (m_stiffness.value().b > 0) reading.inharmonicity = m_stiffness.value().b;
  return reading;
}

PitchReading PitchEngine::Impl::process(std::span<const float> hop) noexcept {
  assert(hop.size() == hopFrames());
  // One sample that is not a number, or absurd, would spoil every window that it stands in.
  std::ranges::transform(hop, m_hop.begin(), saneSample);
  m_interruption.process(m_hop);
  m_mainsHum.subtract(m_hop);
  const bool onset = m_onset.process(m_hop);
  m_span.advance(hop.size(), onset, m_onset.framesSince());
  m_history.push(m_hop);
  watch(onset);
  MeasuredPitch measured = read(onset);
  if (isMadeByInterruptions(measured)) measured.evidence = {};
  holdNote(measured);
  holdSpreadNote(measured);
  m_tracker.setHumTakenOut(m_mainsHum.power());
  const PitchTracker::Decision decision = m_tracker.process(measured.evidence, onset, m_span.isBroken());
  m_mainsHum.learn(m_tracker.isActive() ? std::optional(m_tracker.hertz()) : std::nullopt,
                   onset || decision == PitchTracker::Decision::Begins);
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
