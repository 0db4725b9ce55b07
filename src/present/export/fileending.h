// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

// Formats that the ending of a file's name chooses. Thread: any. Realtime-safe: no.
namespace tunescope::present {

// Whatever its case; a name that is nothing but the ending does not count.
inline bool hasEnding(std::string_view path, std::string_view ending) noexcept {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  if (path.size() <= ending.size() || path[path.size() - ending.size() - 1] == '/') return false;
  return std::ranges::equal(path.substr(path.size() - ending.size()), ending,
                            [&](char a, char b) { return lower(a) == lower(b); });
}

// The format of the file's ending; nullptr: none has it.
template <class Formats>
const typename Formats::value_type* formatOf(const Formats& formats, std::string_view path) noexcept {
  const auto found = std::ranges::find_if(formats, [path](const auto& each) { return hasEnding(path, each.ending); });
  return found == formats.end() ? nullptr : &*found;
}

// ".a, .b or .c"
template <class Formats>
std::string endingsOf(const Formats& formats) {
  std::string text;
  for (std::size_t i = 0; i < formats.size(); ++i) {
    if (i > 0) text += i + 1 == formats.size() ? " or " : ", ";
    text += formats[i].ending;
  }
  return text;
}

}  // namespace tunescope::present
