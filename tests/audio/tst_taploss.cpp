// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/taprig.h"

#include <QTest>

using namespace tunescope;
using namespace tunescope::tests;

// Lost blocks: flagged by the server, missing before the first one, or more than the ring can hold.
class TapLossTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aFlaggedBlockIsAGap() {
    TapRig rig;
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
    TapRig rig;
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

  void anOutageEndsWithItsFirstSample() {
    TapRig rig(ElapsedClock::time_point{998s});
    rig.begin();
    rig.play(30);  // it is known after a quarter of a second
    rig.drain();
    QVERIFY(rig.marks[0].kind == MarkKind::StreamStart);
    QCOMPARE(rig.marks[0].lostFrames,
             std::uint64_t{2 * 48000});  // the first block began when the clock stood at 1000 s
    QVERIFY(rig.marks[0].reason == core::GapReason::Device);
  }

  // The first blocks of a reopened stream may be late: they do not show what is missing.
  void anOutageIsCountedByTheUsualDelay() {
    for (const auto late : {0ms, 80ms}) {
      TapRig rig(ElapsedClock::time_point{990s});
      rig.begin();
      rig.fetch(late);
      rig.fetch(300);
      QVERIFY(rig.marks[0].kind == MarkKind::StreamStart && rig.marks[0].reason == core::GapReason::Device);
      QCOMPARE(rig.marks[0].lostFrames, std::uint64_t{10 * 48000});
      QCOMPARE(rig.heard.size(), 301 * kBlock);
      QVERIFY(isConsecutive(rig.heard));
    }
  }

  // Samples missing before a stream's first one are not its frames: the delay of a reading counts from the first one.
  void theMeterCountsNothingOfTheOutageBefore() {
    TapRig rig(ElapsedClock::time_point{990s});
    rig.begin();
    for (int i = 1; i <= 100; ++i) {
      rig.fetch();
      QCOMPARE(rig.meter.snapshot().frames, std::uint64_t(i) * kBlock);
    }
    QCOMPARE(rig.ring()->lostFrames(), std::uint64_t{10 * 48000});
    QCOMPARE(rig.meter.snapshot().breaks, std::uint64_t{0});
  }

  void theCountsAgreeAfterAStopSoonAfterAnOutage() {
    TapRig rig(ElapsedClock::time_point{990s});
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
    TapRig rig(ElapsedClock::time_point{990s});
    rig.begin();
    rig.now += kBlockTime;
    rig.give(rig.nextBlock(), true);
    rig.tap().conclude();
    rig.drain();
    QCOMPARE(rig.marks.size(), std::size_t{0});
    QVERIFY(rig.meter.snapshot().nextDue == ElapsedClock::time_point{990s});
  }

  // A thousand hours of a device whose clock is 80 ppm fast, which loses most of each hour: 1.7e11 samples.
  void theCountsAgreeAfterAThousandHours() {
    TapRig rig({}, 48000);
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

  void aFullRingLosesWholeBlocksAndCountsThem() {
    TapRig rig({}, 1000);
    rig.begin();
    QVERIFY(rig.play(5));
    rig.drain();
    rig.play(1);
    rig.drain();
    QCOMPARE(rig.heard.size(), 3 * kBlock);
    QCOMPARE(rig.ring()->lostFrames(), std::uint64_t{3 * kBlock});
    QVERIFY(rig.marks[1].reason == core::GapReason::Overrun);
  }

  void theMeterCountsWhatStandsInTheRing() {
    TapRig rig;
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
};

QTEST_APPLESS_MAIN(TapLossTest)
#include "tst_taploss.moc"
