// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/pitchengine.h"

#include "core/dsp/sane.h"
#include "core/pitch/harmonicfit.h"
#include "core/pitch/harmonicmatch.h"
#include "core/pitch/mainshum.h"
#include "core/pitch/multiratehistory.h"
#include "core/pitch/onset.h"
#include "core/pitch/partialspectrum.h"
#include "core/pitch/periodwatch.h"
#include "core/pitch/pitchcandidates.h"
#include "core/pitch/pitchpath.h"
#include "core/pitch/pitchtracker.h"
#include "core/pitch/stiffness.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tunescope::core {

namespace {

constexpr double kBeforeAttackS = 0.0015;       // of what is looked at: windows weigh their ends little
constexpr double kNewNotePeriods = 2.2;         // of the old note, and
constexpr double kNewNoteS = 0.03;              // by which a new one shows after a break
constexpr double kAttackS = 0.1;                // in which a wrong note must not seem sure
constexpr int kSameAttackHops = 2;              // an attack may rise over two hops
constexpr double kMaxFrequencyShare = 0.45;     // of the rate that the measuring path runs at
constexpr double kMaxShareAfterHalving = 0.40;  // where a decimator's flat band ends
constexpr double kMinBinsBetweenPartials = 2.9;
constexpr double kMinPeriods = 3;           // of a new note that are kept when it takes over from another
constexpr double kResolvedBins = 6;         // partials this far apart show in the spectrum whatever their strengths
constexpr double kFirstOfBest = 0.93;       // MPM's k, between candidates
constexpr double kCandidateError = 0.012;   // relative error of a pitch read off the NSDF
constexpr double kSubharmonicError = 0.01;  // of the ratio of two candidates, to call one a subharmonic of the other
constexpr double kStiffest = 1.5e-3;        // inharmonicity of strings up to 220 Hz; above it may grow
constexpr double kStiffestOfAll = 0.015;    // the top of a piano
constexpr double kDenseBins = 5;            // partials closer than this are easily taken for one another, so that
constexpr double kOrdinaryShare = 0.4;      // only ordinary strings are thought of: this much of the stiffest
constexpr double kExplainsAll = 0.97;
constexpr double kExplainsMost = 0.9;
constexpr double kClearlyMore = 1.02;
constexpr double kExplainsLittle = 0.3;     // of all power: a spectrum that shows no more says nothing
constexpr double kCoarseClarity = 0.78;     // of an NSDF peak that is believed without a spectrum
constexpr double kShortestCoarseS = 0.006;  // in less than that, filters ring and clicks have periods
constexpr double kFollowShare =
    0.9;  // of the peaks' power: a note that explains this much can be followed without a search
constexpr double kFollowKeep = 0.97;
constexpr double kFollowError = 0.006;
constexpr double kFollowOctaves = 0.03;
constexpr int kSearchEvery = 4;  // hops: a search all the same
constexpr double kSameNoteOctaves = 0.06;
constexpr double kUnrefinedSigmaCents = 8;   // of a pitch that is read off the NSDF alone
constexpr double kCentsPerNeper = 1731.234;  // 1200 / ln 2

// The measuring window: 4096 samples at the ladder level of the register, so 85, 171 or 341 ms.
constexpr std::size_t kWindow = 4096;
constexpr std::array<double, 2> kRegisterBelowHz = {150, 60};  // of levels 1 and 2
int registerOf(double hertz) noexcept {
  return static_cast<int>(std::ranges::count_if(kRegisterBelowHz, [&](double below) { return hertz < below; }));
}

constexpr std::size_t kMovingShare = 4;  // of the window, while the pitch moves
constexpr double kMovingPeriods = 4.5;
// Just after an attack or a change the window grows with the note; KissFFT does these sizes without allocating.
constexpr std::array<std::size_t, 24> kWindows = {256,  288,  320,  360,  400,  432,  480,  512,
                                                  576,  640,  720,  768,  800,  864,  900,  960,
                                                  1024, 1080, 1152, 1280, 1536, 2048, 3072, kWindow};

}  // namespace

class PitchEngine::Impl {
 public:
  explicit Impl(const PitchSettings& settings)
      : m_settings(settings),
        m_ladder(settings.sampleRateHz),
        m_maxHz(std::min(settings.maxHz, kMaxFrequencyShare * settings.sampleRateHz)),
        m_hop(m_ladder.hopFrames),
        m_mainsHum(settings.mains, settings.sampleRateHz, m_ladder.hopFrames),
        m_history(m_ladder, kWindow),
        m_candidates(m_ladder, settings.minHz, m_maxHz),
        m_spectrum(kWindows),
        m_path(static_cast<double>(m_ladder.hopFrames) / settings.sampleRateHz),
        m_tracker(static_cast<double>(m_ladder.hopFrames) / settings.sampleRateHz) {}

