// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace tunescope::core {

// Loudness of many blocks in bins of .01 LU from -70 to 30 LUFS, which also keep their exact energies: constant memory
// for any duration. Thread: one at a time. Realtime-safe: lock-free after construction.
class GatedLoudness {
 public:
  GatedLoudness();

  void add(double lufs) noexcept;  // of one block; at or below the absolute gate of -70 LUFS it does not count
  void reset() noexcept;

  // The mean of the blocks that pass the gate 10 LU below the mean (ITU-R BS.1770-5). Nothing without blocks.
  std::optional<double> integrated() const noexcept;
  // From the 10th to the 95th percentile of the blocks above the gate 20 LU below the mean, in LU (EBU Tech 3342).
  std::optional<double> range() const noexcept;

 private:
  struct Bin {
    std::uint64_t count = 0;
    double energy = 0;
  };
  std::size_t gateBin(double belowMeanLu) const noexcept;

  std::vector<Bin> m_bins;
  Bin m_all;
};

}  // namespace tunescope::core
