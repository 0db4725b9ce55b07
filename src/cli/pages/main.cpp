// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the man page and the completions into the folder that is its only argument.
#include "cli/pages/pages.h"

#include <cstdio>
#include <exception>
#include <fstream>
#include <stdexcept>
#include <string>

namespace {

void write(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) throw std::runtime_error("cannot write to " + path);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("Usage: tunescope_pages FOLDER\n", stderr);
    return 2;
  }
  try {
    const std::string folder = std::string(argv[1]) + "/";
    write(folder + "tunescope.1", tunescope::cli::manPage(TUNESCOPE_VERSION));
    write(folder + "tunescope.bash", tunescope::cli::bashCompletion());
    write(folder + "_tunescope", tunescope::cli::zshCompletion());
    write(folder + "tunescope.fish", tunescope::cli::fishCompletion());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "tunescope_pages: %s\n", error.what());
    return 1;
  }
  return 0;
}
