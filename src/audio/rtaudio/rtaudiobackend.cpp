// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/rtaudio/rtaudiobackend.h"

#include "audio/devices/devicenames.h"
#include "audio/rtaudio/capturetap.h"
#include "audio/rtaudio/pulsequery.h"
#include "audio/rtaudio/pulsewatch.h"
#include "audio/rtaudio/rtaudioapi.h"
#include "audio/source/framepacker.h"
#include "audio/source/sourcethread.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tunescope::audio {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr unsigned kDefaultBufferFrames = 512;
constexpr unsigned kMaxBufferFrames = 65536;
constexpr double kUsualRateHz = 48000;  // of a device that does not report a preferred rate
constexpr auto kWatchPeriod = 100ms;
constexpr auto kShutdownPoll = 20ms;
// How often to check that the input is still listed. Costs RtAudio 5.2 some 300 bytes, so rarely if changes are events.
constexpr auto kListPeriod = 5s;
constexpr auto kSeldomListPeriod = 60s;
constexpr auto kServerMovesWithin = 2s;  // after the default source has changed
// JACK calls each client with every period, whether anything is connected or not, and has expelled one whose call
// failed (RtAudio's own, once the period has changed). Ten checks in a row, so that a program that was stopped itself
// does not mistake that for JACK's doing.
constexpr int kLooksUntilThrownOut = 10;
constexpr auto kShutdownGrace = 500ms;  // RtAudio 5.2 closes a stream of a dead JACK in a thread of its own

CaptureError failure(CaptureErrorCode code, std::string device, std::string detail) {
  return {.code = code, .device = std::move(device), .detail = std::move(detail)};
}

// A query makes JACK's library complain if no server runs.
bool mayHaveJackServer() {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/dev/shm", error)) {
    if (entry.path().filename().string().starts_with("jack")) return true;
  }
  return false;
}

// The APIs to try for a request, in order. Empty: this build does not have the requested one.
std::vector<std::string> candidateApis(const std::string& wish, const std::string& deviceText) {
  std::vector<std::string> apis = rt::compiledApis();
  const auto named = std::ranges::find_if(
      apis, [&](const std::string& api) { return wish.empty() ? deviceText.starts_with(api + ":") : api == wish; });
  if (named != apis.end()) return {*named};
  if (!wish.empty()) return {};
  std::erase_if(apis, [](const std::string& api) { return api == "jack" && !mayHaveJackServer(); });
  return apis;
}

CaptureError noSuchApi(const std::string& wish) {
  std::string known;
  for (const std::string& api : rt::compiledApis()) known += (known.empty() ? "" : ", ") + api;
  return failure(CaptureErrorCode::NoSuchApi, sanitisedText(wish), "there are: " + known);
}

struct Found {
  std::unique_ptr<rt::Session> session;
  std::vector<rt::Input> inputs;
  std::string busy;    // the message about a device that another program uses, and that is not in the list
  CaptureError error;  // no inputs, and the error of the first API that could not be queried
};

// The first API that has any input.
Found firstThatHasInputs(const std::vector<std::string>& apis, const std::function<void()>& onProgress) {
  Found found;
  for (const std::string& api : apis) {
    found.session = std::make_unique<rt::Session>(api, onProgress);
    rt::Listing listing = found.session->inputs();
    if (!listing.busy.empty()) found.busy = std::move(listing.busy);
    if (!listing.inputs.empty()) {
      found.inputs = std::move(listing.inputs);
      found.error = {};
      return found;
    }
    if (!found.error) found.error = std::move(listing.error);
  }
  return found;
}

std::vector<DeviceInfo> infosOf(const std::vector<rt::Input>& inputs) {
  std::vector<DeviceInfo> infos;
  infos.reserve(inputs.size());
  for (const rt::Input& input : inputs) infos.push_back(input.info);
  return infos;
}

BackendEvent listDevices(const std::string& api, const std::function<void()>& onProgress) {
  BackendEvent event;
  event.kind = BackendEvent::Kind::DevicesListed;
  const std::vector<std::string> apis = candidateApis(api, {});
  if (apis.empty()) {
    event.kind = BackendEvent::Kind::DevicesFailed;
    event.error = noSuchApi(api);
    return event;
  }
  Found found = firstThatHasInputs(apis, onProgress);
  event.devices = infosOf(found.inputs);
  if (found.inputs.empty() && !found.busy.empty()) {
    event.kind = BackendEvent::Kind::DevicesFailed;
    event.error = failure(CaptureErrorCode::Busy, {}, found.busy);
  } else if (found.error) {
    event.kind = BackendEvent::Kind::DevicesFailed;
    event.error = std::move(found.error);
  }
  return event;
}

