// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/rtaudio/rtaudioapi.h"

#include "audio/devices/devicenames.h"
#include "audio/rtaudio/alsaquery.h"
#include "audio/rtaudio/apiturn.h"
#include "audio/rtaudio/pulsemaps.h"
#include "audio/rtaudio/pulsenames.h"
#include "audio/rtaudio/pulsequery.h"

#include <RtAudio.h>

#include <algorithm>
#include <atomic>
#include <dlfcn.h>
#include <exception>
#include <mutex>
#include <utility>

namespace tunescope::audio::rt {

namespace {

// The target of RtAudio's messages: the session whose call is in progress in this thread. In RtAudio's own threads
// there is none, so its errors there (thousands a second when a server dies) cost nothing; the stream is watched
// instead.
struct Messages {
  std::string text;
  std::string busy;  // the last message about a device that another program uses
  bool hasFailed = false;
  std::atomic<bool> isDisconnected{false};
};
thread_local Messages* t_messages = nullptr;

class Listening {
 public:
  explicit Listening(Messages& messages) : m_before(std::exchange(t_messages, &messages)) {
    messages.text.clear();
    messages.busy.clear();
    messages.hasFailed = false;
  }
  ~Listening() { t_messages = m_before; }
  Listening(const Listening&) = delete;
  Listening& operator=(const Listening&) = delete;

 private:
  UniquePulseNames m_names;
  Messages* m_before;
};

void note(const std::string& text, bool isFailure) {
  if (t_messages == nullptr) return;
  t_messages->text = sanitisedText(text, 300);
  if (openingErrorCode(t_messages->text) == CaptureErrorCode::Busy) t_messages->busy = t_messages->text;
  t_messages->hasFailed = t_messages->hasFailed || isFailure;
}

void noteException(const std::exception& error) {
  note(error.what(), true);
}

void ignoreAlsa(const char*, int, const char*, int, const char*, ...) {}

// ALSA writes to standard error if there is no card, whatever its settings. The function is looked up at run time,
// since only RtAudio links with libasound.
void silenceAlsa() {
  using Handler = void (*)(const char*, int, const char*, int, const char*, ...);
  using SetHandler = int (*)(Handler);
  static std::once_flag once;
  std::call_once(once, [] {
    void* symbol = dlsym(RTLD_DEFAULT, "snd_lib_error_set_handler");
    if (symbol != nullptr) reinterpret_cast<SetHandler>(symbol)(&ignoreAlsa);
  });
}

int onBlock(void* /*output*/, void* input, unsigned frames, double /*time*/, RtAudioStreamStatus status,
            void* user) noexcept TS_NONBLOCKING {
  const auto* setup = static_cast<const StreamSetup*>(user);
  const bool isOverflow = (status & RTAUDIO_INPUT_OVERFLOW) != 0;
  return setup->handler(setup->user, static_cast<const float*>(input), frames, isOverflow) ? 0 : 2;
}

DeviceInfo describe(const std::string& api, const RtAudio::DeviceInfo& raw) {
  DeviceInfo info;
  info.api = api;
  info.name = sanitisedText(raw.name);
  info.inputChannels = raw.inputChannels;
  info.preferredRateHz = raw.preferredSampleRate;
  info.ratesHz.assign(raw.sampleRates.begin(), raw.sampleRates.end());
  info.isDefault = raw.isDefaultInput;
  return info;
}

// --- The two versions. RTAUDIO_VERSION_MAJOR came with 6. ---

#ifdef RTAUDIO_VERSION_MAJOR

struct Library : RtAudio {
  Library(RtAudio::Api api, Messages& messages)
      : RtAudio(api, [&messages](RtAudioErrorType type, const std::string& text) {
          if (type == RTAUDIO_DEVICE_DISCONNECT) messages.isDisconnected.store(true, std::memory_order_relaxed);
          note(text, type != RTAUDIO_WARNING);
        }) {}

  std::vector<std::pair<unsigned, RtAudio::DeviceInfo>> devices(const std::function<void()>& onProgress) {
    std::vector<std::pair<unsigned, RtAudio::DeviceInfo>> all;
    for (const unsigned id : getDeviceIds()) {
      onProgress();
      all.emplace_back(id, getDeviceInfo(id));
    }
    return all;
  }

  bool openInput(RtAudio::StreamParameters& parameters, StreamSetup& setup, RtAudio::StreamOptions& options) {
    return openStream(nullptr, &parameters, RTAUDIO_FLOAT32, setup.rateHz, &setup.bufferFrames, &onBlock, &setup,
                      &options) == RTAUDIO_NO_ERROR;
  }

