// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/rtaudio/pulsequery.h"

#include <algorithm>
#include <cstdint>
#include <dlfcn.h>
#include <span>

namespace tunescope::audio {

namespace {

// The part of libpulse's interface that is used, unchanged since 0.9.11: the beginnings of its structures. It is
// looked up at run time, since only RtAudio links with it.
struct Mainloop;
struct Context;

struct ServerInfo {
  const char* userName;
  const char* hostName;
  const char* serverVersion;
  const char* serverName;
  PulseSampleSpec sampleSpec;
  const char* defaultSink;
  const char* defaultSource;
};

struct SourceInfo {
  const char* name;
  std::uint32_t index;
  const char* description;
  PulseSampleSpec sampleSpec;
  PulseChannelMap channelMap;
};

using ServerCallback = void (*)(Context*, const ServerInfo*, void*);
using SourceCallback = void (*)(Context*, const SourceInfo*, int end, void*);

constexpr int kContextReady = 4;
constexpr int kContextFailed = 5;
constexpr unsigned kNoAutospawn = 1;

struct Library {
  Mainloop* (*mainloopNew)() = nullptr;
  void (*mainloopFree)(Mainloop*) = nullptr;
  void* (*mainloopApi)(Mainloop*) = nullptr;
  int (*iterate)(Mainloop*, int block, int* result) = nullptr;
  Context* (*contextNew)(void* api, const char* name) = nullptr;
  void (*contextUnref)(Context*) = nullptr;
  int (*contextConnect)(Context*, const char* server, unsigned flags, const void*) = nullptr;
  void (*contextDisconnect)(Context*) = nullptr;
  int (*contextState)(const Context*) = nullptr;
  void* (*serverInfo)(Context*, ServerCallback, void*) = nullptr;
  void* (*sourceInfoList)(Context*, SourceCallback, void*) = nullptr;
  void (*operationUnref)(void*) = nullptr;

  bool load() {
    return find(mainloopNew, "pa_mainloop_new") && find(mainloopFree, "pa_mainloop_free") &&
           find(mainloopApi, "pa_mainloop_get_api") && find(iterate, "pa_mainloop_iterate") &&
           find(contextNew, "pa_context_new") && find(contextUnref, "pa_context_unref") &&
           find(contextConnect, "pa_context_connect") && find(contextDisconnect, "pa_context_disconnect") &&
           find(contextState, "pa_context_get_state") && find(serverInfo, "pa_context_get_server_info") &&
           find(sourceInfoList, "pa_context_get_source_info_list") && find(operationUnref, "pa_operation_unref");
  }

 private:
  template <class Function>
  static bool find(Function& function, const char* name) {
    function = reinterpret_cast<Function>(dlsym(RTLD_DEFAULT, name));
    return function != nullptr;
  }
};

class Query {
 public:
  PulseFacts run() {
    if (!m_library.load()) return {};
    m_mainloop = m_library.mainloopNew();
    if (m_mainloop == nullptr) return {};
    m_context = m_library.contextNew(m_library.mainloopApi(m_mainloop), "Tunescope");
    if (m_context != nullptr) {
      if (m_library.contextConnect(m_context, nullptr, kNoAutospawn, nullptr) >= 0) ask();
      m_library.contextDisconnect(m_context);
      m_library.contextUnref(m_context);
    }
    m_library.mainloopFree(m_mainloop);
    m_facts.isAnswered = m_hasServer && m_hasSources;
    return m_facts;
  }

 private:
  void ask() {
    if (!iterateUntil([this] { return state() == kContextReady; })) return;
    void* server = m_library.serverInfo(m_context, &Query::onServer, this);
    void* sources = m_library.sourceInfoList(m_context, &Query::onSource, this);
    if (server != nullptr && sources != nullptr) iterateUntil([this] { return m_hasServer && m_hasSources; });
    if (server != nullptr) m_library.operationUnref(server);
    if (sources != nullptr) m_library.operationUnref(sources);
  }

  int state() const { return m_library.contextState(m_context); }

  template <class Condition>
  bool iterateUntil(Condition condition) {
    while (!condition()) {
      if (state() >= kContextFailed || m_library.iterate(m_mainloop, 1, nullptr) < 0) return false;
    }
    return true;
  }

  static void onServer(Context* /*context*/, const ServerInfo* info, void* user) {
    auto* self = static_cast<Query*>(user);
    self->m_hasServer = true;
    const auto isNamed = [](const char* name) { return name != nullptr && *name != '\0'; };
    self->m_facts.hasDefaults = info != nullptr && isNamed(info->defaultSink) && isNamed(info->defaultSource);
    if (self->m_facts.hasDefaults) self->m_facts.defaultSource = info->defaultSource;
  }

  static void onSource(Context* /*context*/, const SourceInfo* info, int end, void* user) {
    auto* self = static_cast<Query*>(user);
    if (end != 0 || info == nullptr) {
      self->m_hasSources = true;
    } else if (info->name != nullptr) {
      self->m_facts.sources.push_back({.name = info->name,
                                       .description = info->description == nullptr ? info->name : info->description,
                                       .rateHz = info->sampleSpec.rate,
                                       .channelMap = info->channelMap});
    }
  }

  Library m_library;
  Mainloop* m_mainloop = nullptr;
  Context* m_context = nullptr;
  PulseFacts m_facts;
  bool m_hasServer = false;
  bool m_hasSources = false;
};

}  // namespace

PulseFacts askPulse() {
  return Query().run();
}

const PulseFacts::Source* findSource(const PulseFacts& facts, std::string_view name) {
  const auto found = std::ranges::find(facts.sources, name, &PulseFacts::Source::name);
  return found == facts.sources.end() ? nullptr : &*found;
}

bool haveSameLayout(const PulseFacts::Source& one, const PulseFacts::Source& other) {
  const auto positions = [](const PulseFacts::Source& source) {
    return std::span(source.channelMap.positions).first(source.channelMap.channels);
  };
  return one.rateHz == other.rateHz && std::ranges::equal(positions(one), positions(other));
}

}  // namespace tunescope::audio
