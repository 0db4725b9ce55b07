// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// TS_NONBLOCKING marks a function that runs in the capture callback: it never allocates, locks, waits or logs.
// Where the compiler knows the attribute (clang 20 and later) it checks that at compile time (-Wfunction-effects) and
// RealtimeSanitizer at run time, in the build "rtsan". Elsewhere it expands to nothing. It follows noexcept.
// TS_TRUST_BEGIN and TS_TRUST_END stand around a call that the compiler cannot see through; say why it does not wait.
#if defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::nonblocking)
#define TS_NONBLOCKING [[clang::nonblocking]]
#endif
#endif
#ifndef TS_NONBLOCKING
#define TS_NONBLOCKING
#define TS_TRUST_BEGIN
#define TS_TRUST_END
#else
#define TS_TRUST_BEGIN _Pragma("clang diagnostic push") _Pragma("clang diagnostic ignored \"-Wfunction-effects\"")
#define TS_TRUST_END _Pragma("clang diagnostic pop")
#endif