  bool startInput() { return startStream() == RTAUDIO_NO_ERROR; }
};

#else

void onError(RtAudioError::Type type, const std::string& text) {
  note(text, type != RtAudioError::WARNING && type != RtAudioError::DEBUG_WARNING);
}

// The text of the last error, which 5.2 only prints.
struct LastError : RtApi {
  static std::string RtApi::*text() { return &LastError::errorText_; }
};

struct Library : RtAudio {
  Library(RtAudio::Api api, Messages& /*messages*/) : RtAudio(api) { showWarnings(false); }

  std::vector<std::pair<unsigned, RtAudio::DeviceInfo>> devices(const std::function<void()>& onProgress) {
    std::vector<std::pair<unsigned, RtAudio::DeviceInfo>> all;
    (rtapi_->*LastError::text()).clear();
    const unsigned count = getDeviceCount();
    // A PulseAudio that cannot be reached leaves the list of the last one that could in variables of the whole
    // process.
    if (const std::string& text = rtapi_->*LastError::text(); getCurrentApi() == LINUX_PULSE && !text.empty()) {
      note(text, false);
      return {};
    }
    for (unsigned index = 0; index < count; ++index) {
      onProgress();
      RtAudio::DeviceInfo info = getDeviceInfo(index);
      if (info.probed) {
        all.emplace_back(index, std::move(info));
      } else {
        note(rtapi_->*LastError::text(), false);
      }
    }
    return all;
  }

  bool openInput(RtAudio::StreamParameters& parameters, StreamSetup& setup, RtAudio::StreamOptions& options) {
    openStream(nullptr, &parameters, RTAUDIO_FLOAT32, setup.rateHz, &setup.bufferFrames, &onBlock, &setup, &options,
               &onError);
    return true;
  }

  bool startInput() {
    startStream();
    return true;
  }
};

#endif

}  // namespace

class Session::Impl {
 public:
  Impl(std::string apiName, std::function<void()> progress)
      : api(std::move(apiName)), onProgress(progress ? std::move(progress) : [] {}) {
    silenceAlsa();
    const Listening listening(messages);
    try {
      const Turn turn(api);  // RtAudio 6 queries the devices at once
      if (!turn) {
        missTurn();
        return;
      }
      if (!mayAsk()) return;
      library = std::make_unique<Library>(RtAudio::getCompiledApiByName(api), messages);
    } catch (const std::exception& error) {
      noteException(error);
    }
  }

  // The same for a call that queries devices.
  template <class Call>
  bool runInTurn(Call call) {
    if (!library) return false;
    const Turn turn(api);
    if (turn) return run(call);
    missTurn();
    return false;
  }

  // RtAudio must not query a PulseAudio without a default input or output: it would crash.
  bool mayAsk() {
    if (api != "pulse") return true;
    facts = askPulse();
    hasNone = facts.isAnswered && !facts.hasDefaults;
    return !hasNone;
  }

  // RtAudio lists PulseAudio's sources by their names (UniquePulseNames). The rest is the server's present state.
  // RtAudio lists eight rates, but opens a source at any.
  void completePulse(DeviceInfo& info, const std::string& name) const {
    if (api != "pulse") return;
    info.key = name;
    const PulseFacts::Source* source = findSource(facts, name);
    if (source == nullptr) return;
    info.name = sanitisedText(source->description);
    info.preferredRateHz = source->rateHz;
    const auto place = std::ranges::lower_bound(info.ratesHz, info.preferredRateHz);
    const bool isListed = place != info.ratesHz.end() && *place == info.preferredRateHz;
    if (!isListed) info.ratesHz.insert(place, info.preferredRateHz);
  }

  void missTurn() {
    hasMissedTurn = true;
    messages.text = "the sound system is still busy with the question before";
  }

  // Why its devices could not be queried.
  CaptureError listingError() const {
    const bool hasServer = api == "pulse" || api == "jack";
    return {.code = hasMissedTurn ? CaptureErrorCode::TimedOut
                    : hasServer   ? CaptureErrorCode::Unreachable
                                  : CaptureErrorCode::Refused,
            .device = api,
            .detail = messages.text};
  }

  // An answer without one device, which a running server would not give. JACK always has some; PulseAudio may
  // have none, but then without a complaint.
  bool isNoAnswer() const { return api == "jack" || (api == "pulse" && !messages.text.empty()); }

  // Runs a call of RtAudio; returns whether it succeeded.
  template <class Call>
  bool run(Call call) {
    if (!library) return false;
    const Listening listening(messages);
    try {
      const bool isDone = call(*library);
      return isDone && !messages.hasFailed;
    } catch (const std::exception& error) {
      noteException(error);
    }
    return false;
  }

