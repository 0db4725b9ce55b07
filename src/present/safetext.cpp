// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/safetext.h"

#include <array>
#include <cstdint>

namespace tunescope::present {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

void appendCodePoint(std::string& out, char32_t code) {
  const auto put = [&](char32_t bits) { out += static_cast<char>(static_cast<std::uint8_t>(bits)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0U | code >> 6U);
    put(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0U | code >> 12U);
    put(0x80U | (code >> 6U & 0x3FU));
    put(0x80U | (code & 0x3FU));
  } else {
    put(0xF0U | code >> 18U);
    put(0x80U | (code >> 12U & 0x3FU));
    put(0x80U | (code >> 6U & 0x3FU));
    put(0x80U | (code & 0x3FU));
  }
}

// Control characters (of C0 and C1), and invisible or bidirectional characters.
bool isControl(char32_t code) noexcept {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x061C || (code >= 0x200B && code <= 0x200F) ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF;
}

}  // namespace

// Overlong forms, surrogates and stray bytes are replaced one byte at a time (Unicode 15, table 3-7).
char32_t takeCodePoint(std::string_view& text) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xC2 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 0;
  char32_t code = length <= 1 ? lead : lead & (0x7FU >> length);
  bool isValid = length > 0 && length <= text.size();
  for (std::size_t i = 1; isValid && i < length; ++i) {
    isValid = (byte(i) & 0xC0U) == 0x80U;
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  if (isValid && length == 3) isValid = code >= 0x800 && (code < 0xD800 || code > 0xDFFF);
  if (isValid && length == 4) isValid = code >= 0x10000 && code <= 0x10FFFF;
  text.remove_prefix(isValid ? length : 1);
  return isValid ? code : kReplacement;
}

void appendUtf8(std::string& out, std::u32string_view text) {
  for (const char32_t code : text) appendCodePoint(out, code);
}

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const char32_t code = takeCodePoint(text);
    appendCodePoint(out, isControl(code) ? U' ' : code);
  }
  return out;
}

std::string printableName(std::string_view name) {
  constexpr std::size_t kLongest = 200;
  if (name.size() <= kLongest) return printable(name);
  std::size_t begin = kLongest / 2;
  std::size_t end = name.size() - kLongest / 2;
  const auto isInside = [name](std::size_t i) { return (static_cast<unsigned char>(name[i]) & 0xC0U) == 0x80; };
  while (begin > 0 && isInside(begin)) --begin;  // no code point is cut in two
  while (end < name.size() && isInside(end)) ++end;
  return printable(name.substr(0, begin)) + "\u2026" + printable(name.substr(end));
}

void appendJsonString(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  while (!text.empty()) {
    const char32_t code = takeCodePoint(text);
    if (code == U'"' || code == U'\\') {
      out += '\\';
      out += static_cast<char>(code);
    } else if (isControl(code)) {  // all below U+10000, so one escape each
      out += "\\u";
      for (const unsigned shift : {12U, 8U, 4U, 0U}) out += kHex[code >> shift & 0xFU];
    } else {
      appendCodePoint(out, code);
    }
  }
  out += '"';
}

void appendCsvText(std::string& out, std::string_view text) {
  std::string clean = printable(text);
  if (!clean.empty() && std::string_view("=+-@").find(clean.front()) != std::string_view::npos)
    clean.insert(0, 1, '\'');
  if (clean.find_first_of("\",;") == std::string::npos && clean.find(' ') == std::string::npos) {
    out += clean;
    return;
  }
  out += '"';
  for (const char c : clean) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace tunescope::present
