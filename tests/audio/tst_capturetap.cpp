// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/rtaudio/capturetap.h"
#include "support/allocationcounter.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

using namespace tunescope;
using namespace tunescope::audio;
using namespace std::chrono_literals;
using MarkKind = core::RingMark::Kind;

namespace {

constexpr double kRateHz = 48000;
constexpr std::size_t kBlock = 480;  // 10 ms
constexpr auto kBlockTime = 10ms;

constexpr float kStep = 1.0F / 65536;

// A tap with a clock and a sound of the test's own, which rises by a step with each sample: so each tells its place.
class Rig {
 public:
  explicit Rig(std::optional<ElapsedClock::time_point> silentSince = {}, std::size_t ringSamples = 480000,
               const core::FrameLayout& layout = {})
      : m_layout(layout),
        m_ring(std::make_shared<core::SpscRing>(ringSamples)),
        m_consumer(m_ring),
        m_tap({.producer = core::RingProducer(m_ring),
               .layout = layout,
               .blockFrames = kBlock,
               .sampleRateHz = kRateHz,
               .silentSince = silentSince},
              delivered, meter) {}

  std::vector<float> nextBlock(std::size_t frames = kBlock) {
    std::vector<float> block(frames);
    for (float& value : block) value = m_next++ * kStep;
    return block;
  }

  bool give(const std::vector<float>& block, bool isOverflow = false) {
    return m_tap.process(block.data(), block.size(), isOverflow,
                         {.steady = now, .elapsed = ElapsedClock::time_point(now.time_since_epoch() + suspended)});
  }

  // A block of frames of all channels of the source: channel n of the frame at p is p + n / 64 steps.
  std::vector<float> nextFrames(std::size_t frames = kBlock) {
    std::vector<float> block;
    for (std::size_t i = 0; i < frames; ++i) {
      for (unsigned channel = 0; channel < m_layout.sourceChannels; ++channel)
        block.push_back((m_next + channel / 64.0F) * kStep);
      ++m_next;
    }
    return block;
  }
  bool giveFrames(const std::vector<float>& block) {
    now += kBlockTime;
    return m_tap.process(block.data(), block.size() / m_layout.sourceChannels, false,
                         {.steady = now, .elapsed = ElapsedClock::time_point(now.time_since_epoch())});
  }

  // A block by the clock.
  bool play(std::size_t blocks = 1) {
    bool goesOn = true;
    for (std::size_t i = 0; i < blocks; ++i) {
      now += kBlockTime;
      goesOn = give(nextBlock());
    }
    return goesOn;
  }

  // The device records a block every 10 ms from its first one on, whether anybody fetches it or not.
  // The next block of the device, fetched so late.
  void fetch(std::chrono::nanoseconds late = {}) {
    if (m_recorded == 0) m_deviceStart = now;
    now = std::max(now, m_deviceStart + ++m_recorded * kBlockTime + late);
    QVERIFY(give(nextBlock()));
    drain();
  }
  void fetch(int blocks, std::chrono::nanoseconds late = {}) {
    for (int i = 0; i < blocks; ++i) fetch(late);
  }
  // The same after so long, if it was recorded long ago.
  void fetchLater(std::chrono::nanoseconds time) {
    now += time;
    fetch();
  }
  int waiting() const { return static_cast<int>((now - m_deviceStart) / kBlockTime) - m_recorded; }
  // Fetches what waits, but for what a server did not keep; step: the time that takes.
  template <class Step>
  void fetchBacklog(int kept, Step step) {
    const int dropped = std::max(0, waiting() - kept);
    for (int i = 0; i < kept && waiting() > dropped; ++i) {
      now += step(i);
      fetch();
    }
    m_recorded += dropped;
  }

  // The ring's clock, lost samples included, against the device's.
  double offBlocks() const {
    std::uint64_t frames = heard.size();
    for (const core::RingMark& mark : marks) frames += mark.lostFrames;
    return double(frames) / kBlock - m_recorded;
  }
  bool isInStep() const { return std::abs(offBlocks()) <= 1; }

  void begin() { QVERIFY(give(std::vector<float>(kBlock))); }  // the block before the first

  void drain() {
    for (;;) {
      while (const auto mark = m_consumer.takeMark()) {
        marks.push_back(*mark);
        m_layout = mark->layout;
      }
      float block[1024];
      const std::size_t count = m_consumer.read(block);
      if (count == 0) return;
      heard.insert(heard.end(), block, block + count * m_layout.width());
    }
  }

  CaptureTap& tap() { return m_tap; }
  const std::shared_ptr<core::SpscRing>& ring() { return m_ring; }

  CaptureTap::Clock::time_point now{1000s};
  std::chrono::nanoseconds suspended{0};  // for how long the machine was
  std::atomic<std::uint64_t> delivered{0};
  CallbackMeter meter;
  std::vector<float> heard;
  std::vector<core::RingMark> marks;

