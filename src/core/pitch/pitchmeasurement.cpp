// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/pitchengineimpl.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr double kMinBinsBetweenPartials = 2.9;
constexpr double kResolvedBins = 6;         // partials this far apart show in the spectrum whatever their strengths
constexpr double kCoarseClarity = 0.78;     // of an NSDF peak that is believed without a spectrum
constexpr double kShortestCoarseS = 0.006;  // in less than that, filters ring and clicks have periods
constexpr double kFewPeriods = 6;           // up to which the partials are fitted jointly
constexpr double kLeastPeriods = 1.6;
constexpr double kRiseS = 0.0025;  // of what belongs to a note: before its attack, and while it rises and filters ring
constexpr double kLeastStartCents = 1;       // how well the joint fit's start is known, and
constexpr double kWiden = 3;                 // how much less well than what it comes from says
constexpr double kCentsPerNeper = 1731.234;  // 1200 / ln 2

}  // namespace

// Just after an attack the spectrum cannot tell the partials of a low note apart yet; its period shows in the NSDF
// already.
PitchEvidence PitchEngine::Impl::measureCoarsely() noexcept {
  const double fullS = static_cast<double>(kWindow) / m_ladder.levelRateHz(levelFor(m_coarse.hertz));
  if (m_coarse.clarity < kCoarseClarity || m_coarse.windowS < kShortestCoarseS || validS() > fullS) return {};
  if (m_hasSpectrum && m_coarse.hertz > kResolvedBins * m_binHz) return {};  // the spectrum would show it
  m_readingCentreS = m_coarse.centreS;
  m_lastFit = {};
  PitchEvidence evidence{.present = true,
                         .hertz = m_coarse.hertz,
                         .sigmaCents = kUnrefinedSigmaCents,
                         .explained = m_coarse.clarity,
                         .harmonicShare = m_coarse.clarity,
                         .power = m_onset.power()};
  refineJointly(evidence);
  return evidence;
}

// Where the window holds few periods of a note: all partials at once, from where spectrum or NSDF put them. It weighs
// all of the window alike, so nothing but the note must be in it, and that must not move.
void PitchEngine::Impl::refineJointly(PitchEvidence& evidence) noexcept {
  const int level = levelFor(evidence.hertz);
  const double rateHz = m_ladder.levelRateHz(level);
  const double periodFrames = rateHz / evidence.hertz;
  const double valid = std::max(0.0, (validS() - m_history.delayS(level) - kRiseS) * rateHz);
  const std::size_t frames = std::min(windowFor(evidence.hertz), static_cast<std::size_t>(valid));
  const double periods = static_cast<double>(frames) / periodFrames;
  if (periods < kLeastPeriods || periods > kFewPeriods) return;
  if (m_lastFit.ok && frames == windowFor(evidence.hertz)) return;  // the lowest of notes, as good as it gets
  if (isAttack()) m_jointRest = 1;
  if (!beganSharply() || m_path.isMoving()) return;
  const double radians = 2 * std::numbers::pi / periodFrames;
  const double sigmaCents = std::clamp(kWiden * evidence.sigmaCents, kLeastStartCents, kUnrefinedSigmaCents);
  JointFit::Start start{.radians = radians,
                        .sigma = radians * sigmaCents / kCentsPerNeper,
                        .b = 0,
                        .bSigma = ordinaryStiffness(evidence.hertz),
                        .maxRadians = 2 * std::numbers::pi * flatShare(level)};
  if (const Stiffness known = m_stiffness.value(); known.b > 0 && isPresentNote(evidence.hertz)) {
    start.b = known.b;
    start.bSigma = kWiden * known.sigma;
  } else if (m_lastFit.ok && m_lastFit.inharmonicity > 0 && m_lastFit.measured.sigma > 0) {
    start.b = m_lastFit.inharmonicity;
    start.bSigma = kWiden * m_lastFit.measured.sigma;
  }
  const JointFitResult joint = m_jointFit.fit(m_history.newest(level, frames), start);
  m_jointRest = joint.ok ? joint.unexplained : 1;
  const double cents = kCentsPerNeper * joint.sigma / radians;
  if (!joint.ok || !(cents < evidence.sigmaCents)) return;
  evidence.hertz = joint.radians * rateHz / (2 * std::numbers::pi);
  evidence.sigmaCents = cents;
  m_readingCentreS = m_history.delayS(level) + static_cast<double>(frames) / (2 * rateHz);
}

PitchEvidence PitchEngine::Impl::measure(const HarmonicMatch& match) noexcept {
  m_lastFit = {};
  m_jointRest = 0;
  m_followShare = match.share;
  m_strongestShare = 0;
  for (const HarmonicMatch::Line& line : match.matched())
    m_strongestShare = std::max(m_strongestShare, m_spectrum.peaks()[line.peak].power / match.power);
  if (match.count == 0 || match.f1Bins < kMinBinsBetweenPartials) return measureCoarsely();
  double explained = 0;
  for (const HarmonicMatch::Line& line : match.matched()) {
    const float* power = m_spectrum.power().data() + m_spectrum.peaks()[line.peak].bin;
    explained += static_cast<double>(power[-1]) + power[0] + power[1];
  }
  explained = std::min(1.0, explained / m_spectrum.totalPower());
  if (explained < kExplainsLittle) {
    if (const PitchEvidence coarse = measureCoarsely(); coarse.present) return coarse;
  }
  PitchEvidence evidence{
      .present = true,
      .hertz = match.f1Bins * m_binHz,
      .sigmaCents = kUnrefinedSigmaCents,
      .explained = explained,
      .harmonicShare = match.share,
      .power = match.power / (static_cast<double>(m_spectrum.size()) * static_cast<double>(m_spectrum.size()))};
  const double rateHz = m_ladder.levelRateHz(m_spectrumLevel);
  m_readingCentreS = m_history.delayS(m_spectrumLevel) + static_cast<double>(m_spectrum.size()) / (2 * rateHz);
  const double maxBin = flatShare(m_spectrumLevel) * static_cast<double>(m_spectrum.size());
  // Matched as if nothing were known, because that was wrong.
  if (m_stiffness.value().b > 0 && isPresentNote(evidence.hertz) && match.inharmonicity != m_stiffness.value().b &&
      match.share > kExplainsLittle)
    m_stiffness.reset();
  const HarmonicFitResult fit =
      m_fit.fit(m_spectrum, match, isPresentNote(evidence.hertz) ? m_stiffness.value() : Stiffness{}, maxBin);
  if (!fit.ok) {
    refineJointly(evidence);
    return evidence;
  }
  m_lastFit = fit;
  evidence.hertz = fit.f1Bins * m_binHz;
  evidence.sigmaCents = kCentsPerNeper * fit.sigmaBins / fit.f1Bins;
  if (evidence.sigmaCents > kUnrefinedSigmaCents) {  // too few periods for the fit: the NSDF knows better
    if (const PitchEvidence coarse = measureCoarsely(); coarse.present) return coarse;
  }
  refineJointly(evidence);
  if (m_jointRest == 1) {  // partials so close are easily taken for one another
    const double centreS = m_readingCentreS;
    if (const PitchEvidence coarse = measureCoarsely(); coarse.present && m_jointRest < 1) return coarse;
    m_readingCentreS = centreS;
    m_lastFit = fit;
    m_jointRest = 1;
  }
  return evidence;
}

}  // namespace tunescope::core
