// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/historyviewmodel.h"

#include "analysis/tuningof.h"
#include "present/numbers.h"
#include "present/numbertext.h"
#include "ui/models/practicenotes.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <string>

namespace tunescope::ui {

using core::HistoryStep;
using core::PitchExtremes;
using core::SessionHistory;
using present::plainText;
using present::signedText;

namespace {

const QString kSpanKey = QStringLiteral("historySpanS");
constexpr double kRepaintS = 0.1;
constexpr int kColumnsPerScreen = 1000;  // about: a repaint for a part of a column shows nothing new

QString lengthText(double seconds) {
  const auto whole = qint64(std::lround(seconds));
  const QString small = QStringLiteral("%1:%2").arg(whole / 60 % 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
  return whole < 3600 ? small
                      : QStringLiteral("%1:%2").arg(whole / 3600).arg(small.rightJustified(5, QLatin1Char('0')));
}

QString extremesText(const core::LevelExtremes& level) {
  if (level.isNone()) return QStringLiteral("\u2013");
  if (level.high - level.low < 10) return signedText(level.highDb(), 1);
  return QStringLiteral("%1 \u2026 %2").arg(signedText(level.lowDb(), 1), signedText(level.highDb(), 1));
}

}  // namespace

HistoryViewModel::HistoryViewModel(QObject* parent)
    : QObject(parent),
      m_tools({.name = QStringLiteral("history"),
               .table = [this] { return table(); },
               .settings = [this] { return settings(); },
               .reset = [this] { reset(); }}) {
  connect(this, &HistoryViewModel::sourceChanged, this, &HistoryViewModel::follow);
  connect(&m_tools, &ViewTools::pausedChanged, this, [this] { m_tools.isPaused() ? hold(endStep()) : goLive(); });
}

const HistoryKeeper* HistoryViewModel::keeper() const {
  return m_controller ? m_controller->readings()->longHistory() : nullptr;
}

void HistoryViewModel::follow() {
  disconnect(m_grew);
  disconnect(m_settingsChanged);
  if (!m_controller) return;
  if (!m_hasSpan) {
    const double keptS = m_controller->settings()->kept(kSpanKey).toDouble();
    if (keptS >= kMinSpanS && keptS <= SessionHistory::kSpanS) m_spanS = keptS;
    m_hasSpan = true;
  }
  HistoryKeeper* keeper = m_controller->readings()->longHistory();
  keeper->setShown(m_isActive);
  if (!m_isActive) return;
  m_grew = connect(keeper, &HistoryKeeper::grew, this, &HistoryViewModel::grow);
  m_settingsChanged =
      connect(m_controller->settings(), &AppSettings::valuesChanged, this, &HistoryViewModel::applySettings);
  applySettings();
}

void HistoryViewModel::applySettings() {
  m_tuning = core::Tuning(analysis::tuningSettingsOf(m_controller->settings()->values()));
  Q_EMIT changed();
  Q_EMIT cursorChanged();
}

// As often as there is something new to see: a column of an hour lasts for seconds.
void HistoryViewModel::grow() {
  const double end = double(keeper()->history().end());
  if (m_heldEnd && !m_tools.isPaused() && (end - m_toldAt) * SessionHistory::kStepS >= 1) {
    m_toldAt = end;
    Q_EMIT cursorChanged();
  }
  const double wanted = std::max(kRepaintS / SessionHistory::kStepS, spanSteps() / kColumnsPerScreen);
  if (m_heldEnd || (m_shownEnd >= 0 && end >= m_shownEnd && end - m_shownEnd < wanted)) return;
  m_shownEnd = end;
  Q_EMIT changed();
  if (hasCursor()) Q_EMIT cursorChanged();
}

double HistoryViewModel::spanSteps() const {
  return m_spanS / SessionHistory::kStepS;
}

double HistoryViewModel::endStep() const {
  return m_heldEnd ? *m_heldEnd : keeper() ? double(keeper()->history().end()) : 0;
}

bool HistoryViewModel::hasValues() const {
  return keeper() && keeper()->history().end() > 0;
}

core::NameStyle HistoryViewModel::names() const {
  return m_controller ? analysis::nameStyleOf(m_controller->settings()->values()) : core::NameStyle{};
}

double HistoryViewModel::toleranceCents() const {
  return m_controller ? m_controller->settings()->values().inTuneCents : 0;
}

double HistoryViewModel::columns(int count, std::vector<HistoryStep>& steps) const {
  steps.resize(std::size_t(std::max(0, count)));
  const double perColumn = spanSteps() / std::max(1, count);
  const double last = std::ceil(endStep() / perColumn);  // the column behind the right edge
  const double firstColumn = last - count;
  if (!keeper()) return 0;
  const SessionHistory& history = keeper()->history();
  for (int i = 0; i < count; ++i) {
    const double from = std::floor((firstColumn + i) * perColumn), to = std::floor((firstColumn + i + 1) * perColumn);
    HistoryStep& step = steps[std::size_t(i)];
    step = {};
    if (to <= 0) continue;
    const auto first = std::uint64_t(std::max(0.0, from));
    step = history.over(first, std::max(first + 1, std::uint64_t(to)));
  }
  return firstColumn * perColumn;
}

// Behind the newest step there is nothing, nor before the oldest.
void HistoryViewModel::hold(double end) {
  if (!keeper()) return;
  const double newest = double(keeper()->history().end()), oldest = double(keeper()->history().begin());
  m_heldEnd = std::clamp(end, std::min(newest, oldest + spanSteps()), newest);
  if (*m_heldEnd >= newest && !m_tools.isPaused()) m_heldEnd.reset();
  m_shownEnd = -1;
  Q_EMIT changed();
  Q_EMIT cursorChanged();
}

void HistoryViewModel::zoom(double factor, double at) {
  if (!keeper() || !(factor > 0)) return;
  const double before = spanSteps();
  const double anchor = endStep() - (1 - at) * before;
  span(std::clamp(m_spanS * factor, kMinSpanS, SessionHistory::kSpanS));
  if (isLive()) {  // the newest stays at the right edge
    m_shownEnd = -1;
    Q_EMIT changed();
    Q_EMIT cursorChanged();
    return;
  }
  hold(anchor + (1 - at) * spanSteps());
}

void HistoryViewModel::span(double seconds) {
  m_spanS = seconds;
  m_controller->settings()->keep(kSpanKey, seconds);
}

void HistoryViewModel::turn(double notches, double at) {
  zoom(std::pow(kZoom, notches), at);
}

void HistoryViewModel::setSpan(double seconds) {
  zoom(seconds / m_spanS, 0.5);
}

void HistoryViewModel::scroll(double part) {
  if (keeper()) hold(endStep() + part * spanSteps());
}

void HistoryViewModel::goLive() {
  m_heldEnd.reset();
  m_shownEnd = -1;
  if (m_tools.isPaused()) {
    m_tools.setPaused(false);  // which comes back here
    return;
  }
  Q_EMIT changed();
  Q_EMIT cursorChanged();
}

void HistoryViewModel::goToOldest() {
  if (keeper()) hold(double(keeper()->history().begin()) + spanSteps());
}

void HistoryViewModel::reset() {
  if (m_controller) span(kFirstSpanS);
  m_cursorStep.reset();
  if (!m_tools.isPaused()) return goLive();
  hold(endStep());
}

void HistoryViewModel::pointAt(double at) {
  m_cursorStep = endStep() - (1 - std::clamp(at, 0.0, 1.0)) * spanSteps();
  Q_EMIT cursorChanged();
}

void HistoryViewModel::movePoint(int columns) {
  const double at = hasCursor() && cursor() >= 0 && cursor() <= 1 ? cursor() : 0.5;
  pointAt(at + columns / 100.0);
}

void HistoryViewModel::unpoint() {
  m_cursorStep.reset();
  Q_EMIT cursorChanged();
}

double HistoryViewModel::cursor() const {
  return m_cursorStep ? 1 - (endStep() - *m_cursorStep) / spanSteps() : -1;
}

QString HistoryViewModel::spanText() const {
  if (m_spanS < 120) return tr("%1 s").arg(plainText(m_spanS, m_spanS < 10 ? 1 : 0));
  if (m_spanS < SessionHistory::kSpanS - 1) return tr("%1 min").arg(plainText(m_spanS / 60, m_spanS < 600 ? 1 : 0));
  return tr("1 h");
}

QString HistoryViewModel::placeText() const {
  if (isLive()) return tr("Live");
  const double agoS = (double(keeper()->history().end()) - endStep()) * SessionHistory::kStepS;
  if (m_tools.isPaused()) return tr("Paused");  // and no time, which would go on
  return tr("%1 ago").arg(lengthText(agoS));
}

// The column under the cursor, as a picture of a usual width has it.
HistoryStep HistoryViewModel::cursorStep() const {
  if (!keeper() || !m_cursorStep || *m_cursorStep < 0) return {};
  const auto first = std::uint64_t(*m_cursorStep);
  const auto width = std::uint64_t(std::max(1.0, std::round(spanSteps() / kColumnsPerScreen)));
  return keeper()->history().over(first, first + width);
}

QString HistoryViewModel::pitchText(const HistoryStep& step) const {
  if (step.pitch.isNone()) return tr("no pitch");
  const double low = PitchExtremes::hertzOf(double(step.pitch.low));
  const double high = PitchExtremes::hertzOf(double(step.pitch.high));
  const auto lowNote = m_tuning.nearest(low), highNote = m_tuning.nearest(high);
  if (!lowNote || !highNote) return tr("no pitch");
  const QString name = shownNoteName(*lowNote, names());
  if (!lowNote->isSameNote(*highNote)) {
    return QStringLiteral("%1 \u2026 %2").arg(name, shownNoteName(*highNote, names()));
  }
  const double cents = (lowNote->cents + highNote->cents) / 2;
  return tr("%1 %2 c, %3 Hz").arg(name, signedText(cents, 1), plainText(std::sqrt(low * high), 2));
}

QString HistoryViewModel::cursorText() const {
  if (!m_cursorStep || !keeper()) return {};
  const double agoS = (double(keeper()->history().end()) - *m_cursorStep) * SessionHistory::kStepS;
  const QString clock =
      QLocale::c().toString(QDateTime::fromMSecsSinceEpoch(keeper()->msOf(*m_cursorStep)), QStringLiteral("HH:mm:ss"));
  const HistoryStep step = cursorStep();
  if (step.flags == 0) return tr("%1  nothing yet").arg(clock);
  if (step.has(HistoryStep::HasSound))
    return tr("%1  %2 ago  \u00b7  %3").arg(clock, lengthText(agoS), pitchText(step));
  const QString why = step.has(HistoryStep::Changed)   ? tr("another input")
                      : step.has(HistoryStep::Stopped) ? tr("stopped")
                      : step.has(HistoryStep::Held)    ? tr("held while a tone played")
                                                       : tr("samples were lost");
  return tr("%1  %2 ago  \u00b7  %3").arg(clock, lengthText(agoS), why);
}

QString HistoryViewModel::cursorDetail() const {
  const HistoryStep step = cursorStep();
  if (!step.has(HistoryStep::HasSound)) return {};
  return tr("RMS %1  \u00b7  peak %2 dBFS  \u00b7  M %3  \u00b7  S %4 LUFS")
      .arg(extremesText(step.rms), step.peak.isNone() ? QStringLiteral("\u2013") : signedText(step.peak.highDb(), 1),
           extremesText(step.momentary), extremesText(step.shortTerm));
}

QJsonObject HistoryViewModel::settings() const {
  return {{QStringLiteral("spanS"), m_spanS},
          {QStringLiteral("endS"), endStep() * SessionHistory::kStepS},
          {QStringLiteral("isLive"), isLive()},
          {QStringLiteral("stepS"), SessionHistory::kStepS}};
}

namespace {

void appendLevel(std::string& row, const core::LevelExtremes& level, bool hasLow) {
  if (hasLow) {
    row += ',';
    if (!level.isNone()) present::appendFixed(row, level.lowDb(), 2);
  }
  row += ',';
  if (!level.isNone()) present::appendFixed(row, level.highDb(), 2);
}

const char* gapName(const HistoryStep& step) {
  return step.has(HistoryStep::Changed)   ? "changed"
         : step.has(HistoryStep::Stopped) ? "stopped"
         : step.has(HistoryStep::Lost)    ? "lost"
         : step.has(HistoryStep::Held)    ? "held"
                                          : "";
}

}  // namespace

// What is shown, in rows of the same length: 50 ms, or as long as kMaxRows of them last.
QByteArray HistoryViewModel::table() const {
  std::string text =
      "time_s,length_s,rms_min_dbfs,rms_max_dbfs,peak_max_dbfs,momentary_min_lufs,momentary_max_lufs,"
      "short_term_min_lufs,short_term_max_lufs,pitch_min_hz,pitch_max_hz,gap\n";
  if (!keeper()) return QByteArray::fromStdString(text);
  const SessionHistory& history = keeper()->history();
  const auto end = std::uint64_t(endStep());
  const auto begin = std::max(history.begin(), end - std::min(end, std::uint64_t(spanSteps())));
  const std::uint64_t length = std::max<std::uint64_t>(1, (end - begin + kMaxRows - 1) / kMaxRows);
  for (std::uint64_t first = begin; first < end; first += length) {
    const HistoryStep step = history.over(first, std::min(end, first + length));
    present::appendFixed(text, double(first) * SessionHistory::kStepS, 2);
    text += ',';
    present::appendFixed(text, double(std::min(length, end - first)) * SessionHistory::kStepS, 2);
    appendLevel(text, step.rms, true);
    appendLevel(text, step.peak, false);
    appendLevel(text, step.momentary, true);
    appendLevel(text, step.shortTerm, true);
    for (const float cents : {step.pitch.low, step.pitch.high}) {
      text += ',';
      if (!step.pitch.isNone()) present::appendFixed(text, PitchExtremes::hertzOf(double(cents)), 3);
    }
    text += ',';
    text += gapName(step);
    text += '\n';
  }
  return QByteArray::fromStdString(text);
}

}  // namespace tunescope::ui
