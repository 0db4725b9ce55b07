// SPDX-License-Identifier: GPL-3.0-or-later
// The pitch engine against recorded notes whose names are known: realsound FOLDER [--notes] [--readings FILE]
// [--sounds FOLDER].
// tests/support/real-instruments fills the folder. Prints a line for each instrument and each group; --notes also each
// note that is not read right; --readings writes each reading and what its confidence rested on, as CSV, which
// tests/benchmarks/accuracy/fit_confidence.py reads; --sounds each note as a WAV file, and instants.csv of what was
// read and when, for real_sound.py.
#include "support/recordings.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

using tunescope::test::NoteVerdict;

struct Sum {
  int notes = 0, readings = 0, near = 0, octaveErrors = 0, unvoiced = 0, sureAndWrong = 0, sureAndWrongEarly = 0;
  std::vector<double> settledMs;  // a note that never settles counts as a second

  void add(const NoteVerdict& verdict) {
    ++notes;
    readings += verdict.readings;
    near += verdict.near;
    octaveErrors += verdict.octaveErrors;
    unvoiced += verdict.unvoiced;
    sureAndWrong += verdict.sureAndWrong;
    sureAndWrongEarly += verdict.isSureAndWrongEarly;
    settledMs.push_back(verdict.settledS < 0 ? 1000 : 1000 * verdict.settledS);
  }

  void print(const char* name) {
    const auto percent = [&](int part) { return readings > 0 ? 100.0 * part / readings : 0; };
    const auto middle = settledMs.begin() + static_cast<std::ptrdiff_t>(settledMs.size() / 2);
    std::nth_element(settledMs.begin(), middle, settledMs.end());
    std::printf("%-26s %5d %8d %7.2f %7.2f %7.2f %7.2f %4d of %-4d %7.0f\n", name, notes, readings, percent(near),
                percent(octaveErrors), percent(unvoiced), percent(sureAndWrong), sureAndWrongEarly, notes, *middle);
  }
};

void printNote(const tunescope::test::NoteClip& clip, const NoteVerdict& verdict) {
  const auto percent = [&](int part) { return 100.0 * part / std::max(1, verdict.readings); };
  std::printf("# %s %s %d: near %.1f %%, octave %.1f, silent %.1f, sure and wrong %.1f, early %d, mostly %d\n",
              clip.group.c_str(), clip.instrument.c_str(), clip.midi, percent(verdict.near),
              percent(verdict.octaveErrors), percent(verdict.unvoiced), percent(verdict.sureAndWrong),
              verdict.isSureAndWrongEarly, verdict.mostlyHeardMidi);
}

// One line a voiced reading.
class ReadingsFile {
 public:
  explicit ReadingsFile(const char* path) : m_file(path) {
    m_file << "instrument,midi,since attack s,decayed,hertz,cents off,confidence,attack,variables\n";
  }

  void add(const tunescope::test::NoteClip& clip, const tunescope::test::NoteReading& heard) {
    if (!heard.reading.isVoiced()) return;
    m_file << clip.instrument << ',' << clip.midi << ',' << heard.sinceAttackS << ',' << heard.isDecayed << ','
           << *heard.reading.hertz << ',' << heard.centsOff << ',' << heard.reading.confidence << ','
           << heard.basis.isAttack;
    for (const double variable : tunescope::core::confidenceVariables(heard.basis)) m_file << ',' << variable;
    m_file << '\n';
  }

  bool isWritten() { return m_file.flush().good(); }

 private:
  std::ofstream m_file;
};

// Each note as a file, and when it was read.
class SoundsFolder {
 public:
  explicit SoundsFolder(const std::string& folder) : m_folder(folder), m_instants(folder + "/instants.csv") {
    m_instants << "file,group,instrument,midi,available s,since attack s,decayed,hertz,confidence\n";
  }

  void begin(const tunescope::test::NoteClip& clip) {
    ++m_number;
    m_isWritten = tunescope::test::writeSound(clip, m_folder + "/" + std::to_string(m_number) + ".wav") && m_isWritten;
  }
  void add(const tunescope::test::NoteClip& clip, const tunescope::test::NoteReading& heard) {
    m_instants << m_number << ',' << clip.group << ',' << clip.instrument << ',' << clip.midi << ','
               << heard.reading.availableS << ',' << heard.sinceAttackS << ',' << heard.isDecayed << ','
               << heard.reading.hertz.value_or(0) << ',' << heard.reading.confidence << '\n';
  }

  bool isWritten() { return m_isWritten && m_instants.flush().good(); }

 private:
  std::string m_folder;
  std::ofstream m_instants;
  int m_number = 0;
  bool m_isWritten = true;
};

struct Options {
  const char* folder = nullptr;
  const char* readings = nullptr;  // file
  const char* sounds = nullptr;    // folder
  bool listsNotes = false;
};

bool parse(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--notes") == 0)
      options.listsNotes = true;
    else if (std::strcmp(argv[i], "--readings") == 0 && i + 1 < argc)
      options.readings = argv[++i];
    else if (std::strcmp(argv[i], "--sounds") == 0 && i + 1 < argc)
      options.sounds = argv[++i];
    else if (argv[i][0] != '-' && !options.folder)
      options.folder = argv[i];
    else
      return false;
  }
  return options.folder != nullptr;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!parse(argc, argv, options)) {
    std::fputs("Usage: realsound FOLDER [--notes] [--readings FILE] [--sounds FOLDER]\n", stderr);
    return 2;
  }
  std::optional<ReadingsFile> file;
  if (options.readings) file.emplace(options.readings);
  std::optional<SoundsFolder> sounds;
  if (options.sounds) sounds.emplace(options.sounds);
  std::map<std::pair<std::string, std::string>, Sum> instruments;
  std::map<std::string, Sum> groups;
  for (const auto& clip : tunescope::test::listNotes(options.folder)) {
    if (sounds) sounds->begin(clip);
    const NoteVerdict verdict = tunescope::test::judgeNote(clip, [&](const tunescope::test::NoteReading& heard) {
      if (file) file->add(clip, heard);
      if (sounds) sounds->add(clip, heard);
    });
    instruments[{clip.group, clip.instrument}].add(verdict);
    groups[clip.group].add(verdict);
    const bool isRight = verdict.near > 0.99 * verdict.readings && !verdict.isSureAndWrongEarly;
    if (options.listsNotes && !isRight) printNote(clip, verdict);
  }
  std::puts("                           notes readings  60 c %  octave  silent  surewrong  early        settled ms");
  for (auto& [name, sum] : instruments) sum.print((name.first + " " + name.second).c_str());
  for (auto& [name, sum] : groups) sum.print(name.c_str());
  const bool areWritten = (!file || file->isWritten()) && (!sounds || sounds->isWritten());
  if (areWritten) return 0;
  std::fputs("realsound: the readings cannot be written. Name another place.\n", stderr);
  return 1;
}
