// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/practice/practicefile.h"

#include "present/numbers.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <limits>

namespace tunescope::present {

namespace {

constexpr int kVersion = 1;
constexpr double kMaxOnsetS = 1e7;
constexpr double kMaxLengthS = 120;
constexpr double kMaxCents = 5000;
constexpr qsizetype kMaxSteps = 4096;  // of a contour

struct PracticeFile {
  Q_DECLARE_TR_FUNCTIONS(PracticeFile)
};

double rounded(double value, double scale) {
  return std::round(value * scale) / scale;
}
double roundedCents(double cents) {
  return rounded(cents, 1e4);
}

QJsonValue orNull(const std::optional<double>& value) {
  return value ? QJsonValue(roundedCents(*value)) : QJsonValue();
}

QJsonObject objectOf(const core::PlayedNote& note) {
  QJsonArray contour;
  for (const auto& cents : note.contourCents) {
    contour.append(cents ? QJsonValue(rounded(double(*cents), 1e2)) : QJsonValue());
  }
  const auto part = [&note](double core::Vibrato::*member) {
    return note.vibrato ? std::optional((*note.vibrato).*member) : std::nullopt;
  };
  return {{QStringLiteral("t"), rounded(note.onsetS, 1e6)},
          {QStringLiteral("seconds"), rounded(note.lengthS, 1e6)},
          {QStringLiteral("note"), QString::fromStdString(core::asciiNoteName(note.note))},
          {QStringLiteral("midi"), note.note.midi ? QJsonValue(*note.note.midi) : QJsonValue()},
          {QStringLiteral("degree"), note.note.degree},
          {QStringLiteral("period"), note.note.period},
          {QStringLiteral("targetHz"), rounded(note.note.targetHz, 1e6)},
          {QStringLiteral("meanCents"), roundedCents(note.meanCents)},
          {QStringLiteral("meanSigmaCents"), roundedCents(note.meanSigmaCents)},
          {QStringLiteral("spreadCents"), roundedCents(note.spreadCents)},
          {QStringLiteral("driftCentsPerS"), orNull(note.driftCentsPerS)},
          {QStringLiteral("scoopCents"), roundedCents(note.scoopCents)},
          {QStringLiteral("settleS"), rounded(note.settleS, 1e6)},
          {QStringLiteral("vibratoHz"), orNull(part(&core::Vibrato::rateHz))},
          {QStringLiteral("vibratoCents"), orNull(part(&core::Vibrato::depthCents))},
          {QStringLiteral("contourCents"), contour}};
}

// Reads members of one object and keeps the first reason why one cannot be used.
class Reader {
 public:
  Reader(const QJsonObject& object, QString place) : m_object(object), m_place(std::move(place)) {}

  double number(const char* key, double min, double max) {
    const QJsonValue value = m_object.value(QLatin1String(key));
    const double number = value.toDouble(std::numeric_limits<double>::quiet_NaN());
    if (number >= min && number <= max) return number;
    if (m_problem.isEmpty()) {
      m_problem = value.isDouble() ? PracticeFile::tr("%1: '%2' is out of range").arg(m_place, QLatin1String(key))
                                   : PracticeFile::tr("%1 has no number '%2'").arg(m_place, QLatin1String(key));
    }
    return min;
  }
  std::optional<double> maybe(const char* key, double min, double max) {
    const QJsonValue value = m_object.value(QLatin1String(key));
    if (value.isNull() || value.isUndefined()) return std::nullopt;
    return number(key, min, max);
  }
  int whole(const char* key, int min, int max) { return int(std::lround(number(key, min, max))); }
  QString text(const char* key) const { return m_object.value(QLatin1String(key)).toString().left(200); }
  QJsonArray list(const char* key) const { return m_object.value(QLatin1String(key)).toArray(); }

  const QString& problem() const { return m_problem; }
  void fail(const QString& reason) {
    if (m_problem.isEmpty()) m_problem = reason;
  }

