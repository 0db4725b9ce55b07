// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/timelinemodel.h"

#include "analysis/tuningof.h"
#include "present/numbertext.h"
#include "ui/models/practicenotes.h"

#include <QFile>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tunescope::ui {

using analysis::PitchStep;
using core::HistoryStep;
using core::PitchExtremes;
using present::plainText;
using present::signedText;

namespace {

constexpr double kColumnsPerScreen = 1000;  // about
constexpr double kLeastPlayedS = 0.05;      // a cursor at the end plays from the beginning
constexpr double kFollowedAt = 0.05;        // where what is heard stands in the next picture
constexpr double kBeforeNoteS = 0.001;      // an onset that the cursor stands on is not the next one

QString levelText(const core::LevelExtremes& level) {
  return level.isNone() ? QStringLiteral("\u2013") : signedText(level.highDb(), 1);
}

}  // namespace

TimelineModel::TimelineModel(QObject* parent)
    : QObject(parent),
      m_tools({.name = QStringLiteral("timeline"),
               .table = [this] { return table(); },
               .settings = [this] { return settings(); },
               .reset = [this] { reset(); },
               .hasPause = false}) {}

void TimelineModel::setController(CaptureController* controller) {
  if (controller == m_controller) return;
  m_controller = controller;
  if (m_controller) {
    connect(m_controller->sound(), &SoundFile::opened, this, &TimelineModel::takeSound);
    connect(m_controller->settings(), &AppSettings::valuesChanged, this, &TimelineModel::applySettings);
    Playback* playback = m_controller->playback();
    connect(playback, &Playback::moved, this, &TimelineModel::followPlayback);
    connect(playback, &Playback::toggleRequested, this, &TimelineModel::togglePlay);
    connect(playback, &Playback::ended, this, [this] {
      m_cursorS = m_playedFromS;
      Q_EMIT cursorChanged();
    });
    applySettings();
    takeSound();
  }
  Q_EMIT sourceChanged();
}

void TimelineModel::takeSound() {
  m_controller->playback()->stop();
  m_sound = m_controller->sound()->overview();
  m_cursorS.reset();
  m_selectionS.reset();
  m_startS = 0;
  m_spanS = std::max(kMinSpanS, seconds());
  Q_EMIT changed();
  Q_EMIT cursorChanged();
  Q_EMIT selectionChanged();
}

void TimelineModel::applySettings() {
  m_tuning = core::Tuning(analysis::tuningSettingsOf(m_controller->settings()->values()));
  Q_EMIT changed();
  Q_EMIT cursorChanged();
  Q_EMIT selectionChanged();
}

core::NameStyle TimelineModel::names() const {
  return m_controller ? analysis::nameStyleOf(m_controller->settings()->values()) : core::NameStyle{};
}

double TimelineModel::toleranceCents() const {
  return m_controller ? m_controller->settings()->values().inTuneCents : 0;
}

void TimelineModel::show(double startS, double spanS) {
  if (!m_sound) return;
  m_spanS = std::clamp(spanS, std::min(kMinSpanS, seconds()), std::max(kMinSpanS, seconds()));
  m_startS = std::clamp(startS, 0.0, std::max(0.0, seconds() - m_spanS));
  Q_EMIT changed();
  Q_EMIT cursorChanged();
  Q_EMIT selectionChanged();
}

void TimelineModel::zoom(double factor, double at) {
  if (!m_sound || !(factor > 0)) return;
  const double anchorS = secondsOf(at);
  const double spanS = std::clamp(m_spanS * factor, std::min(kMinSpanS, seconds()), std::max(kMinSpanS, seconds()));
  show(anchorS - at * spanS, spanS);
}

void TimelineModel::turn(double notches, double at) {
  zoom(std::pow(kZoom, notches), at);
}

void TimelineModel::zoomKey(double notches) {
  const double at = cursor();
  turn(notches, at >= 0 && at <= 1 ? at : 0.5);
}

