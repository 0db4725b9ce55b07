// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

// A test without Qt, for what is also compiled where Qt is not wanted (the ring: WebAssembly, model checker). A test is
// a function; the first check that does not hold names itself and ends the program with 1.
namespace tunescope::tests {

[[noreturn]] inline void failCheck(const char* what, const char* file, int line, const std::string& detail) {
  std::fprintf(stderr, "FAIL!  : %s\n   Loc: [%s:%d]\n", what, file, line);
  if (!detail.empty()) std::fprintf(stderr, "   %s\n", detail.c_str());
  std::exit(1);
}

template <class Function>
void runTest(const char* name, Function function) {
  std::printf("RUN    : %s\n", name);
  std::fflush(stdout);
  function();
  std::printf("PASS   : %s\n", name);
}

}  // namespace tunescope::tests

#define TS_CHECK(condition) \
  ((condition) ? void() : tunescope::tests::failCheck(#condition, __FILE__, __LINE__, std::string()))
// detail: a std::string, made only when the check fails.
#define TS_CHECK_DETAIL(condition, detail) \
  ((condition) ? void() : tunescope::tests::failCheck(#condition, __FILE__, __LINE__, detail))
