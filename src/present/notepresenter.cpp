// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/notepresenter.h"

#include <algorithm>
#include <cmath>

namespace tunescope::present {

namespace {

constexpr double kUnknownSigmaCents = 5;  // of a reading without a standard deviation

// Cents above 1 Hz.
double absoluteCentsOf(double hertz) {
  return 1200 * std::log2(hertz);
}

double distanceCents(double absoluteCents, const core::TunedNote& note) {
  return std::abs(absoluteCents - absoluteCentsOf(note.targetHz));
}

}  // namespace

NotePresenter::Update NotePresenter::show(const analysis::NotedPitch& noted) {
  if (noted.pitch.availableS < m_timeS) startOver();
  m_timeS = noted.pitch.availableS;
  if (noted.pitch.noteBegan) m_beganS = m_timeS;
  if (noted.pitch.isVoiced() && noted.note) return showVoiced(noted.pitch, *noted.note);
  m_candidateCount = 0;
  if (m_timeS - m_voicedS >= kGhostAfterS) rest();
  return {};
}

void NotePresenter::setInTuneCents(double cents) {
  if (!(std::abs(cents - m_inTuneCents) > 0)) return;
  m_inTuneCents = cents;
  m_display.begin(m_note.targetHz, cents);
}

void NotePresenter::rest() {
  if (m_presence != Presence::Sounding) return;
  m_presence = Presence::Ghost;
  startOver();
}

void NotePresenter::clear() {
  if (m_presence == Presence::Resting) return;
  m_presence = Presence::Resting;
  startOver();
}

void NotePresenter::startOver() {
  m_filter.reset();
  m_display.begin(0, m_inTuneCents);
  m_filter.setTimeConstant(m_display.timeConstantS());
  m_candidateCount = 0;
  m_timeS = m_voicedS = 0;
  m_beganS.reset();
}

// Whether the shown note may stay although another one is nearest.
bool NotePresenter::isKept(double absoluteCents, const core::TunedNote& nearest) const {
  if (m_presence != Presence::Sounding || nearest.tuning != m_note.tuning) return false;
  return distanceCents(absoluteCents, m_note) <= distanceCents(absoluteCents, nearest) + kKeepNoteCents;
}

// Whether this reading may be shown. The shown note may continue; another one must be certain and not young, or agree
// three times: an attack is no tone yet, and what it reads may be another note for two readings.
bool NotePresenter::isAccepted(double absoluteCents, const core::TunedNote& nearest, double confidence) {
  if (isKept(absoluteCents, nearest)) {
    m_candidateCount = 0;
    return true;
  }
  if (confidence < kMinConfidence) {
    m_candidateCount = 0;
    return false;
  }
  m_candidateCount = m_candidateCount > 0 && nearest.isSameNote(m_candidate) ? m_candidateCount + 1 : 1;
  m_candidate = nearest;
  const bool isYoung = m_beganS && m_timeS - *m_beganS < kYoungS;
  return (confidence >= kSureConfidence && !isYoung) || m_candidateCount >= kUnsureReadings;
}

NotePresenter::Update NotePresenter::showVoiced(const core::PitchReading& reading, const core::TunedNote& nearest) {
  const double absoluteCents = absoluteCentsOf(*reading.hertz);
  const bool isSure = reading.confidence >= kSureConfidence;
  if (!isAccepted(absoluteCents, nearest, reading.confidence)) return {};
  const double sigma = reading.sigmaCents.value_or(kUnknownSigmaCents);
  m_voicedS = m_timeS;
  m_isSure = isSure;

  const bool hasSnapped = m_filter.add(m_timeS, absoluteCents, sigma);
  const bool isNew = hasSnapped || !isKept(m_filter.cents(), nearest);
  if (isNew) {
    m_note = nearest;
    m_display.begin(nearest.targetHz, m_inTuneCents);
  }
  m_presence = Presence::Sounding;
  const double cents = std::clamp(m_filter.cents() - absoluteCentsOf(m_note.targetHz), -kMaxCents, kMaxCents);
  const NoteDisplay::Tuning before = m_display.tuning();
  m_display.show(m_timeS, cents, sigma, isSure);
  m_filter.setTimeConstant(m_display.timeConstantS());
  return {.isShown = true, .isNewNote = isNew, .isNewWord = m_display.tuning() != before};
}

}  // namespace tunescope::present
