// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/recordings.h"

#include <QTest>

#include <map>

using namespace tunescope::test;

// Recorded notes whose names are known: one group a run, from the folder TUNESCOPE_NOTES, which
// tests/support/real-instruments fills.
class RecordingsTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    const QString folder = qEnvironmentVariable("TUNESCOPE_NOTES");
    if (folder.isEmpty()) QSKIP("TUNESCOPE_NOTES names no folder: run this by ctest");
    for (NoteClip& clip : listNotes(folder.toStdString())) {
      m_verdicts.emplace_back(std::move(clip), NoteVerdict{});
      m_verdicts.back().second = judgeNote(m_verdicts.back().first);
    }
    QVERIFY2(m_verdicts.size() >= 5, "the folder lists too few notes");
  }

  void everyRecordingGetsAPitch() {
    for (const auto& [clip, verdict] : m_verdicts)
      QVERIFY2(verdict.readings >= 10, qPrintable(name(clip) + QStringLiteral(" gave hardly any reading")));
  }

  void nearlyAllNotesAreNamedRight() {
    int right = 0;
    for (const auto& [clip, verdict] : m_verdicts) {
      right += verdict.isRight();
      if (!verdict.isRight())
        qInfo("%s: right in %.1f %% of the readings, mostly heard as MIDI %d", qPrintable(name(clip)),
              100 * verdict.share(), verdict.mostlyHeardMidi);
    }
    const double share = static_cast<double>(right) / static_cast<double>(m_verdicts.size());
    QVERIFY2(share >= kLimits.at(group()).notes, QByteArray::number(share));
  }

  void nearlyAllReadingsAreOfTheRightNote() {
    int readings = 0, right = 0;
    for (const auto& [clip, verdict] : m_verdicts) {
      QVERIFY2(verdict.share() >= kLimits.at(group()).eachNote,
               qPrintable(name(clip) + QStringLiteral(": right in %1 of the readings").arg(verdict.share())));
      readings += verdict.readings;
      right += verdict.right;
    }
    const double share = static_cast<double>(right) / readings;
    QVERIFY2(share >= kLimits.at(group()).readings, QByteArray::number(share));
  }

 private:
  struct Limits {
    double notes = 0;     // share of the notes that are named right
    double readings = 0;  // share of all readings
    double eachNote = 0;  // share of the readings of each note
  };
  // The first is the requirement (0.99); the others are what the engine reaches.
  inline static const std::map<std::string, Limits> kLimits = {{"guitar", {1.0, 0.995, 0.985}},
                                                               {"faults", {1.0, 0.97, 0.9}},
                                                               {"piano", {0.99, 0.88, 0.55}},
                                                               {"soundfont", {0.99, 0.97, 0.25}}};

  std::string group() const { return m_verdicts.empty() ? "guitar" : m_verdicts.front().first.group; }

  static QString name(const NoteClip& clip) {
    return QString::fromStdString(clip.instrument) + QStringLiteral(", MIDI %1").arg(clip.midi);
  }

  std::vector<std::pair<NoteClip, NoteVerdict>> m_verdicts;
};

QTEST_APPLESS_MAIN(RecordingsTests)
#include "recordings_tests.moc"
