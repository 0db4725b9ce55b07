// SPDX-License-Identifier: GPL-3.0-or-later
// A library for LD_PRELOAD that ends the program when the capture callback of RtAudio allocates, locks, waits, reads,
// writes or prints: what RealtimeSanitizer does where there is a clang that has it. The program needs no change, for
// RtAudio's openStream() is wrapped, in either of its versions, and with it the callback.
//
// TUNESCOPE_GUARD_MUTANT=allocate|lock|write|sleep makes the wrapper do that in each callback: it must be caught. At
// the end of the program a line tells how many callbacks were watched.
#include <RtAudio.h>

#include <atomic>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <dlfcn.h>
#include <execinfo.h>
#include <mutex>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace {

thread_local bool t_isInCallback = false;
std::atomic<unsigned long> g_callbacks{0};

void sayAndEnd(const char* what) {
  t_isInCallback = false;
  char line[160];
  const int length = std::snprintf(line, sizeof line, "callback guard: %s was called in the capture callback\n", what);
  if (length > 0) (void)!::write(STDERR_FILENO, line, static_cast<std::size_t>(length));
  void* frames[24];
  ::backtrace_symbols_fd(frames, ::backtrace(frames, 24), STDERR_FILENO);
  ::_exit(86);
}

void check(const char* what) {
  if (t_isInCallback) sayAndEnd(what);
}

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

struct Wrapped {
  RtAudioCallback callback;
  void* user;
};

void misbehave() {
  static const char* const mutant = std::getenv("TUNESCOPE_GUARD_MUTANT");
  if (mutant == nullptr) return;
  if (std::strcmp(mutant, "allocate") == 0) {
    static std::vector<float> grows;
    grows.push_back(1);
    grows.shrink_to_fit();
  } else if (std::strcmp(mutant, "lock") == 0) {
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
  } else if (std::strcmp(mutant, "write") == 0) {
    std::puts("in the callback");
  } else if (std::strcmp(mutant, "sleep") == 0) {
    const timespec moment{0, 1000};
    ::nanosleep(&moment, nullptr);
  }
}

int watched(void* output, void* input, unsigned frames, double time, RtAudioStreamStatus status, void* user) {
  const auto* wrapped = static_cast<const Wrapped*>(user);
  g_callbacks.fetch_add(1, std::memory_order_relaxed);
  t_isInCallback = true;
  misbehave();
  const int result = wrapped->callback(output, input, frames, time, status, wrapped->user);
  t_isInCallback = false;
  return result;
}

// Kept for the life of the program: a callback that hangs may come to itself late.
Wrapped* wrap(RtAudioCallback callback, void* user) {
  return new Wrapped{callback, user};
}

struct Report {
  ~Report() {
    std::fprintf(stderr, "callback guard: %lu callbacks, none of which waited or allocated\n", g_callbacks.load());
  }
} g_report;

}  // namespace

#ifdef RTAUDIO_VERSION_MAJOR
RtAudioErrorType RtAudio::openStream(StreamParameters* output, StreamParameters* input, RtAudioFormat format,
                                     unsigned rate, unsigned* frames, RtAudioCallback callback, void* user,
                                     StreamOptions* options) {
  using Open = RtAudioErrorType (*)(RtAudio*, StreamParameters*, StreamParameters*, RtAudioFormat, unsigned, unsigned*,
                                    RtAudioCallback, void*, StreamOptions*);
  static const Open open =
      next<Open>("_ZN7RtAudio10openStreamEPNS_16StreamParametersES1_mjPjPFiPvS3_jdjS3_ES3_PNS_13StreamOptionsE");
  return open(this, output, input, format, rate, frames, &watched, wrap(callback, user), options);
}
#else
void RtAudio::openStream(StreamParameters* output, StreamParameters* input, RtAudioFormat format, unsigned rate,
                         unsigned* frames, RtAudioCallback callback, void* user, StreamOptions* options,
                         RtAudioErrorCallback onError) {
  using Open = void (*)(RtAudio*, StreamParameters*, StreamParameters*, RtAudioFormat, unsigned, unsigned*,
                        RtAudioCallback, void*, StreamOptions*, RtAudioErrorCallback);
  static const Open open = next<Open>(
      "_ZN7RtAudio10openStreamEPNS_16StreamParametersES1_mjPjPFiPvS3_jdjS3_ES3_PNS_"
      "13StreamOptionsEPFvN12RtAudioError4Type"
      "ERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEEE");
  open(this, output, input, format, rate, frames, &watched, wrap(callback, user), options, onError);
}
#endif

