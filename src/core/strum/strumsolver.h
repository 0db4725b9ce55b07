// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/strum/strumfit.h"
#include "core/strum/strumstate.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace tunescope::core {

// What one window shows of a string.
struct StringResult {
  bool isHeard = false;
  double hertz = 0;
  double sigmaCents = 0;
  double confidence = 0;
  double evidence = 0;  // how much better the window is explained with the string than without: a log-likelihood ratio
};

// Finds the strings that sound in a window: searches for each one near its target, from the lowest to the highest, fits
// all together, searches again for those whose partials coincide with others', and drops those that the others explain
// as well. The work is done in pieces. Thread: one at a time. Realtime-safe: lock-free after construction.
class StrumSolver {
 public:
  explicit StrumSolver(std::size_t maxBins) : m_fit(maxBins) {}

  // The strings' first partials in tune, in any order; at most kMaxStrings. Forgets earlier results.
  void setTargets(std::span<const double> hertz) noexcept;

  // Starts to solve the first window of a strum, or another one of the same strum.
  void begin(const StrumSpectrum& spectrum) noexcept;
  // Does a piece of the work. Returns true when all is done.
  bool step() noexcept;
  // Work done since begin(), in steps of one line.
  std::uint64_t work() const noexcept { return m_fit.work(); }

  std::size_t count() const noexcept { return m_state.count; }
  const StringResult& result(std::size_t string) const noexcept { return m_results[string]; }
  const StrumState& state() const noexcept { return m_state; }

 private:
  static constexpr std::size_t kPlaces = 4;
  struct Place {
    double f0Hz = 0;
    double b = 0;
    double score = 0;
  };

  bool addNext() noexcept;
  bool fitAll() noexcept;
  bool settleNext() noexcept;
  bool leaveOutNoStrings() noexcept;
  bool tryNext() noexcept;
  bool measureStrays() noexcept;
  bool weighNext() noexcept;
  bool report() noexcept;
  bool isShared(std::size_t string) const noexcept;
  void search(std::size_t string) noexcept;
  double scoreAt(double f0Hz, double b) const noexcept;
  void place(std::size_t string, const Place& place) noexcept;
  void beginSettling(std::size_t string) noexcept;
  void settleAt(std::size_t string, const Place& at) noexcept;
  double minEvidence(std::size_t string) const noexcept;
  bool isPlausible(std::size_t string) const noexcept;
  bool tryAdding(std::size_t string) noexcept;
  bool tryAt(std::size_t string, const Place& at, double costWithout) noexcept;
  double evidenceFor(std::size_t string) noexcept;
  double powerOf(std::size_t string) const noexcept;
  double excess(const StringState& string, int number) const noexcept;
  void findHidden(std::size_t string) noexcept;
  LawCorrection correctionOf(std::size_t string) const noexcept;

  StrumFit m_fit;
  StrumState m_state;
  StrumState m_saved;
  StrumState m_removed;
  StrumState m_best;
  std::array<StringResult, kMaxStrings> m_results{};
  std::array<std::size_t, kMaxStrings> m_order{};  // by frequency
  std::array<Place, kPlaces> m_places{};
  std::size_t m_placeCount = 0;
  bool m_isFirst = true;
  // State of the work:
  std::size_t m_part = 0;
  std::size_t m_at = 0;       // strings of the part that are done
  std::size_t m_placeAt = 0;  // of m_settlePlaces, from 1; 0: the string has not been removed yet
  std::array<Place, kPlaces> m_settlePlaces{};
  std::size_t m_settleCount = 0;
  double m_least = 0;      // cost of m_best
  double m_settledHz = 0;  // where the string was before
  std::array<bool, kMaxStrings> m_wasLeftOut{};
  bool m_hasChanged = false;
  bool m_isChosen = false;  // the set of strings is final
  double m_loudest = 0;     // power of the loudest string
};

}  // namespace tunescope::core
