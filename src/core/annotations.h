// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// TS_NONBLOCKING marks a function that runs in the capture callback: it never allocates, locks, waits or logs.
// Where the compiler knows the attribute (clang 20 and later) it can check that at compile time (-Wfunction-effects)
// and RealtimeSanitizer at run time; no build does so yet. Elsewhere it expands to nothing. It follows noexcept.
#if defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::nonblocking)
#define TS_NONBLOCKING [[clang::nonblocking]]
#endif
#endif
#ifndef TS_NONBLOCKING
#define TS_NONBLOCKING
#endif
