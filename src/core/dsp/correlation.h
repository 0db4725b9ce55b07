// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>

namespace tunescope::core {

// Correlation of two channels over the last 60 blocks (of 10 ms): sum(lr) / sqrt(sum(l²) sum(r²)), from -1 to 1.
// Thread: one at a time. Realtime-safe: wait-free.
class Correlation {
 public:
  void add(float left, float right) noexcept {
    const auto l = static_cast<double>(left);
    const auto r = static_cast<double>(right);
    m_block.both += l * r;
    m_block.left += l * l;
    m_block.right += r * r;
  }
  void finishBlock() noexcept {
    m_blocks[m_next] = std::exchange(m_block, {});
    m_next = (m_next + 1) % m_blocks.size();
  }
  // None if a channel is silent.
  std::optional<double> value() const noexcept {
    Sums sums;
    for (const Sums& block : m_blocks) {
      sums.both += block.both;
      sums.left += block.left;
      sums.right += block.right;
    }
    const double size = std::sqrt(sums.left * sums.right);
    return size > kSilent ? std::optional(std::clamp(sums.both / size, -1.0, 1.0)) : std::nullopt;
  }
  void reset() noexcept { *this = {}; }

 private:
  static constexpr double kSilent = 1e-16;
  struct Sums {
    double both = 0, left = 0, right = 0;
  };
  Sums m_block;
  std::array<Sums, 60> m_blocks{};
  std::size_t m_next = 0;
};

}  // namespace tunescope::core
