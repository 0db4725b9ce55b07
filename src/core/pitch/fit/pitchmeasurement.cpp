// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/fit/pitchmeasurement.h"

#include "core/pitch/search/spreadnote.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr double kMinBinsBetweenPartials = 2.9;
constexpr double kResolvedBins = 6;      // partials this far apart are resolved whatever their strengths
constexpr double kCoarseClarity = 0.78;  // of an NSDF peak that is accepted without a spectrum
constexpr double kMinCoarseS = 0.006;    // in less time, ringing filters and clicks look periodic
constexpr double kMaxJointPeriods = 6;   // up to this, the partials are fitted jointly
constexpr double kMinJointPeriods = 1.6;
constexpr double kRiseS = 0.0025;  // skipped at the start of a note: before its attack, its rise, and ringing filters
constexpr double kMinStartCents = 1;         // minimum uncertainty of the joint fit's start
constexpr double kWiden = 3;                 // over the uncertainty of the estimate it starts from
constexpr double kSpreadShare = 0.5;         // of all power: minimum around the partials of a spread note
constexpr double kSpreadSigmaCents = 10;     // accuracy of their centre as the note's pitch
constexpr double kCentsPerNeper = 1731.234;  // 1200 / ln 2

double shareOfStrongest(const HarmonicMatch& match, const PartialSpectrum& spectrum) noexcept {
  double strongest = 0;
  for (const HarmonicMatch::Line& line : match.matched())
    strongest = std::max(strongest, spectrum.peaks()[line.peak].power / match.power);
  return strongest;
}

double explainedShare(const HarmonicMatch& match, const PartialSpectrum& spectrum) noexcept {
  double explained = 0;
  for (const HarmonicMatch::Line& line : match.matched()) {
    const float* power = spectrum.power().data() + spectrum.peaks()[line.peak].bin;
    explained += static_cast<double>(power[-1]) + power[0] + power[1];
  }
  return std::min(1.0, explained / spectrum.totalPower());
}

}  // namespace

// Just after an attack the spectrum cannot separate the partials of a low note yet, but its period already shows in the
// NSDF. before: what is known of the match so far. The evidence is not present if the NSDF does not help either.
MeasuredPitch PitchMeasurement::measureCoarsely(const PitchCandidate& coarse, const Sound& sound,
                                                const PresentNote& note, const MeasuredPitch& before) noexcept {
  MeasuredPitch measured = before;
  measured.evidence = {};
  measured.fit = {};
  const double fullS = static_cast<double>(PitchRegisters::kWindow) / m_registers.levelRateHz(coarse.hertz);
  if (coarse.clarity < kCoarseClarity || coarse.windowS < kMinCoarseS || note.soundS > fullS) return measured;
  if (sound.spectrum.isValid() && coarse.hertz > kResolvedBins * sound.spectrum.binHz()) return measured;
  measured.centreS = coarse.centreS;
  measured.evidence = {.present = true,
                       .hertz = coarse.hertz,
                       .sigmaCents = kUnrefinedSigmaCents,
                       .explained = coarse.clarity,
                       .harmonicShare = coarse.clarity,
                       .power = note.hopPower};
  refineJointly(measured, sound.history, note);
  return measured;
}

JointFit::Start PitchMeasurement::jointStart(const MeasuredPitch& measured, int level,
                                             const PresentNote& note) const noexcept {
  const PitchEvidence& evidence = measured.evidence;
  const double radians = 2 * std::numbers::pi / (m_registers.ladder().levelRateHz(level) / evidence.hertz);
  const double sigmaCents = std::clamp(kWiden * evidence.sigmaCents, kMinStartCents, kUnrefinedSigmaCents);
  JointFit::Start start{.radians = radians,
                        .sigma = radians * sigmaCents / kCentsPerNeper,
                        .b = 0,
                        .bSigma = PitchRegisters::ordinaryStiffness(evidence.hertz),
                        .maxRadians = 2 * std::numbers::pi * m_registers.flatShare(level)};
  if (note.stiffness.b > 0 && note.isAt(evidence.hertz)) {
    start.b = note.stiffness.b;
    start.bSigma = kWiden * note.stiffness.sigma;
  } else if (measured.fit.ok && measured.fit.inharmonicity > 0 && measured.fit.measured.sigma > 0) {
    start.b = measured.fit.inharmonicity;
    start.bSigma = kWiden * measured.fit.measured.sigma;
  }
  return start;
}