void TimelineModel::scroll(double part) {
  show(m_startS + part * m_spanS, m_spanS);
}

void TimelineModel::showAt(double part) {
  show(part * seconds() - m_spanS / 2, m_spanS);
}

void TimelineModel::showWhole() {
  show(0, seconds());
}

void TimelineModel::showSelection() {
  if (!m_selectionS) return;
  const double lengthS = m_selectionS->second - m_selectionS->first;
  show(m_selectionS->first - lengthS * 0.05, lengthS * 1.1);
}

void TimelineModel::reset() {
  m_cursorS.reset();
  m_selectionS.reset();
  showWhole();
}

double TimelineModel::placeOf(std::optional<double> seconds) const {
  return seconds ? (*seconds - m_startS) / m_spanS : -1;
}

void TimelineModel::pointAt(double at) {
  if (!m_sound) return;
  m_cursorS = std::clamp(secondsOf(at), 0.0, seconds());
  if (m_controller->playback()->isPlaying()) play(*m_cursorS);
  Q_EMIT cursorChanged();
}

// The picture follows where it would leave it.
void TimelineModel::pointAtTime(double seconds) {
  m_cursorS = std::clamp(seconds, 0.0, this->seconds());
  const double at = cursor();
  if (at < 0 || at > 1) return show(*m_cursorS - m_spanS * (at < 0 ? 0.25 : 0.75), m_spanS);
  Q_EMIT cursorChanged();
}

void TimelineModel::movePoint(int columns) {
  if (m_sound) pointAtTime(m_cursorS.value_or(secondsOf(0.5)) + columns * m_spanS / 100);
}

void TimelineModel::goToNote(int step) {
  if (!m_sound || m_sound->notes.empty()) return;
  const auto& notes = m_sound->notes;
  const double fromS = m_cursorS.value_or(step > 0 ? m_startS - 2 * kBeforeNoteS : m_startS + m_spanS);
  if (step > 0) {
    const auto next = std::find_if(notes.begin(), notes.end(),
                                   [&](const core::PlayedNote& note) { return note.onsetS > fromS + kBeforeNoteS; });
    if (next != notes.end()) pointAtTime(next->onsetS);
  } else {
    const auto before = std::find_if(notes.rbegin(), notes.rend(),
                                     [&](const core::PlayedNote& note) { return note.onsetS < fromS - kBeforeNoteS; });
    if (before != notes.rend()) pointAtTime(before->onsetS);
  }
}

void TimelineModel::togglePlay() {
  Playback& playback = *m_controller->playback();
  if (playback.isPlaying()) return playback.stop();  // the cursor stays where it is
  if (!m_sound) return;
  const double fromS = selectedFromS(), toS = selectedToS();
  const double startS = m_cursorS.value_or(hasSelection() ? fromS : m_startS);
  play(startS >= fromS && startS < toS - kLeastPlayedS ? startS : fromS);
}

void TimelineModel::play(double startS) {
  m_playedFromS = hasSelection() ? m_cursorS : std::optional(startS);
  m_controller->playback()->play({.path = QFile::encodeName(m_controller->sound()->path()).toStdString(),
                                  .fromS = selectedFromS(),
                                  .toS = selectedToS(),
                                  .startS = std::clamp(startS, selectedFromS(), selectedToS())});
}

void TimelineModel::followPlayback() {
  m_cursorS = std::clamp(m_controller->playback()->timeS(), 0.0, seconds());
  const double at = cursor();
  if (at >= 0 && at <= 1) {
    Q_EMIT cursorChanged();
  } else {
    show(*m_cursorS - kFollowedAt * m_spanS, m_spanS);
  }
}

void TimelineModel::unpoint() {
  m_cursorS.reset();
  Q_EMIT cursorChanged();
}

