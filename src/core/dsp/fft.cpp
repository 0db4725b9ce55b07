// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/fft.h"

#include <kiss_fftr.h>

#include <cassert>
#include <limits>
#include <new>
#include <stdexcept>

namespace tunescope::core {

namespace {

struct PlanDeleter {
  void operator()(kiss_fftr_cfg plan) const noexcept { kiss_fftr_free(plan); }
};
using PlanPointer = std::unique_ptr<kiss_fftr_state, PlanDeleter>;

bool isFastSize(std::size_t size) noexcept {
  if (size < 2 || size % 2 != 0 || size > static_cast<std::size_t>(std::numeric_limits<int>::max())) return false;
  for (const std::size_t factor : {2U, 3U, 5U}) {
    while (size % factor == 0) size /= factor;
  }
  return size == 1;
}

PlanPointer makePlan(std::size_t size, bool inverse) {
  if (!isFastSize(size)) throw std::invalid_argument("RealFft: the size must be even and a product of 2, 3 and 5");
  PlanPointer plan(kiss_fftr_alloc(static_cast<int>(size), inverse ? 1 : 0, nullptr, nullptr));
  if (!plan) throw std::bad_alloc();
  return plan;
}

static_assert(sizeof(kiss_fft_cpx) == sizeof(std::complex<float>));

}  // namespace

struct RealFft::Plan {
  PlanPointer forward;
  PlanPointer inverse;
};

RealFft::RealFft(std::size_t size)
    : m_size(size), m_plan(std::make_unique<Plan>(Plan{makePlan(size, false), makePlan(size, true)})) {}

RealFft::~RealFft() = default;
RealFft::RealFft(RealFft&&) noexcept = default;
RealFft& RealFft::operator=(RealFft&&) noexcept = default;

void RealFft::forward(std::span<const float> time, std::span<std::complex<float>> bins) noexcept {
  assert(time.size() == m_size && bins.size() == binCount());
  // std::complex<float> has the layout of float[2] ([complex.numbers.general]), as kiss_fft_cpx has.
  kiss_fftr(m_plan->forward.get(), time.data(), reinterpret_cast<kiss_fft_cpx*>(bins.data()));
}

void RealFft::inverse(std::span<const std::complex<float>> bins, std::span<float> time) noexcept {
  assert(time.size() == m_size && bins.size() == binCount());
  kiss_fftri(m_plan->inverse.get(), reinterpret_cast<const kiss_fft_cpx*>(bins.data()), time.data());
}

}  // namespace tunescope::core
