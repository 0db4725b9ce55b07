// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/fit/confidence.h"
#include "core/readings.h"

#include <functional>
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

struct NoteSound {
  std::vector<float> samples;  // the first channel
  double sampleRateHz = 0;
};
// Empty where the file cannot be read.
NoteSound loadNote(const NoteClip& clip);

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

// One hop of a note, from its attack on.
struct NoteReading {
  core::PitchReading reading;
  core::ConfidenceBasis basis;  // of a voiced reading
  double sinceAttackS = 0;
  double centsOff = 0;     // of a voiced reading
  bool isDecayed = false;  // the note is 40 dB under its loudest hop
};

// Writes the first channel as a WAV file of 16 bits, for other detectors. False where that fails.
bool writeSound(const NoteClip& clip, const std::string& path);

// Reads the first channel. No readings where the file cannot be read.
NoteVerdict judgeNote(const NoteClip& clip);
// The same, and hands over each reading.
NoteVerdict judgeNote(const NoteClip& clip, const std::function<void(const NoteReading&)>& each);

}  // namespace tunescope::test