// Why there is no such input, given what was found: it may exist and be in use. RtAudio names it only
// within a sentence ("… for device (hw:0,0), Device or resource busy").
CaptureError withBusy(CaptureError error, const DeviceMatch& match, const std::string& busy) {
  const bool isMissing = error.code == CaptureErrorCode::NoDevices || error.code == CaptureErrorCode::NoSuchDevice;
  if (!isMissing || busy.empty()) return error;
  if (error.code == CaptureErrorCode::NoDevices || busy.find(match.text) != std::string::npos) {
    return failure(CaptureErrorCode::Busy, match.text, busy);
  }
  error.detail += "; in use: " + busy;
  return error;
}

bool isAnalysable(double rateHz) {
  return rateHz >= kLowestRateHz && rateHz <= kHighestRateHz;
}

// The rate to open it at, or why not: the requested one; without one the device's own, or, if the analysis does not
// support that, the nearest of the others.
std::variant<unsigned, CaptureError> chooseRate(const DeviceInfo& device, const CaptureRequest& request) {
  const double ownHz = device.preferredRateHz > 0 ? device.preferredRateHz : kUsualRateHz;
  const double wishHz = request.rateHz.value_or(ownHz);
  std::vector<double> rates = device.ratesHz;
  if (rates.empty()) rates.push_back(wishHz);
  std::erase_if(rates, [](double rateHz) { return !isAnalysable(rateHz); });
  const auto distance = [wishHz](double rateHz) { return std::abs(std::log(rateHz / wishHz)); };
  const auto nearest = std::ranges::min_element(rates, {}, distance);
  if (nearest != rates.end() && (*nearest == wishHz || !request.rateHz)) return static_cast<unsigned>(*nearest);
  std::string known;
  for (const double rate : rates) known += (known.empty() ? "" : ", ") + std::to_string(std::lround(rate));
  return failure(CaptureErrorCode::UnsupportedFormat, device.name,
                 std::to_string(std::lround(wishHz)) + " Hz is not one of its rates" +
                     (known.empty() ? std::string() : ": " + known));
}

struct Callback {
  CaptureTap* tap = nullptr;
  CallbackMeter* meter = nullptr;
};

bool onBlock(void* user, const float* interleaved, unsigned frames, bool isOverflow) noexcept TS_NONBLOCKING {
  const auto* callback = static_cast<const Callback*>(user);
  const Instant begun = Instant::now();
  const bool goesOn = callback->tap->process(interleaved, frames, isOverflow, begun);
  callback->meter->noteDuration(Instant::now().steady - begun.steady);
  return goesOn;
}

// One capture from its opening to its end, in the control thread.
class Capture {
 public:
  Capture(const CaptureRequest& request, SourceControl& control) : m_request(request), m_control(control) {}

  void run() {
    CaptureError error = find();
    if (!error) error = open();
    if (error) {
      m_session.reset();
      return m_control.fail(error);
    }
    const CaptureError loss = watch();
    m_tap->conclude();
    if (loss) {
      m_control.tellLost(loss);
      waitForShutdown();
    }
    m_session->close();
    m_session.reset();
  }

 private:
  CaptureError find() {
    const DeviceMatch& match = m_request.device;
    const std::vector<std::string> apis = candidateApis(match.api, match.text);
    if (apis.empty()) return noSuchApi(match.api);
    Found found = firstThatHasInputs(apis, [&control = m_control] { control.tellProgress(); });
    if (found.inputs.empty() && !found.busy.empty()) return failure(CaptureErrorCode::Busy, match.text, found.busy);
    if (found.error) return std::move(found.error);
    auto chosen = findDevice(infosOf(found.inputs), match);
    if (auto* error = std::get_if<CaptureError>(&chosen)) return withBusy(std::move(*error), match, found.busy);
    m_device = std::get<DeviceInfo>(std::move(chosen));
    m_session = std::move(found.session);
    for (const rt::Input& input : found.inputs) {
      if (input.info.id == m_device.id) m_setup.handle = input.handle;
      if (input.info.isDefault) m_default = input.info.key;
    }
    m_followsDefault = m_request.followsDefault && m_device.api == "pulse" && match.text.empty();
    return {};
  }