  const PitchSettings& settings() const noexcept { return m_settings; }
  std::size_t hopFrames() const noexcept { return m_ladder.hopFrames; }
  const ConfidenceBasis& confidenceBasis() const noexcept { return m_basis; }

  PitchReading process(std::span<const float> hop) noexcept;
  void reset() noexcept;

 private:
  double secondsHeard() const noexcept { return static_cast<double>(m_samples) / m_settings.sampleRateHz; }
  // How much of what was heard last belongs to the present note.
  double validS() const noexcept {
    return static_cast<double>(m_samples - m_brokenAt.value_or(m_validFrom)) / m_settings.sampleRateHz;
  }
  bool isPresentNote(double hertz) const noexcept {
    return m_tracker.isActive() && std::abs(std::log2(hertz / m_tracker.hertz())) < kSameNoteOctaves;
  }

  static double maxStiffness(double hertz) noexcept;
  int levelFor(double hertz) const noexcept;
  std::size_t windowFor(double hertz) const noexcept;
  void watch(bool onset) noexcept;
  void noteBegins(double hertz) noexcept;
  bool analyzeFor(double hertz) noexcept;
  double flatShare() const noexcept;
  HarmonicMatch matchAt(double hertz, double relativeError) const noexcept;
  HarmonicMatch matchLoudest() const noexcept;
  HarmonicMatch choose(std::span<const PitchCandidate> candidates) noexcept;
  HarmonicMatch search() noexcept;
  HarmonicMatch follow() noexcept;
  PitchEvidence measureCoarsely() noexcept;
  PitchEvidence measure(const HarmonicMatch& match) noexcept;
  PitchReading report(const PitchEvidence& evidence, PitchTracker::Decision decision) noexcept;

  PitchSettings m_settings;
  RateLadder m_ladder;
  double m_maxHz;
  std::vector<float> m_hop;
  MainsHum m_mainsHum;
  MultirateHistory m_history;
  PitchCandidates m_candidates;
  PartialSpectrum m_spectrum;
  int m_spectrumLevel = 0;
  double m_binHz = 1;
  bool m_hasSpectrum = false;  // of this hop
  HarmonicFit m_fit;
  OnsetDetector m_onset;
  PeriodWatch m_watch;
  PitchPath m_path;
  PitchTracker m_tracker;
  std::uint64_t m_samples = 0;              // heard since the start
  std::uint64_t m_attackAt = 0;             // the last attack was heard until here; 0: none was
  std::uint64_t m_validFrom = 0;            // where the present note began
  std::optional<std::uint64_t> m_brokenAt;  // where it stopped repeating, until that is explained
  NoteStiffness m_stiffness;
  HarmonicFitResult m_lastFit;
  PitchCandidate m_coarse;      // what the NSDF alone would say
  double m_followShare = 0;     // share of the peaks that the last match explained
  double m_lastHertz = 1;       // that was shown
  double m_strongestShare = 0;  // of the strongest partial in the power of all of the last match
  int m_ageHops = 0;            // of the note that is shown
  int m_hopsSinceSearch = 0;
  int m_hopsSinceOnset = kSameAttackHops;
  ConfidenceBasis m_basis;      // of the last reading
  double m_readingCentreS = 0;  // how far the reading's instant lies behind the newest sample
};

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
  m_stiffness.reset();
  m_followShare = 0;
  m_hopsSinceSearch = 0;
  m_hopsSinceOnset = kSameAttackHops;
  m_lastHertz = 1;
  m_ageHops = 0;
  m_basis = {};
}

int PitchEngine::Impl::levelFor(double hertz) const noexcept {
  return std::max(registerOf(hertz), m_ladder.firstLevel);
}

double PitchEngine::Impl::maxStiffness(double hertz) noexcept {
  return std::clamp(kStiffest * std::pow(hertz / 220, 0.8), kStiffest, kStiffestOfAll);
}

// As long as the register's, but short while the pitch moves.
std::size_t PitchEngine::Impl::windowFor(double hertz) const noexcept {
  const int level = levelFor(hertz);
  const std::size_t full = kWindow >> std::max(0, level - registerOf(hertz));
  if (!m_path.isMoving()) return full;
  const double periodFrames = m_ladder.levelRateHz(level) / hertz;
  std::size_t window = full / kMovingShare;
  while (window < full && static_cast<double>(window) < kMovingPeriods * periodFrames) window *= 2;
  return window;
}