  std::string failureText() const { return messages.text.empty() ? "the sound system gave no reason" : messages.text; }

  std::string api;
  std::function<void()> onProgress;
  Messages messages;
  bool hasMissedTurn = false;
  PulseFacts facts;
  bool hasNone = false;              // it exists and has no input
  std::unique_ptr<Library> library;  // after messages, which it writes to
  StreamSetup setup;                 // of the open stream: RtAudio keeps its address
};

std::vector<std::string> compiledApis() {
  std::vector<RtAudio::Api> apis;
  RtAudio::getCompiledApi(apis);
  std::vector<std::string> names;
  for (const char* name : {"pulse", "jack", "alsa"}) {
    if (std::ranges::find(apis, RtAudio::getCompiledApiByName(name)) != apis.end()) names.emplace_back(name);
  }
  for (const RtAudio::Api api : apis) {
    const std::string name = RtAudio::getApiName(api);
    if (api != RtAudio::RTAUDIO_DUMMY && std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  return names;
}

CaptureErrorCode openingErrorCode(const std::string& text) {
  const bool isBusy = text.find("busy") != std::string::npos || text.find("Busy") != std::string::npos;
  return isBusy ? CaptureErrorCode::Busy : CaptureErrorCode::Refused;
}

Session::Session(const std::string& api, std::function<void()> onProgress)
    : m_impl(std::make_unique<Impl>(api, std::move(onProgress))) {
  m_impl->onProgress();
}

Session::~Session() {
  m_impl->run([this](Library&) {
    m_impl->library.reset();
    return true;
  });
}

Listing Session::inputs() {
  Listing listing;
  std::vector<DeviceInfo> infos;
  bool isAnswered = false;
  if (m_impl->hasNone) return listing;
  const bool isDone = m_impl->runInTurn([&](Library& library) {
    if (!m_impl->mayAsk()) return isAnswered = true;
    const auto devices = library.devices(m_impl->onProgress);
    isAnswered = !devices.empty() || !m_impl->isNoAnswer();
    for (const auto& [handle, raw] : devices) {
      if (raw.inputChannels == 0) continue;
      infos.push_back(describe(m_impl->api, raw));
      m_impl->completePulse(infos.back(), raw.name);
      listing.inputs.push_back({.info = {}, .handle = handle});
    }
    if (listing.inputs.empty() && m_impl->api == "alsa") listing.busy = alsaDefaultInUse();
    return true;
  });
  if (!m_impl->messages.busy.empty()) listing.busy = m_impl->messages.busy;
  identifyDevices(infos);
  for (std::size_t i = 0; i < infos.size(); ++i) listing.inputs[i].info = std::move(infos[i]);
  if (listing.inputs.empty() && !(isDone && isAnswered)) listing.error = m_impl->listingError();
  return listing;
}

std::string Session::open(StreamSetup& setup) {
  m_impl->setup = setup;
  RtAudio::StreamParameters parameters;
  parameters.deviceId = setup.handle;
  parameters.nChannels = setup.channels;
  RtAudio::StreamOptions options;
  options.streamName = "Tunescope";
  const OwnPulseMaps maps(m_impl->facts);
  const bool isOpen = m_impl->runInTurn([&](Library& library) {
    return library.openInput(parameters, m_impl->setup, options) && library.isStreamOpen();
  });
  setup.bufferFrames = m_impl->setup.bufferFrames;
  m_impl->onProgress();
  return isOpen ? std::string() : m_impl->failureText();
}

std::string Session::start() {
  const bool isStarted =
      m_impl->run([](Library& library) { return library.startInput() && library.isStreamRunning(); });
  return isStarted ? std::string() : m_impl->failureText();
}

void Session::close() {
  m_impl->run([](Library& library) {
    // No stopStream(): it would wait for pending samples, and closing stops as well.
    if (library.isStreamRunning()) library.abortStream();
    if (library.isStreamOpen()) library.closeStream();
    return true;
  });
}

bool Session::isRunning() const {
  return m_impl->library && m_impl->library->isStreamRunning();
}

bool Session::isDisconnected() const noexcept {
  return m_impl->messages.isDisconnected.load(std::memory_order_relaxed);
}

double Session::sampleRateHz() {
  double rateHz = 0;
  m_impl->run([&rateHz](Library& library) {
    rateHz = library.getStreamSampleRate();
    return true;
  });
  return rateHz;
}

}  // namespace tunescope::audio::rt
