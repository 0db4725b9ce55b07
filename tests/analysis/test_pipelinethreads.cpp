// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/recordingsink.h"
#include "analysis/stream/streamreader.h"

#include <QTest>

#include <atomic>
#include <random>
#include <thread>

using namespace tunescope;

class TestPipelineThreads : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // A producer that drops samples and changes epochs, and a consumer that polls: each frame's place on the clock is
  // counted.
  void everySampleIsAnalysedOrCountedAsLost() {
    auto ring = std::make_shared<core::SpscRing>(6000);
    std::atomic<bool> done{false};
    constexpr std::size_t kHop = 512;
    std::uint64_t produced = 0;
    std::thread producer([&] {
      std::mt19937 random(3);
      std::vector<float> block(900, 0.25F);
      for (int epoch = 0; epoch < 4; ++epoch) {
        core::RingProducer end(ring);
        while (!end.beginStream(48000, epoch == 0 ? 0 : 100)) std::this_thread::yield();
        produced += epoch == 0 ? 0 : 100;
        for (int i = 0; i < 300; ++i) {
          const std::size_t count = random() % block.size();
          end.push(std::span(block).first(count));
          produced += count;
          if (random() % 4 == 0) std::this_thread::yield();
        }
        while (!end.finish()) std::this_thread::yield();
      }
      done.store(true, std::memory_order_release);
    });

    analysis::StreamReader reader(ring);
    tests::RecordingSink sink;
    for (;;) {
      const bool last = done.load(std::memory_order_acquire);
      if (reader.read(sink, 700) == 0) {
        if (last) break;
        std::this_thread::yield();
      }
    }
    producer.join();

    QCOMPARE(sink.streams.size(), 4U);
    QCOMPARE(sink.ends.size(), 4U);
    std::uint64_t lost = 0;
    for (const analysis::GapInfo& gap : sink.gaps) lost += gap.lostFrames;
    QCOMPARE(lost, ring->lostFrames());
    QCOMPARE(std::llround(reader.timeS() * 48000), static_cast<long long>(produced));
    // A gap or an end may cost a partial hop each, no more.
    const std::uint64_t analysed = sink.frames.size() * kHop;
    QVERIFY(analysed + lost <= produced);
    QVERIFY(analysed + lost + (sink.gaps.size() + 4) * kHop > produced);
    double timeS = 0;
    for (const auto& frame : sink.frames) {
      QVERIFY(frame.level.timeS > timeS);
      timeS = frame.level.timeS;
      for (const float sample : frame.hop) QCOMPARE(sample, 0.25F);
    }
  }
};

QTEST_APPLESS_MAIN(TestPipelineThreads)
#include "test_pipelinethreads.moc"
