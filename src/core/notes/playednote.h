// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tuning/tuning.h"

#include <optional>
#include <span>
#include <vector>

namespace tunescope::core {

// One reading of a note.
struct NotePoint {
  double timeS = 0;
  double cents = 0;       // above a frequency that is the same for all points of the note
  double sigmaCents = 0;  // predicted standard deviation of cents
  double confidence = 1;  // 0 to 1
  double windowS = 0;     // length of the sound it is based on
};

struct Vibrato {
  double rateHz = 0;
  double depthCents = 0;  // to each side of the mean

  bool operator==(const Vibrato&) const = default;
};

// How a note was played. Cents are relative to the note. Mean, spread, drift and contour exclude vibrato: listeners
// hear a note with vibrato at its mean (Shonle and Horan 1980; d'Alessandro and Castellengo 1994).
struct PlayedNote {
  static constexpr double kContourStepS = 0.05;

  TunedNote note;  // nearest to the mean; its cents are the mean
  double onsetS = 0;
  double lengthS = 0;
  double meanCents = 0;                    // after the attack
  double meanSigmaCents = 0;               // standard error of the mean
  double spreadCents = 0;                  // standard deviation about the drift's line
  std::optional<double> driftCentsPerS{};  // none for a note that is too short
  double scoopCents = 0;                   // largest deviation of the attack from the settled pitch; 0: it began there
  double settleS = 0;                      // from the onset until the pitch stays there
  std::optional<Vibrato> vibrato{};
  std::vector<std::optional<float>> contourCents{};  // means over steps of kContourStepS from the onset; none: no pitch

  double hertz() const noexcept;  // of the mean
  // Seconds of the contour that are at most this far from the note.
  double inTuneS(double toleranceCents) const noexcept;
  bool operator==(const PlayedNote&) const = default;
};

// points: of one note, in order of availability, at least one. cents are relative to note, whose own cents are ignored.
// Thread: any. Realtime-safe: no (it allocates).
PlayedNote describeNote(std::span<const NotePoint> points, const TunedNote& note, double onsetS, double endS);

}  // namespace tunescope::core
