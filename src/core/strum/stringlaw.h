// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace tunescope::core {

// What a window shows of one partial of a string on its own, relative to where the string's law puts it.
struct PartialOffset {
  int number = 1;
  double offset = 0;    // its frequency over that of the law, minus 1
  double variance = 0;  // of offset, due to noise and to other signals there
};

// What all partials together show of the string's first partial.
struct LawCorrection {
  double offset = 0;    // of the first partial over that of the law, minus 1
  double variance = 0;  // of offset, including how far the partials stray from any law
  double stray = 1;     // how far they do, over the usual
};

// Minimum distance of strings' partials from the law, relative to their frequency.
double usualStray(int number) noexcept;

// A random-effects regression of the partials' offsets on the first partial and B. How far the partials of this string
// stray from its law is not known in advance: it is estimated from the residuals and averaged over its posterior (a few
// partials that happen to agree prove little). b: the law's B, around which B may move.
// Thread: any. Realtime-safe: wait-free.
LawCorrection correctLaw(std::span<const PartialOffset> partials, double b) noexcept;

}  // namespace tunescope::core
