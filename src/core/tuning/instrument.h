// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tuning/textfile.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// The instruments of resources/instruments.inc. Thread: any.
namespace tunescope::core {

struct Instrument {
  std::string_view id;
  std::string_view title;
  std::string_view source;   // of its tuning
  std::string_view strings;  // "E2 A2 D3 G3 B3 E4", string 1 last; empty: no strings
  int transposition = 0;     // written minus sounding, in semitones
};

// A string, or a course of two that sound alike or an octave apart.
struct InstrumentString {
  int number = 1;         // as players count: 1 is the last of the instrument's strings
  std::vector<int> midi;  // one key, or the two of a course
  std::string_view name;  // of its first key: "E2"
};

std::span<const Instrument> instruments() noexcept;

// None if there is no such id.
const Instrument* findInstrument(std::string_view id) noexcept;

// Parses a user's own instrument, given in one line: "My lute: G2 C3 F3 A3 D4 G4", with the last string first and a
// course of two as E2+E3 or B3+B3; "My horn: transpose 7" for written minus sounding semitones; or both, separated by a
// semicolon. Its texts are views of line. Otherwise returns why it cannot be used. Realtime-safe: no (it allocates).
inline constexpr std::size_t kMaxInstrumentStrings = 48;
inline constexpr std::size_t kMaxOwnInstruments = 500;  // in a file, or kept
std::variant<Instrument, std::string> parseInstrument(std::string_view line);

// The instrument with that id, or described by such a line, of which its texts are then views. None: it is neither.
std::optional<Instrument> instrumentOf(std::string_view text);

// The lines of a file of instruments, one instrument each, without empty lines and comments. Else the first problem.
std::variant<std::vector<std::string>, TextProblem> readInstruments(std::string_view bytes);

// From the highest number down to string 1. Realtime-safe: no (it allocates).
std::vector<InstrumentString> stringsOf(const Instrument& instrument);

}  // namespace tunescope::core
