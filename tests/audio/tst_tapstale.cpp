// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/taprig.h"

#include <QTest>

using namespace tunescope;
using namespace tunescope::tests;

// A dead server whose thread repeatedly calls with its last block.
class TapStaleTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aServerThatDiesGivesNothingMore() {
    TapRig rig;
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

  // On a busy machine the repeating thread itself has to wait now and then.
  void aDeadServerIsKnownThoughItsThreadWaits() {
    TapRig rig;
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
    TapRig rig;
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

  void aToneThatRepeatsWithEachBlockIsKept() {
    TapRig rig;
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
    TapRig rig;
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

  // A stale block is recognised by all of its channels: one of them may repeat, or be silent.
  void aChannelThatRepeatsIsNoStaleBlock() {
    TapRig rig({}, 480000, {.sourceChannels = 2});
    QVERIFY(rig.giveFrames(std::vector<float>(2 * kBlock)));
    for (int i = 0; i < 10; ++i) {
      std::vector<float> block = rig.nextFrames();
      for (std::size_t at = 0; at < block.size(); at += 2) block[at] = 0.5F;
      QVERIFY(rig.giveFrames(block));
      rig.drain();
      QCOMPARE(rig.heard.size(), 2 * (i + 1) * kBlock);  // nothing is held back
    }
  }

  // PulseAudio 17's null source does so; a stream mistaken for a dead server's is reopened, and delivers it again.
  void whatAServerKeptForANewStreamIsAnalysed() {
    TapRig rig;
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

  void aStopHandsOnWhatLookedStale() {
    TapRig rig;
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
    TapRig rig;
    rig.begin();
    rig.play(10);
    const std::vector<float> block = rig.nextBlock();
    rig.now += kBlockTime;
    for (int i = 0; i < 100; ++i) rig.give(block);
    rig.tap().conclude();
    rig.drain();
    QCOMPARE(rig.heard.size(), 11 * kBlock);
  }
};

QTEST_APPLESS_MAIN(TapStaleTest)
#include "tst_tapstale.moc"
