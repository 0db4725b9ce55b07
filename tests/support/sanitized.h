// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace tunescope::test {

// A sanitizer makes a test ten times slower, and what it looks for shows in a part of the sounds.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kIsSanitized = true;
#else
inline constexpr bool kIsSanitized = false;
#endif

}  // namespace tunescope::test
