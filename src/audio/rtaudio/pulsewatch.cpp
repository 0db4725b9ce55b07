// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/rtaudio/pulsewatch.h"

#include "audio/devices/devicenames.h"

#include <atomic>
#include <cstdint>
#include <dlfcn.h>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace tunescope::audio {

namespace {

// The part of libpulse's interface that is used, unchanged since 0.9.11. It is looked up at run time, since only
// RtAudio links with it.
struct Mainloop;
struct Context;
struct Proplist;

// The beginnings of these structures.
struct SampleSpec {
  int format;
  std::uint32_t rate;
  std::uint8_t channels;
};

struct ChannelMap {
  std::uint8_t channels;
  int map[32];
};

struct SourceInfo {
  const char* name;
  std::uint32_t index;
  const char* description;
};

struct OutputInfo {
  std::uint32_t index;
  const char* name;
  std::uint32_t ownerModule;
  std::uint32_t client;
  std::uint32_t source;
  SampleSpec sampleSpec;
  ChannelMap channelMap;
  std::uint64_t bufferUs;
  std::uint64_t sourceUs;
  const char* resampleMethod;
  const char* driver;
  Proplist* properties;
};

using SourceCallback = void (*)(Context*, const SourceInfo*, int end, void*);
using OutputCallback = void (*)(Context*, const OutputInfo*, int end, void*);
using ContextCallback = void (*)(Context*, void*);
using SubscribeCallback = void (*)(Context*, int event, std::uint32_t index, void*);

constexpr int kContextReady = 4;
constexpr int kContextFailed = 5;
constexpr unsigned kNoAutospawn = 1;
constexpr int kSources = 0x0002;
constexpr int kSourceOutputs = 0x0008;
constexpr int kServer = 0x0080;
constexpr int kEventAbout = 0x000f;
constexpr int kAboutSourceOutput = 3;
constexpr int kAboutServer = 7;  // its defaults
constexpr int kEventKind = 0x0030;
constexpr int kChanged = 0x0010;  // its volume or state: nothing came or went

struct Library {
  Mainloop* (*mainloopNew)() = nullptr;
  void (*mainloopFree)(Mainloop*) = nullptr;
  int (*mainloopStart)(Mainloop*) = nullptr;
  void (*mainloopStop)(Mainloop*) = nullptr;
  void (*mainloopLock)(Mainloop*) = nullptr;
  void (*mainloopUnlock)(Mainloop*) = nullptr;
  void* (*mainloopApi)(Mainloop*) = nullptr;
  Context* (*contextNew)(void* api, const char* name) = nullptr;
  void (*contextUnref)(Context*) = nullptr;
  int (*contextConnect)(Context*, const char* server, unsigned flags, const void*) = nullptr;
  void (*contextDisconnect)(Context*) = nullptr;
  int (*contextState)(const Context*) = nullptr;
  void (*setStateCallback)(Context*, ContextCallback, void*) = nullptr;
  void (*setSubscribeCallback)(Context*, SubscribeCallback, void*) = nullptr;
  void* (*subscribe)(Context*, int mask, void* callback, void*) = nullptr;
  void* (*sourceList)(Context*, SourceCallback, void*) = nullptr;
  void* (*source)(Context*, std::uint32_t index, SourceCallback, void*) = nullptr;
  void* (*outputList)(Context*, OutputCallback, void*) = nullptr;
  void* (*output)(Context*, std::uint32_t index, OutputCallback, void*) = nullptr;
  void* (*moveOutput)(Context*, std::uint32_t index, const char* source, void* callback, void*) = nullptr;
  const char* (*property)(Proplist*, const char* key) = nullptr;
  void (*operationUnref)(void*) = nullptr;

