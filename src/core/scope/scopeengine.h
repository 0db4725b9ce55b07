// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/channelview.h"
#include "core/scope/scopememory.h"
#include "core/scope/scopepicture.h"
#include "core/scope/scopesettings.h"
#include "core/scope/scopetrigger.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace tunescope::core {

// What the oscilloscope does now, beside its picture.
struct ScopeSweep {
  ScopeState state = ScopeState::Stopped;
  std::uint32_t number = 0;  // of the newest picture; it rises
  double timeS = 0;          // behind the newest sample
  double sampleRateHz = 0;
  double triggersPerS = 0;  // edges found, drawn or not
  double level = 0;         // of the trigger, in force; full scale is 1
  double hysteresis = 0;
  std::optional<double> hertz;    // the note's first partial, by the sample clock
  std::size_t channels = 0;       // of the picture
  std::size_t inputChannels = 0;  // that are captured
};

// The oscilloscope: it keeps the last 30 s, finds triggers in every sample and draws the newest complete sweep.
// Thread: one at a time. Realtime-safe: lock-free except begin() and a change of isStereo in its use.
class ScopeEngine {
 public:
  static constexpr std::size_t kRememberedSweeps = 2048;

  ScopeEngine() { m_picture.reserve(); }

  // A stream with frames of so many channels (1 or 2). What is kept remains while both are as before.
  void begin(double sampleRateHz, std::size_t channels);
  // A change of what triggers rearms it.
  void setSettings(const ScopeSettings& settings) noexcept;
  const ScopeSettings& settings() const noexcept { return m_settings; }

  // startS: of the first frame, by the sample clock. What lies before a gap is forgotten. hertz: the note by the sample
  // clock. While frozen: nothing.
  void process(const ChannelView& frames, double startS, std::optional<double> hertz) noexcept;
  // True: there is a new sweep in picture(), or another state.
  bool update() noexcept;

  void forget() noexcept { restartAt(m_memory.end()); }  // what came before is of another channel
  void release();                                        // the memory, until begin()

  void arm() noexcept;    // the next Single sweep
  void force() noexcept;  // a sweep now
  void setFrozen(bool isFrozen) noexcept { m_isFrozen = isFrozen; }
  bool isFrozen() const noexcept { return m_isFrozen; }

  // Draws from memory: the sweep about an instant in seconds.
  void redraw(double triggerS) noexcept;
  // The sweep that was drawn before or after the one at triggerS; none: there is none in memory.
  std::optional<double> neighbour(double triggerS, int direction) const noexcept;

  const ScopeSweep& sweep() const noexcept { return m_sweep; }
  const ScopePicture& picture() const noexcept { return m_picture; }
  const ScopeMemory& memory() const noexcept { return m_memory; }

 private:
  static constexpr std::size_t kEvents = 512;

  void restartAt(std::int64_t frame) noexcept;
  void follow(std::optional<double> hertz) noexcept;
  void note(double instant) noexcept;
  void countTriggers() noexcept;
  std::optional<double> completeEvent() noexcept;
  std::optional<double> nextInstant(SweepKind& kind) noexcept;
  bool isArmed() const noexcept;
  bool isForceDue() const noexcept;
  ScopeState stateNow() const noexcept;
  void draw(double instant, SweepKind kind) noexcept;
  double framesAfter() const noexcept { return (1 - m_settings.position) * m_settings.sweepS() * m_rateHz; }
  double framesBefore() const noexcept { return m_settings.position * m_settings.sweepS() * m_rateHz; }
  // Of what a sweep is drawn from: a longer one than the memory of samples has the extremes.
  std::int64_t oldestFrame() const noexcept {
    return m_settings.sweepS() > ScopeMemory::kSeconds ? m_memory.extremesBegin() : m_memory.begin();
  }
  // Whose sweep is complete, with the samples that interpolation needs behind it.
  double newestInstant() const noexcept {
    constexpr std::int64_t kBehind = SincInterpolator::kTaps / 2;
    return static_cast<double>(m_memory.end() - kBehind) - framesAfter();
  }

  ScopeSettings m_settings;
  double m_rateHz = 0;
  ScopeMemory m_memory;
  ScopeTrigger m_trigger;
  ScopeSweep m_sweep;
  ScopePicture m_picture;

  std::array<double, kEvents> m_events{};  // the newest edges, a ring
  std::size_t m_eventCount = 0;            // all of them
  std::optional<double> m_pending;         // the oldest edge whose sweep is not complete
  double m_drawn = 0;                      // the newest instant drawn
  std::int64_t m_lastSweepEnd = 0;         // when the last triggered sweep was drawn
  std::int64_t m_lastPicture = 0;
  std::optional<double> m_hertz;
  std::int64_t m_hertzUntil = 0;
  std::int64_t m_otherSince = 0;  // readings of another note
  bool m_isFrozen = false;
  bool m_isForced = false;
  bool m_isDone = false;  // Single has had its sweep
  std::int64_t m_countFrom = 0;
  std::size_t m_counted = 0;
  double m_countedInstant = 0;                       // of the last edge counted
  std::array<double, kRememberedSweeps> m_sweeps{};  // instants in seconds, a ring
  std::size_t m_sweepCount = 0;
};

}  // namespace tunescope::core
