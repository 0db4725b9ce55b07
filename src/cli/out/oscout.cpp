// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/out/oscout.h"

#include "analysis/measure/registry.h"
#include "cli/out/soundingnote.h"

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <initializer_list>
#include <lo/lo.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace tunescope::cli {

namespace {

// A connected UDP socket to a port of this machine.
class LocalSocket {
 public:
  LocalSocket() = default;
  ~LocalSocket() {
    if (m_descriptor >= 0) ::close(m_descriptor);
  }
  LocalSocket(const LocalSocket&) = delete;
  LocalSocket& operator=(const LocalSocket&) = delete;

  // errno, or 0.
  int open(const OscTarget& target) {
    sockaddr_in v4{.sin_family = AF_INET, .sin_port = htons(target.port), .sin_addr = {}, .sin_zero = {}};
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(target.port);
    if (::inet_pton(AF_INET, target.address.c_str(), &v4.sin_addr) == 1) return connectTo(v4);
    return ::inet_pton(AF_INET6, target.address.c_str(), &v6.sin6_addr) == 1 ? connectTo(v6) : EADDRNOTAVAIL;
  }

  void send(const std::string& datagram) const {
    [[maybe_unused]] const ssize_t sent =
        ::send(m_descriptor, datagram.data(), datagram.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  }

 private:
  template <class Address>
  int connectTo(const Address& address) {
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    m_descriptor = ::socket(generic->sa_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const bool isOpen = m_descriptor >= 0 && ::connect(m_descriptor, generic, sizeof address) == 0;
    return isOpen ? 0 : errno;
  }

  int m_descriptor = -1;
};

class OscMessage {
 public:
  OscMessage() : m_message(lo_message_new()) {}
  ~OscMessage() { lo_message_free(m_message); }
  OscMessage(const OscMessage&) = delete;
  OscMessage& operator=(const OscMessage&) = delete;

  void add(double value) { lo_message_add_float(m_message, static_cast<float>(value)); }
  void add(int value) { lo_message_add_int32(m_message, value); }
  void add(const std::string& text) { lo_message_add_string(m_message, text.c_str()); }

  std::string bytes(const char* address) const {
    std::size_t size = lo_message_length(m_message, address);
    std::string datagram(size, '\0');
    lo_message_serialise(m_message, address, datagram.data(), &size);
    return datagram;
  }

 private:
  lo_message m_message;
};

class LoOscOut final : public OscOut {
 public:
  explicit LoOscOut(const core::NameStyle& names)
      : m_names(names), m_meters(analysis::MeasurementOf<core::MetersReading>::make({})) {}

  int open(const OscTarget& target) { return m_socket.open(target); }

  void begin(const analysis::StreamInfo& stream) override { m_meters->begin(stream); }
  void channelsChanged(const analysis::StreamInfo& stream) override { m_meters->channelsChanged(stream); }

  void hear(const analysis::AnalysisFrame& frame, const present::ShownNotes::Shown& shown) override {
    const core::LevelReading& level = frame.level;
    send("/tunescope/level", level.rmsDb.value_or(kNoLevelDb), level.peakDb.value_or(kNoLevelDb));
    m_meters->hop(frame);
    if (m_meters->take(m_reading, {})) {
      const core::LoudnessReading& loudness = m_reading.loudness;
      send("/tunescope/loudness", loudness.momentary.value_or(kNoLevelDb), loudness.shortTerm.value_or(kNoLevelDb));
    }
    report(m_note.hear(frame.pitch, shown), frame.pitch);
  }

  void gap(const analysis::GapInfo& gap) override {
    m_meters->gap(gap);
    report(m_note.stop(), {});
  }

  void end() override { report(m_note.stop(), {}); }

 private:
  template <class... Arguments>
  void send(const char* address, const Arguments&... arguments) const {
    OscMessage message;
    (message.add(arguments), ...);
    m_socket.send(message.bytes(address));
  }

  void report(const SoundingNote::Change& change, const core::PitchReading& pitch) {
    if (change.hasEnded && !change.hasBegun) {
      m_name.clear();
      send("/tunescope/note", m_name, -1);
    }
    if (!change.isHeard) return;
    const core::TunedNote& note = m_note.note();
    std::string name = core::asciiNoteName(note, m_names);
    if (change.hasBegun || name != m_name) {
      m_name = std::move(name);
      send("/tunescope/note", m_name, note.midi.value_or(-1));
    }
    send("/tunescope/pitch", m_note.hertz(), note.cents, pitch.sigmaCents.value_or(0), pitch.confidence);
    send("/tunescope/cents", note.cents);
  }

  const core::NameStyle m_names;
  LocalSocket m_socket;
  std::unique_ptr<analysis::Measurement<core::MetersReading>> m_meters;
  core::MetersReading m_reading;
  SoundingNote m_note;
  std::string m_name;  // that was sent last
};

}  // namespace

OscOutResult openOsc(const OscTarget& target, const core::NameStyle& names) {
  auto out = std::make_unique<LoOscOut>(names);
  const int error = out->open(target);
  if (error != 0) return {.problem = std::strerror(error)};
  return {.out = std::move(out)};
}

}  // namespace tunescope::cli
