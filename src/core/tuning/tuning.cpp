// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tuning/tuning.h"

#include "core/tuning/decimal.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

namespace tunescope::core {

namespace {

constexpr int kOctaveKeys = 12;
constexpr double kCentsPerKey = 100;
constexpr int kFirstPeriod = 4;  // the one that begins in [C4, C5)
constexpr double kMaxNamedPeriod = 10000;
constexpr double kSameOctaveCents = 1e-6;
constexpr double kMaxKeyCents = 120000;  // from the reference: keys further away are inaudible

struct Quotient {
  int quotient = 0;
  int remainder = 0;
};
Quotient floorDivided(int value, int divisor) noexcept {
  const int quotient = value / divisor - (value % divisor < 0 ? 1 : 0);
  return {quotient, value - quotient * divisor};
}

// FNV-1a (Fowler, Noll, Vo 1991) of everything that defines a tuning.
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
  for (const std::string& name : settings.scale.names) {
    for (const char c : name) add(c);
    add(-1);
  }
  if (settings.keymap) {
    for (const int number : {settings.keymap->firstKey, settings.keymap->lastKey, settings.keymap->middleKey,
                             settings.keymap->referenceKey, settings.keymap->octaveDegree}) {
      add(number);
    }
    for (const auto& entry : settings.keymap->entries) add(entry.value_or(-1e9));
    add(settings.keymap->referenceHz);
  }
  if (settings.stretch) {
    for (const double cents : settings.stretch->cents) add(cents);
  }
  return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
}

}  // namespace

Tuning::Tuning(const TuningSettings& settings)
    : m_settings(settings), m_isTwelveKeys(settings.scale.isTwelveKeys()), m_id(idOf(settings)) {
  assert(settings.scale.isValid() && settings.standard.hertz > 0);
  if (settings.keymap) {
    listKeys(*settings.keymap);
  } else {
    listPeriod();
  }
  std::ranges::stable_sort(m_rungs, {}, &Rung::cents);
  m_standardLog2 = std::log2(m_settings.standard.hertz);
  if (m_settings.stretch) m_standardOffset = m_settings.stretch->at(m_settings.standard.midi) / kCentsPerKey;
}

void Tuning::listPeriod() {
  const Scale& scale = m_settings.scale;
  m_isPeriodic = scale.isRepeating();
  m_isLettered = m_isTwelveKeys;
  m_rungs.reserve(scale.cents.size());
  for (std::size_t degree = 0; degree < scale.cents.size(); ++degree) {
    const double periods = m_isPeriodic ? std::floor(scale.cents[degree] / scale.periodCents) : 0;
    m_rungs.push_back(
        {scale.cents[degree] - periods * scale.periodCents, static_cast<int>(degree), static_cast<int>(periods)});
  }
  const int keys = m_settings.standard.midi - m_settings.firstKey;
  if (m_isTwelveKeys) {
    const Quotient at = floorDivided(keys, kOctaveKeys);
    m_standardCents = at.quotient * scale.periodCents + scale.cents[static_cast<std::size_t>(at.remainder)];
  } else {
    m_standardCents = keys * kCentsPerKey;
  }
}

// All keys of a map, as one list that does not repeat.
void Tuning::listKeys(const Keymap& keymap) {
  const Scale& scale = m_settings.scale;
  const auto notes = static_cast<int>(scale.cents.size());
  const double octaveCents = scale.isRepeating() ? centsOf(keymap.octaveOf(scale)) : 0;
  const auto centsOfPlace = [&](const Keymap::Place& place) {
    return centsOf(place.degree) + place.turns * octaveCents;
  };
  m_isPeriodic = false;
  m_settings.standard = {.midi = keymap.referenceKey, .hertz = keymap.referenceHz};
  m_standardCents = centsOfPlace(keymap.placeOf(keymap.referenceKey).value_or(Keymap::Place{}));
  const bool isOctave = std::abs(octaveCents - kOctaveKeys * kCentsPerKey) < kSameOctaveCents;
  m_isLettered = keymap.entries.empty() ? m_isTwelveKeys : keymap.entries.size() == kOctaveKeys && isOctave;
  for (int key = keymap.firstKey; key <= keymap.lastKey; ++key) {
    const auto place = keymap.placeOf(key);
    const auto degree = keymap.degreeOf(key, scale);
    if (!place || (!scale.isRepeating() && (*degree < 0 || *degree >= notes))) continue;
    const Quotient at = floorDivided(*degree, notes);
    const double cents = centsOfPlace(*place);
    if (std::abs(cents - m_standardCents) > kMaxKeyCents) continue;
    m_rungs.push_back({cents, at.remainder, -at.quotient, key});
  }
  if (m_rungs.empty()) m_rungs.push_back({m_standardCents, 0, 0, keymap.referenceKey});
}

