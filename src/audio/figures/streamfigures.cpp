// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/figures/streamfigures.h"

namespace tunescope::audio {

namespace {

constexpr std::chrono::milliseconds kRatePeriod{1000};

double seconds(std::chrono::steady_clock::duration duration) noexcept {
  return std::chrono::duration<double>(duration).count();
}

}  // namespace

void StreamFigures::clear() {
  m_overrunsBefore = 0;
  const std::lock_guard lock(m_mutex);
  m_figures = {};
}

void StreamFigures::begin(std::uint32_t epoch, double sampleRateHz, Clock::time_point now) {
  m_clock.reset();
  m_breaks = 0;
  m_countedCallbacks = 0;
  m_countedAt = now;
  const std::lock_guard lock(m_mutex);
  m_overrunsBefore = m_figures.overruns;
  m_figures = {};
  m_figures.epoch = epoch;
  m_figures.sampleRateHz = sampleRateHz;
  m_figures.overruns = m_overrunsBefore;
}

void StreamFigures::look(const CallbackMeter::Snapshot& snapshot, Clock::time_point now) {
  if (snapshot.callbacks == 0) return;
  const std::lock_guard lock(m_mutex);
  if (snapshot.breaks != m_breaks) {
    m_breaks = snapshot.breaks;
    m_clock.reset();
  } else if (snapshot.callbacks != m_figures.callback.callbacks && m_figures.sampleRateHz > 0) {
    m_clock.add(seconds(snapshot.time.time_since_epoch()),
                static_cast<double>(snapshot.frames) / m_figures.sampleRateHz);
  }
  if (now - m_countedAt >= kRatePeriod) {
    m_figures.callbacksPerSecond =
        static_cast<double>(snapshot.callbacks - m_countedCallbacks) / seconds(now - m_countedAt);
    m_countedCallbacks = snapshot.callbacks;
    m_countedAt = now;
  }
  m_figures.isMetered = true;
  m_figures.overruns = m_overrunsBefore + snapshot.overruns;
  m_figures.callback = snapshot;
  m_figures.clock = m_clock.estimate();
}

void StreamFigures::sourceChanged() {
  m_clock.reset();
  const std::lock_guard lock(m_mutex);
  m_figures.clock.reset();
}

void StreamFigures::end() {
  const std::lock_guard lock(m_mutex);
  m_figures.callbacksPerSecond = 0;
}

CaptureFigures StreamFigures::figures() const {
  const std::lock_guard lock(m_mutex);
  return m_figures;
}

}  // namespace tunescope::audio
