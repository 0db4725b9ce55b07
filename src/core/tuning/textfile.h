// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Common code of the readers of tuning files. Thread: any. Realtime-safe: no (strings).
namespace tunescope::core {

inline constexpr std::size_t kMaxTuningFileBytes = 1 << 20;  // maximum that is read
inline constexpr std::size_t kMaxTuningTextBytes =
    std::size_t{128} * 1024;  // without its comments: stored in settings and recordings

// Why a text cannot be used, or what is unusual in it.
struct TextProblem {
  int line = 0;        // from 1; 0: the text as a whole
  std::string reason;  // "'697//441' is no pitch": no full stop, printable, at most some 200 characters

  bool operator==(const TextProblem&) const = default;
};

struct TextLine {
  int number = 0;  // from 1
  std::string_view text;
};

bool isUtf8(std::string_view bytes) noexcept;

// The text of a file: UTF-8 as it is, without a byte-order mark; anything else is read as Latin-1, the encoding of the
// Scala archive's files.
std::string decodedText(std::string_view bytes);

// Lines that end with LF, CR LF or CR, up to a Ctrl-Z. Views of the text.
std::vector<TextLine> linesOf(std::string_view text);

// The line of a byte, from 1.
int lineAt(std::string_view bytes, std::size_t offset) noexcept;

// Why bytes cannot be the text of a scale or a keymap: they are no text, or too many. None: they can.
std::optional<TextProblem> tuningTextProblem(std::string_view bytes);

bool isBlank(std::string_view text) noexcept;               // empty, or spaces and tabs
std::string_view stripped(std::string_view text) noexcept;  // without spaces and tabs at both ends

// In quotes, without control characters, at most 40 bytes: for messages.
std::string quotedPart(std::string_view text);

}  // namespace tunescope::core
