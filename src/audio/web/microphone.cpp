// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/web/microphone.h"

#include "audio/devices/devicenames.h"
#include "audio/source/framepacker.h"
#include "audio/source/sourcelimits.h"
#include "audio/supervisor/eventqueue.h"

#include <algorithm>
#include <array>
#include <emscripten/em_macros.h>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <variant>

// In wasm/bridge/library.js; they forward the call to the page's bridge and return at once.
extern "C" {
void tunescopeBridgeStart(int stream, const char* deviceId, int channel);
void tunescopeBridgeStop(int stream);
void tunescopeBridgeList(int stream);
}

namespace tunescope::audio {

namespace {

const std::string kApi = "web";
constexpr std::size_t kBlockSamples = 16384;

class Microphone;
std::map<int, Microphone*> streams;
std::vector<DeviceInfo> knownDevices;  // for a device requested by its name
std::function<void()> devicesChanged;
std::function<void()> hiddenSamples;
std::array<float, kBlockSamples> block;  // where the bridge puts frames

struct StartedStream {
  double sampleRateHz;
  unsigned bufferFrames;
  unsigned channels;
  std::string name;
  std::string processing;
};

class Microphone final : public AudioBackend {
 public:
  Microphone() : m_stream(++s_lastStream) { streams.emplace(m_stream, this); }
  ~Microphone() override {
    streams.erase(m_stream);
    if (m_isOpen) tunescopeBridgeStop(m_stream);
  }

  void requestDevices() override { tunescopeBridgeList(m_stream); }

  void start(const CaptureRequest& request, StreamProducer producer) override {
    m_request = request;
    m_producer = std::move(producer);
    std::string id = request.device.text;
    if (const std::string prefix = kApi + ":"; id.starts_with(prefix)) {
      id.erase(0, prefix.size());
    } else if (!id.empty()) {
      auto found = findDevice(knownDevices, request.device);
      if (const auto* error = std::get_if<CaptureError>(&found)) {
        m_events.post(BackendEvent::Kind::StartFailed, *error);
        return;
      }
      id = std::get<DeviceInfo>(found).id.substr(prefix.size());
    }
    m_isOpen = true;
    tunescopeBridgeStart(m_stream, id.c_str(), request.channel.mix ? 0 : static_cast<int>(request.channel.number));
  }

  void stop() override {
    if (std::exchange(m_isOpen, false)) tunescopeBridgeStop(m_stream);
    m_events.post(BackendEvent::Kind::Stopped);
  }

  std::optional<BackendEvent> takeEvent() override { return m_events.take(); }
  std::uint64_t deliveredFrames() const noexcept override { return m_delivered; }
  bool isIdle() const noexcept override { return true; }

  // The events of the bridge.
  void started(const StartedStream& stream) {
    if (!(stream.sampleRateHz >= kLowestRateHz && stream.sampleRateHz <= kHighestRateHz)) {
      return ended(
          BackendEvent::Kind::StartFailed,
          {.code = CaptureErrorCode::UnsupportedFormat, .device = stream.name, .detail = "its rate is unknown"});
    }
    const core::FrameLayout layout = layoutFor(stream.channels, m_request.channel);
    m_width = layout.width();
    CaptureFormat format;
    format.source = stream.name;
    format.api = kApi;
    format.sampleRateHz = stream.sampleRateHz;
    format.bufferFrames = stream.bufferFrames;
    format.channels = stream.channels;
    format.channel = m_request.channel;
    format.processing = stream.processing;
    if (!m_producer.beginStream(format.sampleRateHz, silentFrames(m_request, format.sampleRateHz),
                                core::GapReason::Device, layout, m_producer.leave(format))) {
      return ended(BackendEvent::Kind::StartFailed,
                   {.code = CaptureErrorCode::Internal, .device = stream.name, .detail = "there is no room to begin"});
    }
    m_events.postStarted(std::move(format));
  }

  void tell(BackendEvent::Kind kind, CaptureError error = {}) { m_events.post(kind, std::move(error)); }

  void ended(BackendEvent::Kind kind, CaptureError error) {
    if (std::exchange(m_isOpen, false)) tunescopeBridgeStop(m_stream);
    m_events.post(kind, std::move(error));
  }

  void listed(std::vector<DeviceInfo> devices) {
    BackendEvent event;
    event.kind = BackendEvent::Kind::DevicesListed;
    event.devices = std::move(devices);
    m_events.post(std::move(event));
  }

  void push(std::size_t samples) {
    m_producer.push(std::span(block).first(samples), m_width);
    m_delivered += samples / m_width;
  }

  void lose(std::uint64_t frames, core::GapReason reason) {
    m_producer.noteLoss(frames, reason);
    m_delivered += frames;
  }

 private:
  static inline int s_lastStream = 0;

