// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/taprig.h"

#include <QTest>

#include <random>

using namespace tunescope;
using namespace tunescope::tests;

// Standstills: samples that the server kept come in faster than the clock; only the rest is lost.
class TapStallTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatWasHeldBackComesBeforeAStallToo() {
    TapRig rig;
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

  void aPauseWithItsBacklogLosesNothing() {
    TapRig rig;
    rig.begin();
    rig.fetch(100);
    rig.now += 2s;  // this process slept; the server kept the samples
    rig.fetchBacklog(1000, [](int) { return 100us; });
    rig.fetch(100);
    QVERIFY(isConsecutive(rig.heard));
    QCOMPARE(rig.ring()->lostFrames(), std::uint64_t{0});
    QVERIFY(rig.isInStep());
  }

  // 6 ms without a block within a backlog of 5 s were once mistaken for its end, and all of it was counted as lost.
  void aPauseWithinTheBacklogLosesNothing() {
    for (const auto pause : {6ms, 60ms, 240ms, 1000ms}) {
      TapRig rig;
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
    TapRig rig;
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

  void theCountsAgreeWithAnyBacklog() {
    std::mt19937 random(14);
    const auto pick = [&random](int from, int to) { return std::uniform_int_distribution<int>(from, to)(random); };
    for (int trial = 0; trial < 200; ++trial) {
      TapRig rig;
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
  void whatWasCountedAsLostByMistakeIsCorrected() {
    TapRig rig;
    rig.begin();
    rig.fetch(300);
    rig.now += 5s;
    for (int i = 0; i < 100; ++i) {
      rig.now += 10ms;  // it was recorded long ago
      rig.fetch();
    }
    QVERIFY(rig.ring()->lostFrames() > 0);
    rig.fetchBacklog(1000, [](int) { return 100us; });
    rig.fetch(300);
    QVERIFY2(rig.isInStep(), qPrintable(QString::number(rig.offBlocks())));
  }

  // 500 ppm for ten minutes, and then a standstill.
  void theDriftOfTheDevicesClockIsNotLoss() {
    for (const int ppm : {-500, 500}) {
      TapRig rig;
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
    TapRig rig;
    rig.begin();
    for (int i = 0; i < 120000; ++i) {  // 20 minutes
      rig.fetch(std::chrono::microseconds(std::lround(1000 * latenessMs(random) * (i % 50 == 0 ? 8 : 1))));
      rig.heard.clear();
    }
    QCOMPARE(rig.ring()->lostFrames(), std::uint64_t{0});
  }

  // steady_clock stands still while the machine is suspended.
  void aSuspendedMachineLosesWhatPassed() {
    TapRig rig;
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

  // So that the stream after this one counts the samples between them exactly.
  void theMeterSaysWhenTheNextSampleIsDue() {
    TapRig rig;
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
    TapRig rig;
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

  void theCountsAgreeAfterAStopDuringAHold() {
    for (const int blocks : {1, 20, 44}) {
      TapRig rig;
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
    TapRig rig;
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
};

QTEST_APPLESS_MAIN(TapStallTest)
#include "tst_tapstall.moc"