 private:
  core::FrameLayout m_layout;
  std::shared_ptr<core::SpscRing> m_ring;
  core::RingConsumer m_consumer;
  CaptureTap m_tap;
  float m_next = 1;
  int m_recorded = 0;  // blocks, fetched or dropped
  CaptureTap::Clock::time_point m_deviceStart;
};

// What a session of every kind of block touches of the heap. give: a callback, called with the clock of the test.
template <class Give>
std::uint64_t touchedBy(Rig& rig, Give give) {
  const std::vector<float> usual = rig.nextBlock();
  const std::vector<float> next = rig.nextBlock();
  const std::vector<float> oversized = rig.nextBlock(30000);
  const test::AllocationCounter counter;
  give(usual, false);  // the one that is dropped
  rig.now += kBlockTime;
  give(usual, false);  // begins
  rig.now += kBlockTime;
  give(next, false);
  rig.now += kBlockTime;
  give(next, false);  // held back
  rig.now += 1us;
  give(next, false);  // stale
  rig.now += kBlockTime;
  give(next, true);  // an overflow
  rig.now += 2s;
  give(usual, false);             // after a pause
  for (int i = 0; i < 60; ++i) {  // a stall
    rig.now += kBlockTime;
    give(i % 2 == 0 ? next : usual, false);
  }
  rig.now += 1s;
  give(oversized, false);
  for (int i = 0; i < 1000; ++i) give(usual, false);  // the ring is full; and a runaway
  return counter.touched();
}

bool isConsecutive(const std::vector<float>& samples) {
  return std::ranges::adjacent_find(samples, [](float a, float b) { return b != a + kStep; }) == samples.end();
}

}  // namespace

class CaptureTapTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // A person moves the stream in a mixer: the ring tells where.
  void anotherSourceIsMarkedBeforeItsFirstBlock() {
    Rig rig;
    rig.tap().setFacts(3);
    rig.begin();
    rig.play(10);
    rig.tap().setFacts(5);
    rig.play(2);
    rig.drain();
    QCOMPARE(rig.marks.size(), 2U);
    QCOMPARE(rig.marks[0].facts, 3U);
    QVERIFY(rig.marks[1].kind == MarkKind::StreamStart);
    QCOMPARE(rig.marks[1].facts, 5U);
    QCOMPARE(rig.marks[1].position, std::uint64_t{10 * kBlock});
    QCOMPARE(rig.marks[1].lostFrames, std::uint64_t{0});
    QCOMPARE(rig.heard.size(), 12 * kBlock);
  }

  void theBlockBeforeTheFirstReadIsDropped() {
    Rig rig;
    rig.begin();
    QCOMPARE(rig.delivered.load(), std::uint64_t{0});
    rig.play(10);
    rig.drain();
    QCOMPARE(rig.heard.size(), 10 * kBlock);
    QCOMPARE(rig.heard.front(), kStep);
    QVERIFY(isConsecutive(rig.heard));
    QCOMPARE(rig.marks.size(), std::size_t{1});
    QCOMPARE(rig.delivered.load(), std::uint64_t{10 * kBlock});
  }

  void anOutageEndsWithItsFirstSample() {
    Rig rig(ElapsedClock::time_point{998s});
    rig.begin();
    rig.play(30);  // it is known after a quarter of a second
    rig.drain();
    QVERIFY(rig.marks[0].kind == MarkKind::StreamStart);
    QCOMPARE(rig.marks[0].lostFrames,
             std::uint64_t{2 * 48000});  // the first block began when the clock stood at 1000 s
    QVERIFY(rig.marks[0].reason == core::GapReason::Device);
  }

  void aServerThatDiesGivesNothingMore() {
    Rig rig;
    rig.begin();
    rig.play(50);
    std::vector<float> stale = rig.nextBlock();
    rig.now += kBlockTime;
    rig.give(stale);
    int calls = 0;
    rig.now += 7ms;  // the first of them may come as late as an honest one
    while (rig.give(stale) && ++calls < 100000) rig.now += 1us;
    QVERIFY(rig.tap().hasRunAway());
    QVERIFY(calls < 300);
    QVERIFY(!rig.play());
    rig.drain();
    QCOMPARE(rig.heard.size(), 51 * kBlock);
    QVERIFY(isConsecutive(rig.heard));
  }

  // On a busy machine the thread that is called in vain is itself kept waiting now and then.
  void aDeadServerIsKnownThoughItsThreadWaits() {
    Rig rig;
    rig.begin();
    rig.play(50);
    const std::vector<float> stale = rig.nextBlock();
    rig.now += kBlockTime;
    rig.give(stale);
    for (int calls = 0; rig.give(stale); ++calls) {
      QVERIFY(calls < 2000);
      rig.now += calls % 20 == 3 ? 25ms : 1us;
    }
    QVERIFY(rig.tap().hasRunAway());
    rig.drain();
    QCOMPARE(rig.heard.size(), 51 * kBlock);
    QVERIFY(isConsecutive(rig.heard));
  }

  void aBlockThatIsHalfStaleGoesWithTheStaleOnes() {
    Rig rig;
    rig.begin();
    rig.play(49);
    std::vector<float> mixed = rig.nextBlock();
    rig.now += kBlockTime;
    rig.give(mixed);
    const std::vector<float> fresh = rig.nextBlock();
    std::copy_n(fresh.begin(), 200, mixed.begin());
    rig.now += 4ms;
    while (rig.give(mixed)) rig.now += 1us;
    rig.drain();
    QCOMPARE(rig.heard.size(), 50 * kBlock);
    QVERIFY(isConsecutive(rig.heard));
  }

  void aToneThatRepeatsWithEachBlockIsNotMistaken() {
    Rig rig;
    rig.begin();
    std::vector<float> period(kBlock);
    for (std::size_t i = 0; i < kBlock; ++i) period[i] = std::sin(static_cast<float>(i) * 0.1F);
    for (int pair = 0; pair < 50; ++pair) {  // in pairs, as sound servers like to send
      rig.now += 2 * kBlockTime;
      QVERIFY(rig.give(period));
      QVERIFY(rig.give(period));
    }
    rig.now += kBlockTime;
    QVERIFY(rig.give(rig.nextBlock()));
    rig.drain();
    QCOMPARE(rig.heard.size(), 101 * kBlock);
    QCOMPARE(rig.ring()->lostFrames(), std::uint64_t{0});
  }

  void silenceIsSilenceHoweverItComes() {
    Rig rig;
    rig.begin();
    const std::vector<float> silence(kBlock);
    for (int pair = 0; pair < 20; ++pair) {
      rig.now += 2 * kBlockTime;
      QVERIFY(rig.give(silence));
      QVERIFY(rig.give(silence));
    }
    rig.drain();
    QCOMPARE(rig.heard.size(), 40 * kBlock);
  }

  void aFlaggedBlockIsAGap() {
    Rig rig;
    rig.begin();
    rig.play(5);
    rig.now += 50ms;
    QVERIFY(rig.give(rig.nextBlock(), true));
    rig.play(5);
    rig.drain();
    QCOMPARE(rig.heard.size(), 10 * kBlock);
    QCOMPARE(rig.marks.size(), std::size_t{2});
    QVERIFY(rig.marks[1].kind == MarkKind::Gap && rig.marks[1].reason == core::GapReason::Overrun);
    QCOMPARE(rig.marks[1].position, std::uint64_t{5 * kBlock});
    QCOMPARE(rig.marks[1].lostFrames, std::uint64_t{2400});  // what the clock says
  }

  void whatWasHeldBackComesBeforeTheGap() {
    Rig rig;
    rig.begin();
    const std::vector<float> period = rig.nextBlock();  // a tone that repeats with each block
    for (int i = 0; i < 3; ++i) {
      rig.now += kBlockTime;
      QVERIFY(rig.give(period));
    }
    rig.now += kBlockTime;
    QVERIFY(rig.give(period, true));
    rig.play(2);
    rig.drain();
    QCOMPARE(rig.heard.size(), 5 * kBlock);
    QCOMPARE(rig.marks.size(), std::size_t{2});
    QVERIFY(rig.marks[1].kind == MarkKind::Gap && rig.marks[1].reason == core::GapReason::Overrun);
    QCOMPARE(rig.marks[1].position, std::uint64_t{3 * kBlock});
    QCOMPARE(rig.marks[1].lostFrames, std::uint64_t{kBlock});
  }

  void whatWasHeldBackComesBeforeAStallToo() {
    Rig rig;
    rig.begin();
    const std::vector<float> period = rig.nextBlock();
    for (int i = 0; i < 100; ++i) {
      rig.now += kBlockTime;
      QVERIFY(rig.give(period));
    }
    rig.now += 2s;  // the source was suspended
    for (int i = 0; i < 100; ++i) {
      rig.now += kBlockTime;
      QVERIFY(rig.give(period));
    }
    rig.drain();
    QCOMPARE(rig.marks.size(), std::size_t{2});
    QVERIFY(rig.marks[1].reason == core::GapReason::Stall);
    QCOMPARE(rig.marks[1].position, std::uint64_t{100 * kBlock});
    QVERIFY(std::abs(static_cast<double>(rig.marks[1].lostFrames) - 2 * kRateHz) <= kBlock);
  }

  // Two channels through every guard: held back while it might be stale, behind a stall, in one piece.
  void framesOfTwoChannelsStayWhole() {
    Rig rig({}, 480001, {.sourceChannels = 2});
    QVERIFY(rig.giveFrames(std::vector<float>(2 * kBlock)));
    std::vector<float> expected;
    const auto give = [&](const std::vector<float>& block) {
      QVERIFY(rig.giveFrames(block));
      expected.insert(expected.end(), block.begin(), block.end());
    };
    for (int i = 0; i < 100; ++i) give(rig.nextFrames());
    const std::vector<float> period = rig.nextFrames();
    for (int i = 0; i < 10; ++i) give(period);
    rig.now += 2s;
    for (int i = 0; i < 100; ++i) give(rig.nextFrames());
    rig.tap().conclude();
    rig.drain();
    QVERIFY(rig.heard == expected);
    QCOMPARE(rig.marks.size(), std::size_t{2});
    QVERIFY(rig.marks[0].layout == core::FrameLayout{.sourceChannels = 2});
    QVERIFY(rig.marks[1].reason == core::GapReason::Stall);
    QCOMPARE(rig.marks[1].position, std::uint64_t{110 * kBlock});
    QCOMPARE(rig.delivered.load(), std::uint64_t{210 * kBlock});
    QCOMPARE(rig.meter.snapshot().frames, std::uint64_t{210 * kBlock} + rig.marks[1].lostFrames);
  }

  // A stale block is known by all of its channels: one of them may repeat, or be silent.
  void aChannelThatRepeatsIsNoStaleBlock() {
    Rig rig({}, 480000, {.sourceChannels = 2});
    QVERIFY(rig.giveFrames(std::vector<float>(2 * kBlock)));
    for (int i = 0; i < 10; ++i) {
      std::vector<float> block = rig.nextFrames();
      for (std::size_t at = 0; at < block.size(); at += 2) block[at] = 0.5F;
      QVERIFY(rig.giveFrames(block));
      rig.drain();
      QCOMPARE(rig.heard.size(), 2 * (i + 1) * kBlock);  // nothing is held back
    }
  }

  void ofManyChannelsTheFramesHoldEightAndTheMeanOfAll() {
    Rig rig({}, 480000, layoutFor(18, {.number = 3}));
    QVERIFY(rig.giveFrames(std::vector<float>(18 * kBlock)));
    const std::vector<float> first = rig.nextFrames();
    const std::vector<float> second = rig.nextFrames();
    QVERIFY(rig.giveFrames(first));
    rig.tap().setFirstChannel(11);
    QVERIFY(rig.giveFrames(second));
    rig.drain();
    QCOMPARE(rig.heard.size(), 2 * 9 * kBlock);
    QCOMPARE(rig.marks.size(), std::size_t{2});
    QVERIFY(rig.marks[1].kind == MarkKind::Regrouped && rig.marks[1].layout.firstChannel == 11);
    QCOMPARE(rig.marks[1].position, std::uint64_t{kBlock});
    QCOMPARE(rig.ring()->lostFrames(), std::uint64_t{0});
    std::vector<float> mean(kBlock);
    for (std::size_t frame = 0; frame < 2 * kBlock; ++frame) {
      const float* source = (frame < kBlock ? first.data() : second.data()) + frame % kBlock * 18;
      ChannelPicker({.mix = true}, 18U).pick(source, std::span(mean).first(1));
      const float* held = rig.heard.data() + frame * 9;
      QVERIFY(std::equal(held, held + 8, source + (frame < kBlock ? 0 : 10)));
      QCOMPARE(held[8], mean[0]);
    }
  }

  void groupsOfChannels() {
    const auto firstOf = [](unsigned channels, ChannelChoice choice) {
      return layoutFor(channels, choice).firstChannel;
    };
    QVERIFY(firstOf(8, {.number = 8}) == 1 && firstOf(18, {.number = 8}) == 1 && firstOf(18, {.mix = true}) == 1);
    QVERIFY(firstOf(18, {.number = 9}) == 9 && firstOf(18, {.number = 16}) == 9 && firstOf(18, {.number = 18}) == 11);
    QVERIFY(firstOf(9, {.number = 9}) == 2 && firstOf(32, {.number = 32}) == 25 && firstOf(0, {}) == 1);
    const core::FrameLayout second = layoutFor(18, {.number = 12});
    QVERIFY(layoutWith(second, {.mix = true}) == second && layoutWith(second, {.number = 19}) == second);
    QVERIFY(layoutWith(second, {.number = 16}) == second && layoutWith(second, {.number = 1}).firstChannel == 1);
  }

  void nothingInTheCallbackTouchesTheHeap() {
    if (!test::AllocationCounter::isWorking()) QSKIP("malloc is not ours to count in this build");
    Rig rig({}, 20000);
    QCOMPARE(touchedBy(rig, [&](const auto& block, bool isOverflow) { rig.give(block, isOverflow); }),
             std::uint64_t{0});
    QVERIFY(rig.tap().hasRunAway());
    Rig wide({}, 20000, layoutFor(18, {}));
    const std::vector<float> block = wide.nextFrames();
    const test::AllocationCounter counter;
    for (unsigned i = 0; i < 10; ++i) {
      wide.tap().setFirstChannel(i % 11 + 1);
      wide.giveFrames(block);
    }
    QCOMPARE(counter.touched(), std::uint64_t{0});
    rig.drain();
    const auto has = [&](core::GapReason reason) {
      return std::ranges::any_of(rig.marks, [=](const core::RingMark& mark) { return mark.reason == reason; });
    };
    QVERIFY(has(core::GapReason::Overrun));
    QVERIFY(has(core::GapReason::Stall));
  }

  void aCallbackThatAllocatesIsCaught() {
    if (!test::AllocationCounter::isWorking()) QSKIP("malloc is not ours to count in this build");
    Rig rig({}, 20000);
    std::vector<std::size_t> lengths;  // the mutant: a callback that keeps a list
    const std::uint64_t touched = touchedBy(rig, [&](const auto& block, bool isOverflow) {
      lengths.push_back(block.size());
      rig.give(block, isOverflow);
    });
    QVERIFY(touched > 0);
  }

  void aPauseWithItsBacklogLosesNothing() {
    Rig rig;
    rig.begin();
    rig.fetch(100);
    rig.now += 2s;  // this process slept; the server kept what came
    rig.fetchBacklog(1000, [](int) { return 100us; });
    rig.fetch(100);
    QVERIFY(isConsecutive(rig.heard));
    QCOMPARE(rig.ring()->lostFrames(), std::uint64_t{0});
    QVERIFY(rig.isInStep());
  }

  // PulseAudio 17's null source does so; what is taken for a dead server is opened again, and gives it again.
  void whatAServerKeptForANewStreamIsHeard() {
    Rig rig;
    rig.begin();
    for (int i = 0; i < 200; ++i) {
      QVERIFY(rig.give(rig.nextBlock()));
      rig.now += 100us;
    }
    rig.play(100);
    rig.drain();
    QVERIFY(!rig.tap().hasRunAway());
    QVERIFY(isConsecutive(rig.heard));
    QCOMPARE(rig.heard.size(), 300 * kBlock);
    QCOMPARE(rig.ring()->lostFrames(), std::uint64_t{0});
  }

  // A thousand hours of a device whose clock is 80 ppm fast, which loses most of each hour: 1.7e11 samples.
  void aThousandHoursKeepTheBooks() {
    Rig rig({}, 48000);
    rig.begin();
    std::uint64_t given = 0;
    std::uint64_t lost = 0;
    std::uint64_t heard = 0;
    const auto blockTime = std::chrono::nanoseconds(10'000'000 - 800);
    const std::vector<float> even = rig.nextBlock();
    const std::vector<float> odd = rig.nextBlock();
    const auto drain = [&] {
      rig.drain();
      for (const core::RingMark& mark : rig.marks) lost += mark.lostFrames;
      heard += rig.heard.size();
      rig.marks.clear();
      rig.heard.clear();
    };
    for (int hour = 0; hour < 1000; ++hour) {
      for (int block = 0; block < 500; ++block) {
        rig.now += blockTime;
        QVERIFY(rig.give(block % 2 == 0 ? even : odd));
        if (block % 50 == 0) drain();
      }
      given += 500 * kBlock;
      rig.now += 3595s;
      QVERIFY(rig.give(even, true));
      drain();
    }
    rig.now += blockTime;
    QVERIFY(rig.give(odd));  // behind which the last loss has its mark
    given += kBlock;
    drain();
    QCOMPARE(heard, given);
    QVERIFY2(lost >= 1000ULL * 3595 * 48000 && lost < 1001ULL * 3595 * 48000, qPrintable(QString::number(lost)));
    QCOMPARE(rig.meter.snapshot().frames, heard + lost);
    QCOMPARE(rig.meter.snapshot().overruns, std::uint64_t{1000});
    QVERIFY(!rig.tap().hasRunAway());
  }

  void theMeterCountsWhatStandsInTheRing() {
    Rig rig;
    rig.begin();
    QCOMPARE(rig.meter.snapshot().callbacks, std::uint64_t{0});  // the dropped block is none
    rig.play(10);
    CallbackMeter::Snapshot seen = rig.meter.snapshot();
    QCOMPARE(seen.callbacks, std::uint64_t{10});
    QCOMPARE(seen.frames, std::uint64_t{10 * kBlock});
    QVERIFY(seen.time == rig.now);
    QCOMPARE(seen.breaks, std::uint64_t{0});
    rig.now += kBlockTime;
    rig.give(rig.nextBlock(), true);
    rig.play(1);
    seen = rig.meter.snapshot();
    QCOMPARE(seen.overruns, std::uint64_t{1});
    QCOMPARE(seen.breaks, std::uint64_t{1});
    QCOMPARE(seen.frames, std::uint64_t{12 * kBlock});
    rig.now += 2s;
    rig.play(60);  // a stall: the clock says what is missing
    seen = rig.meter.snapshot();
    QCOMPARE(seen.overruns, std::uint64_t{1});
    QCOMPARE(seen.breaks, std::uint64_t{2});
    rig.drain();
    std::uint64_t lost = 0;
    for (const core::RingMark& mark : rig.marks) lost += mark.lostFrames;
    QCOMPARE(seen.frames, rig.heard.size() + lost);
  }

  // --- Standstills: what the server kept comes in faster than the clock goes; only the rest is lost. ---

  // 6 ms without a block within a backlog of 5 s were once mistaken for its end, and all of it was counted as lost.
  void aPauseWithinTheBacklogLosesNothing() {
    for (const auto pause : {6ms, 60ms, 240ms, 1000ms}) {
      Rig rig;
      rig.begin();
      rig.fetch(300);
      rig.now += 5s;
      rig.fetchBacklog(1000, [pause](int i) { return i == 100 ? std::chrono::microseconds(pause) : 100us; });
      rig.fetch(500);
      QVERIFY(isConsecutive(rig.heard));
      QCOMPARE(rig.ring()->lostFrames(), std::uint64_t{0});
      QVERIFY(rig.isInStep());
    }
  }

  // The server's buffer was full after 10 s of 30: the newest samples are missing, after what it kept.
  void whatAFullServerDroppedIsLostAfterWhatItKept() {
    Rig rig;
    rig.begin();
    rig.fetch(300);
    rig.now += 30s;
    rig.fetchBacklog(1000, [](int) { return 100us; });
    rig.fetch(300);
    QCOMPARE(rig.marks.size(), std::size_t{2});
    QVERIFY(rig.marks[1].reason == core::GapReason::Stall);
    QVERIFY(std::abs(double(rig.marks[1].position) - 1300 * kBlock) <= kBlock);
    QCOMPARE(rig.heard.size(), 1600 * kBlock);
    QVERIFY(rig.isInStep());
  }

  void theBooksHoldWhateverTheBacklogDoes() {
    std::mt19937 random(14);
    const auto pick = [&random](int from, int to) { return std::uniform_int_distribution<int>(from, to)(random); };
    for (int trial = 0; trial < 200; ++trial) {
      Rig rig;
      rig.begin();
      rig.fetch(pick(100, 500));
      rig.now += std::chrono::milliseconds(pick(1000, 30000));
      const int mostStepUs = pick(0, 3) == 0 ? 9000 : 300;  // 9000: a loaded machine
      rig.fetchBacklog(pick(0, 1100), [&](int) {
        return std::chrono::microseconds(pick(10, mostStepUs)) + (pick(0, 200) == 0 ? pick(1, 200) * 1ms : 0ms);
      });
      while (rig.waiting() > 0) rig.fetch();
      for (int i = 0; i < 300; ++i) rig.fetch(std::chrono::microseconds(pick(0, 9) == 0 ? pick(0, 9000) : 0));
      QVERIFY2(rig.isInStep(),
               qPrintable(QStringLiteral("trial %1: off by %2 blocks").arg(trial).arg(rig.offBlocks())));
    }
  }

  // A backlog that comes at the pace of the clock for a second, and only then faster, looks lost at first.
  void whatWasCountedAsLostByMistakeIsMadeGood() {
    Rig rig;
    rig.begin();
    rig.fetch(300);
    rig.now += 5s;
    for (int i = 0; i < 100; ++i) rig.fetchLater(10ms);
    QVERIFY(rig.ring()->lostFrames() > 0);
    rig.fetchBacklog(1000, [](int) { return 100us; });
    rig.fetch(300);
    QVERIFY2(rig.isInStep(), qPrintable(QString::number(rig.offBlocks())));
  }

  // 500 ppm for ten minutes, and then a standstill.
  void theDriftOfTheDevicesClockIsNotLoss() {
    for (const int ppm : {-500, 500}) {
      Rig rig;
      rig.begin();
      for (int i = 0; i < 60000; ++i) {
        rig.now += std::chrono::nanoseconds(10'000'000 + 10 * ppm);
        QVERIFY(rig.give(rig.nextBlock()));
        rig.drain();
        rig.heard.clear();
      }
      rig.now += 5s;
      for (int i = 0; i < 500; ++i) {
        QVERIFY(rig.give(rig.nextBlock()));
        rig.drain();
      }
      rig.play(500);
      QCOMPARE(rig.ring()->lostFrames(), std::uint64_t{0});
    }
  }

  // On a loaded machine the callback runs late, now and then by more than a second, and nothing is lost.
  void jitterIsNotLoss() {
    std::mt19937 random(5);
    std::exponential_distribution<double> latenessMs(1 / 20.0);
    Rig rig;
    rig.begin();
    for (int i = 0; i < 120000; ++i) {  // 20 minutes
      rig.fetch(std::chrono::microseconds(std::lround(1000 * latenessMs(random) * (i % 50 == 0 ? 8 : 1))));
      rig.heard.clear();
    }
    QCOMPARE(rig.ring()->lostFrames(), std::uint64_t{0});
  }

  // steady_clock stands still while the machine is suspended.
  void aSuspendedMachineLosesWhatPassed() {
    Rig rig;
    rig.begin();
    rig.play(300);
    rig.suspended = 8h;
    rig.play(300);
    rig.drain();
    QCOMPARE(rig.marks.size(), std::size_t{2});
    QVERIFY(rig.marks[1].reason == core::GapReason::Stall);
    QCOMPARE(rig.marks[1].position, std::uint64_t{300 * kBlock});
    QCOMPARE(rig.marks[1].lostFrames, std::uint64_t{8 * 3600 * 48000});
    // The guard against a dead server is as quick as before.
    const std::vector<float> stale = rig.nextBlock();
    int calls = 0;
    while (rig.give(stale) && ++calls < 100000) rig.now += 1us;
    QVERIFY(rig.tap().hasRunAway() && calls < 1000);
  }

  // The first blocks of a stream that was opened again may come late: they are no measure of what is missing.
  void anOutageIsCountedByTheUsualDelay() {
    for (const auto late : {0ms, 80ms}) {
      Rig rig(ElapsedClock::time_point{990s});
      rig.begin();
      rig.fetch(late);
      rig.fetch(300);
      QVERIFY(rig.marks[0].kind == MarkKind::StreamStart && rig.marks[0].reason == core::GapReason::Device);
      QCOMPARE(rig.marks[0].lostFrames, std::uint64_t{10 * 48000});
      QCOMPARE(rig.heard.size(), 301 * kBlock);
      QVERIFY(isConsecutive(rig.heard));
    }
  }

  // What is missing before a stream's first sample is none of its frames: the delay of a reading is reckoned from them.
  void theMeterCountsNothingOfTheOutageBefore() {
    Rig rig(ElapsedClock::time_point{990s});
    rig.begin();
    for (int i = 1; i <= 100; ++i) {
      rig.fetch();
      QCOMPARE(rig.meter.snapshot().frames, std::uint64_t(i) * kBlock);
    }
    QCOMPARE(rig.ring()->lostFrames(), std::uint64_t{10 * 48000});
    QCOMPARE(rig.meter.snapshot().breaks, std::uint64_t{0});
  }

  // So that the stream after this one counts to the sample what is missing between them.
  void theMeterSaysWhenTheNextSampleIsDue() {
    Rig rig;
    rig.begin();
    rig.fetch(300);
    const auto due = rig.now.time_since_epoch() + kBlockTime;
    rig.fetch(7ms);
    QVERIFY(std::chrono::abs(rig.meter.snapshot().nextDue.time_since_epoch() - due) < 1us);
    rig.now += 5s;
    rig.fetchBacklog(0, [](int) { return 100us; });
    rig.fetch();  // held back: the ring does not have it
    QVERIFY(std::chrono::abs(rig.meter.snapshot().nextDue.time_since_epoch() - due) < 1us);
  }

  void aPauseWithoutBacklogIsAStall() {
    Rig rig;
    rig.begin();
    rig.play(100);
    rig.now += 2s;  // the source was suspended
    rig.play(100);
    rig.drain();
    QCOMPARE(rig.heard.size(), 200 * kBlock);
    QCOMPARE(rig.marks.size(), std::size_t{2});
    QVERIFY(rig.marks[1].reason == core::GapReason::Stall);
    QVERIFY(std::abs(static_cast<double>(rig.marks[1].lostFrames) - 2 * kRateHz) <= kBlock);
  }

  // --- The end, while it is not yet known what is missing ---

  void aStopDuringAHoldKeepsTheBooks() {
    for (const int blocks : {1, 20, 44}) {
      Rig rig;
      rig.begin();
      rig.fetch(300);
      rig.now += 1s;
      rig.fetchBacklog(0, [](int) { return 100us; });
      rig.fetch(blocks);
      const auto due = rig.now.time_since_epoch() + kBlockTime;
      rig.tap().conclude();
      rig.drain();
      QCOMPARE(rig.heard.size(), std::size_t(300 + blocks) * kBlock);
      QVERIFY2(rig.isInStep(), qPrintable(QString::number(rig.offBlocks())));
      QVERIFY(std::abs(double(rig.ring()->lostFrames()) - kRateHz) <= kBlock);
      // A stream that is opened after this one counts from there.
      QVERIFY(std::chrono::abs(rig.meter.snapshot().nextDue.time_since_epoch() - due) <= kBlockTime);
    }
  }

  void aStopWithinABacklogLosesOnlyTheRestOfIt() {
    Rig rig;
    rig.begin();
    rig.fetch(300);
    rig.now += 5s;
    rig.fetchBacklog(100, [](int) { return 100us; });
    rig.tap().conclude();
    rig.drain();
    QCOMPARE(rig.heard.size(), 400 * kBlock);
    QVERIFY(isConsecutive(rig.heard));
    QVERIFY2(rig.isInStep(), qPrintable(QString::number(rig.offBlocks())));
  }

  void aStopSoonAfterAnOutageKeepsTheBooks() {
    Rig rig(ElapsedClock::time_point{990s});
    rig.begin();
    rig.fetch(10);
    rig.tap().conclude();
    rig.drain();
    QCOMPARE(rig.marks.size(), std::size_t{1});
    QVERIFY(rig.marks[0].kind == MarkKind::StreamStart && rig.marks[0].reason == core::GapReason::Device);
    QCOMPARE(rig.marks[0].lostFrames, std::uint64_t{10 * 48000});
    QCOMPARE(rig.heard.size(), 10 * kBlock);
  }

  void aStopBeforeAnythingCameSaysNothing() {
    Rig rig(ElapsedClock::time_point{990s});
    rig.begin();
    rig.now += kBlockTime;
    rig.give(rig.nextBlock(), true);
    rig.tap().conclude();
    rig.drain();
    QCOMPARE(rig.marks.size(), std::size_t{0});
    QVERIFY(rig.meter.snapshot().nextDue == ElapsedClock::time_point{990s});
  }

  void aStopHandsOnWhatLookedStale() {
    Rig rig;
    rig.begin();
    rig.play(10);
    const std::vector<float> block = rig.nextBlock();
    for (int i = 0; i < 3; ++i) {
      rig.now += kBlockTime;
      rig.give(block);
    }
    rig.tap().conclude();
    rig.drain();
    QCOMPARE(rig.heard.size(), 13 * kBlock);
    QVERIFY(rig.play(1));  // taken no more
    rig.drain();
    QCOMPARE(rig.heard.size(), 13 * kBlock);
  }

  void aStopDiscardsADeadServersBlocks() {
    Rig rig;
    rig.begin();
    rig.play(10);
    const std::vector<float> block = rig.nextBlock();
    rig.now += kBlockTime;
    for (int i = 0; i < 100; ++i) rig.give(block);
    rig.tap().conclude();
    rig.drain();
    QCOMPARE(rig.heard.size(), 11 * kBlock);
  }

  void aMutedTapTakesNothing() {
    Rig rig;
    rig.begin();
    rig.play(2);
    rig.tap().mute();
    QVERIFY(rig.play(2));
    rig.drain();
    QCOMPARE(rig.heard.size(), 2 * kBlock);
  }

  void aRevokedTapSaysSo() {
    Rig rig;
    rig.begin();
    QVERIFY(rig.play(2));
    const core::RingProducer next(rig.ring());
    QVERIFY(!rig.play());
    rig.drain();
    QCOMPARE(rig.heard.size(), 2 * kBlock);
  }

  void blocksOfAnyLengthArriveWhole() {
    Rig rig;
    rig.begin();
    for (const std::size_t frames :
         {std::size_t{1}, std::size_t{20000}, std::size_t{8192}, std::size_t{3}, std::size_t{8193}}) {
      rig.now += std::chrono::microseconds(frames * 1000000 / 48000);
      QVERIFY(rig.give(rig.nextBlock(frames)));
    }
    rig.drain();
    QVERIFY(isConsecutive(rig.heard));
    QCOMPARE(rig.heard.size(), std::size_t{1 + 20000 + 8192 + 3 + 8193});
  }

  void aFullRingLosesWholeBlocksAndCountsThem() {
    Rig rig({}, 1000);
    rig.begin();
    QVERIFY(rig.play(5));
    rig.drain();
    rig.play(1);
    rig.drain();
    QCOMPARE(rig.heard.size(), 3 * kBlock);
    QCOMPARE(rig.ring()->lostFrames(), std::uint64_t{3 * kBlock});
    QVERIFY(rig.marks[1].reason == core::GapReason::Overrun);
  }
};

QTEST_APPLESS_MAIN(CaptureTapTest)
#include "tst_capturetap.moc"
