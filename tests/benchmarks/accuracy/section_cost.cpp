// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"
#include "moresignals.h"

#include <algorithm>
#include <cmath>
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

// CPU time of a stretch of sound, hop by hop.
template <typename Analyse>
double costOf(std::span<const float> samples, const Analyse& analyse) {
  const double began = cpuSeconds();
  for (std::size_t i = 0; i + kHop <= samples.size(); i += kHop) analyse(samples.subspan(i, kHop));
  return cpuSeconds() - began;
}

#ifdef TUNESCOPE_HAS_AUBIO
// The same hop and aubio's own choice of method, at a window of 4096.
class Yinfft {
 public:
  ~Yinfft() {
    del_fvec(m_out);
    del_fvec(m_in);
    del_aubio_pitch(m_pitch);
  }
  Yinfft() = default;
  Yinfft(const Yinfft&) = delete;
  Yinfft& operator=(const Yinfft&) = delete;

  void process(std::span<const float> hop) {
    std::ranges::copy(hop, m_in->data);
    aubio_pitch_do(m_pitch, m_in, m_out);
  }

 private:
  aubio_pitch_t* m_pitch = new_aubio_pitch("yinfft", 4096, kHop, 48000);
  fvec_t* m_in = new_fvec(kHop);
  fvec_t* m_out = new_fvec(1);
};
#endif

struct Cost {
  double seconds = 0;  // of CPU for all the sound
  double ratio = NAN;  // to aubio's
};

// Both take turns, stretch by stretch, so that what else the machine does slows both alike; of all stretches the median
// ratio counts.
Cost compareCosts(std::span<const float> samples) {
  constexpr std::size_t kStretch = 48 * kHop;
  core::PitchEngine engine({});
#ifdef TUNESCOPE_HAS_AUBIO
  Yinfft yinfft;
#endif
  Cost cost;
  std::vector<double> ratios;
  for (std::size_t at = 0; at + kStretch <= samples.size(); at += kStretch) {
    const std::span<const float> stretch = samples.subspan(at, kStretch);
    const double own = costOf(stretch, [&](std::span<const float> hop) { engine.process(hop); });
    cost.seconds += own;
#ifdef TUNESCOPE_HAS_AUBIO
    ratios.push_back(own / costOf(stretch, [&](std::span<const float> hop) { yinfft.process(hop); }));
#endif
  }
  if (!ratios.empty()) cost.ratio = quantile(ratios, 0.5);
  return cost;
}

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
    const Cost cost = compareCosts(melody.samples);
    own.push_back(cost.seconds);
    ratios.push_back(cost.ratio);
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
