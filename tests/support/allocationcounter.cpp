// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/allocationcounter.h"

#include <cerrno>
#include <cstddef>
#include <cstdlib>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(realtime_sanitizer)
#define TUNESCOPE_SANITIZER_OWNS_MALLOC 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define TUNESCOPE_SANITIZER_OWNS_MALLOC 1
#endif
#if defined(__GLIBC__) && !defined(TUNESCOPE_SANITIZER_OWNS_MALLOC)
#define TUNESCOPE_COUNTS_ALLOCATIONS 1
#endif

namespace {

thread_local std::uint64_t t_touched = 0;

}  // namespace

namespace tunescope::test {

AllocationCounter::AllocationCounter() noexcept : m_start(t_touched) {}

std::uint64_t AllocationCounter::touched() const noexcept {
  return t_touched - m_start;
}

bool AllocationCounter::isWorking() noexcept {
#ifdef TUNESCOPE_COUNTS_ALLOCATIONS
  return true;
#else
  return false;
#endif
}

}  // namespace tunescope::test

#ifdef TUNESCOPE_COUNTS_ALLOCATIONS

// glibc lets a program define these ("Replacing malloc" in its manual) and keeps its own under these names. libstdc++'s
// operator new and delete end here too.
extern "C" {

void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* pointer, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
void __libc_free(void* pointer);

void* malloc(std::size_t size) noexcept {
  ++t_touched;
  return __libc_malloc(size);
}

void* calloc(std::size_t count, std::size_t size) noexcept {
  ++t_touched;
  return __libc_calloc(count, size);
}

void* realloc(void* pointer, std::size_t size) noexcept {
  ++t_touched;
  return __libc_realloc(pointer, size);
}

void* memalign(std::size_t alignment, std::size_t size) noexcept {
  ++t_touched;
  return __libc_memalign(alignment, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
  return memalign(alignment, size);
}

int posix_memalign(void** pointer, std::size_t alignment, std::size_t size) noexcept {
  if (alignment % sizeof(void*) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0) return EINVAL;
  void* const block = memalign(alignment, size);
  if (block == nullptr) return ENOMEM;
  *pointer = block;
  return 0;
}

void free(void* pointer) noexcept {
  if (pointer != nullptr) ++t_touched;
  __libc_free(pointer);
}

}  // extern "C"

#endif
