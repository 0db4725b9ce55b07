// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

// Recorded notes whose name is known, and whether the pitch engine reads them right.
namespace tunescope::test {

// One note: a sound file, or a stretch of one.
struct NoteClip {
  std::string group;       // guitar, piano, soundfont
  std::string instrument;  // within the group
  std::string path;
  double startS = 0;
  double endS = 0;  // 0: the end of the file
  int midi = 0;
};

// The notes that a folder's notes.csv lists (group,instrument,file,start,end,midi after a header line); none where
// there is no such file.
std::vector<NoteClip> listNotes(const std::string& folder);

struct NoteVerdict {
  int readings = 0;                  // from 100 ms after the attack until the note has decayed by 40 dB
  int right = 0;                     // of these, how many name the right note
  int near = 0;                      // how many are within 60 cents of it
  int octaveErrors = 0;              // how many are within 60 cents of it, but for octaves
  int unvoiced = 0;                  // how many have no pitch
  int sureAndWrong = 0;              // how many are more than a semitone off with a confidence over .5
  bool isSureAndWrongEarly = false;  // some reading of the first 300 ms was
  double settledS = -1;     // from the attack until the pitch stays within 60 cents for 100 ms; negative: never
  int mostlyHeardMidi = 0;  // the wrong note that was named most often; 0: none was
  bool isRight() const noexcept { return readings > 0 && 2 * right > readings; }
  double share() const noexcept { return readings > 0 ? static_cast<double>(right) / readings : 0; }
};

// Reads the first channel. No readings where the file cannot be read.
NoteVerdict judgeNote(const NoteClip& clip);

}  // namespace tunescope::test
