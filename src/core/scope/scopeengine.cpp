// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scope/scopeengine.h"

#include "core/dsp/sane.h"
#include "core/scope/phaselock.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tunescope::core {

namespace {

constexpr double kMinAutoS = 0.1;  // without a trigger until a sweep is forced ...
constexpr double kAutoSweeps = 2;  // ... or so many sweeps
constexpr double kCountS = 0.5;    // of the trigger rate
constexpr double kNoteS = 0.15;    // a note's pitch holds so long
constexpr double kOtherNoteOctaves = 0.1;
constexpr double kOtherNoteS = 0.06;

}  // namespace

void ScopeEngine::begin(double sampleRateHz, std::size_t channels) {
  channels = std::clamp<std::size_t>(channels, 1, ScopeMemory::kMaxChannels);
  if (std::abs(sampleRateHz - m_rateHz) > 0 || channels != m_memory.channels()) {
    m_rateHz = sampleRateHz;
    m_memory = ScopeMemory(sampleRateHz, channels);
    m_trigger = ScopeTrigger(m_settings.trigger, sampleRateHz);
    restartAt(0);
  }
  m_sweep.sampleRateHz = sampleRateHz;
  m_sweep.channels = channels;
}

void ScopeEngine::release() {
  m_memory = {};
  m_rateHz = 0;
  m_isFrozen = false;
}

void ScopeEngine::restartAt(std::int64_t frame) noexcept {
  m_memory.restart(frame);
  m_trigger.restart(frame);
  m_eventCount = m_counted = m_sweepCount = 0;
  m_pending.reset();
  m_hertz.reset();
  m_drawn = static_cast<double>(frame) - 1;
  m_lastSweepEnd = m_lastPicture = m_countFrom = frame;
  m_sweep.triggersPerS = 0;
}

void ScopeEngine::setSettings(const ScopeSettings& settings) noexcept {
  const ScopeSettings before = std::exchange(m_settings, settings);
  if (settings.trigger != before.trigger) m_trigger.configure(settings.trigger);
  const bool isRearmed = settings.mode != before.mode || settings.trigger != before.trigger ||
                         settings.source != before.source || settings.isStereo != before.isStereo;
  if (isRearmed) {
    m_eventCount = m_counted = 0;
    m_countFrom = m_memory.end();
    m_pending.reset();
    m_lastSweepEnd = m_memory.end();
  }
  if (settings.mode != before.mode) m_isDone = false;
}

void ScopeEngine::process(const ChannelView& frames, double startS, std::optional<double> hertz) noexcept {
  if (m_isFrozen || m_rateHz <= 0 || frames.isEmpty()) return;
  const std::int64_t start = std::llround(startS * m_rateHz);
  if (start != m_memory.end()) restartAt(start);
  m_memory.append(frames);
  const std::size_t source = std::min({m_settings.source, m_memory.channels() - 1, frames.channels() - 1});
  for (std::size_t i = 0; i < frames.frames(); ++i) {
    if (m_trigger.process(saneSample(frames.sample(i, source)))) note(m_trigger.instant());
  }
  follow(hertz);
  countTriggers();
}

// Another note counts when it has lasted: the reading may be an octave off for a few hops where a note begins.
void ScopeEngine::follow(std::optional<double> hertz) noexcept {
  const bool isOther = hertz && m_hertz && std::abs(std::log2(*hertz / *m_hertz)) > kOtherNoteOctaves;
  if (!isOther) m_otherSince = m_memory.end();
  const bool isTaken =
      hertz && static_cast<double>(m_memory.end() - m_otherSince) >= (isOther ? kOtherNoteS * m_rateHz : 0);
  if (isTaken) {
    m_hertz = hertz;
    m_otherSince = m_memory.end();
    m_hertzUntil = m_memory.end() + static_cast<std::int64_t>(kNoteS * m_rateHz);
  } else if (m_memory.end() > m_hertzUntil) {
    m_hertz.reset();
  }
}

void ScopeEngine::note(double instant) noexcept {
  m_events[m_eventCount++ % kEvents] = instant;
  const bool hasBefore = instant >= static_cast<double>(oldestFrame()) + framesBefore();
  if (!m_pending && hasBefore) m_pending = instant;
}

void ScopeEngine::countTriggers() noexcept {
  const std::int64_t elapsed = m_memory.end() - m_countFrom;
  if (static_cast<double>(elapsed) < kCountS * m_rateHz) return;
  // From the last edge that was counted to the newest: whole periods, however the time is cut.
  const double newest = m_events[(m_eventCount + kEvents - 1) % kEvents];
  const double counted = static_cast<double>(m_eventCount - m_counted);
  const double span = m_counted > 0 ? newest - m_countedInstant : static_cast<double>(elapsed);
  m_sweep.triggersPerS = counted > 0 && span > 0 ? counted * m_rateHz / span : 0;
  m_counted = m_eventCount;
  m_countedInstant = newest;
  m_countFrom = m_memory.end();
}

// The newest edge whose sweep is complete; of edges so dense that none of the remembered ones is, the pending one.
std::optional<double> ScopeEngine::completeEvent() noexcept {
  const double newest = newestInstant();
  const double oldest = static_cast<double>(oldestFrame()) + framesBefore();
  std::optional<double> found;
  std::optional<double> next;  // the oldest one that is not complete
  const std::size_t count = std::min(m_eventCount, kEvents);
  for (std::size_t back = 1; back <= count && !found; ++back) {
    const double instant = m_events[(m_eventCount - back) % kEvents];
    if (instant > newest) {
      next = instant;
    } else {
      found = instant;
    }
  }
  if (!found && m_pending && *m_pending <= newest) found = m_pending;
  if (m_settings.mode == ScopeMode::Single && m_pending && *m_pending <= newest) found = m_pending;  // the first one
  if (found && (!m_pending || *m_pending <= *found)) m_pending = next;
  if (found && (*found <= m_drawn || *found < oldest)) found.reset();
  return found;
}

