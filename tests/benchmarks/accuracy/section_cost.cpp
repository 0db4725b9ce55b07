// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"
#include "moresignals.h"

#include <algorithm>
#include <ctime>

#ifdef __GLIBC__
#include <malloc.h>
#endif
#ifdef TUNESCOPE_HAS_AUBIO
#include <aubio/aubio.h>
#endif

namespace tunescope::test {

namespace {

constexpr std::size_t kHop = 512;

double cpuSeconds() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

double costOfTunescope(std::span<const float> samples) {
  core::PitchEngine engine({});
  double sum = 0;
  const double began = cpuSeconds();
  for (std::size_t i = 0; i + kHop <= samples.size(); i += kHop)
    sum += engine.process(samples.subspan(i, kHop)).confidence;
  return cpuSeconds() - began + 0 * sum;
}

#ifdef TUNESCOPE_HAS_AUBIO
// The same hop and aubio's own choice of method, at a window of 4096.
double costOfAubio(std::span<const float> samples) {
  aubio_pitch_t* pitch = new_aubio_pitch("yinfft", 4096, kHop, 48000);
  fvec_t* in = new_fvec(kHop);
  fvec_t* out = new_fvec(1);
  const double began = cpuSeconds();
  for (std::size_t i = 0; i + kHop <= samples.size(); i += kHop) {
    std::copy_n(samples.begin() + static_cast<std::ptrdiff_t>(i), kHop, in->data);
    aubio_pitch_do(pitch, in, out);
  }
  const double cost = cpuSeconds() - began;
  del_fvec(out);
  del_fvec(in);
  del_aubio_pitch(pitch);
  return cost;
}
#endif

double heapBytes() {
#ifdef __GLIBC__
  const struct mallinfo2 info = mallinfo2();
  return static_cast<double>(info.uordblks + info.hblkhd);
#else
  return 0;
#endif
}

}  // namespace

void measureCost(Bench& bench) {
  bench.progress("cost");
  const std::vector<double> tune = {82.41, 196, 110, 440, 329.63, 659.26, 146.83, 1318.5, 41.2, 246.94};
  const MovingTone melody = makePluckedMelody(tune, bench.isShort ? 0.3 : 2.0, 60, bench.seed);
  const double seconds = static_cast<double>(melody.samples.size()) / 48000;
  std::vector<double> own, ratios;
  for (int run = 0; run < (bench.isShort ? 1 : 7); ++run) {
    own.push_back(costOfTunescope(melody.samples));
#ifdef TUNESCOPE_HAS_AUBIO
    ratios.push_back(own.back() / costOfAubio(melody.samples));
#endif
  }
  bench.findings.fact("cost.cpuPercent", 100 * quantile(own, 0.5) / seconds);
  bench.findings.fact("cost.microsecondsPerHop", 1e6 * quantile(own, 0.5) / seconds * kHopS);
  bench.findings.fact("cost.ratioToYinfft", quantile(ratios, 0.5));
  const double before = heapBytes();
  const core::PitchEngine engine({.sampleRateHz = 192000});
  const double megabytes = (heapBytes() - before) / 1e6;
  if (before > 0) bench.findings.fact("cost.megabytes", megabytes);
}

}  // namespace tunescope::test
