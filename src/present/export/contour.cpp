// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/export/contour.h"

#include "analysis/tuningof.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace tunescope::present {

namespace {

constexpr double kTimeSteps =
    1e6;  // per second; windows of different lengths have centres that differ by rounding only

}  // namespace

void Contour::begin(const analysis::StreamInfo& stream) {
  m_sampleRateHz = stream.sampleRateHz;
  m_hopFrames = stream.hopFrames;
}

void Contour::add(const analysis::AnalysisFrame& frame) {
  m_seconds = std::max(m_seconds, frame.endS);
  if (frame.settings != nullptr && frame.tuning != nullptr && (!m_tuning || m_tuning->id() != frame.tuning->id())) {
    m_tuning = *frame.tuning;
    m_tuningName = analysis::tuningName(*frame.settings);
    m_a4Hz = analysis::a4HzOf(*frame.settings);
  }
  const core::PitchReading& pitch = frame.pitch;
  ContourPoint point{.timeS = std::round(pitch.timeS * kTimeSteps) / kTimeSteps,
                     .levelS = frame.level.timeS,
                     .rmsDb = static_cast<float>(frame.level.rmsDb.value_or(-std::numeric_limits<double>::infinity()))};
  if (pitch.hertz && frame.note) {
    point.hertz = *pitch.hertz;
    point.sigmaCents = pitch.sigmaCents.value_or(0);
    point.confidence = pitch.confidence;
    point.cents = frame.note->cents;
    point.note = placeOf(*frame.note);
  }
  m_points.push_back(point);
  m_segmenter.add(pitch, frame.note);
  collect();
}

void Contour::gap() {
  m_segmenter.gap();
  collect();
}

void Contour::finish() {
  m_segmenter.finish();
  collect();
  std::ranges::stable_sort(m_points, {}, &ContourPoint::timeS);
}

std::vector<ContourPoint> Contour::curve() const {
  std::vector<ContourPoint> curve;
  curve.reserve(m_points.size());
  for (const ContourPoint& point : m_points) {
    if (point.hertz <= 0 || point.confidence < kMinConfidence) continue;
    if (!curve.empty() && curve.back().timeS >= point.timeS) curve.pop_back();
    curve.push_back(point);
  }
  return curve;
}

int Contour::placeOf(const core::TunedNote& note) {
  const auto isSame = [&note](const core::TunedNote& each) {
    return each.tuning == note.tuning && each.isSameNote(note);
  };
  const auto found = std::ranges::find_if(m_heard, isSame);
  const auto place = static_cast<int>(std::distance(m_heard.begin(), found));
  if (found == m_heard.end()) m_heard.push_back(note);
  return place;
}

void Contour::collect() {
  for (core::PlayedNote& note : m_segmenter.take()) m_notes.push_back(std::move(note));
}

}  // namespace tunescope::present
