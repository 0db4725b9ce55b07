// SPDX-License-Identifier: GPL-3.0-or-later
// Measures the pitch engine on seeded signals with a known pitch.
#include "bench.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <future>

using namespace tunescope::test;

namespace {

constexpr const char* kUsage =
    "Usage: accuracy [--short] [--noisy] [--seed N] [--and-seed N]... [--output FOLDER] [--recordings FOLDER] "
    "[--claims FILE] [SECTION...]\n"
    "       accuracy [--seed N] --sounds FOLDER    (writes the sounds of the comparison, and measures nothing else)\n"
    "--noisy leaves out stationary sounds above 20 dB.\n"
    "--and-seed makes the sounds again from another seed, for how often confidence was right, and for nothing else.\n"
    "--claims writes what each confidence rested on, and whether it was right; fit_confidence.py reads it.\n"
    "Prints the figures found, or writes them and all tables as CSV files into FOLDER.\n"
    "Sections (all, if none is named):";

struct Options {
  Bench bench;
  std::string output;
  std::string sounds;
  std::string claims;
  std::vector<std::string> sections;
  std::vector<std::uint64_t> moreSeeds;
};

int usage(FILE* stream, int code) {
  std::fputs(kUsage, stream);
  for (const Section& section : sections()) std::fprintf(stream, " %s", section.name);
  std::fputs("\n", stream);
  return code;
}

bool isSection(const char* name) {
  return std::ranges::any_of(sections(), [&](const Section& s) { return std::strcmp(s.name, name) == 0; });
}

// False when something is not understood.
bool parse(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; ++i) {
    const bool hasValue = i + 1 < argc;
    if (std::strcmp(argv[i], "--short") == 0)
      options.bench.isShort = true;
    else if (std::strcmp(argv[i], "--noisy") == 0)
      options.bench.isNoisyOnly = true;
    else if (std::strcmp(argv[i], "--seed") == 0 && hasValue)
      options.bench.seed = std::strtoull(argv[++i], nullptr, 10);
    else if (std::strcmp(argv[i], "--and-seed") == 0 && hasValue)
      options.moreSeeds.push_back(std::strtoull(argv[++i], nullptr, 10));
    else if (std::strcmp(argv[i], "--output") == 0 && hasValue)
      options.output = argv[++i];
    else if (std::strcmp(argv[i], "--recordings") == 0 && hasValue)
      options.bench.recordings = argv[++i];
    else if (std::strcmp(argv[i], "--claims") == 0 && hasValue)
      options.claims = argv[++i];
    else if (std::strcmp(argv[i], "--sounds") == 0 && hasValue)
      options.sounds = argv[++i];
    else if (isSection(argv[i]))
      options.sections.emplace_back(argv[i]);
    else
      return false;
  }
  return true;
}

bool isWanted(const Options& options, const Section& section) {
  return options.sections.empty() || std::ranges::find(options.sections, section.name) != options.sections.end();
}

// What is claimed of the same sounds made from more seeds: the readings of one note are right or wrong together, so
// that those of one seed judge confidence badly.
void claimMore(Options& options) {
  std::vector<std::future<Reliability>> runs;
  for (const std::uint64_t seed : options.moreSeeds) {
    runs.push_back(std::async(std::launch::async, [&options, seed] {
      Bench bench;
      bench.seed = seed;
      bench.isShort = options.bench.isShort;
      bench.isNoisyOnly = options.bench.isNoisyOnly;
      for (const Section& section : sections()) {
        if (section.hasClaims && isWanted(options, section)) section.measure(bench);
      }
      return std::move(bench.reliability);
    }));
  }
  for (std::future<Reliability>& run : runs) options.bench.reliability.add(run.get());
}

void print(const Findings& findings) {
  for (const auto& [name, table] : findings.tables()) {
    if (name == "notes" || name == "sigma") continue;  // long, for pictures
    std::printf("\n%s\n", name.c_str());
    for (const std::string& column : table.columns) std::printf("%s\t", column.c_str());
    for (const auto& row : table.rows) {
      std::printf("\n");
      for (const std::string& cell : row) std::printf("%s\t", cell.c_str());
    }
    std::printf("\n");
  }
  std::printf("\n");
  for (const auto& [key, value] : findings.facts()) std::printf("%-34s %.4f\n", key.c_str(), value);
}

// The exit code: 0, or 1 where the folder could not be written.
int finish(bool isWritten, const std::string& folder) {
  if (isWritten) return 0;
  std::fprintf(stderr, "accuracy: %s cannot be written. Name another place.\n", folder.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], "--help") == 0) return usage(stdout, 0);
  Options options;
  if (!parse(argc, argv, options)) return usage(stderr, 2);
  Bench& bench = options.bench;
  bench.progress = [](const std::string& what) { std::fprintf(stderr, "  %s\n", what.c_str()); };
  std::error_code error;
  for (const std::string& folder : {options.output, options.sounds}) {
    if (!folder.empty()) std::filesystem::create_directories(folder, error);
  }
  if (!options.sounds.empty()) return finish(writeComparison(bench, options.sounds), options.sounds);
  if (!options.moreSeeds.empty()) bench.progress("claims of more seeds");
  claimMore(options);  // first: nothing runs beside what is timed
  for (const Section& section : sections()) {
    if (isWanted(options, section)) section.measure(bench);
  }
  summarise(bench);
  if (!options.claims.empty() && !bench.reliability.writeClaims(options.claims)) return finish(false, options.claims);
  if (!options.output.empty()) return finish(bench.findings.write(options.output), options.output);
  print(bench.findings);
  return 0;
}
