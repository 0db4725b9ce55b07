// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ring/basicspscring.h"

#include <relacy/relacy.hpp>

// Relacy takes over these words for its own bookkeeping; the ring needs them as they are.
#undef new
#undef delete
#undef malloc
#undef calloc
#undef realloc
#undef free
#undef errno
#undef memory_order_relaxed
#undef memory_order_consume
#undef memory_order_acquire
#undef memory_order_release
#undef memory_order_acq_rel
#undef memory_order_seq_cst

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

// The ring made of model-checked parts: Relacy runs all interleavings of them and lets a load return every value that
// the C++ memory model allows.
namespace tunescope::tests {

inline rl::memory_order modelOrder(std::memory_order order) noexcept {
  switch (order) {
    case std::memory_order_relaxed:
      return rl::mo_relaxed;
    case std::memory_order_consume:
      return rl::mo_consume;
    case std::memory_order_acquire:
      return rl::mo_acquire;
    case std::memory_order_release:
      return rl::mo_release;
    case std::memory_order_acq_rel:
      return rl::mo_acq_rel;
    case std::memory_order_seq_cst:
      return rl::mo_seq_cst;
  }
  return rl::mo_seq_cst;
}

template <class T>
class ModelAtomic {
 public:
  explicit ModelAtomic(T value) { m_atomic.store(value, rl::mo_relaxed, RL_INFO); }
  T load(std::memory_order order) const { return m_atomic.load(modelOrder(order), RL_INFO); }
  void store(T value, std::memory_order order) { m_atomic.store(value, modelOrder(order), RL_INFO); }
  bool compare_exchange_strong(T& expected, T desired, std::memory_order success, std::memory_order failure) {
    return m_atomic.compare_exchange_strong(expected, desired, modelOrder(success), RL_INFO, modelOrder(failure),
                                            RL_INFO);
  }

 private:
  rl::atomic<T> m_atomic;
};

// A plain value whose unordered accesses from two threads are found.
template <class T>
class ModelCell {
 public:
  ModelCell() : ModelCell(T{}) {}
  ModelCell(T value) : m_value(value), m_watch(0) {}  // NOLINT(google-explicit-constructor): stands in for a T
  ModelCell& operator=(const T& value) {
    m_watch(RL_INFO).store(0);
    m_value = value;
    return *this;
  }
  operator T() const {  // NOLINT(google-explicit-constructor)
    m_watch(RL_INFO).load();
    return m_value;
  }
  ModelCell& operator+=(const T& value) { return *this = static_cast<T>(*this) + value; }

 private:
  T m_value;
  rl::var<int> m_watch;
};

// Without allocations, because Relacy doubles the search at each free().
template <class T>
class ModelStorage {
 public:
  explicit ModelStorage(std::size_t size) : m_size(size) {}
  T& operator[](std::size_t index) {
    RL_ASSERT(index < m_size);
    return m_slots[index];
  }
  auto begin() { return m_slots.begin(); }
  std::size_t size() const noexcept { return m_size; }

 private:
  static constexpr std::size_t kMaxSlots = 4;
  std::array<T, kMaxSlots> m_slots{};
  std::size_t m_size;
};

struct ModelTraits {
  template <class T>
  using Atomic = ModelAtomic<T>;
  template <class T>
  using Cell = ModelCell<T>;
  template <class T>
  using Storage = ModelStorage<T>;
  static constexpr std::memory_order publish(core::RingSync sync) noexcept {
    return core::StdRingTraits::publish(sync);
  }
  static constexpr std::memory_order observe(core::RingSync sync) noexcept {
    return core::StdRingTraits::observe(sync);
  }
  static constexpr std::size_t kSampleRoomError = core::StdRingTraits::kSampleRoomError;
  static constexpr std::size_t kMarkRoomError = core::StdRingTraits::kMarkRoomError;
  static constexpr bool kWaitsForPush = core::StdRingTraits::kWaitsForPush;
  static constexpr std::size_t kPublishError = core::StdRingTraits::kPublishError;
  static constexpr bool kReadsWholeFrames = core::StdRingTraits::kReadsWholeFrames;
  static void relax() { rl::yield(1, RL_INFO); }
};

}  // namespace tunescope::tests