  CaptureError open() {
    if (!ChannelPicker::suits(m_control.channel(), m_device.inputChannels)) {
      return failure(CaptureErrorCode::NoSuchChannel, m_device.name,
                     "its channels are 1 to " + std::to_string(m_device.inputChannels));
    }
    const auto rate = chooseRate(m_device, m_request);
    if (const auto* error = std::get_if<CaptureError>(&rate)) return *error;
    m_setup.rateHz = std::get<unsigned>(rate);
    m_setup.channels = m_device.inputChannels;  // all: a sound server mixes them if fewer are requested
    m_setup.bufferFrames = m_request.bufferFrames.value_or(kDefaultBufferFrames);
    if (m_setup.bufferFrames == 0 || m_setup.bufferFrames > kMaxBufferFrames) {
      return failure(CaptureErrorCode::UnsupportedFormat, m_device.name,
                     "buffers of 1 to 65536 frames can be asked for");
    }
    makeTap(m_setup.rateHz);
    if (const std::string text = m_session->open(m_setup); !text.empty()) {
      return failure(rt::openingErrorCode(text), m_device.name, text);
    }
    const double realRateHz = m_session->sampleRateHz();
    if (realRateHz != m_setup.rateHz) {
      return failure(CaptureErrorCode::UnsupportedFormat, m_device.name,
                     "it runs at " + std::to_string(std::lround(realRateHz)) + " Hz and not at " +
                         std::to_string(m_setup.rateHz) + " Hz");
    }
    m_tap->setFacts(m_control.producer().leave(format()));
    if (const std::string text = m_session->start(); !text.empty())
      return failure(rt::openingErrorCode(text), m_device.name, text);
    m_control.tellStarted(format());
    return {};
  }

  void makeTap(double rateHz) {
    m_layout = layoutFor(m_setup.channels, m_control.channel());
    m_tap = std::make_unique<CaptureTap>(CaptureTap::Setup{.producer = m_control.producer(),
                                                           .layout = m_layout,
                                                           .blockFrames = m_setup.bufferFrames,
                                                           .sampleRateHz = rateHz,
                                                           .silentSince = m_request.silentSince},
                                         m_control.delivered(), m_control.meter());
    m_callback = {.tap = m_tap.get(), .meter = &m_control.meter()};
    m_setup.handler = &onBlock;
    m_setup.user = &m_callback;
  }

  CaptureFormat format() const {
    CaptureFormat format;
    format.source = m_device.name;
    format.api = m_device.api;
    format.occurrence = m_device.occurrence;
    format.key = m_device.key;
    format.followsDefault = m_followsDefault;
    format.sampleRateHz = m_setup.rateHz;
    format.bufferFrames = m_setup.bufferFrames;
    format.channels = m_setup.channels;
    format.channel = m_request.channel;
    return format;
  }

  // Until a stop is requested or the stream has ended (the answer says why).
  CaptureError watch() {
    std::optional<PulseWatch> changes;
    if (m_device.api == "pulse") changes.emplace(m_device.key);
    const auto period = [&changes] { return changes && changes->isListening() ? kSeldomListPeriod : kListPeriod; };
    Clock::time_point nextListing = Clock::now() + period();
    while (m_control.sleepUntil(Clock::now() + kWatchPeriod)) {
      m_layout = layoutWith(m_layout, m_control.channel());
      m_tap->setFirstChannel(m_layout.firstChannel);
      if (m_tap->hasRunAway()) return lost("the sound server is gone", CaptureErrorCode::Unreachable);
      if (m_session->isDisconnected() || !m_session->isRunning()) return lost("the sound system closed it");
      if (isThrownOut()) return lost("JACK no longer calls it");
      const bool hasChanged = changes && changes->takeChange();
      if (!hasChanged && Clock::now() < nextListing) continue;
      const PulseFacts facts = changes ? askPulse() : PulseFacts();
      if (noteDefault(facts) && m_followsDefault && m_default != m_device.key && mayFollow(facts)) {
        return waitToBeReopened();
      }
      // Before the new name is taken: the user did not choose to leave a source that disappeared.
      if (!isStillListed(facts)) return lost("it was taken away");
      if (changes && followTo(changes->heardSource(), *changes, facts)) return waitToBeReopened();
      nextListing = Clock::now() + period();
    }
    return {};
  }

  // If an input was removed, PulseAudio may make an output's monitor the default one, which the user did not choose.
  bool mayFollow(const PulseFacts& facts) const {
    return !isMonitor(m_default) || isMonitor(m_device.key) || isStillListed(facts);
  }

