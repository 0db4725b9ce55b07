// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/devices/devicelister.h"

#include <utility>

namespace tunescope::audio {

void DeviceLister::begin(std::unique_ptr<AudioBackend> backend, Clock::time_point now, Clock::duration patience) {
  m_backend = std::move(backend);
  m_patience = patience;
  m_deadline = now + patience;
  m_backend->requestDevices();
}

std::optional<DeviceListing> DeviceLister::poll(Clock::time_point now, RetiredBackends& retired) {
  if (!m_backend) return std::nullopt;
  while (auto event = m_backend->takeEvent()) {
    if (event->kind == BackendEvent::Kind::Progress) m_deadline = now + m_patience;
    if (event->kind != BackendEvent::Kind::DevicesListed && event->kind != BackendEvent::Kind::DevicesFailed) continue;
    retired.add(std::move(m_backend), m_deadline);
    return DeviceListing{.devices = std::move(event->devices), .error = std::move(event->error)};
  }
  if (now < m_deadline) return std::nullopt;
  const bool isAbandoned = AudioBackend::abandon(std::move(m_backend));
  return DeviceListing{.devices = {},
                       .error = {.code = CaptureErrorCode::TimedOut,
                                 .device = {},
                                 .detail = "the sound system did not answer the question which inputs there are"},
                       .isAbandoned = isAbandoned};
}

}  // namespace tunescope::audio
