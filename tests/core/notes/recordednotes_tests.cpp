// SPDX-License-Identifier: GPL-3.0-or-later
// Recorded notes, one per file: their figures are plausible for the instrument.
#include "core/notes/notesegmenter.h"
#include "support/recordings.h"

#include <QTest>

#include <algorithm>

using namespace tunescope;

namespace {

std::vector<core::PlayedNote> notesOf(const test::NoteClip& clip) {
  const core::Tuning tuning;
  core::NoteSegmenter segmenter;
  test::judgeNote(clip, [&](const test::NoteReading& each) {
    const core::PitchReading& reading = each.reading;
    if (each.isDecayed) return;
    segmenter.add(reading, reading.hertz ? tuning.nearest(*reading.hertz) : std::nullopt);
  });
  segmenter.finish();
  return segmenter.take();
}

}  // namespace

class RecordedNotesTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void eachRecordingIsOneLongNoteOfItsName() {
    const QString folder = qEnvironmentVariable("TUNESCOPE_NOTES");
    if (folder.isEmpty()) QSKIP("TUNESCOPE_NOTES names no folder: run this by ctest");
    int all = 0, right = 0, whole = 0, vibratos = 0;
    for (const test::NoteClip& clip : test::listNotes(folder.toStdString())) {
      const auto notes = notesOf(clip);
      double seconds = 0;
      for (const core::PlayedNote& note : notes) seconds += note.lengthS;
      QVERIFY2(!notes.empty(), clip.path.c_str());
      const core::PlayedNote& longest = *std::ranges::max_element(notes, {}, &core::PlayedNote::lengthS);
      ++all;
      right += longest.note.midi == clip.midi;
      whole += longest.lengthS > 0.9 * seconds;
      vibratos += longest.vibrato.has_value();
      QVERIFY2(longest.spreadCents < 8, clip.path.c_str());
      qInfo("%s: %zu notes, MIDI %d, %.2f s, %+.2f cents, spread %.2f, drift %.2f, scoop %+.1f in %.2f s%s",
            clip.path.substr(clip.path.rfind('/') + 1).c_str(), notes.size(), longest.note.midi.value_or(0),
            longest.lengthS, longest.meanCents, longest.spreadCents, longest.driftCentsPerS.value_or(0),
            longest.scoopCents, longest.settleS, longest.vibrato ? ", vibrato" : "");
    }
    QVERIFY(all >= 5);
    QVERIFY2(right >= 0.95 * all && whole >= 0.9 * all,
             qPrintable(QStringLiteral("%1 %2 %3").arg(all).arg(right).arg(whole)));
    QVERIFY2(vibratos <= 0.05 * all, QByteArray::number(vibratos));
  }
};

QTEST_GUILESS_MAIN(RecordedNotesTests)
#include "recordednotes_tests.moc"
