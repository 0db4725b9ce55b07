// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

namespace tunescope::present {

// From dark to bright with even steps of perceived lightness: readable without colour vision, and in print.
enum class ColourMap : std::uint8_t { Viridis, Magma, Grey };

// Colours of levels from floorDb (the map's first) to topDb (its last), as 0xffRRGGBB, for each value of
// core::SpectrogramLevel; the value 0, nothing measured, has the colour given. Thread: any. Realtime-safe: wait-free.
std::array<std::uint32_t, 256> levelColours(ColourMap map, double floorDb, double topDb,
                                            std::uint32_t nothing) noexcept;

// Of a place from 0 to 1 along the map.
std::uint32_t colourAt(ColourMap map, double place) noexcept;

}  // namespace tunescope::present