  bool load() {
    return find(mainloopNew, "pa_threaded_mainloop_new") && find(mainloopFree, "pa_threaded_mainloop_free") &&
           find(mainloopStart, "pa_threaded_mainloop_start") && find(mainloopStop, "pa_threaded_mainloop_stop") &&
           find(mainloopLock, "pa_threaded_mainloop_lock") && find(mainloopUnlock, "pa_threaded_mainloop_unlock") &&
           find(mainloopApi, "pa_threaded_mainloop_get_api") && find(contextNew, "pa_context_new") &&
           find(contextUnref, "pa_context_unref") && find(contextConnect, "pa_context_connect") &&
           find(contextDisconnect, "pa_context_disconnect") && find(contextState, "pa_context_get_state") &&
           find(setStateCallback, "pa_context_set_state_callback") &&
           find(setSubscribeCallback, "pa_context_set_subscribe_callback") && find(subscribe, "pa_context_subscribe") &&
           find(sourceList, "pa_context_get_source_info_list") && find(source, "pa_context_get_source_info_by_index") &&
           find(outputList, "pa_context_get_source_output_info_list") &&
           find(output, "pa_context_get_source_output_info") && find(property, "pa_proplist_gets") &&
           find(moveOutput, "pa_context_move_source_output_by_name") && find(operationUnref, "pa_operation_unref");
  }

 private:
  template <class Function>
  static bool find(Function& function, const char* name) {
    function = reinterpret_cast<Function>(dlsym(RTLD_DEFAULT, name));
    return function != nullptr;
  }
};

// Watched streams of this process: several captures may use one input.
class Claims {
 public:
  // The newest unclaimed one; an abandoned stream may still exist.
  std::optional<std::uint32_t> claimNewest(const std::set<std::uint32_t>& streams) {
    const std::lock_guard lock(m_mutex);
    for (auto stream = streams.rbegin(); stream != streams.rend(); ++stream) {
      if (m_claimed.insert(*stream).second) return *stream;
    }
    return std::nullopt;
  }
  void release(std::uint32_t stream) {
    const std::lock_guard lock(m_mutex);
    m_claimed.erase(stream);
  }
  static Claims& all() {
    static Claims claims;
    return claims;
  }

 private:
  std::mutex m_mutex;
  std::set<std::uint32_t> m_claimed;  // under m_mutex
};

}  // namespace

class PulseWatch::Impl {
 public:
  explicit Impl(std::string source) : m_heard{.name = std::move(source), .description = {}} {
    if (!m_library.load()) return;
    m_mainloop = m_library.mainloopNew();
    if (m_mainloop == nullptr) return;
    m_context = m_library.contextNew(m_library.mainloopApi(m_mainloop), "Tunescope");
    if (m_context == nullptr) return;
    m_library.setStateCallback(m_context, &Impl::onState, this);
    m_library.setSubscribeCallback(m_context, &Impl::onEvent, this);
    m_isListening = true;  // first: the main loop's thread may remove it at once
    if (m_library.contextConnect(m_context, nullptr, kNoAutospawn, nullptr) < 0 ||
        m_library.mainloopStart(m_mainloop) < 0) {
      m_isListening = false;
    }
  }