  int m_stream;
  CaptureRequest m_request;
  StreamProducer m_producer;
  EventQueue m_events;
  std::uint32_t m_width = 1;  // samples in a frame
  std::uint64_t m_delivered = 0;
  bool m_isOpen = false;
};

Microphone* find(int stream) {
  const auto found = streams.find(stream);
  return found == streams.end() ? nullptr : found->second;
}

// In the words of wasm/bridge/words.js.
CaptureErrorCode codeOf(const std::string& word) {
  using Code = CaptureErrorCode;
  static const std::map<std::string, Code> codes = {
      {"insecure", Code::Insecure},       {"no-api", Code::NoCaptureApi},
      {"denied", Code::PageBlocked},      {"busy", Code::Busy},
      {"dismissed", Code::Dismissed},     {"no-device", Code::NoDevices},
      {"ended", Code::DeviceLost},        {"no-such-device", Code::NoSuchDevice},
      {"interrupted", Code::Interrupted}, {"gesture", Code::NeedsGesture},
      {"no-output", Code::NoOutput},      {"no-such-channel", Code::NoSuchChannel}};
  const auto found = codes.find(word);
  return found == codes.end() ? Code::Refused : found->second;
}

CaptureError errorOf(const char* word, const char* device, const char* detail) {
  return {.code = codeOf(word), .device = sanitisedText(device), .detail = sanitisedText(detail)};
}

// Lines of id, name, "default" or nothing, separated by tabs.
std::vector<DeviceInfo> parseDevices(const char* text) {
  std::vector<DeviceInfo> devices;
  std::vector<std::string> ids;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string id, name, mark;
    std::getline(fields, id, '\t');
    std::getline(fields, name, '\t');
    std::getline(fields, mark, '\t');
    DeviceInfo device;
    device.api = kApi;
    device.name = sanitisedText(name);
    device.inputChannels = 1;
    device.isDefault = mark == "default";
    devices.push_back(std::move(device));
    ids.push_back(kApi + ":" + id);
  }
  identifyDevices(devices);
  for (std::size_t i = 0; i < devices.size(); ++i) devices[i].id = ids[i];
  return devices;
}

}  // namespace

std::unique_ptr<AudioBackend> makeMicrophoneBackend() {
  return std::make_unique<Microphone>();
}

void setDevicesChangedHandler(std::function<void()> handler) {
  devicesChanged = std::move(handler);
}

void setHiddenSamplesHandler(std::function<void()> handler) {
  hiddenSamples = std::move(handler);
}

}  // namespace tunescope::audio

// Functions that the bridge calls. They ignore streams that no longer exist: the browser may still have queued a call.
using tunescope::audio::BackendEvent;

extern "C" {

EMSCRIPTEN_KEEPALIVE float* tunescopeBlock() {
  return tunescope::audio::block.data();
}

EMSCRIPTEN_KEEPALIVE int tunescopeBlockSamples() {
  return static_cast<int>(tunescope::audio::kBlockSamples);
}

EMSCRIPTEN_KEEPALIVE void tunescopePush(int stream, int samples, int isHidden) {
  auto* microphone = tunescope::audio::find(stream);
  const auto most = static_cast<int>(tunescope::audio::kBlockSamples);
  if (microphone) microphone->push(static_cast<std::size_t>(std::clamp(samples, 0, most)));
  if (isHidden != 0 && tunescope::audio::hiddenSamples) tunescope::audio::hiddenSamples();
}

EMSCRIPTEN_KEEPALIVE void tunescopeLose(int stream, double frames, int isStall) {
  auto* microphone = tunescope::audio::find(stream);
  using tunescope::core::GapReason;
  if (microphone && frames > 0) {
    microphone->lose(static_cast<std::uint64_t>(frames), isStall != 0 ? GapReason::Stall : GapReason::Overrun);
  }
}

EMSCRIPTEN_KEEPALIVE void tunescopeOpening(int stream) {
  if (auto* microphone = tunescope::audio::find(stream)) microphone->tell(BackendEvent::Kind::Progress);
}

EMSCRIPTEN_KEEPALIVE void tunescopeAsking(int stream) {
  if (auto* microphone = tunescope::audio::find(stream)) microphone->tell(BackendEvent::Kind::Asking);
}

EMSCRIPTEN_KEEPALIVE void tunescopeStarted(int stream, double sampleRateHz, int bufferFrames, int channels,
                                           const char* name, const char* processing) {
  if (auto* microphone = tunescope::audio::find(stream)) {
    microphone->started({.sampleRateHz = sampleRateHz,
                         .bufferFrames = static_cast<unsigned>(bufferFrames),
                         .channels = static_cast<unsigned>(channels),
                         .name = tunescope::audio::sanitisedText(name),
                         .processing = tunescope::audio::sanitisedText(processing)});
  }
}

EMSCRIPTEN_KEEPALIVE void tunescopeFailed(int stream, const char* word, const char* device, const char* detail) {
  auto* microphone = tunescope::audio::find(stream);
  if (microphone) microphone->ended(BackendEvent::Kind::StartFailed, tunescope::audio::errorOf(word, device, detail));
}

EMSCRIPTEN_KEEPALIVE void tunescopeLost(int stream, const char* word, const char* device, const char* detail) {
  auto* microphone = tunescope::audio::find(stream);
  if (microphone) microphone->ended(BackendEvent::Kind::Lost, tunescope::audio::errorOf(word, device, detail));
}

EMSCRIPTEN_KEEPALIVE void tunescopeInterrupted(int stream, const char* word) {
  auto* microphone = tunescope::audio::find(stream);
  if (microphone) microphone->tell(BackendEvent::Kind::Interrupted, tunescope::audio::errorOf(word, "", ""));
}

EMSCRIPTEN_KEEPALIVE void tunescopeResumed(int stream) {
  if (auto* microphone = tunescope::audio::find(stream)) microphone->tell(BackendEvent::Kind::Resumed);
}

EMSCRIPTEN_KEEPALIVE void tunescopeListed(int stream, const char* devices) {
  tunescope::audio::knownDevices = tunescope::audio::parseDevices(devices);
  auto* microphone = tunescope::audio::find(stream);
  if (microphone) microphone->listed(tunescope::audio::knownDevices);
}

EMSCRIPTEN_KEEPALIVE void tunescopeDevicesChanged() {
  if (tunescope::audio::devicesChanged) tunescope::audio::devicesChanged();
}
}