// If the window holds few periods of a note, fits all partials at once, starting from the spectrum's or the NSDF's
// pitch. The fit weights the whole window equally, so it must contain nothing but the note, and the note must not move.
void PitchMeasurement::refineJointly(MeasuredPitch& measured, const MultirateHistory& history,
                                     const PresentNote& note) noexcept {
  PitchEvidence& evidence = measured.evidence;
  const int level = m_registers.levelFor(evidence.hertz);
  const double rateHz = m_registers.ladder().levelRateHz(level);
  const std::size_t wanted = m_registers.windowFor(evidence.hertz, note.isMoving);
  const double valid = std::max(0.0, (note.soundS - history.delayS(level) - kRiseS) * rateHz);
  const std::size_t frames = std::min(wanted, static_cast<std::size_t>(valid));
  const double periods = static_cast<double>(frames) / (rateHz / evidence.hertz);
  if (periods < kMinJointPeriods || periods > kMaxJointPeriods) return;
  if (measured.fit.ok && frames == wanted) return;  // full window of a very low note: nothing to improve
  if (note.isAttack) measured.jointRest = 1;
  if (!note.beganSharply || note.isMoving) return;
  const JointFit::Start start = jointStart(measured, level, note);
  const JointFitResult joint = m_jointFit.fit(history.newest(level, frames), start);
  measured.jointRest = joint.ok ? joint.unexplained : 1;
  const double cents = kCentsPerNeper * joint.sigma / start.radians;
  if (!joint.ok || !(cents < evidence.sigmaCents)) return;
  evidence.hertz = joint.radians * rateHz / (2 * std::numbers::pi);
  evidence.sigmaCents = cents;
  measured.centreS = history.delayS(level) + static_cast<double>(frames) / (2 * rateHz);
}

// Measures the partials that the spectrum shows.
void PitchMeasurement::measurePartials(MeasuredPitch& measured, const HarmonicMatch& match, const Sound& sound,
                                       const PresentNote& note) noexcept {
  const PartialSpectrum& partials = sound.spectrum.partials();
  const int level = sound.spectrum.level();
  const auto size = static_cast<double>(partials.size());
  const double hertz = match.f1Bins * sound.spectrum.binHz();
  measured.evidence.present = true;
  measured.evidence.hertz = hertz;
  measured.evidence.sigmaCents = kUnrefinedSigmaCents;
  measured.evidence.harmonicShare = match.share;
  measured.evidence.power = match.power / (size * size);
  measured.centreS = sound.history.delayS(level) + size / (2 * m_registers.ladder().levelRateHz(level));
  const bool isKnownNote = note.isAt(hertz);
  // Matched without the known stiffness, because that explained less.
  measured.isStiffnessRefuted =
      note.stiffness.b > 0 && isKnownNote && match.inharmonicity != note.stiffness.b && match.share > kExplainsLittle;
  const Stiffness known = isKnownNote && !measured.isStiffnessRefuted ? note.stiffness : Stiffness{};
  measured.fit = m_fit.fit(partials, match, known, m_registers.flatShare(level) * size);
  if (!measured.fit.ok) {
    measured.fit = {};
    return;
  }
  measured.evidence.hertz = measured.fit.f1Bins * sound.spectrum.binHz();
  measured.evidence.sigmaCents = kCentsPerNeper * measured.fit.sigmaBins / measured.fit.f1Bins;
}

MeasuredPitch PitchMeasurement::measure(const PitchFinding& finding, const RegisterSpectrum& spectrum,
                                        const MultirateHistory& history, const PresentNote& presentNote) noexcept {
  const Sound sound{.spectrum = spectrum, .history = history};
  PresentNote note = presentNote;
  MeasuredPitch measured;
  measured.matchShare = finding.match.share;
  measured.strongestShare = shareOfStrongest(finding.match, spectrum.partials());
  if (finding.match.count == 0 || finding.match.f1Bins < kMinBinsBetweenPartials)
    return measureCoarsely(finding.coarse, sound, note, measured);
  const double explained = explainedShare(finding.match, spectrum.partials());
  if (explained < kExplainsLittle) {
    if (const MeasuredPitch coarse = measureCoarsely(finding.coarse, sound, note, measured); coarse.evidence.present)
      return coarse;
  }
  measured.evidence.explained = explained;
  measurePartials(measured, finding.match, sound, note);
  if (measured.isStiffnessRefuted) note.stiffness = {};
  if (measured.fit.ok && measured.evidence.sigmaCents > kUnrefinedSigmaCents) {  // too few periods for the fit
    if (const MeasuredPitch coarse = measureCoarsely(finding.coarse, sound, note, measured); coarse.evidence.present)
      return coarse;
  }
  const bool hasFit = measured.fit.ok;
  refineJointly(measured, history, note);
  if (hasFit && measured.jointRest == 1) {  // partials this close are easily confused
    const MeasuredPitch coarse = measureCoarsely(finding.coarse, sound, note, measured);
    if (coarse.evidence.present && coarse.jointRest < 1) return coarse;
  }
  return measured;
}

std::optional<MeasuredPitch> PitchMeasurement::measureSpread(const RegisterSpectrum& spectrum,
                                                             const MultirateHistory& history,
                                                             double hertz) const noexcept {
  const SpreadNote spread = measureSpreadNote(spectrum.partials(), hertz / spectrum.binHz());
  if (spread.share < kSpreadShare) return std::nullopt;
  const auto size = static_cast<double>(spectrum.partials().size());
  MeasuredPitch measured;
  measured.evidence = {.present = true,
                       .hertz = spread.f1Bins * spectrum.binHz(),
                       .sigmaCents = kSpreadSigmaCents,
                       .explained = spread.share,
                       .harmonicShare = spread.share,
                       .power = spread.power / (size * size)};
  const double windowS = size / m_registers.ladder().levelRateHz(spectrum.level());
  measured.centreS = history.delayS(spectrum.level()) + windowS / 2;
  return measured;
}

}  // namespace tunescope::core