void TimelineModel::select(double from, double to) {
  if (!m_sound) return;
  const double firstS = std::clamp(secondsOf(std::min(from, to)), 0.0, seconds());
  const double lastS = std::clamp(secondsOf(std::max(from, to)), 0.0, seconds());
  m_selectionS.reset();
  if (lastS > firstS) m_selectionS = {firstS, lastS};
  Q_EMIT selectionChanged();
}

void TimelineModel::selectNote() {
  const core::PlayedNote* note = m_cursorS ? noteAt(*m_cursorS) : nullptr;
  if (!note) return;
  m_selectionS = {note->onsetS, std::min(seconds(), note->onsetS + note->lengthS)};
  Q_EMIT selectionChanged();
}

void TimelineModel::selectAll() {
  if (!m_sound) return;
  m_selectionS = {0, seconds()};
  Q_EMIT selectionChanged();
}

void TimelineModel::unselect() {
  m_selectionS.reset();
  Q_EMIT selectionChanged();
}

double TimelineModel::selectedFrom() const {
  return m_selectionS ? placeOf(m_selectionS->first) : 0;
}

double TimelineModel::selectedTo() const {
  return m_selectionS ? placeOf(m_selectionS->second) : 0;
}

HistoryStep TimelineModel::stepOf(double fromS, double toS) const {
  HistoryStep step = m_sound->levels.over(fromS, toS);
  const HistoryStep loudness = m_sound->loudness.over(fromS, toS);
  step.momentary = loudness.momentary;
  step.shortTerm = loudness.shortTerm;
  return step;
}

void TimelineModel::columns(int count, std::vector<HistoryStep>& steps, std::vector<Column>& columns) const {
  const auto size = std::size_t(std::max(0, count));
  steps.assign(size, {});
  columns.assign(size, {});
  if (!m_sound) return;
  for (std::size_t i = 0; i < size; ++i) {
    const double fromS = secondsOf(double(i) / double(size)), toS = secondsOf(double(i + 1) / double(size));
    if (fromS >= seconds()) break;
    columns[i] = {m_sound->wave.over(fromS, toS), m_sound->pitch.over(fromS, toS)};
    steps[i] = stepOf(fromS, toS);
    steps[i].pitch = columns[i].pitch.pitch;
  }
}

const core::PlayedNote* TimelineModel::noteAt(double seconds) const {
  if (!m_sound) return nullptr;
  const auto& notes = m_sound->notes;
  const auto found = std::find_if(notes.rbegin(), notes.rend(), [&](const core::PlayedNote& note) {
    return note.onsetS <= seconds && seconds < note.onsetS + note.lengthS;
  });
  return found == notes.rend() ? nullptr : &*found;
}

// "1:02.35": as fine as the picture shows it.
QString TimelineModel::timeText(double seconds, double resolutionS) {
  const int decimals = resolutionS < 0.002 ? 3 : resolutionS < 0.05 ? 2 : resolutionS < 0.5 ? 1 : 0;
  const double unit = std::pow(10, -decimals);
  const double rounded = std::round(seconds / unit) * unit;
  const auto minutes = qint64((rounded + unit / 2) / 60);
  const double rest = std::max(0.0, rounded - double(minutes) * 60);
  const QString small = plainText(rest, decimals).rightJustified(decimals > 0 ? decimals + 3 : 2, QLatin1Char('0'));
  if (minutes < 60) return QStringLiteral("%1:%2").arg(minutes).arg(small);
  return QStringLiteral("%1:%2:%3").arg(minutes / 60).arg(minutes % 60, 2, 10, QLatin1Char('0')).arg(small);
}

QString TimelineModel::spanText() const {
  const double resolutionS = m_spanS / kColumnsPerScreen;
  return tr("%1 to %2 of %3")
      .arg(timeText(m_startS, resolutionS), timeText(m_startS + m_spanS, resolutionS), timeText(seconds(), 0.1));
}

