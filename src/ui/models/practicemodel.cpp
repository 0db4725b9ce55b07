// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/practicemodel.h"

#include "analysis/tuningof.h"
#include "core/notes/standardfit.h"
#include "present/numbertext.h"
#include "ui/models/practicefiles.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tunescope::ui {

namespace {

constexpr double kRoundingS = 1e-3;       // notes that follow each other without a pause may overlap by rounding
constexpr std::size_t kMaxFitted = 2000;  // of the newest notes: the fit is made with each note

}  // namespace

PracticeModel::PracticeModel(AppSettings& settings, UserFiles& files, QObject* parent)
    : QObject(parent), m_settings(settings), m_files(new PracticeFiles(*this, files, this)) {
  connect(&settings, &AppSettings::valuesChanged, this, [this] {
    m_notes.setStyle(names(), toleranceCents());
    Q_EMIT changed();
  });
  m_notes.setStyle(names(), toleranceCents());
}

PracticeModel::~PracticeModel() {
  m_files->keepUnsaved();
}

core::NameStyle PracticeModel::names() const {
  return analysis::nameStyleOf(m_settings.values());
}

void PracticeModel::connectTo(analysis::AnalysisWorker& worker, CaptureRun& run) {
  m_worker = &worker;
  m_run = &run;
  connect(&worker, &analysis::AnalysisWorker::streamStarted, this, [this] { m_isNewStream = true; });
}

void PracticeModel::subscribe() {
  m_feed.cancel();
  if (!m_isRunning || m_worker == nullptr) return;
  m_feed = m_worker->feed<analysis::PlayedNotes>().subscribe(this, [this](const auto& played, analysis::Ticket) {
    for (const core::PlayedNote& note : played.notes) add(note);
  });
}

void PracticeModel::toggle() {
  m_isRunning ? stop() : start();
}

void PracticeModel::start() {
  m_isRunning = m_isNewStream = true;
  subscribe();
  if (m_run != nullptr && !m_run->isStarted()) m_run->start();
  Q_EMIT stateChanged();
}

void PracticeModel::stop() {
  m_isRunning = false;
  subscribe();
  Q_EMIT stateChanged();
}

void PracticeModel::add(const core::PlayedNote& note) {
  if (!m_isRunning || m_session.notes.size() >= present::PracticeSession::kMaxNotes) return;
  if (!hasNotes()) {
    const analysis::Settings& values = m_settings.values();
    m_session.startedAt = QDateTime::currentDateTime().addMSecs(-std::llround(note.lengthS * 1000));
    m_session.a4Hz = analysis::a4HzOf(values);
    m_session.tuning = QString::fromStdString(analysis::tuningName(values));
  }
  const double endS = m_session.endS();
  if (std::exchange(m_isNewStream, false) || note.onsetS + m_shiftS < endS - kRoundingS)
    m_shiftS = (hasNotes() ? endS + present::PracticeSession::kPauseS : 0) - note.onsetS;
  core::PlayedNote placed = note;
  placed.onsetS += m_shiftS;
  m_notes.append(placed);
  m_session.notes.push_back(std::move(placed));
  m_isSaved = false;
  Q_EMIT changed();
}

void PracticeModel::show() {
  m_notes.setNotes(m_session.notes);
  m_isNewStream = true;
  Q_EMIT changed();
  Q_EMIT stateChanged();
}

void PracticeModel::clear() {
  if (!hasNotes()) return;
  m_before = std::exchange(m_session, {});
  m_isAppended = true;
  show();
}

void PracticeModel::replace(const present::PracticeSession& session) {
  stop();
  m_files->keepUnsaved();
  m_before.reset();
  if (hasNotes()) m_before = std::move(m_session);
  m_isAppended = false;
  m_session = session;
  m_isSaved = true;
  show();
}

void PracticeModel::undo() {
  if (!m_before) return;
  if (!m_isAppended) m_files->keepUnsaved();
  present::PracticeSession since = std::exchange(m_session, *std::exchange(m_before, std::nullopt));
  if (m_isAppended) {
    const double shiftS = m_session.endS() + present::PracticeSession::kPauseS;
    for (core::PlayedNote& note : since.notes) {
      if (m_session.notes.size() >= present::PracticeSession::kMaxNotes) break;
      note.onsetS += shiftS;
      m_session.notes.push_back(std::move(note));
    }
  }
  m_isSaved = false;
  show();
}

void PracticeModel::compare(const present::PracticeSession& session) {
  m_compared = session;
  Q_EMIT changed();
}

void PracticeModel::stopComparing() {
  m_compared.reset();
  Q_EMIT changed();
}

QString PracticeModel::headline() const {
  if (!hasNotes()) return {};
  const double seconds = m_session.seconds();
  const double share = seconds > 0 ? 100 * m_session.inTuneS(toleranceCents()) / seconds : 0;
  const QString percent = present::plainText(share, 0);
  if (m_session.notes.size() == 1) return tr("1 note, in tune %1 % of the time").arg(percent);
  return tr("%1 notes, in tune %2 % of the time").arg(present::countText(m_session.notes.size()), percent);
}

QString PracticeModel::detail() const {
  std::vector<core::StandardNote> notes;
  const std::size_t count = std::min(m_session.notes.size(), kMaxFitted);
  for (std::size_t i = m_session.notes.size() - count; i < m_session.notes.size(); ++i)
    notes.push_back(core::standardNoteOf(m_session.notes[i]));
  const analysis::Settings& values = m_settings.values();
  const auto fit = core::fitStandard(core::Tuning(analysis::tuningSettingsOf(values)), notes);
  if (!fit) return {};
  const double hertz = analysis::a4HzOf(values) * std::exp2(fit->cents / 1200);
  return tr("The notes fit A4 = %1 Hz best, to %2 cents")
      .arg(present::plainText(hertz, 1), present::plainText(fit->sigmaCents, 1));
}

namespace {

QString whenText(const present::PracticeSession& session) {
  return session.startedAt.isValid() ? QLocale().toString(session.startedAt, QLocale::ShortFormat)
                                     : PracticeModel::tr("Undated");
}

}  // namespace

QString PracticeModel::title() const {
  return hasNotes() ? whenText(m_session) : QString();
}

QString PracticeModel::comparedTitle() const {
  return m_compared ? whenText(*m_compared) : QString();
}

}  // namespace tunescope::ui
