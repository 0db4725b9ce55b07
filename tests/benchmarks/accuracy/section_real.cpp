// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"
#include "support/recordings.h"

#include <cmath>

namespace tunescope::test {

void measureReal(Bench& bench) {
  if (bench.recordings.empty()) return;
  struct Sum {
    int notes = 0, rightNotes = 0, readings = 0, rightReadings = 0;
  };
  std::map<std::string, Sum> byGroup;  // piano, guitar, soundfont
  std::map<std::string, Sum> byInstrument;
  std::string shown;
  for (const NoteClip& clip : listNotes(bench.recordings)) {
    if (shown != clip.instrument) bench.progress("recordings: " + clip.instrument);
    shown = clip.instrument;
    const NoteVerdict verdict = judgeNote(clip);
    if (verdict.share() < 0.99)
      bench.findings.row("realNotes", "group,instrument,midi,rightReadings,mostlyHeard",
                         {clip.group, clip.instrument, std::to_string(clip.midi),
                          Findings::text(100 * verdict.share(), 1), std::to_string(verdict.mostlyHeardMidi)});
    for (Sum* sum : {&byGroup[clip.group], &byInstrument[clip.group + "," + clip.instrument]}) {
      ++sum->notes;
      sum->rightNotes += verdict.isRight();
      sum->readings += verdict.readings;
      sum->rightReadings += verdict.right;
    }
  }
  const auto percent = [](int part, int all) { return all > 0 ? 100.0 * part / all : NAN; };
  for (const auto& [name, sum] : byInstrument) {
    const std::size_t comma = name.find(',');
    bench.findings.row("real", "group,instrument,notes,rightNotes,rightReadings",
                       {name.substr(0, comma), name.substr(comma + 1), std::to_string(sum.notes),
                        Findings::text(percent(sum.rightNotes, sum.notes), 1),
                        Findings::text(percent(sum.rightReadings, sum.readings), 2)});
  }
  for (const auto& [group, sum] : byGroup) {
    bench.findings.fact("real." + group + ".rightNotes", percent(sum.rightNotes, sum.notes));
    bench.findings.fact("real." + group + ".rightReadings", percent(sum.rightReadings, sum.readings));
  }
}

}  // namespace tunescope::test
