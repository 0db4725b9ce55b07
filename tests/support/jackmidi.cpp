// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a MIDI port of a JACK server until its standard input ends:
//   jackmidi PORT
// Connects to the first port whose name contains PORT, says "connected", and prints each message as a line of decimal
// bytes. Exit code 1: no server; 2: no such port within ten seconds.
#include <RtMidi.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <thread>
#include <vector>

namespace {

void print(double, std::vector<unsigned char>* message, void*) {
  std::string line;
  for (const unsigned char byte : *message) line += std::to_string(byte) + ' ';
  line.back() = '\n';
  std::fputs(line.c_str(), stdout);
  std::fflush(stdout);
}

bool connectTo(RtMidiIn& in, const std::string& name) {
  constexpr int kTries = 200;
  for (int i = 0; i < kTries; ++i) {
    for (unsigned port = 0; port < in.getPortCount(); ++port) {
      if (in.getPortName(port).find(name) == std::string::npos) continue;
      in.openPort(port);
      return true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

int listen(const std::string& name) {
  RtMidiIn in(RtMidi::UNIX_JACK, "Listener");
  in.setCallback(&print);
  in.ignoreTypes(false, false, false);
  if (!connectTo(in, name)) return 2;
  std::puts("connected");
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return EXIT_FAILURE;
  try {
    return listen(argv[1]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "jackmidi: %s\n", error.what());
    return EXIT_FAILURE;
  }
}
