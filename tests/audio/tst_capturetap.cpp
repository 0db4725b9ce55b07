// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/taprig.h"
#include "support/allocationcounter.h"

#include <QTest>

using namespace tunescope;
using namespace tunescope::tests;

namespace {

// The heap use of a session with every kind of block. give: a callback, called with the clock of the test.
template <class Give>
std::uint64_t touchedBy(TapRig& rig, Give give) {
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

}  // namespace

// Blocks of a healthy source: any length, any number of channels.
class CaptureTapTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // The user moves the stream in a mixer: the ring has a mark there.
  void anotherSourceIsMarkedBeforeItsFirstBlock() {
    TapRig rig;
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
    TapRig rig;
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

  // Two channels through every guard: held back while it might be stale, behind a stall, in one piece.
  void framesOfTwoChannelsStayWhole() {
    TapRig rig({}, 480001, {.sourceChannels = 2});
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

  void ofManyChannelsTheFramesHoldEightAndTheMeanOfAll() {
    TapRig rig({}, 480000, layoutFor(18, {.number = 3}));
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
    TapRig rig({}, 20000);
    QCOMPARE(touchedBy(rig, [&](const auto& block, bool isOverflow) { rig.give(block, isOverflow); }),
             std::uint64_t{0});
    QVERIFY(rig.tap().hasRunAway());
    TapRig wide({}, 20000, layoutFor(18, {}));
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
    TapRig rig({}, 20000);
    std::vector<std::size_t> lengths;  // the mutant: a callback that keeps a list
    const std::uint64_t touched = touchedBy(rig, [&](const auto& block, bool isOverflow) {
      lengths.push_back(block.size());
      rig.give(block, isOverflow);
    });
    QVERIFY(touched > 0);
  }

  void aMutedTapTakesNothing() {
    TapRig rig;
    rig.begin();
    rig.play(2);
    rig.tap().mute();
    QVERIFY(rig.play(2));
    rig.drain();
    QCOMPARE(rig.heard.size(), 2 * kBlock);
  }

  void aRevokedTapSaysSo() {
    TapRig rig;
    rig.begin();
    QVERIFY(rig.play(2));
    const core::RingProducer next(rig.ring());
    QVERIFY(!rig.play());
    rig.drain();
    QCOMPARE(rig.heard.size(), 2 * kBlock);
  }

  void blocksOfAnyLengthArriveWhole() {
    TapRig rig;
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
};

QTEST_APPLESS_MAIN(CaptureTapTest)
#include "tst_capturetap.moc"