  ~Impl() {
    if (m_mainloop == nullptr) return;
    m_library.mainloopStop(m_mainloop);
    if (m_context != nullptr) {
      m_library.contextDisconnect(m_context);
      m_library.contextUnref(m_context);
    }
    m_library.mainloopFree(m_mainloop);
    if (m_stream) Claims::all().release(*m_stream);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  bool isListening() const noexcept { return m_isListening.load(std::memory_order_relaxed); }
  bool takeChange() noexcept { return m_hasChanged.exchange(false, std::memory_order_relaxed); }

  Source heardSource() const {
    const std::lock_guard lock(m_mutex);
    return m_heard;
  }

  void moveStreamTo(const std::string& source) {
    if (!isListening()) return;
    m_library.mainloopLock(m_mainloop);
    if (m_stream) ask(m_library.moveOutput(m_context, *m_stream, source.c_str(), nullptr, nullptr));
    m_library.mainloopUnlock(m_mainloop);
  }

 private:
  // Everything below runs in the main loop's thread; ask() also with its lock.
  static void onState(Context* context, void* user) {
    auto* self = static_cast<Impl*>(user);
    const int state = self->m_library.contextState(context);
    if (state == kContextReady) {
      self->ask(self->m_library.subscribe(context, kSources | kSourceOutputs | kServer, nullptr, nullptr));
      self->ask(self->m_library.sourceList(context, &Impl::onListedSource, self));
      self->ask(self->m_library.outputList(context, &Impl::onListedStream, self));  // answered in this order
    }
    if (state >= kContextFailed) self->m_isListening.store(false, std::memory_order_relaxed);
    // Something may have changed before the subscription.
    if (state >= kContextReady) self->m_hasChanged.store(true, std::memory_order_relaxed);
  }

  static void onEvent(Context* context, int event, std::uint32_t index, void* user) {
    auto* self = static_cast<Impl*>(user);
    const bool isChange = (event & kEventKind) == kChanged;
    const int about = event & kEventAbout;
    if (about == kAboutSourceOutput) {
      if (isChange && index == self->m_stream) {
        self->ask(self->m_library.output(context, index, &Impl::onStream, self));
      }
    } else if (!isChange || about == kAboutServer) {
      self->m_hasChanged.store(true, std::memory_order_relaxed);
    }
  }

  static void onListedSource(Context* /*context*/, const SourceInfo* info, int end, void* user) {
    auto* self = static_cast<Impl*>(user);
    if (end == 0 && info != nullptr) self->m_names[info->index] = textOf(info->name);
  }

  static void onListedStream(Context* /*context*/, const OutputInfo* info, int end, void* user) {
    auto* self = static_cast<Impl*>(user);
    if (end == 0 && info != nullptr) {
      const char* process = self->m_library.property(info->properties, "application.process.id");
      const auto name = self->m_names.find(info->source);
      const bool isOurs = process != nullptr && std::string_view(process) == std::to_string(getpid());
      if (isOurs && name != self->m_names.end() && name->second == self->heardSource().name) {
        self->m_streams.insert(info->index);
      }
    } else if (!self->m_stream) {
      self->m_stream = Claims::all().claimNewest(self->m_streams);
    }
  }

  static void onStream(Context* context, const OutputInfo* info, int end, void* user) {
    auto* self = static_cast<Impl*>(user);
    if (end != 0 || info == nullptr) return;
    self->ask(self->m_library.source(context, info->source, &Impl::onSource, self));
  }

  static void onSource(Context* /*context*/, const SourceInfo* info, int end, void* user) {
    auto* self = static_cast<Impl*>(user);
    if (end != 0 || info == nullptr) return;
    {
      const std::lock_guard lock(self->m_mutex);
      self->m_heard = {.name = textOf(info->name), .description = sanitisedText(textOf(info->description))};
    }
    self->m_hasChanged.store(true, std::memory_order_relaxed);
  }

  static std::string textOf(const char* text) { return text == nullptr ? std::string() : std::string(text); }

  void ask(void* operation) {
    if (operation != nullptr) m_library.operationUnref(operation);
  }

  Library m_library;
  Mainloop* m_mainloop = nullptr;
  Context* m_context = nullptr;
  std::atomic<bool> m_isListening{false};  // flags that order nothing
  std::atomic<bool> m_hasChanged{false};
  mutable std::mutex m_mutex;
  Source m_heard;  // under m_mutex

  // Of the main loop's thread, and of the destructor after that has ended.
  std::map<std::uint32_t, std::string> m_names;  // of the sources, at the beginning
  std::set<std::uint32_t> m_streams;             // of this process that heard that source then
  std::optional<std::uint32_t> m_stream;         // the one that is watched
};

PulseWatch::PulseWatch(std::string source) : m_impl(std::make_unique<Impl>(std::move(source))) {}
PulseWatch::~PulseWatch() = default;

bool PulseWatch::isListening() const noexcept {
  return m_impl->isListening();
}
bool PulseWatch::takeChange() noexcept {
  return m_impl->takeChange();
}
PulseWatch::Source PulseWatch::heardSource() const {
  return m_impl->heardSource();
}
void PulseWatch::moveStreamTo(const std::string& source) {
  m_impl->moveStreamTo(source);
}

}  // namespace tunescope::audio
