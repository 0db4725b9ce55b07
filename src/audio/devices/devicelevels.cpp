// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/devices/devicelevels.h"

#include "audio/source/channelpicker.h"
#include "audio/supervisor/capturesupervisor.h"
#include "audio/supervisor/supervisorthread.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <span>
#include <thread>
#include <utility>

namespace tunescope::audio {

namespace {

constexpr std::size_t kReadFrames = 1024;
constexpr std::size_t kRingFrames = 16384;  // a third of a second, so a slow display misses nothing

// One input: a capture of its own, of which only the levels are used.
class Listening final : private CaptureSupervisor::Listener {
 public:
  Listening(const BackendFactory& factory, DeviceInfo device)
      : m_device(std::move(device)), m_supervisor(m_ring, factory, *this), m_thread(m_supervisor) {
    m_level.id = m_device.id;
    CaptureRequest request;
    request.device = {.api = m_device.api, .text = m_device.id, .occurrence = m_device.occurrence};
    request.channel.mix = true;
    request.giveUpAfter = std::chrono::milliseconds(0);
    m_supervisor.start(request);
    m_thread.wake();
  }

  const std::string& id() const noexcept { return m_device.id; }

  DeviceLevels::Level level() {
    float peak = 0;
    std::size_t count = 0;
    for (;;) {
      while (const auto mark = m_consumer.takeMark()) m_mean = ChannelPicker({.mix = true}, mark->layout);
      const std::size_t read = m_consumer.read(m_frames);
      if (read == 0) break;
      const std::span<float> mean = std::span(m_samples).first(read);
      m_mean.pick(m_frames.data(), mean);
      for (const float value : mean) peak = std::max(peak, std::abs(value));
      count += read;
    }
    const std::lock_guard lock(m_mutex);
    m_level.error = m_error;
    m_level.isOpen = m_error == CaptureErrorCode::None && (m_level.isOpen || count > 0);
    if (count > 0) m_level.peakDb = peak > 0 ? 20 * std::log10(peak) : -std::numeric_limits<double>::infinity();
    return m_level;
  }

 private:
  void captureStatusChanged(const CaptureStatus& status) override {
    const std::lock_guard lock(m_mutex);
    m_error = status.state == CaptureState::Failed ? status.error.code : CaptureErrorCode::None;
  }
  void devicesListed(const std::vector<DeviceInfo>&, const CaptureError&) override {}

  DeviceInfo m_device;
  std::mutex m_mutex;
  CaptureErrorCode m_error = CaptureErrorCode::None;  // under m_mutex
  DeviceLevels::Level m_level;
  ChannelPicker m_mean;
  std::array<float, kReadFrames * core::FrameLayout::kMaxWidth> m_frames{};
  std::array<float, kReadFrames * core::FrameLayout::kMaxWidth> m_samples{};
  std::shared_ptr<core::SpscRing> m_ring = std::make_shared<core::SpscRing>(kRingFrames * core::FrameLayout::kMaxWidth);
  core::RingConsumer m_consumer{m_ring};
  CaptureSupervisor m_supervisor;
  SupervisorThread m_thread;  // last: it ends first
};

using Listenings = std::vector<std::unique_ptr<Listening>>;

// Closes in another thread: that takes as long as the sound system takes, up to the supervisor's deadline. A
// program that exits meanwhile waits here, because libraries must not be interrupted in the middle of a call.
class Closer {
 public:
  static void close(Listenings old) {
    if (old.empty()) return;
    static Closer closer;
    {
      const std::lock_guard lock(closer.m_mutex);
      ++closer.m_underWay;
    }
    std::thread([old = std::move(old)]() mutable {
      old.clear();
      const std::lock_guard lock(closer.m_mutex);
      --closer.m_underWay;
      closer.m_changed.notify_all();
    }).detach();
  }

 private:
  Closer() = default;
  ~Closer() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_underWay == 0; });
  }

  std::mutex m_mutex;
  std::condition_variable m_changed;
  int m_underWay = 0;  // under m_mutex
};

}  // namespace

class DeviceLevels::Impl {
 public:
  explicit Impl(BackendFactory backendFactory) : factory(std::move(backendFactory)) {}

  BackendFactory factory;
  Listenings listenings;
};

bool DeviceLevels::isSupported() noexcept {
  return true;
}

DeviceLevels::DeviceLevels(BackendFactory factory) : m_impl(std::make_unique<Impl>(std::move(factory))) {}

DeviceLevels::~DeviceLevels() {
  close();
}

void DeviceLevels::open(const std::vector<DeviceInfo>& devices) {
  Listenings next;
  for (const DeviceInfo& device : devices) {
    if (next.size() == kMaxDevices) break;
    const auto known = std::ranges::find_if(m_impl->listenings, [&device](const std::unique_ptr<Listening>& listening) {
      return listening && listening->id() == device.id;
    });
    next.push_back(known != m_impl->listenings.end() ? std::move(*known)
                                                     : std::make_unique<Listening>(m_impl->factory, device));
  }
  std::swap(m_impl->listenings, next);
  std::erase(next, nullptr);
  Closer::close(std::move(next));
}

void DeviceLevels::close() {
  Closer::close(std::exchange(m_impl->listenings, {}));
}

std::vector<DeviceLevels::Level> DeviceLevels::levels() {
  std::vector<Level> levels;
  for (const auto& listening : m_impl->listenings) levels.push_back(listening->level());
  return levels;
}

}  // namespace tunescope::audio
