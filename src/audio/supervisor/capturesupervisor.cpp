// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/supervisor/capturesupervisor.h"

#include "audio/supervisor/capturemachine.h"

#include <utility>

namespace tunescope::audio {

CaptureSupervisor::CaptureSupervisor(std::shared_ptr<core::SpscRing> ring, BackendFactory factory, Listener& listener,
                                     std::shared_ptr<StreamFacts> facts)
    : m_machine(std::make_unique<CaptureMachine>(std::move(ring), std::move(factory), listener, std::move(facts))) {}

CaptureSupervisor::~CaptureSupervisor() = default;

void CaptureSupervisor::start(const CaptureRequest& request) {
  m_machine->wishes().start(request);
}
void CaptureSupervisor::stop() {
  m_machine->wishes().stop();
}
void CaptureSupervisor::setFallBack(bool mayFallBack) {
  m_machine->wishes().setFallBack(mayFallBack);
}
void CaptureSupervisor::setChannel(const ChannelChoice& channel) {
  m_machine->wishes().setChannel(channel);
}
void CaptureSupervisor::refreshDevices() {
  m_machine->wishes().listDevices();
}
CaptureFigures CaptureSupervisor::figures() const {
  return m_machine->figures();
}
void CaptureSupervisor::poll(const Instant& now) {
  m_machine->poll(now);
}
std::chrono::milliseconds CaptureSupervisor::pause(Clock::time_point now) const {
  return m_machine->pause(now);
}
bool CaptureSupervisor::isSettled() const {
  return m_machine->isSettled();
}

}  // namespace tunescope::audio
