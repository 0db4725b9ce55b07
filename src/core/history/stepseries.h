// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace tunescope::core {

// Steps of equal length from time 0 on, each the sum (Step::add) of what was added in it, and the sums of 4, 16, 64 …
// of them, so that a picture of any span costs about the same and loses no extreme. Where maxSteps do not suffice, each
// two steps become one of twice the length: memory is bounded, whatever the length of the sound.
// Thread: one at a time; after finish() any, until it changes. Realtime-safe: no (it allocates).
template <class Step>
class StepSeries {
 public:
  // maxSteps: an even number.
  StepSeries(double stepS, std::size_t maxSteps) : m_stepS(stepS), m_maxSteps(maxSteps), m_levels(1) {}

  // To all steps from fromS to toS, one at least. In any order of time; a time before 0 counts as 0.
  void add(double fromS, double toS, const Step& step) {
    while (toS > m_stepS * static_cast<double>(m_maxSteps)) joinPairs();
    const auto [first, last] = stepsOf(fromS, toS);
    if (last > steps().size()) steps().resize(last);
    for (std::size_t i = first; i < last; ++i) steps()[i].add(step);
  }

  // Makes the sums; nothing is added any more.
  void finish() {
    m_levels.resize(1);
    while (m_levels.back().size() > kPerBlock) {
      const std::vector<Step>& parts = m_levels.back();
      std::vector<Step> sums((parts.size() + kPerBlock - 1) / kPerBlock);
      for (std::size_t i = 0; i < parts.size(); ++i) sums[i / kPerBlock].add(parts[i]);
      m_levels.push_back(std::move(sums));
    }
  }

  // The sum of all steps from fromS to toS, one at least; an empty one behind the end. After finish().
  Step over(double fromS, double toS) const {
    Step sum;
    auto [first, last] = stepsOf(fromS, toS);
    last = std::min(last, m_levels.front().size());
    while (first < last) {
      std::size_t level = 0;
      std::size_t length = 1;
      while (level + 1 < m_levels.size() && first % (length * kPerBlock) == 0 && first + length * kPerBlock <= last) {
        ++level;
        length *= kPerBlock;
      }
      sum.add(m_levels[level][first / length]);
      first += length;
    }
    return sum;
  }

  double stepS() const noexcept { return m_stepS; }
  std::size_t size() const noexcept { return m_levels.front().size(); }

 private:
  static constexpr std::size_t kPerBlock = 4;

  std::vector<Step>& steps() noexcept { return m_levels.front(); }

  std::pair<std::size_t, std::size_t> stepsOf(double fromS, double toS) const noexcept {
    const auto first = static_cast<std::size_t>(std::max(0.0, std::floor(fromS / m_stepS)));
    const auto last = static_cast<std::size_t>(std::max(0.0, std::ceil(toS / m_stepS)));
    return {first, std::max(first + 1, last)};
  }

  void joinPairs() {
    std::vector<Step>& all = steps();
    const std::size_t half = (all.size() + 1) / 2;
    for (std::size_t i = 0; i < half; ++i) {
      Step sum = all[2 * i];
      if (2 * i + 1 < all.size()) sum.add(all[2 * i + 1]);
      all[i] = sum;
    }
    all.resize(half);
    m_stepS *= 2;
  }

  double m_stepS;
  std::size_t m_maxSteps;
  std::vector<std::vector<Step>> m_levels;  // the steps, and the sums of ever more of them
};

}  // namespace tunescope::core
