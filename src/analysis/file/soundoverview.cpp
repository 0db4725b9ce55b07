// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/file/soundoverview.h"

#include "core/spectrogram/spectrogramstore.h"

#include <cmath>
#include <span>
#include <utility>

namespace tunescope::analysis {

namespace {

constexpr std::size_t kWavePart = 64;   // samples
constexpr double kLoudnessStepS = 0.1;  // the interval of the meters' readings
constexpr double kColumnS = core::SpectrogramStore::kStepS;

}  // namespace

OverviewSink::OverviewSink(SoundOverview& overview)
    : m_overview(overview),
      m_meters(MeasurementOf<core::MetersReading>::make({.intervalS = kLoudnessStepS})),
      m_notes(MeasurementOf<PlayedNotes>::make({})),
      m_spectrogram(MeasurementOf<core::SpectrogramReading>::make({})) {}

void OverviewSink::streamStarted(const StreamInfo& info) {
  if (m_overview.sampleRateHz > 0) {
    m_overview.partsS.push_back(info.startS);
  } else {
    m_overview.source = info.format.source;
    m_overview.sampleRateHz = info.sampleRateHz;
    m_overview.channels = info.format.channels;
  }
  m_meters->begin(info);
  m_notes->begin(info);
  m_spectrogram->begin(info);
}

void OverviewSink::frame(const AnalysisFrame& frame) {
  addSamples(frame);
  addPitch(frame);
  measure(frame);
  m_notes->hop(frame);
  PlayedNotes played;
  if (m_notes->take(played, {})) addNotes(played);
}

void OverviewSink::rest(const AnalysisFrame& frame) {
  addSamples(frame);
  if (m_meters->takesPartialHops()) measure(frame);
}

void OverviewSink::gap(const GapInfo& gap) {
  m_meters->gap(gap);
  m_notes->gap(gap);
  m_spectrogram->gap(gap);
}

void OverviewSink::ended(const EndInfo&) {
  PlayedNotes played;
  if (m_notes->takeRest(played)) addNotes(played);
  m_meters->takeRest(m_reading);
  if (m_reading.timeS > 0) m_overview.meters = m_reading;
  m_overview.wave.finish();
  m_overview.pitch.finish();
  m_overview.levels.finish();
  m_overview.loudness.finish();
  m_overview.spectrum.finish();
}

void OverviewSink::addSamples(const AnalysisFrame& frame) {
  m_overview.seconds = std::max(m_overview.seconds, frame.endS);
  core::HistoryStep level;
  level.set(core::HistoryStep::HasSound);
  level.rms.add(frame.level.rmsDb);
  level.peak.add(frame.level.peakDb);
  m_overview.levels.add(frame.startS, frame.endS, level);
  const double perSampleS =
      (frame.endS - frame.startS) / static_cast<double>(std::max<std::size_t>(1, frame.hop.size()));
  for (std::size_t i = 0; i < frame.hop.size(); i += kWavePart) {
    const auto part = frame.hop.subspan(i, std::min(kWavePart, frame.hop.size() - i));
    const auto [low, high] = std::ranges::minmax(part);
    const double fromS = frame.startS + static_cast<double>(i) * perSampleS;
    m_overview.wave.add(fromS, fromS + static_cast<double>(part.size()) * perSampleS, {low, high});
  }
}

// A reading stands for the time to the next one.
void OverviewSink::addPitch(const AnalysisFrame& frame) {
  const core::PitchReading& pitch = frame.pitch;
  if (!pitch.hertz || pitch.confidence < SoundOverview::kMinConfidence) return;
  PitchStep step;
  const double sigma = std::exp2(pitch.sigmaCents.value_or(0) / 1200);
  step.pitch.add(*pitch.hertz);
  step.band.add(*pitch.hertz / sigma);
  step.band.add(*pitch.hertz * sigma);
  step.confidence = static_cast<float>(pitch.confidence);
  const double halfS = (frame.endS - frame.startS) / 2;
  m_overview.pitch.add(pitch.timeS - halfS, pitch.timeS + halfS, step);
}

void OverviewSink::measure(const AnalysisFrame& frame) {
  m_meters->hop(frame);
  if (m_meters->take(m_reading, {})) addMeters();
  m_spectrogram->hop(frame);
  core::SpectrogramReading columns;
  while (m_spectrogram->take(columns, {})) {
    for (const core::SpectrogramColumn& column : columns.columns()) {
      m_overview.spectrum.add(column.timeS - kColumnS / 2, column.timeS + kColumnS / 2, {column.levels});
    }
  }
}

void OverviewSink::addMeters() {
  core::HistoryStep step;
  step.momentary.add(m_reading.loudness.momentary);
  step.shortTerm.add(m_reading.loudness.shortTerm);
  m_overview.loudness.add(m_reading.timeS - kLoudnessStepS, m_reading.timeS, step);
}

void OverviewSink::addNotes(PlayedNotes& played) {
  for (core::PlayedNote& note : played.notes) {
    note.contourCents = {};  // the curve of pitch has it
    m_overview.notes.push_back(std::move(note));
  }
}

}  // namespace tunescope::analysis