// For a degree that continues through the periods.
double Tuning::centsOf(int degree) const noexcept {
  const Scale& scale = m_settings.scale;
  const auto notes = static_cast<int>(scale.cents.size());
  if (!scale.isRepeating()) return scale.cents[static_cast<std::size_t>(std::clamp(degree, 0, notes - 1))];
  const Quotient at = floorDivided(degree, notes);
  return at.quotient * scale.periodCents + scale.cents[static_cast<std::size_t>(at.remainder)];
}

// In semitones, with the standard's key at its MIDI number: notes of twelve equal steps are exactly whole numbers.
double Tuning::positionOf(int period, double cents) const noexcept {
  const double above = (period - kFirstPeriod) * m_settings.scale.periodCents + cents;
  return m_settings.standard.midi + (above - m_standardCents) / kCentsPerKey;
}

// Positions in semitones by equal temperament, and where the stretch moves them.
double Tuning::stretched(double position) const noexcept {
  if (!m_settings.stretch) return position;
  return position + m_settings.stretch->at(position) / kCentsPerKey - m_standardOffset;
}

double Tuning::unstretched(double position) const noexcept {
  return m_settings.stretch ? m_settings.stretch->unmoved(position + m_standardOffset) : position;
}

TunedNote Tuning::noteAt(int period, const Rung& rung) const noexcept {
  TunedNote note;
  note.tuning = m_id;
  note.degree = rung.degree;
  note.period = period - rung.periods;
  const double keys = stretched(positionOf(period, rung.cents)) - m_settings.standard.midi;
  note.targetHz = m_settings.standard.hertz * std::exp2(keys / kOctaveKeys);
  note.midi = rung.key;
  if (m_isTwelveKeys && !rung.key)
    note.midi = m_settings.firstKey + kOctaveKeys * (note.period - kFirstPeriod) + note.degree;
  nameNote(note);
  return note;
}

void Tuning::nameNote(TunedNote& note) const noexcept {
  const auto degree = static_cast<std::size_t>(note.degree);
  const std::vector<std::string>& names = m_settings.scale.names;
  const std::string_view name = degree < names.size() ? std::string_view(names[degree]) : std::string_view();
  if (m_isLettered && note.midi) {
    const bool isWritten = m_settings.transposition == 0;  // names are those of the sounding keys
    note.spelling = isWritten ? spellKeyAs(*note.midi, name) : std::nullopt;
    if (!note.spelling) note.spelling = spellKey(*note.midi + m_settings.transposition);
    return;
  }
  std::size_t length = std::min(name.size(), note.label.size() - 1);
  while (length > 0 && length < name.size() && (static_cast<unsigned char>(name[length]) & 0xC0U) == 0x80U) --length;
  std::copy_n(name.begin(), length, note.label.begin());
}

std::optional<TunedNote> Tuning::nearest(double hertz) const noexcept {
  if (!(hertz > 0) || !std::isfinite(hertz)) return std::nullopt;
  // Two logarithms, because the quotient could underflow. Finite doubles lie within 25,000 semitones: an int suffices.
  const double position = m_settings.standard.midi + kOctaveKeys * (std::log2(hertz) - m_standardLog2);
  const double periodCents = m_settings.scale.periodCents;
  const double above = kCentsPerKey * (unstretched(position) - m_settings.standard.midi) + m_standardCents;
  const double periods = m_isPeriodic ? std::floor(above / periodCents) : 0;
  int period = kFirstPeriod + static_cast<int>(periods);
  auto upper = std::ranges::lower_bound(m_rungs, above - periods * periodCents, {}, &Rung::cents);
  auto lower = upper == m_rungs.begin() ? m_rungs.end() - 1 : upper - 1;
  int lowerPeriod = upper == m_rungs.begin() ? period - 1 : period;
  if (!m_isPeriodic) {  // beyond its ends there is only one neighbour
    if (upper == m_rungs.end()) upper = m_rungs.end() - 1;
    if (upper == m_rungs.begin()) lower = upper;
    lowerPeriod = period;
  } else if (upper == m_rungs.end()) {
    upper = m_rungs.begin();
    ++period;
  }
  const double overLower = position - stretched(positionOf(lowerPeriod, lower->cents));
  const double overUpper = position - stretched(positionOf(period, upper->cents));
  const bool isUpper = std::abs(overUpper) <= std::abs(overLower);
  TunedNote note = isUpper ? noteAt(period, *upper) : noteAt(lowerPeriod, *lower);
  note.cents = kCentsPerKey * (isUpper ? overUpper : overLower);
  return note;
}

