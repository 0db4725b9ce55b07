// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/out/midinotes.h"

#include "core/tuning/tuning.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tunescope::cli {

namespace {

// MIDI 1.0, channel 1.
constexpr std::uint8_t kNoteOff = 0x80;
constexpr std::uint8_t kNoteOn = 0x90;
constexpr std::uint8_t kControl = 0xB0;
constexpr std::uint8_t kBend = 0xE0;
constexpr std::uint8_t kReleaseVelocity = 64;
constexpr int kMaxBend = 16383;

// The key of equal temperament at 440 Hz, with its fraction.
double midiKeyOf(double hertz) noexcept {
  constexpr double kA4Key = 69;
  return kA4Key + 12 * std::log2(hertz / core::kDefaultA4Hz);
}

// -60 dBFS is 1, 0 dBFS is 127, as in exported files.
std::uint8_t midiVelocityOf(std::optional<double> rmsDb) noexcept {
  constexpr double kQuietestDb = -60;
  const double db = std::clamp(rmsDb.value_or(kQuietestDb), kQuietestDb, 0.0);
  return static_cast<std::uint8_t>(std::lround(1 + 126 * (1 - db / kQuietestDb)));
}

}  // namespace

void MidiNotes::hear(const SoundingNote::Change& change, double hertz, std::optional<double> rmsDb,
                     std::vector<MidiMessage>& out) {
  if (change.hasEnded) end(out);
  if (!change.isHeard) return;
  const double key = midiKeyOf(hertz);
  const bool isBeyond = m_key && std::abs(key - *m_key) > kBendRange;
  if (change.hasBegun || isBeyond || !m_key) {
    begin(key, rmsDb, out);
  } else {
    bendTo(key, out);
  }
}

void MidiNotes::begin(double key, std::optional<double> rmsDb, std::vector<MidiMessage>& out) {
  end(out);
  const double nearest = std::round(key);
  if (!(nearest >= 0 && nearest <= 127)) return;
  m_key = static_cast<std::uint8_t>(nearest);
  m_bend = -1;
  // The number of the parameter, its value, and the null parameter.
  constexpr std::array<std::pair<std::uint8_t, std::uint8_t>, 6> kRange = {
      {{101, 0}, {100, 0}, {6, kBendRange}, {38, 0}, {101, 127}, {100, 127}}};
  for (const auto& [control, value] : kRange) out.push_back({kControl, control, value});
  bendTo(key, out);
  out.push_back({kNoteOn, *m_key, midiVelocityOf(rmsDb)});
}

void MidiNotes::bendTo(double key, std::vector<MidiMessage>& out) {
  const double semitones = key - *m_key;
  const long steps = std::lround(semitones / kBendRange * kBendCentre);
  const int bend = std::clamp(kBendCentre + static_cast<int>(steps), 0, kMaxBend);
  if (std::exchange(m_bend, bend) == bend) return;
  out.push_back({kBend, static_cast<std::uint8_t>(bend & 0x7F), static_cast<std::uint8_t>(bend >> 7)});
}

void MidiNotes::end(std::vector<MidiMessage>& out) {
  if (const auto key = std::exchange(m_key, std::nullopt)) out.push_back({kNoteOff, *key, kReleaseVelocity});
}

}  // namespace tunescope::cli
