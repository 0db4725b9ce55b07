// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tuning/temperament.h"

#include <algorithm>
#include <charconv>

namespace tunescope::core {

namespace {

#define TEMPERAMENT(id, title, definition, archive, ...) Temperament{id, title, definition, archive, {__VA_ARGS__}},
constexpr Temperament kTemperaments[] = {
#include "core/tuning/temperaments.inc"
};
#undef TEMPERAMENT

constexpr std::string_view kEqualDivision = "edo-";

}  // namespace

Scale Temperament::scale() const {
  return {.cents = {cents.begin(), cents.end()}};
}

std::span<const Temperament> temperaments() noexcept {
  return kTemperaments;
}

std::optional<Scale> scaleOf(std::string_view id) {
  const auto* found = std::ranges::find(kTemperaments, id, &Temperament::id);
  if (found != std::end(kTemperaments)) return found->scale();
  if (!id.starts_with(kEqualDivision)) return std::nullopt;
  id.remove_prefix(kEqualDivision.size());
  int divisions = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), divisions);
  const bool isNumber = error == std::errc{} && end == id.data() + id.size();
  if (!isNumber || divisions < 1 || divisions > Scale::kMaxDivisions) return std::nullopt;
  return Scale::equal(divisions);
}

}  // namespace tunescope::core
