// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tuning/scale.h"

#include <array>
#include <optional>
#include <span>
#include <string_view>

namespace tunescope::core {

// A temperament of twelve keys, as temperaments.inc has it.
struct Temperament {
  std::string_view id;
  std::string_view title;
  std::string_view definition;
  std::string_view archive;  // the file of the Scala archive with the same numbers; empty: none
  std::array<double, 12> cents{};

  Scale scale() const;
};

// All of them, equal temperament first. Thread: any. Realtime-safe: wait-free.
std::span<const Temperament> temperaments() noexcept;

// The scale of a temperament's id, or of "edo-19": the octave in that many equal steps. None if there is no such id.
// Thread: any. Realtime-safe: no (it allocates).
std::optional<Scale> scaleOf(std::string_view id);

}  // namespace tunescope::core