// What the callback must not call. glibc keeps its own allocator under the names with __libc; the others are looked up.
#define TUNESCOPE_GUARDED(result, name, parameters, arguments) \
  result name parameters noexcept {                            \
    check(#name);                                              \
    static std::atomic<result(*) parameters> real{nullptr};    \
    auto function = real.load(std::memory_order_relaxed);      \
    if (function == nullptr) {                                 \
      function = next<result(*) parameters>(#name);            \
      real.store(function, std::memory_order_relaxed);         \
    }                                                          \
    return function arguments;                                 \
  }

extern "C" {

void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* pointer, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
void __libc_free(void* pointer);

void* malloc(std::size_t size) noexcept {
  check("malloc");
  return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) noexcept {
  check("calloc");
  return __libc_calloc(count, size);
}
void* realloc(void* pointer, std::size_t size) noexcept {
  check("realloc");
  return __libc_realloc(pointer, size);
}
void* memalign(std::size_t alignment, std::size_t size) noexcept {
  check("memalign");
  return __libc_memalign(alignment, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
  check("aligned_alloc");
  return __libc_memalign(alignment, size);
}
void free(void* pointer) noexcept {
  if (pointer != nullptr) check("free");
  __libc_free(pointer);
}

TUNESCOPE_GUARDED(int, pthread_mutex_lock, (pthread_mutex_t * mutex), (mutex))
TUNESCOPE_GUARDED(int, pthread_rwlock_rdlock, (pthread_rwlock_t * lock), (lock))
TUNESCOPE_GUARDED(int, pthread_rwlock_wrlock, (pthread_rwlock_t * lock), (lock))
TUNESCOPE_GUARDED(int, pthread_cond_signal, (pthread_cond_t * condition), (condition))
TUNESCOPE_GUARDED(int, pthread_cond_broadcast, (pthread_cond_t * condition), (condition))
TUNESCOPE_GUARDED(int, sem_post, (sem_t * semaphore), (semaphore))
TUNESCOPE_GUARDED(int, usleep, (useconds_t duration), (duration))
TUNESCOPE_GUARDED(int, nanosleep, (const timespec* duration, timespec* rest), (duration, rest))
TUNESCOPE_GUARDED(int, sched_yield, (), ())
TUNESCOPE_GUARDED(int, poll, (pollfd * entries, nfds_t count, int timeout), (entries, count, timeout))
TUNESCOPE_GUARDED(ssize_t, read, (int file, void* bytes, size_t count), (file, bytes, count))
TUNESCOPE_GUARDED(ssize_t, write, (int file, const void* bytes, size_t count), (file, bytes, count))
TUNESCOPE_GUARDED(FILE*, fopen, (const char* path, const char* mode), (path, mode))
TUNESCOPE_GUARDED(int, puts, (const char* text), (text))
TUNESCOPE_GUARDED(int, fputs, (const char* text, FILE* file), (text, file))
TUNESCOPE_GUARDED(size_t, fwrite, (const void* bytes, size_t size, size_t count, FILE* file),
                  (bytes, size, count, file))
TUNESCOPE_GUARDED(int, vfprintf, (FILE * file, const char* format, va_list list), (file, format, list))
TUNESCOPE_GUARDED(void*, mmap, (void* at, size_t length, int protection, int flags, int file, off_t offset),
                  (at, length, protection, flags, file, offset))
TUNESCOPE_GUARDED(int, munmap, (void* at, size_t length), (at, length))

// What _FORTIFY_SOURCE makes of three of them in release builds.
TUNESCOPE_GUARDED(int, __poll_chk, (pollfd * entries, nfds_t count, int timeout, size_t room),
                  (entries, count, timeout, room))
TUNESCOPE_GUARDED(ssize_t, __read_chk, (int file, void* bytes, size_t count, size_t room), (file, bytes, count, room))
TUNESCOPE_GUARDED(int, __vfprintf_chk, (FILE * file, int flag, const char* format, va_list list),
                  (file, flag, format, list))

}  // extern "C"
