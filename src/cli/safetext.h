// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

// Text from outside (file names, device names, what a system said) made fit for where it goes: always valid UTF-8,
// bytes that are not become U+FFFD. Thread: any. Realtime-safe: no.
namespace tunescope::cli {

// On one line, without control, escape or bidirectional characters: for terminals and error lines.
std::string printable(std::string_view text);

// The same for a name in a sentence: one beyond 200 bytes without its middle.
std::string printableName(std::string_view name);

// Takes one code point off the front of text, which is not empty. What is no UTF-8 is U+FFFD.
char32_t takeCodePoint(std::string_view& text) noexcept;

void appendUtf8(std::string& out, std::u32string_view text);

// Appends a quoted JSON string. What printable() replaces is escaped, so that a terminal that shows the line is not
// steered and a parser still reads the same text.
void appendJsonString(std::string& out, std::string_view text);

// Appends a CSV field: quoted where it must be, and never read as a formula by a spreadsheet.
void appendCsvText(std::string& out, std::string_view text);

}  // namespace tunescope::cli
