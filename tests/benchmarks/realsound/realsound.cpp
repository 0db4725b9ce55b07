// SPDX-License-Identifier: GPL-3.0-or-later
// The pitch engine against recorded notes whose names are known: realsound FOLDER [--notes].
// tests/support/real-instruments fills the folder. Prints a line for each instrument and each group; --notes also each
// note that is not read right.
#include "support/recordings.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <map>
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

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("Usage: realsound FOLDER [--notes]\n", stderr);
    return 2;
  }
  const bool listsNotes = argc > 2 && std::strcmp(argv[2], "--notes") == 0;
  std::map<std::pair<std::string, std::string>, Sum> instruments;
  std::map<std::string, Sum> groups;
  for (const auto& clip : tunescope::test::listNotes(argv[1])) {
    const NoteVerdict verdict = tunescope::test::judgeNote(clip);
    instruments[{clip.group, clip.instrument}].add(verdict);
    groups[clip.group].add(verdict);
    const bool isRight = verdict.near > 0.99 * verdict.readings && !verdict.isSureAndWrongEarly;
    if (listsNotes && !isRight)
      std::printf("# %s %s %d: near %.1f %%, octave %.1f, silent %.1f, sure and wrong %.1f, early %d, mostly %d\n",
                  clip.group.c_str(), clip.instrument.c_str(), clip.midi, 100.0 * verdict.near / verdict.readings,
                  100.0 * verdict.octaveErrors / verdict.readings, 100.0 * verdict.unvoiced / verdict.readings,
                  100.0 * verdict.sureAndWrong / verdict.readings, verdict.isSureAndWrongEarly,
                  verdict.mostlyHeardMidi);
  }
  std::puts("                           notes readings  60 c %  octave  silent  surewrong  early        settled ms");
  for (auto& [name, sum] : instruments) sum.print((name.first + " " + name.second).c_str());
  for (auto& [name, sum] : groups) sum.print(name.c_str());
  return 0;
}
