// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/colourmap.h"

#include "core/spectrogram/spectrogramcolumn.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace tunescope::present {

namespace {
#include "present/colourmaps.inc"
constexpr std::uint32_t kOpaque = 0xff000000;
}  // namespace

std::uint32_t colourAt(ColourMap map, double place) noexcept {
  const auto index = static_cast<std::size_t>(std::lround(std::clamp(place, 0.0, 1.0) * 255));
  if (map == ColourMap::Viridis) return kOpaque | kViridis[index];
  if (map == ColourMap::Magma) return kOpaque | kMagma[index];
  return kOpaque | static_cast<std::uint32_t>(index * 0x010101);
}

std::array<std::uint32_t, 256> levelColours(ColourMap map, double floorDb, double topDb,
                                            std::uint32_t nothing) noexcept {
  std::array<std::uint32_t, 256> colours{};
  const double range = std::max(1.0, topDb - floorDb);
  colours[0] = nothing;
  for (std::size_t i = 1; i < colours.size(); ++i) {
    const double db = core::SpectrogramLevel::dbOf(static_cast<std::uint8_t>(i));
    colours[i] = colourAt(map, (db - floorDb) / range);
  }
  return colours;
}

}  // namespace tunescope::present
