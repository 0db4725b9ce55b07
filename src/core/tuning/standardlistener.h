// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tuning/tuning.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

namespace tunescope::core {

// Finds the A4 that fits the played notes best: for a fork or a held A, its own frequency; for an ensemble, the common
// deviation of all notes from the current tuning. Notes are divided into pieces of half a second, so that vibrato and
// unsteady playing count as spread. Thread: one at a time. Realtime-safe: no (it allocates).
class StandardListener {
 public:
  struct Result {
    double a4Hz = kDefaultA4Hz;
    double sigmaCents = 0;   // standard deviation
    bool isOneNote = false;  // of a fork, independent of the tuning
  };

  static constexpr double kPieceS = 0.5;
  static constexpr double kMinPieceS = 0.25;          // minimum duration of sound in a piece
  static constexpr std::size_t kMaxPieces = 100'000;  // older ones are dropped
  static constexpr int kMinPieces = 4;                // for a result
  static constexpr double kMinFitConfidence = 0.8;    // of readings that are used
  static constexpr double kMaxForkSpreadCents = 30;   // of pieces that belong to one note
  static constexpr double kMaxForkCents = 180;        // from 440 Hz, for a note that counts as an A

  // a4Hz: of the tuning that the notes belong to, in twelve equal steps from its reference.
  explicit StandardListener(double a4Hz) : m_a4Hz(a4Hz) {}

  // Adds the next reading with its nearest note. timeS ascends.
  void add(double timeS, double hertz, double sigmaCents, double confidence, const TunedNote& note);

  // None: not enough sound so far.
  std::optional<Result> result() const;

 private:
  struct Piece {
    int degree = 0, period = 0;
    double sum = 0;     // of cents above 1 Hz
    double offSum = 0;  // of cents from the note
    double varianceSum = 0;
    int count = 0;
    double fromS = 0, toS = 0;

    double cents() const noexcept { return sum / count; }
    double off() const noexcept { return offSum / count; }
  };

  std::vector<Piece> wholePieces() const;
  static std::optional<Result> forkOf(const std::vector<Piece>& pieces);
  Result ensembleOf(const std::vector<Piece>& pieces) const;

  double m_a4Hz;
  std::deque<Piece> m_pieces;
};

}  // namespace tunescope::core
