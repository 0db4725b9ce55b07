// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/out/midiport.h"

#include <RtMidi.h>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <dlfcn.h>
#include <exception>
#include <iostream>
#include <mutex>
#include <thread>
#include <utility>

namespace tunescope::cli {

namespace {

constexpr const char* kClient = "Tunescope";
constexpr std::chrono::milliseconds kLastBuffer{250};  // more than two of 4096 samples
constexpr MidiMessage kAllNotesOff = {0xB0, 123, 0};

// RtMidi reports warnings there when it is constructed, before it can be given a callback.
class SilentErrors {
 public:
  SilentErrors() : m_before(std::cerr.rdbuf(nullptr)) {}
  ~SilentErrors() { std::cerr.rdbuf(m_before); }
  SilentErrors(const SilentErrors&) = delete;
  SilentErrors& operator=(const SilentErrors&) = delete;

 private:
  std::streambuf* m_before;
};

// libjack tells of a server that ended by an error text and no other way that RtMidi passes on. RtMidi would then wait
// for good, at the cost of a whole processor, once its own queue is full.
std::atomic<int> jackErrors{0};

void countJackError(const char*) {
  jackErrors.fetch_add(1, std::memory_order_relaxed);
}
void ignoreJackInfo(const char*) {}
void ignoreSequencer(const char*, int, const char*, int, const char*, ...) {}

// Only RtMidi links with libjack and libasound. RtAudio sets a handler of its own when it opens JACK.
void watchJack() {
  using SetText = void (*)(void (*)(const char*));
  static void* const set = dlsym(RTLD_DEFAULT, "jack_set_error_function");
  if (set != nullptr) reinterpret_cast<SetText>(set)(&countJackError);
}

// Both write to standard error where there is no server or no sequencer.
void silenceMidiSystems() {
  using SetText = void (*)(void (*)(const char*));
  using SetHandler = int (*)(void (*)(const char*, int, const char*, int, const char*, ...));
  watchJack();
  if (void* set = dlsym(RTLD_DEFAULT, "jack_set_info_function")) reinterpret_cast<SetText>(set)(&ignoreJackInfo);
  if (void* set = dlsym(RTLD_DEFAULT, "snd_lib_error_set_handler")) {
    reinterpret_cast<SetHandler>(set)(&ignoreSequencer);
  }
}

void noteFailure(RtMidiError::Type type, const std::string&, void* hasFailed) {
  if (type != RtMidiError::DEBUG_WARNING) *static_cast<bool*>(hasFailed) = true;
}

// Null: that system is not there.
std::unique_ptr<RtMidiOut> openVirtual(RtMidi::Api api, const std::string& name) {
  const SilentErrors silent;
  try {
    auto out = std::make_unique<RtMidiOut>(api, kClient);
    bool hasFailed = out->getCurrentApi() != api;
    out->setErrorCallback(&noteFailure, &hasFailed);
    if (!hasFailed) out->openVirtualPort(name);
    if (hasFailed) return nullptr;
    out->setErrorCallback([](RtMidiError::Type, const std::string&, void*) {}, nullptr);
    return out;
  } catch (const std::exception&) {
    return nullptr;
  }
}

std::unique_ptr<RtMidiOut> openFirst(MidiPort::System system, const std::string& name) {
  silenceMidiSystems();
  std::unique_ptr<RtMidiOut> out;
  if (system != MidiPort::System::Jack) out = openVirtual(RtMidi::LINUX_ALSA, name);
  if (!out && system != MidiPort::System::Alsa) out = openVirtual(RtMidi::UNIX_JACK, name);
  return out;
}

std::string whyAbsent(MidiPort::System system) {
  switch (system) {
    case MidiPort::System::Alsa:
      return "ALSA has no sequencer here; load the kernel module snd-seq, or write jack:NAME";
    case MidiPort::System::Jack:
      return "no JACK server answers; start JACK, or PipeWire with its JACK";
    case MidiPort::System::Any:
      break;
  }
  return "this system has neither a sequencer of ALSA nor a JACK server; load the kernel module snd-seq, or start JACK";
}

}  // namespace

struct MidiPort::State {
  enum class Phase { Opening, Open, Absent, Closing, Closed };

  std::mutex mutex;
  std::condition_variable changed;
  Phase phase = Phase::Opening;
  std::deque<MidiMessage> waiting;
  bool isAbandoned = false;
  std::atomic<bool> isLost{false};  // orders nothing

  void become(Phase next) {
    {
      const std::lock_guard lock(mutex);
      phase = next;
    }
    changed.notify_all();
  }

  // False: it is to close, and nothing waits.
  bool take(std::deque<MidiMessage>& messages) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return !waiting.empty() || phase == Phase::Closing; });
    messages.clear();
    messages.swap(waiting);
    return !messages.empty() && !isAbandoned;
  }
};

MidiPort::MidiPort() : m_state(std::make_shared<State>()) {}

MidiPort::~MidiPort() {
  close();
}

std::string MidiPort::open(System system, const std::string& name) {
  std::thread([state = m_state, system, name] { run(state, system, name); }).detach();
  std::unique_lock lock(m_state->mutex);
  const bool isAnswered =
      m_state->changed.wait_for(lock, kMaxOpen, [this] { return m_state->phase != State::Phase::Opening; });
  if (!isAnswered) {
    m_state->isAbandoned = true;
    return "the MIDI system does not answer; restart its server, then try again";
  }
  return m_state->phase == State::Phase::Open ? std::string() : whyAbsent(system);
}

void MidiPort::run(const std::shared_ptr<State>& state, System system, const std::string& name) {
  std::unique_ptr<RtMidiOut> out = openFirst(system, name);
  state->become(out ? State::Phase::Open : State::Phase::Absent);
  std::deque<MidiMessage> messages;
  const int errorsBefore = jackErrors.load(std::memory_order_relaxed);
  while (out && state->take(messages)) {
    watchJack();
    if (out->getCurrentApi() == RtMidi::UNIX_JACK && jackErrors.load(std::memory_order_relaxed) != errorsBefore) {
      state->isLost = true;
      out.reset();
      break;
    }
    for (const MidiMessage& message : messages) out->sendMessage(message.data(), message.size());
  }
  // JACK's server takes the last messages with its next buffer, which is gone with the port.
  if (out) std::this_thread::sleep_for(kLastBuffer);
  out.reset();
  state->become(State::Phase::Closed);
}

void MidiPort::send(std::span<const MidiMessage> messages) {
  {
    const std::lock_guard lock(m_state->mutex);
    if (m_state->phase != State::Phase::Open) return;
    std::deque<MidiMessage>& waiting = m_state->waiting;
    waiting.insert(waiting.end(), messages.begin(), messages.end());
    if (waiting.size() > kMaxWaiting) waiting.assign(1, kAllNotesOff);
  }
  m_state->changed.notify_all();
}

bool MidiPort::close() {
  std::unique_lock lock(m_state->mutex);
  const bool wasOpen = m_state->phase == State::Phase::Open;
  if (wasOpen) m_state->phase = State::Phase::Closing;
  m_state->changed.notify_all();
  const auto isClosed = [this] { return m_state->phase == State::Phase::Closed; };
  m_state->isAbandoned = wasOpen && !m_state->changed.wait_for(lock, kMaxClose, isClosed);
  return !m_state->isAbandoned && !m_state->isLost;
}

}  // namespace tunescope::cli
