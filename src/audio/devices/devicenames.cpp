// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/devices/devicenames.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace tunescope::audio {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

// The next character of valid UTF-8 (Unicode 15, table 3-7), or U+FFFD for an invalid byte.
char32_t takeCharacter(std::string_view& text) {
  const auto byte = [&text](std::size_t i) {
    return i < text.size() ? static_cast<std::uint8_t>(text[i]) : std::uint8_t{0};
  };
  const std::uint8_t first = byte(0);
  const std::size_t length = first < 0x80 ? 1 : first >= 0xC2 && first < 0xE0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : 4;
  char32_t character = length == 1 ? first : first & (0x7FU >> length);
  bool isValid = first < 0x80 || (first >= 0xC2 && first < 0xF5);
  for (std::size_t i = 1; i < length && isValid; ++i) {
    isValid = (byte(i) & 0xC0) == 0x80;
    character = character << 6 | (byte(i) & 0x3FU);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  isValid =
      isValid && character >= kSmallest[length] && character <= 0x10FFFF && (character < 0xD800 || character > 0xDFFF);
  text.remove_prefix(isValid ? length : 1);
  return isValid ? character : kReplacement;
}

bool isControl(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || c == 0x200E || c == 0x200F || c == 0x2028 ||
         c == 0x2029 || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

void append(std::string& text, char32_t c) {
  const auto put = [&text](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6);
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3F));
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

std::string folded(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::string listed(const std::vector<const DeviceInfo*>& devices) {
  std::string text;
  for (const DeviceInfo* device : devices) text += (text.empty() ? "" : ", ") + device->id;
  return text;
}

CaptureError failure(CaptureErrorCode code, const DeviceMatch& match, std::string detail) {
  return {.code = code, .device = sanitisedText(match.text), .detail = std::move(detail)};
}

std::variant<DeviceInfo, CaptureError> findDefault(const std::vector<const DeviceInfo*>& all,
                                                   const DeviceMatch& match) {
  const auto found = std::ranges::find_if(all, &DeviceInfo::isDefault);
  const DeviceInfo& device = found == all.end() ? *all.front() : **found;
  if (match.key.empty() || isMonitor(match.key) || !isMonitor(device.key)) return device;
  const auto before = std::ranges::find(all, match.key, &DeviceInfo::key);
  if (before != all.end()) return **before;
  return failure(CaptureErrorCode::NoSuchDevice, match, "there are: " + listed(all));
}

}  // namespace

bool isMonitor(std::string_view key) noexcept {
  return key.ends_with(".monitor");
}

std::string sanitisedText(std::string_view raw, std::size_t maxCharacters) {
  std::string text;
  std::size_t count = 0;
  while (!raw.empty() && count < maxCharacters) {
    const char32_t c = takeCharacter(raw);
    if (isControl(c) || (text.empty() && c == ' ')) continue;
    append(text, c);
    ++count;
  }
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

void identifyDevices(std::vector<DeviceInfo>& devices) {
  for (std::size_t i = 0; i < devices.size(); ++i) {
    DeviceInfo& device = devices[i];
    if (device.name.empty()) device.name = "unnamed input";
    device.occurrence = static_cast<int>(std::count_if(
        devices.begin(), devices.begin() + static_cast<std::ptrdiff_t>(i),
        [&device](const DeviceInfo& other) { return other.api == device.api && other.name == device.name; }));
    device.id = device.api + ":" + device.name;
    if (device.occurrence > 0) device.id += "#" + std::to_string(device.occurrence + 1);
  }
}

std::variant<DeviceInfo, CaptureError> findDevice(const std::vector<DeviceInfo>& devices, const DeviceMatch& match) {
  std::vector<const DeviceInfo*> all;
  for (const DeviceInfo& device : devices) {
    if (match.api.empty() || device.api == match.api) all.push_back(&device);
  }
  if (all.empty()) return failure(CaptureErrorCode::NoDevices, match, "there is no input");
  const auto first = [&all](auto predicate) -> const DeviceInfo* {
    const auto found = std::ranges::find_if(all, predicate);
    return found == all.end() ? nullptr : *found;
  };
  if (match.text.empty()) return findDefault(all, match);
  // Of two devices with one name, only the one with that occurrence matches.
  if (match.isExact && !match.key.empty()) {
    const auto* device = first([&](const DeviceInfo* candidate) { return candidate->key == match.key; });
    if (device != nullptr) return *device;
    return failure(CaptureErrorCode::NoSuchDevice, match, "there are: " + listed(all));
  }
  const auto* byId = first([&](const DeviceInfo* candidate) { return candidate->id == match.text; });
  if (byId != nullptr && !match.isExact) return *byId;
  if (const auto* device = first([&](const DeviceInfo* candidate) {
        return candidate->name == match.text && candidate->occurrence == match.occurrence;
      })) {
    return *device;
  }
  if (match.isExact) return failure(CaptureErrorCode::NoSuchDevice, match, "there are: " + listed(all));
  std::vector<const DeviceInfo*> similar;
  std::ranges::copy_if(all, std::back_inserter(similar), [part = folded(match.text)](const DeviceInfo* candidate) {
    return folded(candidate->name).find(part) != std::string::npos;
  });
  if (similar.empty()) return failure(CaptureErrorCode::NoSuchDevice, match, "there are: " + listed(all));
  if (similar.size() > 1) return failure(CaptureErrorCode::AmbiguousDevice, match, "it could be: " + listed(similar));
  return *similar.front();
}

}  // namespace tunescope::audio
