// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tuning/tuning.h"
#include "present/export/contourfile.h"
#include "present/safetext.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <span>

namespace tunescope::present {

namespace {

// MIDI 1.0 and MPE 1.1: the lower zone, whose manager is channel 1 and whose members are channels 2 to 16.
constexpr int kMembers = 15;
constexpr int kQuarterUs = 500'000;
constexpr int kTicksPerQuarter = 5000;  // a tick is .1 ms
constexpr double kTicksPerS = 1e6 * kTicksPerQuarter / kQuarterUs;
constexpr int kMidBend = 8192;
constexpr int kMaxBend = 16383;
constexpr double kBendEveryS = 0.01;
constexpr std::array kBendRanges = {2, 12, 24, 48};  // semitones; the first that suffices

// The key that equal temperament at 440 Hz gives this frequency, with its fraction: what a synthesizer plays.
double keyOf(double hertz) noexcept {
  constexpr double kA4Key = 69;
  return kA4Key + 12 * std::log2(hertz / core::kDefaultA4Hz);
}

struct MidiNote {
  double onsetS = 0;
  double endS = 0;
  int key = 0;
  int velocity = 64;
  std::span<const ContourPoint> curve;
};

class Track {
 public:
  void at(double timeS, std::initializer_list<int> bytes) {
    const auto tick = std::max(m_tick, static_cast<std::uint32_t>(std::llround(std::max(0.0, timeS) * kTicksPerS)));
    appendLength(tick - m_tick);
    m_tick = tick;
    for (const int byte : bytes) m_bytes += static_cast<char>(byte);
  }
  void meta(int type, std::string_view text) {
    at(0, {0xFF, type});
    appendLength(static_cast<std::uint32_t>(text.size()));
    m_bytes += text;
  }
  // A registered parameter: its two values, and the null parameter after it.
  void parameter(int channel, int number, int value) {
    for (const auto& [control, data] : {std::pair(101, 0), {100, number}, {6, value}, {38, 0}, {101, 127}, {100, 127}})
      at(0, {0xB0 | channel, control, data});
  }
  void bend(double timeS, int channel, int value) { at(timeS, {0xE0 | channel, value & 0x7F, value >> 7}); }
  const std::string& bytes() const noexcept { return m_bytes; }

 private:
  // Seven bits a byte, the highest first.
  void appendLength(std::uint32_t value) {
    for (int shift = 28; shift > 0; shift -= 7) {
      if (value >> unsigned(shift) != 0) m_bytes += static_cast<char>(0x80U | (value >> unsigned(shift) & 0x7FU));
    }
    m_bytes += static_cast<char>(value & 0x7FU);
  }

  std::string m_bytes;
  std::uint32_t m_tick = 0;
};

void appendBigEndian(std::string& out, std::uint32_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> (8U * unsigned(i)) & 0xFFU);
}

// From the loudest reading of the attack: -60 dBFS is 1, 0 dBFS is 127.
int velocityOf(std::span<const ContourPoint> curve) {
  constexpr double kAttackS = 0.15;
  constexpr double kQuietestDb = -60;
  double db = kQuietestDb;
  for (const ContourPoint& point : curve) {
    if (point.timeS - curve.front().timeS <= kAttackS) db = std::max(db, double(point.rmsDb));
  }
  return std::clamp(static_cast<int>(std::lround(1 + 126 * (1 - db / kQuietestDb))), 1, 127);
}

std::vector<MidiNote> midiNotesOf(const Contour& contour, std::span<const ContourPoint> curve) {
  std::vector<MidiNote> notes;
  notes.reserve(contour.notes().size());
  double busyS = 0;
  for (const core::PlayedNote& played : contour.notes()) {
    const double key = std::round(keyOf(played.hertz()));
    if (!(key >= 0 && key <= 127)) continue;
    const auto begin = std::ranges::lower_bound(curve, played.onsetS, {}, &ContourPoint::timeS);
    const auto end = std::ranges::upper_bound(curve, played.onsetS + played.lengthS, {}, &ContourPoint::timeS);
    MidiNote note{.onsetS = std::max(busyS, played.onsetS),
                  .endS = std::max(busyS, played.onsetS + played.lengthS),
                  .key = static_cast<int>(key),
                  .curve = {}};
    if (begin < end) note.curve = std::span(begin, end);
    note.velocity = velocityOf(note.curve);
    busyS = note.endS;
    notes.push_back(note);
  }
  return notes;
}

int bendRangeOf(std::span<const MidiNote> notes) {
  double furthest = 0;
  for (const MidiNote& note : notes) {
    for (const ContourPoint& point : note.curve) furthest = std::max(furthest, std::abs(keyOf(point.hertz) - note.key));
  }
  const auto* const enough = std::ranges::find_if(kBendRanges, [furthest](int range) { return range >= furthest; });
  return enough == kBendRanges.end() ? kBendRanges.back() : *enough;
}

void appendNote(Track& track, const MidiNote& note, int channel, int range) {
  const auto bendOf = [&note, range](const ContourPoint& point) {
    const double semitones = keyOf(point.hertz) - note.key;
    return std::clamp(kMidBend + static_cast<int>(std::lround(semitones / range * kMidBend)), 0, kMaxBend);
  };
  int bend = note.curve.empty() ? kMidBend : bendOf(note.curve.front());
  double bentS = note.onsetS;
  track.bend(note.onsetS, channel, bend);
  track.at(note.onsetS, {0x90 | channel, note.key, note.velocity});
  for (const ContourPoint& point : note.curve) {
    if (point.timeS - bentS < kBendEveryS || bendOf(point) == bend) continue;
    bend = bendOf(point);
    bentS = point.timeS;
    track.bend(bentS, channel, bend);
  }
  track.at(note.endS, {0x80 | channel, note.key, 64});
}

}  // namespace

std::string contourMidi(const Contour& contour) {
  const std::vector<ContourPoint> curve = contour.curve();
  const std::vector<MidiNote> notes = midiNotesOf(contour, curve);
  const int range = bendRangeOf(notes);
  Track track;
  track.meta(0x03, printableName(contour.source()));
  track.meta(0x01, "Pitch bend: " + std::to_string(range) + " semitones to each side (MPE, channels 2 to 16)");
  track.at(0, {0xFF, 0x51, 3, kQuarterUs >> 16, kQuarterUs >> 8 & 0xFF, kQuarterUs & 0xFF});
  track.parameter(0, 6, kMembers);
  for (int member = 1; member <= kMembers; ++member) track.parameter(member, 0, range);
  int member = 0;
  for (const MidiNote& note : notes) appendNote(track, note, 1 + member++ % kMembers, range);
  track.at(contour.seconds(), {0xFF, 0x2F, 0});
  std::string out = "MThd";
  appendBigEndian(out, 6, 4);
  appendBigEndian(out, 0, 2);  // format 0: one track
  appendBigEndian(out, 1, 2);
  appendBigEndian(out, kTicksPerQuarter, 2);
  out += "MTrk";
  appendBigEndian(out, static_cast<std::uint32_t>(track.bytes().size()), 4);
  return out + track.bytes();
}

}  // namespace tunescope::present