 private:
  QJsonObject m_object;
  QString m_place;
  QString m_problem;
};

// The letter of "Bb3", or the name that a scale gives: "sa:4".
void nameNote(core::TunedNote& note, const QString& text) {
  const std::string name = text.toStdString();
  const auto digits = name.find_first_of("-0123456789");
  const auto key = core::parseNoteName(name);
  if (key && digits != 0 && digits != std::string::npos) {
    note.spelling = core::spellKeyAs(*key, std::string_view(name).substr(0, digits));
  }
  if (note.spelling) return;
  const std::string label = name.substr(0, name.rfind(':'));
  if (label == std::to_string(note.degree)) return;
  std::copy_n(label.begin(), std::min(label.size(), note.label.size() - 1), note.label.begin());
}

void readContour(const QJsonArray& list, core::PlayedNote& note, Reader& reader, const QString& place) {
  if (list.isEmpty() || list.size() > kMaxSteps)
    reader.fail(PracticeFile::tr("%1 has no usable list '%2'").arg(place, QStringLiteral("contourCents")));
  for (const auto& each : list) {
    if (each.isNull()) {
      note.contourCents.emplace_back();
    } else if (each.isDouble() && std::abs(each.toDouble()) <= kMaxCents) {
      note.contourCents.emplace_back(float(each.toDouble()));
    } else {
      reader.fail(PracticeFile::tr("%1: '%2' is out of range").arg(place, QStringLiteral("contourCents")));
      return;
    }
  }
}

QString readNote(const QJsonValue& value, qsizetype index, core::PlayedNote& note) {
  const QString place = PracticeFile::tr("note %1").arg(index + 1);
  Reader reader(value.toObject(), place);
  note.onsetS = reader.number("t", 0, kMaxOnsetS);
  note.lengthS = reader.number("seconds", 1e-3, kMaxLengthS);
  if (const auto midi = reader.maybe("midi", -1000, 1000)) note.note.midi = int(std::lround(*midi));
  note.note.degree = reader.whole("degree", -100000, 100000);
  note.note.period = reader.whole("period", -100000, 100000);
  note.note.targetHz = reader.number("targetHz", 1, 100000);
  note.meanCents = note.note.cents = reader.number("meanCents", -kMaxCents, kMaxCents);
  note.meanSigmaCents = reader.number("meanSigmaCents", 0, kMaxCents);
  note.spreadCents = reader.number("spreadCents", 0, kMaxCents);
  note.driftCentsPerS = reader.maybe("driftCentsPerS", -1e5, 1e5);
  note.scoopCents = reader.number("scoopCents", -kMaxCents, kMaxCents);
  note.settleS = reader.number("settleS", 0, kMaxLengthS);
  const auto rate = reader.maybe("vibratoHz", 0.1, 100);
  const auto depth = reader.maybe("vibratoCents", 0, kMaxCents);
  if (rate && depth) note.vibrato = {.rateHz = *rate, .depthCents = *depth};
  nameNote(note.note, reader.text("note"));
  readContour(reader.list("contourCents"), note, reader, place);
  return reader.problem();
}

void appendCell(std::string& out, const std::optional<double>& value, int decimals) {
  out += ',';
  if (value) appendFixed(out, *value, decimals);
}

// A name that a scale gives may hold anything: quoted where it must be, and never read as a formula.
std::string csvName(const core::TunedNote& note) {
  std::string name = core::asciiNoteName(note);
  if (name.find_first_of("=+-@\t\r") == 0) name.insert(0, 1, '\'');
  if (name.find_first_of(",\"\n\r") == std::string::npos) return name;
  std::string quoted = "\"";
  for (const char c : name) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

}  // namespace

QByteArray practiceJson(const PracticeSession& session) {
  QJsonArray notes;
  for (const core::PlayedNote& note : session.notes) notes.append(objectOf(note));
  const QJsonObject object{{QStringLiteral("format"), QStringLiteral("tunescope-practice")},
                           {QStringLiteral("version"), kVersion},
                           {QStringLiteral("started"), session.startedAt.toString(Qt::ISODate)},
                           {QStringLiteral("a4"), session.a4Hz},
                           {QStringLiteral("tuning"), session.tuning},
                           {QStringLiteral("inTuneCents"), session.inTuneCents},
                           {QStringLiteral("contourStepS"), core::PlayedNote::kContourStepS},
                           {QStringLiteral("notes"), notes}};
  return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

std::variant<PracticeSession, QString> readPractice(const QByteArray& bytes) {
  if (bytes.size() > kMaxPracticeFileBytes) return PracticeFile::tr("it is larger than 16 MiB");
  QJsonParseError error;
  const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
  if (error.error != QJsonParseError::NoError)
    return PracticeFile::tr("it is not valid JSON at byte %1 (%2)").arg(error.offset).arg(error.errorString());
  const QJsonObject object = document.object();
  if (object.value(QLatin1String("format")) != QLatin1String("tunescope-practice"))
    return PracticeFile::tr("it is not a practice session of Tunescope");
  Reader reader(object, PracticeFile::tr("the session"));
  const int version = reader.whole("version", 1, 1000000);
  if (reader.problem().isEmpty() && version > kVersion)
    return PracticeFile::tr("it was written by a newer version of Tunescope");
  PracticeSession session;
  session.startedAt = QDateTime::fromString(reader.text("started"), Qt::ISODate);
  session.a4Hz = reader.number("a4", 1, 100000);
  session.tuning = reader.text("tuning");
  session.inTuneCents = reader.number("inTuneCents", 0.01, 100);
  if (reader.number("contourStepS", 0, 10) != core::PlayedNote::kContourStepS)
    reader.fail(PracticeFile::tr("its steps are not of 50 ms"));
  const QJsonArray notes = reader.list("notes");
  if (!object.value(QLatin1String("notes")).isArray()) reader.fail(PracticeFile::tr("it has no list 'notes'"));
  if (std::size_t(notes.size()) > PracticeSession::kMaxNotes)
    reader.fail(PracticeFile::tr("it has more than 20,000 notes"));
  if (!reader.problem().isEmpty()) return reader.problem();
  for (qsizetype i = 0; i < notes.size(); ++i) {
    core::PlayedNote note;
    if (const QString problem = readNote(notes[i], i, note); !problem.isEmpty()) return problem;
    session.notes.push_back(std::move(note));
  }
  std::ranges::stable_sort(session.notes, {}, &core::PlayedNote::onsetS);
  return session;
}

QByteArray practiceCsv(const PracticeSession& session, double toleranceCents) {
  std::string out =
      "t,seconds,note,midi,hz,meanCents,meanSigmaCents,spreadCents,driftCentsPerS,scoopCents,settleS,vibratoHz,"
      "vibratoCents,inTuneS\n";
  for (const core::PlayedNote& note : session.notes) {
    appendFixed(out, note.onsetS, 3);
    appendCell(out, note.lengthS, 3);
    out += ',' + csvName(note.note) + ',';
    if (note.note.midi) appendInteger(out, *note.note.midi);
    appendCell(out, note.hertz(), 3);
    appendCell(out, note.meanCents, 3);
    appendCell(out, note.meanSigmaCents, 3);
    appendCell(out, note.spreadCents, 3);
    appendCell(out, note.driftCentsPerS, 3);
    appendCell(out, note.scoopCents, 2);
    appendCell(out, note.settleS, 3);
    appendCell(out, note.vibrato ? std::optional(note.vibrato->rateHz) : std::nullopt, 3);
    appendCell(out, note.vibrato ? std::optional(note.vibrato->depthCents) : std::nullopt, 2);
    appendCell(out, note.inTuneS(toleranceCents), 3);
    out += '\n';
  }
  return QByteArray::fromStdString(out);
}

}  // namespace tunescope::present
