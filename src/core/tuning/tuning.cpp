// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tuning/tuning.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

namespace tunescope::core {

namespace {

constexpr int kOctaveKeys = 12;
constexpr double kCentsPerKey = 100;
constexpr int kFirstPeriod = 4;  // the one that begins in [C4, C5)

struct Quotient {
  int quotient = 0;
  int remainder = 0;
};
Quotient floorDivided(int value, int divisor) noexcept {
  const int quotient = value / divisor - (value % divisor < 0 ? 1 : 0);
  return {quotient, value - quotient * divisor};
}

// FNV-1a (Fowler, Noll, Vo 1991) of all that makes a tuning.
std::uint32_t idOf(const TuningSettings& settings) noexcept {
  std::uint64_t hash = 0xcbf29ce484222325U;
  const auto add = [&hash](double value) {
    auto bits = std::bit_cast<std::uint64_t>(value);
    for (int byte = 0; byte < 8; ++byte, bits >>= 8U) hash = (hash ^ (bits & 0xffU)) * 0x100000001b3U;
  };
  add(settings.standard.midi);
  add(settings.standard.hertz);
  add(settings.firstKey);
  add(settings.transposition);
  add(settings.scale.periodCents);
  for (const double cents : settings.scale.cents) add(cents);
  return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
}

}  // namespace

Tuning::Tuning(const TuningSettings& settings)
    : m_settings(settings),
      m_standardLog2(std::log2(settings.standard.hertz)),
      m_isTwelveKeys(settings.scale.isTwelveKeys()),
      m_id(idOf(settings)) {
  const Scale& scale = m_settings.scale;
  assert(scale.isValid() && settings.standard.hertz > 0);
  m_rungs.reserve(scale.cents.size());
  for (std::size_t degree = 0; degree < scale.cents.size(); ++degree) {
    const double periods = std::floor(scale.cents[degree] / scale.periodCents);
    m_rungs.push_back(
        {scale.cents[degree] - periods * scale.periodCents, static_cast<int>(degree), static_cast<int>(periods)});
  }
  std::ranges::stable_sort(m_rungs, {}, &Rung::cents);
  const int keys = settings.standard.midi - settings.firstKey;
  if (m_isTwelveKeys) {
    const Quotient at = floorDivided(keys, kOctaveKeys);
    m_standardCents = at.quotient * scale.periodCents + scale.cents[static_cast<std::size_t>(at.remainder)];
  } else {
    m_standardCents = keys * kCentsPerKey;
  }
}

// In semitones, the standard's key at its MIDI number: notes of twelve equal steps stand on whole numbers exactly.
double Tuning::positionOf(int period, double cents) const noexcept {
  const double above = (period - kFirstPeriod) * m_settings.scale.periodCents + cents;
  return m_settings.standard.midi + (above - m_standardCents) / kCentsPerKey;
}

TunedNote Tuning::noteAt(int period, const Rung& rung) const noexcept {
  TunedNote note;
  note.tuning = m_id;
  note.degree = rung.degree;
  note.period = period - rung.periods;
  const double keys = positionOf(period, rung.cents) - m_settings.standard.midi;
  note.targetHz = m_settings.standard.hertz * std::exp2(keys / kOctaveKeys);
  if (m_isTwelveKeys) {
    note.midi = m_settings.firstKey + kOctaveKeys * (note.period - kFirstPeriod) + note.degree;
    note.spelling = spellKey(*note.midi + m_settings.transposition);
  }
  return note;
}

std::optional<TunedNote> Tuning::nearest(double hertz) const noexcept {
  if (!(hertz > 0) || !std::isfinite(hertz)) return std::nullopt;
  // Two logarithms, for the quotient could underflow. Finite doubles lie within 25,000 semitones: well inside an int.
  const double position = m_settings.standard.midi + kOctaveKeys * (std::log2(hertz) - m_standardLog2);
  const double periodCents = m_settings.scale.periodCents;
  const double above = kCentsPerKey * (position - m_settings.standard.midi) + m_standardCents;
  const double periods = std::floor(above / periodCents);
  int period = kFirstPeriod + static_cast<int>(periods);
  auto upper = std::ranges::lower_bound(m_rungs, above - periods * periodCents, {}, &Rung::cents);
  const auto lower = upper == m_rungs.begin() ? m_rungs.end() - 1 : upper - 1;
  const int lowerPeriod = upper == m_rungs.begin() ? period - 1 : period;
  if (upper == m_rungs.end()) {
    upper = m_rungs.begin();
    ++period;
  }
  const double overLower = position - positionOf(lowerPeriod, lower->cents);
  const double overUpper = position - positionOf(period, upper->cents);
  const bool isUpper = -overUpper <= overLower;
  TunedNote note = isUpper ? noteAt(period, *upper) : noteAt(lowerPeriod, *lower);
  note.cents = kCentsPerKey * (isUpper ? overUpper : overLower);
  return note;
}

TunedNote Tuning::note(int degree, int period) const noexcept {
  const auto rung = std::ranges::find(m_rungs, degree, &Rung::degree);
  assert(rung != m_rungs.end());
  return noteAt(period + rung->periods, *rung);
}

std::optional<TunedNote> Tuning::key(int midi) const noexcept {
  if (!m_isTwelveKeys) return std::nullopt;
  const Quotient at = floorDivided(midi - m_settings.firstKey, kOctaveKeys);
  return note(at.remainder, kFirstPeriod + at.quotient);
}

NoteText noteText(const TunedNote& note, Notation notation) {
  if (note.spelling) return noteText(*note.spelling, notation);
  return {.letter = std::to_string(note.degree), .octave = note.period};
}

std::string asciiNoteName(const TunedNote& note, Notation notation) {
  if (note.spelling) return asciiNoteName(*note.spelling, notation);
  return std::to_string(note.degree) + ":" + std::to_string(note.period);
}

}  // namespace tunescope::core
