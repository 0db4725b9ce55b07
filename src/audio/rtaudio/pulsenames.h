// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace tunescope::audio {

// RtAudio identifies PulseAudio's sources by their property device.description and lists one of several that share it.
// PipeWire gives a sink's monitor, and all inputs of one card, the same one. While an object of this class exists,
// RtAudio called in this thread gets each source's unique name instead of that property, so its list
// has all sources. How and why: docs/decisions/0016. Thread: one at a time. Realtime-safe: no.
class UniquePulseNames {
 public:
  UniquePulseNames() noexcept;
  ~UniquePulseNames();
  UniquePulseNames(const UniquePulseNames&) = delete;
  UniquePulseNames& operator=(const UniquePulseNames&) = delete;

 private:
  bool m_before;
};

}  // namespace tunescope::audio
