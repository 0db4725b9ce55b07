// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/notes/notesegmenter.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

namespace tunescope::core {

namespace {

constexpr double kLevelS = 0.15;       // time constant of the smoothed pitch, which vibrato hardly moves
constexpr double kBorderCents = 50;    // from the note: readings beyond this belong to the slur
constexpr std::size_t kMaxHeard = 16;  // candidates for one note

double centsAbove(double hertz, double referenceHz) noexcept {
  return 1200 * std::log2(hertz / referenceHz);
}

bool isLongEnough(const std::vector<NotePoint>& points) noexcept {
  return !points.empty() && points.back().timeS - points.front().timeS >= NoteSegmenter::kMinNoteS;
}

}  // namespace

void NoteSegmenter::add(const PitchReading& reading, const std::optional<TunedNote>& note) {
  const double sinceS = std::max(0.0, reading.timeS - m_newestS);
  m_newestS = reading.timeS;
  if (!reading.hertz || !note) {
    if (isSounding() && reading.availableS - m_heardS > kMaxPauseS) close();
    return;
  }
  const double windowS = std::max(0.0, 2 * (reading.availableS - reading.timeS));
  const double onsetS = reading.timeS - windowS / 2;
  if (isSounding()) {
    const bool isYoung = reading.timeS - m_onsetS < kMinNoteS;
    const bool isSamePitch = std::abs(centsAbove(*reading.hertz, m_note.targetHz)) < kSlurCents;
    const bool isNext = reading.noteBegan && !(isYoung && isSamePitch);
    const bool isOther = m_note.tuning != note->tuning;
    if (isNext || isOther || reading.availableS - m_heardS > kMaxPauseS || reading.timeS - m_onsetS > kMaxNoteS)
      close();
  }
  if (!isSounding()) begin(*note, std::min(reading.timeS, std::max(onsetS, m_endS)));
  const double cents = centsAbove(*reading.hertz, m_note.targetHz);
  if (m_points.empty()) m_levelCents = cents;
  m_levelCents += (cents - m_levelCents) * (1 - std::exp(-sinceS / kLevelS));
  m_points.push_back({reading.timeS, cents, reading.sigmaCents.value_or(0), reading.confidence, windowS});
  m_endS = std::max(m_endS, reading.timeS);
  m_heardS = reading.availableS;
  m_confidence = std::max(m_confidence, reading.confidence);
  const auto isSame = [&note](const TunedNote& each) { return each.isSameNote(*note); };
  if (m_heard.size() < kMaxHeard && std::ranges::none_of(m_heard, isSame)) m_heard.push_back(*note);
  if (std::abs(m_levelCents) > kSlurCents) splitSlur(*note);
}

void NoteSegmenter::begin(const TunedNote& note, double onsetS) {
  m_note = note;
  m_heard.clear();
  m_onsetS = m_endS = onsetS;
  m_confidence = 0;
}

// The readings since the pitch crossed the border belong to the next note.
void NoteSegmenter::splitSlur(const TunedNote& note) {
  const double side = m_levelCents > 0 ? 1 : -1;
  const auto isBefore = [side](const NotePoint& point) { return side * point.cents <= kBorderCents; };
  const auto last = std::find_if(m_points.rbegin(), m_points.rend(), isBefore);
  std::vector<NotePoint> next(last.base(), m_points.end());
  if (next.empty()) return;
  const double shift = centsAbove(note.targetHz, m_note.targetHz);
  std::vector<NotePoint> before(m_points.begin(), last.base());
  if (isLongEnough(before)) {
    m_points = std::move(before);
    m_endS = std::max(m_onsetS, next.front().timeS);
    close();
    m_points = std::move(next);
    begin(note, m_points.front().timeS);
    m_heard.push_back(note);
    m_endS = m_points.back().timeS;
  }  // otherwise, the earlier readings are the attack
  m_note = note;
  m_levelCents = 0;
  for (NotePoint& point : m_points) {
    point.cents -= shift;
    m_levelCents += point.cents / static_cast<double>(m_points.size());
    m_confidence = std::max(m_confidence, point.confidence);
  }
}

void NoteSegmenter::finish() {
  close();
  m_endS = m_newestS = std::numeric_limits<double>::lowest();
}

void NoteSegmenter::close() {
  if (isSounding() && isLongEnough(m_points) && m_confidence >= kMinConfidence) {
    if (m_endedCount == m_ended.size()) m_ended.emplace_back();
    Ended& ended = m_ended[m_endedCount++];
    std::swap(ended.points, m_points);
    std::swap(ended.heard, m_heard);
    ended.note = m_note;
    ended.onsetS = m_onsetS;
    ended.endS = m_endS;
  }
  m_points.clear();
}

PlayedNote NoteSegmenter::described(Ended& ended) {
  PlayedNote played = describeNote(ended.points, ended.note, ended.onsetS, ended.endS);
  double offsetCents = played.meanCents;
  const TunedNote nearest = nearestHeard(ended, offsetCents);
  if (!nearest.isSameNote(ended.note)) {
    for (NotePoint& point : ended.points) point.cents += offsetCents - played.meanCents;
    played = describeNote(ended.points, nearest, ended.onsetS, ended.endS);
  }
  return played;
}

// The candidate nearest to a pitch that is offsetCents above the ended note; offsetCents becomes its distance from
// that.
TunedNote NoteSegmenter::nearestHeard(const Ended& ended, double& offsetCents) {
  TunedNote nearest = ended.note;
  const double cents = offsetCents;
  for (const TunedNote& note : ended.heard) {
    const double off = cents - centsAbove(note.targetHz, ended.note.targetHz);
    if (std::abs(off) >= std::abs(offsetCents)) continue;
    offsetCents = off;
    nearest = note;
  }
  return nearest;
}

std::vector<PlayedNote> NoteSegmenter::take() {
  std::vector<PlayedNote> notes;
  notes.reserve(m_endedCount);
  for (std::size_t i = 0; i < m_endedCount; ++i) notes.push_back(described(m_ended[i]));
  m_endedCount = 0;
  return notes;
}

}  // namespace tunescope::core