// The spectrum of a pitch's register, as long as that allows within what belongs to the present note.
bool PitchEngine::Impl::analyzeFor(double hertz) noexcept {
  const int level = levelFor(hertz);
  const std::size_t wanted = windowFor(hertz);
  const double rateHz = m_ladder.levelRateHz(level);
  const double available = (validS() - m_history.delayS(level)) * rateHz;
  std::size_t size = 0;
  for (const std::size_t window : kWindows) {
    if (window <= wanted && static_cast<double>(window) <= available) size = window;
  }
  m_hasSpectrum = size > 0;
  if (size == 0) return false;
  m_spectrum.analyze(m_history.newest(level, size));
  m_spectrumLevel = level;
  m_binHz = rateHz / static_cast<double>(size);
  return true;
}

// The part of the rate up to which the present spectrum shows partials as they are.
double PitchEngine::Impl::flatShare() const noexcept {
  const bool halved = m_ladder.preHalvings > 0 || m_spectrumLevel > m_ladder.firstLevel;
  return halved ? kMaxShareAfterHalving : kMaxFrequencyShare;
}

// With the note's stiffness as it is known; where that explains less than all, also as if nothing were known of it, for
// it may have been learned from too short a window.
HarmonicMatch PitchEngine::Impl::matchAt(double hertz, double relativeError) const noexcept {
  const double f1Bins = hertz / m_binHz;
  const double maxB = maxStiffness(hertz) * (f1Bins < kDenseBins ? kOrdinaryShare : 1);
  const SampledBand band{.rateBins = m_settings.sampleRateHz / m_binHz,
                         .endBins = flatShare() * static_cast<double>(m_spectrum.size())};
  const OctaveRange range{
      .minF1Bins = m_settings.minHz / m_binHz, .maxF1Bins = m_maxHz / m_binHz, .maxB = maxB, .band = band};
  const auto match = [&](double knownB) {
    return settleOctave(
        m_spectrum,
        matchHarmonics(
            m_spectrum,
            {.f1Bins = f1Bins, .relativeError = relativeError, .knownB = knownB, .maxB = maxB, .band = band}),
        range);
  };
  const double knownB = isPresentNote(hertz) ? m_stiffness.value().b : 0;
  const HarmonicMatch known = match(knownB);
  if (knownB == 0 || known.share > kExplainsAll) return known;
  const HarmonicMatch free = match(0);
  return free.share > kClearlyMore * known.share ? free : known;
}

// The candidate whose partials explain the spectrum's peaks best; of nearly equal ones the highest.
HarmonicMatch PitchEngine::Impl::choose(std::span<const PitchCandidate> candidates) noexcept {
  HarmonicMatch best;
  for (const PitchCandidate& candidate : candidates) {
    const HarmonicMatch match = matchAt(candidate.hertz, kCandidateError);
    if (match.count == 0) continue;
    const double score = match.share * (isPresentNote(match.f1Bins * m_binHz) ? 1.05 : 1.0);
    const double bestScore = best.share * (best.count > 0 && isPresentNote(best.f1Bins * m_binHz) ? 1.05 : 1.0);
    const bool isHigher = match.f1Bins > best.f1Bins;
    if (score * kFirstOfBest > bestScore || (score > kFirstOfBest * bestScore && isHigher)) best = match;
  }
  return best;
}

// As if the strongest line were the first partial: a period of few samples hardly shows in the NSDF of a waveform that
// was computed sample by sample.
HarmonicMatch PitchEngine::Impl::matchLoudest() const noexcept {
  const std::span<const SpectralPeak> peaks = m_spectrum.peaks();
  if (peaks.empty()) return {};
  const double hertz = std::ranges::max_element(peaks, {}, &SpectralPeak::power)->nu * m_binHz;
  return hertz > m_settings.minHz && hertz < m_maxHz ? matchAt(hertz, kSubharmonicError) : HarmonicMatch{};
}

// Looks at everything: all windows of the NSDF, and the spectrum of the register that they point to.
HarmonicMatch PitchEngine::Impl::search() noexcept {
  m_hopsSinceSearch = 0;
  m_coarse = {};
  m_hasSpectrum = false;
  const std::span<const PitchCandidate> candidates = m_candidates.find(m_history, validS());
  // What is a subharmonic of another candidate need not be looked at: settling the octave finds it where it is true.
  std::array<PitchCandidate, PitchCandidates::kMaxCandidates> kept;
  std::size_t count = 0;
  double lowest = m_maxHz;
  for (const PitchCandidate& c : candidates) {
    const bool isSubharmonic = std::ranges::any_of(candidates, [&](const PitchCandidate& other) {
      const double ratio = other.hertz / c.hertz;
      return ratio > 1.5 && other.clarity > kFirstOfBest * c.clarity &&
             std::abs(ratio - std::round(ratio)) < kSubharmonicError * ratio;
    });
    if (isSubharmonic) continue;
    kept[count++] = c;
    if (c.clarity >= kFirstOfBest * kept.front().clarity) lowest = std::min(lowest, c.hertz);
  }
  if (count == 0) return {};
  const std::span<const PitchCandidate> serious = std::span<const PitchCandidate>(kept).first(count);
  m_coarse = *std::ranges::max_element(serious, {}, [&](const PitchCandidate& c) {
    return c.clarity >= kFirstOfBest * serious.front().clarity ? c.hertz : 0;
  });
  if (!analyzeFor(lowest)) return {};
  HarmonicMatch match = choose(serious);
  if (match.share < kExplainsMost) {
    if (const HarmonicMatch loudest = matchLoudest(); loudest.folded > 0 && loudest.share > match.share)
      match = loudest;
  }
  const double hertz = match.f1Bins * m_binHz;
  if (match.count == 0 || levelFor(hertz) == m_spectrumLevel) return match;
  return analyzeFor(hertz) ? matchAt(hertz, kCandidateError) : HarmonicMatch{};
}

