// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/out/liveout.h"

#include "analysis/tuningof.h"
#include "cli/out/handshake.h"
#include "cli/out/midiout.h"
#include "cli/out/oscout.h"
#include "cli/out/serveout.h"
#include "cli/out/servewriter.h"
#include "cli/write/safetext.h"

#include <utility>
#include <vector>

namespace tunescope::cli {

namespace {

class NativeLiveOut final : public LiveOut {
 public:
  explicit NativeLiveOut(const Options& options) : m_options(options) {}

  std::optional<RecordFailure> open() {
    if (m_options.live.osc) {
      auto [out, problem] = openOsc(*m_options.live.osc, analysis::nameStyleOf(m_options.settings));
      if (!out) return RecordFailure{ExitCode::Usage, "cannot send OSC, because " + problem + "; give another address"};
      m_listeners.push_back(std::move(out));
    }
    if (m_options.live.midiName) {
      auto midi = std::make_unique<MidiOut>();
      m_midi = midi.get();
      m_listeners.push_back(std::move(midi));
      const std::string problem = m_midi->open(*m_options.live.midiName);
      const std::string name = printableName(*m_options.live.midiName);
      if (!problem.empty()) {
        return RecordFailure{ExitCode::NoDevice, "cannot open the MIDI port '" + name + "', because " + problem};
      }
    }
    if (m_options.live.servePort) return openServer(*m_options.live.servePort);
    return std::nullopt;
  }

  void begin(const analysis::StreamInfo& stream) override {
    for (const auto& each : m_listeners) each->begin(stream);
  }
  void hear(const analysis::AnalysisFrame& frame, const present::ShownNotes::Shown& shown) override {
    for (const auto& each : m_listeners) each->hear(frame, shown);
  }
  void gap(const analysis::GapInfo& gap) override {
    for (const auto& each : m_listeners) each->gap(gap);
  }
  void channelsChanged(const analysis::StreamInfo& stream) override {
    for (const auto& each : m_listeners) each->channelsChanged(stream);
  }
  void end() override {
    for (const auto& each : m_listeners) each->end();
  }

  std::unique_ptr<RecordWriter> around(std::unique_ptr<RecordWriter> writer) override {
    if (!m_server) return writer;
    Options json = m_options;
    json.format = OutputFormat::Json;
    return makeServeWriter(std::move(writer), makeRecordWriter(json), m_server->records());
  }

  void finish() override {
    if (m_midi != nullptr && !m_midi->close()) {
      complain("the MIDI port was lost during the run, because the JACK server ended; start it again, then the run");
    }
    if (m_server) m_server->finish();
  }

 private:
  std::optional<RecordFailure> openServer(std::uint16_t port) {
    m_server = std::make_unique<ServeOut>();
    const std::string token = m_options.live.token.empty() ? randomToken() : m_options.live.token;
    const std::string problem = m_server->open(port, token);
    if (!problem.empty()) {
      return RecordFailure{ExitCode::Usage, "cannot serve at port " + std::to_string(port) + ", because " + problem};
    }
    complain("serving at " + serveUrl(m_server->port(), token));
    return std::nullopt;
  }

  const Options& m_options;
  std::unique_ptr<ServeOut> m_server;
  std::vector<std::unique_ptr<LiveListener>> m_listeners;
  MidiOut* m_midi = nullptr;  // one of them
};

}  // namespace

LiveOutResult openLiveOut(const Options& options) {
  if (!options.live.servePort && !options.live.osc && !options.live.midiName) return {};
  auto out = std::make_unique<NativeLiveOut>(options);
  if (auto failure = out->open()) return {.failure = std::move(failure)};
  return {.out = std::move(out)};
}

}  // namespace tunescope::cli