  // From here on: the server may have moved the stream of a removed source, or convert that of another one.
  CaptureError waitToBeReopened() {
    m_tap->mute();
    m_control.tellOutdated();
    while (m_control.sleepUntil(Clock::now() + kListPeriod)) {
    }
    return {};
  }

  // The user has moved the stream to another source in a mixer; capture that one from now on. True: it must be
  // reopened, because the server keeps the rate and the channels of the previous one.
  bool followTo(PulseWatch::Source source, PulseWatch& watch, const PulseFacts& facts) {
    if (source.name.empty() || source.name == m_device.key) return false;
    // PulseAudio has moved all streams of the former default source. It does not move a stream again that a client has
    // moved.
    if (source.name == m_default && Clock::now() - m_defaultSince < kServerMovesWithin) {
      watch.moveStreamTo(m_device.key);
      return false;
    }
    const PulseFacts::Source* before = findSource(facts, m_device.key);
    const PulseFacts::Source* after = findSource(facts, source.name);
    const bool isConverted = before != nullptr && after != nullptr && !haveSameLayout(*before, *after) &&
                             ChannelPicker::suits(m_control.channel(), after->channelMap.channels);
    m_device.name = std::move(source.description);
    m_device.key = std::move(source.name);
    m_device.occurrence = 0;
    m_followsDefault = false;
    m_tap->setFacts(m_control.producer().leave(format()));
    m_control.tellMoved(format());
    return isConverted;
  }

  // True: it differs from the previous one.
  bool noteDefault(const PulseFacts& facts) {
    if (facts.defaultSource == m_default || findSource(facts, facts.defaultSource) == nullptr) return false;
    m_default = facts.defaultSource;
    m_defaultSince = Clock::now();
    return true;
  }

  CaptureError lost(const char* why, CaptureErrorCode cause = CaptureErrorCode::None) const {
    CaptureError error = failure(CaptureErrorCode::DeviceLost, m_device.name, why);
    error.cause = cause;
    return error;
  }

  bool isThrownOut() {
    if (m_device.api != "jack") return false;
    const std::uint64_t delivered = m_control.delivered().load(std::memory_order_relaxed);
    m_looksInVain = delivered == m_deliveredBefore ? m_looksInVain + 1 : 0;
    m_deliveredBefore = delivered;
    return m_looksInVain >= kLooksUntilThrownOut;
  }

  // PulseAudio silently moves the stream of a removed source to another one. Other systems report it. The server
  // is queried directly: RtAudio lists nothing if there is no default sink, which does not matter to a running
  // stream.
  bool isStillListed(const PulseFacts& facts) const {
    if (m_device.api != "pulse") return true;
    if (facts.isAnswered) return findSource(facts, m_device.key) != nullptr;
    const rt::Listing listing = rt::Session(m_device.api).inputs();
    if (listing.error) return true;  // the query failed; if the server is dead, its stream shows it
    return std::ranges::any_of(listing.inputs,
                               [this](const rt::Input& input) { return input.info.key == m_device.key; });
  }

  // Closing at the same time as RtAudio's own thread crashes.
  void waitForShutdown() {
    if (m_device.api != "jack") return;
    const auto deadline = Clock::now() + kShutdownGrace;
    while (m_session->isRunning() && Clock::now() < deadline && m_control.sleepUntil(Clock::now() + kShutdownPoll)) {
    }
  }

  const CaptureRequest& m_request;
  SourceControl& m_control;
  DeviceInfo m_device;
  std::string m_default;  // key of the default input
  Clock::time_point m_defaultSince{};
  bool m_followsDefault = false;  // opened as the default one, and PulseAudio reports when that changes
  rt::StreamSetup m_setup;
  core::FrameLayout m_layout;
  std::unique_ptr<CaptureTap> m_tap;  // outlives the session, whose callback uses it
  Callback m_callback;
  std::unique_ptr<rt::Session> m_session;
  std::uint64_t m_deliveredBefore = 0;  // at the last check
  int m_looksInVain = 0;                // in a row
};

}  // namespace

std::unique_ptr<AudioBackend> makeRtAudioBackend(std::string api) {
  return makeSourceThread(
      [](const CaptureRequest& request, SourceControl& control) { Capture(request, control).run(); },
      [api = std::move(api)](const std::function<void()>& progress) { return listDevices(api, progress); });
}

}  // namespace tunescope::audio
