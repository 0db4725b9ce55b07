// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

// Tells whether code allocates: link Tunescope::allocationcounter and malloc, and with it operator new, counts per
// thread.
//
//   const AllocationCounter counter;
//   engine.process(hop);
//   QCOMPARE(counter.touched(), 0U);
namespace tunescope::test {

class AllocationCounter {
 public:
  AllocationCounter() noexcept;

  // Allocations and releases by the calling thread since the counter was made, in this program and all its libraries.
  std::uint64_t touched() const noexcept;

  // False where a sanitizer or another C library than glibc owns malloc: then touched() is always 0, and a test must
  // skip.
  static bool isWorking() noexcept;

 private:
  std::uint64_t m_start;
};

}  // namespace tunescope::test