bool ScopeEngine::isArmed() const noexcept {
  return static_cast<double>(m_memory.end() - oldestFrame()) >= framesBefore();
}

bool ScopeEngine::isForceDue() const noexcept {
  const double waited = static_cast<double>(m_memory.end() - m_lastSweepEnd);
  return waited > m_rateHz * std::max(kMinAutoS, kAutoSweeps * m_settings.sweepS());
}

std::optional<double> ScopeEngine::nextInstant(SweepKind& kind) noexcept {
  const double newest = newestInstant();
  if (m_settings.isRolling() && !m_isForced) {
    kind = SweepKind::Rolling;
    return static_cast<double>(m_memory.end()) - framesAfter();  // the right edge is the newest sample
  }
  if (std::exchange(m_isForced, false) || m_settings.mode == ScopeMode::Free) {
    kind = m_settings.mode == ScopeMode::Free ? SweepKind::Free : SweepKind::Forced;
    return newest;
  }
  if (m_settings.mode == ScopeMode::PitchLocked && m_hertz) {
    const std::size_t source = std::min(m_settings.source, m_memory.channels() - 1);
    const auto locked = phaseLockedInstant(m_memory, source, newest, m_rateHz, *m_hertz);
    kind = SweepKind::Phase;
    if (locked && *locked - framesBefore() >= static_cast<double>(m_memory.begin())) return locked;
  }
  kind = SweepKind::Edge;
  if (const auto event = completeEvent()) return event;
  const bool mayForce = m_settings.mode == ScopeMode::Auto || m_settings.mode == ScopeMode::PitchLocked;
  if (!mayForce || !isArmed() || !isForceDue()) return std::nullopt;
  kind = SweepKind::Forced;
  return newest;
}

ScopeState ScopeEngine::stateNow() const noexcept {
  if (m_isFrozen || m_isDone) return ScopeState::Stopped;
  if (m_settings.isRolling()) return ScopeState::Rolling;
  if (m_settings.mode == ScopeMode::Free) return ScopeState::Auto;
  if (!isArmed()) return ScopeState::Armed;
  if (m_settings.mode == ScopeMode::Single) return ScopeState::Waiting;
  if (!isForceDue() && (m_picture.kind == SweepKind::Edge || m_picture.kind == SweepKind::Phase)) {
    return ScopeState::Triggered;
  }
  const bool isForcing = m_settings.mode == ScopeMode::Auto || m_settings.mode == ScopeMode::PitchLocked;
  return isForcing && isForceDue() ? ScopeState::Auto : ScopeState::Waiting;
}

bool ScopeEngine::update() noexcept {
  const ScopeState before = m_sweep.state;
  m_sweep.timeS = m_rateHz > 0 ? static_cast<double>(m_memory.end()) / m_rateHz : 0;
  m_sweep.level = m_trigger.level();
  m_sweep.hysteresis = m_trigger.hysteresis();
  m_sweep.hertz = m_hertz;
  bool isDrawn = false;
  const double sincePicture = static_cast<double>(m_memory.end() - m_lastPicture);
  const bool isDue = sincePicture >= m_settings.pictureEveryS * m_rateHz;
  if (!m_isFrozen && !m_isDone && m_rateHz > 0 && isDue && m_memory.end() > m_memory.begin()) {
    SweepKind kind = SweepKind::None;
    if (const auto instant = nextInstant(kind)) {
      draw(*instant, kind);
      isDrawn = true;
    }
  }
  m_sweep.state = stateNow();
  return isDrawn || m_sweep.state != before;
}

void ScopeEngine::draw(double instant, SweepKind kind) noexcept {
  drawSweep(m_memory, m_settings, m_rateHz, instant, m_picture);
  m_picture.kind = kind;
  ++m_sweep.number;
  m_drawn = std::max(m_drawn, instant);
  m_lastPicture = m_memory.end();
  if (kind == SweepKind::Edge || kind == SweepKind::Phase) m_lastSweepEnd = m_memory.end();
  m_sweeps[m_sweepCount++ % kRememberedSweeps] = m_picture.triggerS;
  if (m_settings.mode == ScopeMode::Single) m_isDone = true;
}

void ScopeEngine::arm() noexcept {
  m_isDone = false;
  m_pending.reset();
  m_eventCount = m_counted = 0;
  m_countFrom = m_lastSweepEnd = m_memory.end();
  m_drawn = static_cast<double>(m_memory.end()) - 1;
}

void ScopeEngine::force() noexcept {
  m_isForced = true;
  m_isDone = false;
  m_lastPicture = m_memory.begin();
}

void ScopeEngine::redraw(double triggerS) noexcept {
  if (m_rateHz <= 0) return;
  drawSweep(m_memory, m_settings, m_rateHz, triggerS * m_rateHz, m_picture);
  ++m_sweep.number;
}

std::optional<double> ScopeEngine::neighbour(double triggerS, int direction) const noexcept {
  constexpr double kSameS = 1e-9;
  const double oldestS = (static_cast<double>(oldestFrame()) + framesBefore()) / m_rateHz;
  std::optional<double> found;
  for (std::size_t i = 0; i < std::min(m_sweepCount, kRememberedSweeps); ++i) {
    const double each = m_sweeps[i];
    const bool isBeyond = direction < 0 ? each < triggerS - kSameS : each > triggerS + kSameS;
    if (!isBeyond || each < oldestS) continue;
    if (!found || (direction < 0 ? each > *found : each < *found)) found = each;
  }
  return found;
}

}  // namespace tunescope::core
