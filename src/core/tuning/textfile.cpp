// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tuning/textfile.h"

#include <algorithm>
#include <iterator>

namespace tunescope::core {

namespace {

constexpr std::size_t kMaxQuotedBytes = 40;
constexpr char kCtrlZ = 0x1A;  // end of a text file in CP/M and DOS

// Bytes of the code point that begins there; 0 if it is invalid (RFC 3629).
std::size_t sequenceLength(std::string_view text) noexcept {
  const auto at = [text](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto isTail = [&](std::size_t i) { return (at(i) & 0xC0U) == 0x80U; };
  const unsigned first = at(0);
  if (first < 0x80U) return 1;
  if (first >= 0xC2U && first <= 0xDFU && isTail(1)) return 2;
  const bool isOverlong3 = first == 0xE0U && at(1) < 0xA0U;
  const bool isSurrogate = first == 0xEDU && at(1) > 0x9FU;
  if (first >= 0xE0U && first <= 0xEFU && isTail(1) && isTail(2) && !isOverlong3 && !isSurrogate) return 3;
  const bool isOverlong4 = first == 0xF0U && at(1) < 0x90U;
  const bool isBeyond = first == 0xF4U && at(1) > 0x8FU;
  const bool isFour = first >= 0xF0U && first <= 0xF4U && isTail(1) && isTail(2) && isTail(3);
  return isFour && !isOverlong4 && !isBeyond ? 4 : 0;
}

}  // namespace

bool isUtf8(std::string_view bytes) noexcept {
  while (!bytes.empty()) {
    const std::size_t length = sequenceLength(bytes);
    if (length == 0) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

std::string decodedText(std::string_view bytes) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  while (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  // Drops other control characters, so that the stored text is the checked one.
  const auto isKept = [](char c) {
    return static_cast<unsigned char>(c) >= 0x20U || c == '\t' || c == '\r' || c == '\n' || c == kCtrlZ;
  };
  std::string text;
  if (isUtf8(bytes)) {
    std::ranges::copy_if(bytes, std::back_inserter(text), isKept);
    return text;
  }
  for (const char c : bytes) {
    if (!isKept(c)) continue;
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80U) {
      text += c;
    } else {
      text += static_cast<char>(0xC0U | (byte >> 6U));
      text += static_cast<char>(0x80U | (byte & 0x3FU));
    }
  }
  return text;
}

std::vector<TextLine> linesOf(std::string_view text) {
  text = text.substr(0, text.find(kCtrlZ));
  std::vector<TextLine> lines;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    lines.push_back({static_cast<int>(lines.size()) + 1, text.substr(0, end)});
    if (end == std::string_view::npos) break;
    text.remove_prefix(text.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
  }
  return lines;
}

int lineAt(std::string_view bytes, std::size_t offset) noexcept {
  const std::string_view before = bytes.substr(0, offset);
  int line = 1;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const bool isPair = before[i] == '\r' && bytes.substr(i + 1).starts_with('\n');
    if (before[i] == '\n' || (before[i] == '\r' && !isPair)) ++line;
  }
  return line;
}

std::optional<TextProblem> tuningTextProblem(std::string_view bytes) {
  if (bytes.size() > kMaxTuningFileBytes) {
    return TextProblem{lineAt(bytes, kMaxTuningFileBytes), "it is larger than a mebibyte"};
  }
  const std::size_t zero = bytes.find('\0');
  return zero == std::string_view::npos ? std::nullopt
                                        : std::optional(TextProblem{lineAt(bytes, zero), "it is no text"});
}

bool isBlank(std::string_view text) noexcept {
  return text.find_first_not_of(" \t") == std::string_view::npos;
}

std::string_view stripped(std::string_view text) noexcept {
  if (isBlank(text)) return {};
  const std::size_t first = text.find_first_not_of(" \t");
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string quotedPart(std::string_view text) {
  std::string part = "'";
  text = stripped(text);
  while (!text.empty()) {
    const std::size_t length = sequenceLength(text);
    if (part.size() + length > kMaxQuotedBytes) {
      part += "\u2026";
      break;
    }
    const auto first = static_cast<unsigned char>(text.front());
    const bool isControl = length == 0 || first < 0x20U || first == 0x7FU ||
                           (first == 0xC2U && static_cast<unsigned char>(text[1]) < 0xA0U);  // C1
    part += isControl ? std::string_view("?") : text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return part + "'";
}

}  // namespace tunescope::core
