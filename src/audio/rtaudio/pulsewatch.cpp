// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/rtaudio/pulsewatch.h"

#include <atomic>
#include <cstdint>
#include <dlfcn.h>

namespace tunescope::audio {

namespace {

// What is used of libpulse's interface, which has not changed since 0.9.11. It is looked up, since only RtAudio need be
// linked with it.
struct Mainloop;
struct Context;
using ContextCallback = void (*)(Context*, void*);
using SubscribeCallback = void (*)(Context*, int event, std::uint32_t index, void*);

constexpr int kContextReady = 4;
constexpr int kContextFailed = 5;
constexpr unsigned kNoAutospawn = 1;
constexpr int kSources = 0x0002;
constexpr int kEventKind = 0x0030;
constexpr int kChanged = 0x0010;  // its volume, or whether it runs: nothing came or went

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
           find(operationUnref, "pa_operation_unref");
  }

 private:
  template <class Function>
  static bool find(Function& function, const char* name) {
    function = reinterpret_cast<Function>(dlsym(RTLD_DEFAULT, name));
    return function != nullptr;
  }
};

}  // namespace

class PulseWatch::Impl {
 public:
  Impl() {
    if (!m_library.load()) return;
    m_mainloop = m_library.mainloopNew();
    if (m_mainloop == nullptr) return;
    m_context = m_library.contextNew(m_library.mainloopApi(m_mainloop), "Tunescope");
    if (m_context == nullptr) return;
    m_library.setStateCallback(m_context, &Impl::onState, this);
    m_library.setSubscribeCallback(m_context, &Impl::onEvent, this);
    m_isListening = m_library.contextConnect(m_context, nullptr, kNoAutospawn, nullptr) >= 0 &&
                    m_library.mainloopStart(m_mainloop) >= 0;
  }

  ~Impl() {
    if (m_mainloop == nullptr) return;
    m_library.mainloopStop(m_mainloop);
    if (m_context != nullptr) {
      m_library.contextDisconnect(m_context);
      m_library.contextUnref(m_context);
    }
    m_library.mainloopFree(m_mainloop);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  bool isListening() const noexcept { return m_isListening.load(std::memory_order_relaxed); }
  bool takeChange() noexcept { return m_hasChanged.exchange(false, std::memory_order_relaxed); }

 private:
  // Both in the main loop's thread.
  static void onState(Context* context, void* user) {
    auto* self = static_cast<Impl*>(user);
    const int state = self->m_library.contextState(context);
    if (state == kContextReady) {
      void* operation = self->m_library.subscribe(context, kSources, nullptr, nullptr);
      if (operation != nullptr) self->m_library.operationUnref(operation);
    }
    if (state < kContextFailed) return;
    self->m_isListening.store(false, std::memory_order_relaxed);
    self->m_hasChanged.store(true, std::memory_order_relaxed);
  }
  static void onEvent(Context* /*context*/, int event, std::uint32_t /*index*/, void* user) {
    if ((event & kEventKind) == kChanged) return;
    static_cast<Impl*>(user)->m_hasChanged.store(true, std::memory_order_relaxed);
  }

  Library m_library;
  Mainloop* m_mainloop = nullptr;
  Context* m_context = nullptr;
  std::atomic<bool> m_isListening{false};  // flags that order nothing
  std::atomic<bool> m_hasChanged{false};
};

PulseWatch::PulseWatch() : m_impl(std::make_unique<Impl>()) {}
PulseWatch::~PulseWatch() = default;

bool PulseWatch::isListening() const noexcept {
  return m_impl->isListening();
}
bool PulseWatch::takeChange() noexcept {
  return m_impl->takeChange();
}

}  // namespace tunescope::audio
