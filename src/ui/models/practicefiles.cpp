// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/practicefiles.h"

#include "present/practice/practicefile.h"
#include "ui/items/practicepainter.h"
#include "ui/models/practicemodel.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

namespace {

constexpr int kChartWidth = 1600;
constexpr int kMaxChartHeight = 16000;
constexpr int kChartText = 26;
constexpr auto kEnding = "practice.json";
constexpr qsizetype kMaxListed = 200;

static_assert(UserFiles::kMaxBytes >= present::kMaxPracticeFileBytes);

}  // namespace

PracticeFiles::PracticeFiles(PracticeModel& practice, UserFiles& files, QObject* parent)
    : QObject(parent), m_practice(practice), m_files(files) {}

bool PracticeFiles::openDropped(const QUrl& url) {
  if (!url.path().endsWith(QLatin1String(".json"), Qt::CaseInsensitive)) return false;
  if (!open(url.isLocalFile() ? url.toLocalFile() : url.toString(), false)) Q_EMIT requested();
  return true;
}

void PracticeFiles::request() {
  setMessage({}, false);
  Q_EMIT requested();
}

void PracticeFiles::setMessage(const QString& message, bool isProblem) {
  m_message = message;
  m_isProblem = isProblem;
  Q_EMIT messageChanged();
}

void PracticeFiles::listSaved() {
  std::vector<ChoiceList::Choice> choices;
  const QDir folder(m_files.folder());
  const QFileInfoList files =
      folder.entryInfoList({QStringLiteral("*.") + QLatin1String(kEnding)}, QDir::Files, QDir::Time);
  for (const QFileInfo& file : files.mid(0, kMaxListed)) {
    const QString title = file.fileName().chopped(qsizetype(qstrlen(kEnding)) + 1);
    choices.push_back({file.filePath(), title, QLocale().toString(file.lastModified(), QLocale::ShortFormat)});
  }
  m_saved.setChoices(std::move(choices));
}

// "Practice 2026-11-30 10.15": as files of any system may be called.
QString PracticeFiles::stem() const {
  const QDateTime at = m_practice.session().startedAt;
  const QString when =
      (at.isValid() ? at : QDateTime::currentDateTime()).toString(QStringLiteral("yyyy-MM-dd HH.mm.ss"));
  return tr("Practice %1").arg(when);
}

void PracticeFiles::finish(const QString& place, const QString& problem) {
  setMessage(place.isEmpty() ? problem : tr("Saved as %1").arg(place), place.isEmpty());
}

void PracticeFiles::save() {
  if (!m_practice.hasNotes()) return;
  present::PracticeSession session = m_practice.session();
  session.inTuneCents = m_practice.toleranceCents();
  QString problem;
  const QString place = m_files.save(stem(), QLatin1String(kEnding), present::practiceJson(session), problem);
  if (!place.isEmpty()) m_practice.setSaved();
  if (!place.isEmpty()) listSaved();
  finish(place, problem);
}

void PracticeFiles::saveFigures() {
  if (!m_practice.hasNotes()) return;
  QString problem;
  const QByteArray bytes = present::practiceCsv(m_practice.session(), m_practice.toleranceCents());
  const QString place = m_files.save(stem(), QStringLiteral("csv"), bytes, problem);
  finish(place, problem);
}

void PracticeFiles::saveChart(bool isOverTime, const QString& family) {
  if (!m_practice.hasNotes()) return;
  PracticePainter painter = PracticePainter::of(m_practice, PracticeStyle::paper(family, kChartText));
  const int margin = 2 * kChartText;
  const int titleHeight = 4 * kChartText;
  const double bodyHeight = isOverTime ? kChartWidth * 0.5 : painter.notesHeight();
  const int height = std::min(kMaxChartHeight, titleHeight + int(std::ceil(bodyHeight)) + 2 * margin);
  QImage image(kChartWidth, height, QImage::Format_RGB32);
  image.fill(painter.style().ground);
  QPainter onto(&image);
  onto.translate(margin, margin);
  painter.paintTitle(onto, kChartWidth - 2 * margin, m_practice.headline(), m_practice.detail());
  onto.translate(0, titleHeight);
  const QSizeF size(kChartWidth - 2 * margin, height - titleHeight - 2 * margin);
  isOverTime ? painter.paintTime(onto, size) : painter.paintNotes(onto, size, 0);
  onto.end();
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  image.save(&buffer, "PNG");
  QString problem;
  const QString place = m_files.save(stem(), QStringLiteral("png"), buffer.data(), problem);
  finish(place, problem);
}

bool PracticeFiles::open(const QString& path, bool isOther) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    setMessage(tr("%1 cannot be opened: %2.").arg(path, file.errorString()), true);
    return false;
  }
  return use(QFileInfo(path).fileName(), file.read(present::kMaxPracticeFileBytes + 1), isOther);
}

bool PracticeFiles::use(const QString& name, const QByteArray& bytes, bool isOther) {
  const auto read = present::readPractice(bytes);
  if (const auto* problem = std::get_if<QString>(&read)) {
    setMessage(tr("%1 cannot be used: %2.").arg(name, *problem), true);
    return false;
  }
  const auto& session = std::get<present::PracticeSession>(read);
  isOther ? m_practice.compare(session) : m_practice.replace(session);
  setMessage({}, false);
  Q_EMIT opened();
  return true;
}

void PracticeFiles::choose(bool isOther) {
  m_files.choose([this, isOther](const QString& name, const QByteArray& bytes) { use(name, bytes, isOther); });
}

void PracticeFiles::keepUnsaved() {
  if (!m_practice.isSaved() && !m_files.isPage()) save();
}

}  // namespace tunescope::ui