QString TimelineModel::pitchText(const PitchStep& step) const {
  if (step.pitch.isNone()) return tr("no pitch");
  const double low = double(step.pitch.low), high = double(step.pitch.high);
  const auto lowNote = m_tuning.nearest(PitchExtremes::hertzOf(low));
  const auto highNote = m_tuning.nearest(PitchExtremes::hertzOf(high));
  if (!lowNote || !highNote) return tr("no pitch");
  const QString name = shownNoteName(*lowNote, names());
  if (!lowNote->isSameNote(*highNote)) {
    return QStringLiteral("%1 \u2026 %2").arg(name, shownNoteName(*highNote, names()));
  }
  const double sigma = std::max(0.0, (double(step.band.high) - double(step.band.low) - (high - low)) / 2);
  return tr("%1 %2 c \u00b1 %3 c, %4 Hz")
      .arg(name, signedText((lowNote->cents + highNote->cents) / 2, 1), plainText(sigma, 1),
           plainText(PitchExtremes::hertzOf((low + high) / 2), 2));
}

QString TimelineModel::cursorText() const {
  if (!m_cursorS || !m_sound) return {};
  const double resolutionS = m_spanS / kColumnsPerScreen;
  const PitchStep pitch = m_sound->pitch.over(*m_cursorS, *m_cursorS + resolutionS);
  return QStringLiteral("%1  \u00b7  %2").arg(timeText(*m_cursorS, resolutionS), pitchText(pitch));
}

QString TimelineModel::cursorDetail() const {
  if (!m_cursorS || !m_sound) return {};
  const HistoryStep step = stepOf(*m_cursorS, *m_cursorS + m_spanS / kColumnsPerScreen);
  return tr("RMS %1  \u00b7  peak %2 dBFS  \u00b7  M %3  \u00b7  S %4 LUFS")
      .arg(levelText(step.rms), levelText(step.peak), levelText(step.momentary), levelText(step.shortTerm));
}

QString TimelineModel::selectionText() const {
  if (!m_selectionS || !m_sound) return {};
  const auto [fromS, toS] = *m_selectionS;
  const double resolutionS = m_spanS / kColumnsPerScreen;
  return tr("%1 to %2  \u00b7  %3 s")
      .arg(timeText(fromS, resolutionS), timeText(toS, resolutionS),
           plainText(toS - fromS, resolutionS < 0.002 ? 3 : 2));
}

// The mean over the curve of pitch, if it stays on one note; else the notes.
QString TimelineModel::selectionDetail() const {
  if (!m_selectionS || !m_sound) return {};
  const auto [fromS, toS] = *m_selectionS;
  const double stepS = m_sound->pitch.stepS();
  double sum = 0, squares = 0, origin = 0;
  int count = 0;
  const auto steps = int(std::ceil((toS - fromS) / stepS));
  for (int i = 0; i < steps; ++i) {
    const double timeS = fromS + i * stepS;
    const PitchExtremes pitch = m_sound->pitch.over(timeS, timeS + stepS / 2).pitch;
    if (pitch.isNone()) continue;
    const double cents = (double(pitch.low) + double(pitch.high)) / 2;
    if (count++ == 0) origin = cents;
    sum += cents - origin;
    squares += (cents - origin) * (cents - origin);
  }
  const auto notes = std::count_if(m_sound->notes.begin(), m_sound->notes.end(),
                                   [&, from = fromS, to = toS](const core::PlayedNote& note) {
                                     return note.onsetS < to && note.onsetS + note.lengthS > from;
                                   });
  if (count == 0) return tr("no pitch");
  const double mean = sum / count, spread = std::sqrt(std::max(0.0, squares / count - mean * mean));
  const auto note = m_tuning.nearest(PitchExtremes::hertzOf(origin + mean));
  if (notes > 1 || spread > 60 || !note) return tr("Notes: %1").arg(notes);
  return tr("%1 %2 c, %3 Hz in the mean, spread %4 c")
      .arg(shownNoteName(*note, names()), signedText(note->cents, 1),
           plainText(PitchExtremes::hertzOf(origin + mean), 2), plainText(spread, 1));
}

}  // namespace tunescope::ui
