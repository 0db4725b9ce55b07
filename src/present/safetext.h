// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

// Makes text from outside (file names, device names, messages of the system) safe for its destination: always valid
// UTF-8, with U+FFFD for invalid bytes. Thread: any. Realtime-safe: no.
namespace tunescope::present {

// On one line, without control, escape or bidirectional characters: for terminals and error lines.
std::string printable(std::string_view text);

// The same for a name in a sentence: the middle of a name beyond 200 bytes is left out.
std::string printableName(std::string_view name);

// Removes one code point from the front of text, which must not be empty. Invalid UTF-8 is U+FFFD.
char32_t takeCodePoint(std::string_view& text) noexcept;

void appendUtf8(std::string& out, std::u32string_view text);

// Appends a quoted JSON string. Characters that printable() replaces are escaped, so a terminal that shows the line is
// not steered and a parser still reads the same text.
void appendJsonString(std::string& out, std::string_view text);

// Appends a CSV field: quoted if necessary, and never treated as a formula by a spreadsheet.
void appendCsvText(std::string& out, std::string_view text);

}  // namespace tunescope::present
