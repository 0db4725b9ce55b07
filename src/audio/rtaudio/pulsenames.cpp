// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/rtaudio/pulsenames.h"

#include <cstring>
#include <dlfcn.h>
#include <utility>

namespace {

// The beginning of libpulse's structure.
struct SourceName {
  const char* name;
};

using SourceCallback = void (*)(void* context, const SourceName*, int end, void* user);

struct Question {
  SourceCallback callback = nullptr;
  void* user = nullptr;
};

thread_local bool t_isOn = false;
thread_local const char* t_source = nullptr;  // the one being passed to RtAudio
thread_local Question t_question;  // RtAudio makes one query at a time, and gets the answer in the same thread

void onSource(void* context, const SourceName* info, int end, void* /*user*/) {
  t_source = info == nullptr || end != 0 ? nullptr : info->name;
  t_question.callback(context, info, end, t_question.user);
  t_source = nullptr;
}

template <class Function>
Function libpulse(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

}  // namespace

// Both override libpulse's own: a program's symbols take precedence. For everything but RtAudio they behave like
// libpulse's.
// NOLINTBEGIN(readability-identifier-naming)
extern "C" {

[[gnu::visibility("default")]] void* pa_context_get_source_info_list(void* context, SourceCallback callback,
                                                                     void* user);
[[gnu::visibility("default")]] const char* pa_proplist_gets(const void* properties, const char* key);

void* pa_context_get_source_info_list(void* context, SourceCallback callback, void* user) {
  static const auto ask = libpulse<void* (*)(void*, SourceCallback, void*)>("pa_context_get_source_info_list");
  if (ask == nullptr) return nullptr;
  if (!t_isOn) return ask(context, callback, user);
  t_question = {.callback = callback, .user = user};
  return ask(context, &onSource, nullptr);
}

const char* pa_proplist_gets(const void* properties, const char* key) {
  static const auto find = libpulse<const char* (*)(const void*, const char*)>("pa_proplist_gets");
  if (find == nullptr) return nullptr;
  if (!t_isOn || std::strcmp(key, "device.description") != 0) return find(properties, key);
  if (t_source != nullptr) return t_source;
  const char* description = find(properties, key);
  return description == nullptr ? "" : description;  // RtAudio makes a string of it without checking
}

}  // extern "C"
// NOLINTEND(readability-identifier-naming)

namespace tunescope::audio {

UniquePulseNames::UniquePulseNames() noexcept : m_before(std::exchange(t_isOn, true)) {}

UniquePulseNames::~UniquePulseNames() {
  t_isOn = m_before;
}

}  // namespace tunescope::audio