const Tuning::Rung* Tuning::find(int degree, int period) const noexcept {
  const auto found = std::ranges::find_if(m_rungs, [&](const Rung& rung) {
    return rung.degree == degree && (m_isPeriodic || kFirstPeriod - rung.periods == period);
  });
  return found != m_rungs.end() ? &*found : nullptr;
}

TunedNote Tuning::note(int degree, int period) const noexcept {
  const Rung* rung = find(degree, period);
  assert(rung != nullptr);
  return noteAt(m_isPeriodic ? period + rung->periods : kFirstPeriod, *rung);
}

std::optional<TunedNote> Tuning::key(int midi) const noexcept {
  if (m_settings.keymap) {
    const auto found = std::ranges::find(m_rungs, std::optional(midi), &Rung::key);
    return found != m_rungs.end() ? std::optional(noteAt(kFirstPeriod, *found)) : std::nullopt;
  }
  if (!m_isTwelveKeys) return std::nullopt;
  const Quotient at = floorDivided(midi - m_settings.firstKey, kOctaveKeys);
  return note(at.remainder, kFirstPeriod + at.quotient);
}

std::optional<TunedNote> Tuning::named(std::string_view name) const {
  const std::size_t colon = name.rfind(':');
  if (colon != std::string_view::npos) {
    const std::string_view first = name.substr(0, colon);
    const std::vector<std::string>& names = m_settings.scale.names;
    const auto named = std::ranges::find(names, first);
    const auto degree = named != names.end() ? std::optional(double(named - names.begin())) : parseDecimal(first);
    const auto period = parseDecimal(name.substr(colon + 1));
    const bool isWhole = degree && period && *degree == std::floor(*degree) && *period == std::floor(*period);
    if (!isWhole || std::abs(*degree) > kMaxNamedPeriod || std::abs(*period) > kMaxNamedPeriod) return std::nullopt;
    if (find(static_cast<int>(*degree), static_cast<int>(*period)) == nullptr) return std::nullopt;
    return note(static_cast<int>(*degree), static_cast<int>(*period));
  }
  const std::optional<int> midi = parseNoteName(name);
  const bool isNumber = name.find_first_of("ABCDEFGabcdefg") == std::string_view::npos;
  if (!midi || (!isNumber && !m_isLettered)) return std::nullopt;
  return key(isNumber ? *midi : *midi - m_settings.transposition);
}

std::optional<PitchStandard> parsePitchStandard(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::optional<int> midi = parseNoteName(text.substr(0, colon));
  const std::optional<double> hertz = parseDecimal(text.substr(colon + 1));
  if (!midi || !hertz || *hertz < kMinReferenceHz || *hertz > kMaxReferenceHz) return std::nullopt;
  return PitchStandard{.midi = *midi, .hertz = *hertz};
}

NoteText noteText(const TunedNote& note, const NameStyle& style) {
  if (note.spelling) return noteText(*note.spelling, style);
  const bool isNamed = note.label.front() != '\0';
  return {.letter = isNamed ? std::string(note.label.data()) : std::to_string(note.degree),
          .octave = note.period,
          .octaveMark = std::to_string(note.period)};
}

std::string asciiNoteName(const TunedNote& note, const NameStyle& style) {
  if (note.spelling) return asciiNoteName(*note.spelling, style);
  return noteText(note, style).letter + ":" + std::to_string(note.period);
}

}  // namespace tunescope::core
