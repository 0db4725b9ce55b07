// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run/watchdog.h"

#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <thread>

namespace tunescope::cli::watchdog {

namespace {

struct Watch {
  std::mutex mutex;
  std::condition_variable changed;
  std::optional<std::chrono::steady_clock::time_point> limit;
  std::string sentence;
  ExitCode code = ExitCode::Internal;

  [[noreturn]] void run() {
    std::unique_lock lock(mutex);
    for (;;) {
      if (!limit) {
        changed.wait(lock);
      } else if (std::chrono::steady_clock::now() >= *limit) {
        if (!sentence.empty()) complain(sentence);
        std::_Exit(static_cast<int>(code));  // exit() would wait for what hangs
      } else {
        changed.wait_until(lock, *limit);
      }
    }
  }
};

// It is never destroyed: its thread watches until the very end.
Watch& watch() {
  static Watch* const theWatch = [] {
    auto* made = new Watch;
    std::thread([made] { made->run(); }).detach();
    return made;
  }();
  return *theWatch;
}

}  // namespace

void setLimit(std::chrono::milliseconds after, const std::string& sentence, ExitCode code) {
  Watch& it = watch();
  {
    const std::lock_guard lock(it.mutex);
    it.limit = std::chrono::steady_clock::now() + after;
    it.sentence = sentence;
    it.code = code;
  }
  it.changed.notify_one();
}

void exitNow(ExitCode code) {
  std::_Exit(static_cast<int>(code));
}

void lift() {
  Watch& it = watch();
  const std::lock_guard lock(it.mutex);
  it.limit.reset();
}

}  // namespace tunescope::cli::watchdog