// A steady note needs no search: its partials are looked for where they were. Nothing (count 0) when they explain the
// spectrum less well than before, so that a change is searched for in the very hop that shows it.
HarmonicMatch PitchEngine::Impl::follow() noexcept {
  if (!m_tracker.isActive() || m_followShare < kFollowShare || ++m_hopsSinceSearch >= kSearchEvery) return {};
  if (!analyzeFor(m_tracker.hertz())) return {};
  const HarmonicMatch match = matchAt(m_tracker.hertz(), m_path.isMoving() ? kCandidateError : kFollowError);
  const bool isSame =
      match.count > 0 && std::abs(std::log2(match.f1Bins * m_binHz / m_tracker.hertz())) < kFollowOctaves;
  return isSame && match.share > kFollowKeep * m_followShare ? match : HarmonicMatch{};
}

// Just after an attack the spectrum cannot tell the partials of a low note apart yet; its period shows in the NSDF
// already.
PitchEvidence PitchEngine::Impl::measureCoarsely() noexcept {
  const double fullS = static_cast<double>(kWindow) / m_ladder.levelRateHz(levelFor(m_coarse.hertz));
  if (m_coarse.clarity < kCoarseClarity || m_coarse.windowS < kShortestCoarseS || validS() > fullS) return {};
  if (m_hasSpectrum && m_coarse.hertz > kResolvedBins * m_binHz) return {};  // the spectrum would show it
  m_readingCentreS = m_coarse.centreS;
  m_lastFit = {};
  return {.present = true,
          .hertz = m_coarse.hertz,
          .sigmaCents = kUnrefinedSigmaCents,
          .explained = m_coarse.clarity,
          .harmonicShare = m_coarse.clarity,
          .power = m_onset.power()};
}

PitchEvidence PitchEngine::Impl::measure(const HarmonicMatch& match) noexcept {
  m_lastFit = {};
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
  const double maxBin = flatShare() * static_cast<double>(m_spectrum.size());
  // Matched as if nothing were known, because that was wrong.
  if (m_stiffness.value().b > 0 && isPresentNote(evidence.hertz) && match.inharmonicity != m_stiffness.value().b &&
      match.share > kExplainsLittle)
    m_stiffness.reset();
  const HarmonicFitResult fit =
      m_fit.fit(m_spectrum, match, isPresentNote(evidence.hertz) ? m_stiffness.value() : Stiffness{}, maxBin);
  if (!fit.ok) return evidence;
  m_lastFit = fit;
  evidence.hertz = fit.f1Bins * m_binHz;
  evidence.sigmaCents = kCentsPerNeper * fit.sigmaBins / fit.f1Bins;
  if (evidence.sigmaCents > kUnrefinedSigmaCents) {  // too few periods for the fit: the NSDF knows better
    if (const PitchEvidence coarse = measureCoarsely(); coarse.present) return coarse;
  }
  return evidence;
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
  m_basis = {
      .explained = evidence.explained,
      .harmonicShare = evidence.harmonicShare,
      .partials = static_cast<double>(m_lastFit.partials),
      .periods = 2 * m_readingCentreS * evidence.hertz,
      .sigmaCents = evidence.sigmaCents,
      .ageHops = static_cast<double>(m_ageHops),
      .firstShare = m_strongestShare,
      .isAttack = m_attackAt > 0 && static_cast<double>(m_samples - m_attackAt) < kAttackS * m_settings.sampleRateHz};
  reading.confidence = confidenceOf(m_basis);
  if (m_stiffness.value().b > 0) reading.inharmonicity = m_stiffness.value().b;
  return reading;
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
  }
  if (onset) m_attackAt = m_samples;
  m_hopsSinceOnset = onset ? 0 : std::min(m_hopsSinceOnset + 1, kSameAttackHops);
  m_history.push(m_hop);
  watch(onset);

  HarmonicMatch match = onset || m_brokenAt ? HarmonicMatch{} : follow();
  if (match.count == 0) match = search();
  PitchEvidence evidence = measure(match);
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
