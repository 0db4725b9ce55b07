// SPDX-License-Identifier: GPL-3.0-or-later
// Any number of consumers get the same stream, in order, and may come and go while it runs.
#include "analysis/analysisworker.h"
#include "analysis/recordingsink.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

using namespace tunescope;
using tests::RecordingSink;

namespace {

constexpr std::size_t kHop = 512;

// A worker in the test's own thread, whose ring the test fills.
struct Rig {
  std::shared_ptr<core::SpscRing> ring = std::make_shared<core::SpscRing>(1 << 17);
  std::shared_ptr<audio::StreamFacts> facts = std::make_shared<audio::StreamFacts>();
  audio::StreamProducer producer{core::RingProducer(ring), facts};
  analysis::AnalysisWorker worker{ring, facts};

  void begin(const char* source) {
    audio::CaptureFormat format;
    format.source = source;
    producer.beginStream(48000, 0, core::GapReason::Device, {}, producer.leave(format));
  }
  void hear(std::size_t hops) {
    producer.push(std::vector<float>(hops * kHop, 0.25F));
    worker.catchUp();
  }
};

// Writes its name into a log on each call, then runs the test's function.
class NamedSink final : public analysis::AnalysisSink {
 public:
  NamedSink(char name, std::string& log) : m_name(name), m_log(log) {}
  void streamStarted(const analysis::StreamInfo&) override { m_log += m_name; }
  void frame(const analysis::AnalysisFrame&) override {
    m_log += m_name;
    if (onFrame) onFrame();
  }
  void gap(const analysis::GapInfo&) override {}
  void ended(const analysis::EndInfo&) override {}

  std::function<void()> onFrame;

 private:
  char m_name;
  std::string& m_log;
};

// Keeps the data from the ring as one list of numbers: a sample as it is, a start as 1000.
class KeepingRawSink final : public analysis::RawSink {
 public:
  void source(const audio::CaptureFormat& format) override { sources += format.source + ' '; }
  void mark(const core::RingMark& mark) override {
    if (mark.kind == core::RingMark::Kind::StreamStart) heard.push_back(1000);
  }
  void samples(std::span<const float> block) override { heard.insert(heard.end(), block.begin(), block.end()); }
  void settings(const analysis::AnalysisSettings&) override { ++settingsHeard; }

  std::vector<float> heard;
  std::string sources;
  int settingsHeard = 0;
};

}  // namespace

class TestSinks : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void allSinksGetEverythingInTheOrderInWhichTheyWereAdded() {
    Rig rig;
    std::string log;
    NamedSink b('b', log), a('a', log);
    rig.worker.addSink(&b);
    rig.worker.addSink(&a);
    rig.worker.addSink(&b);  // once is enough
    rig.producer.beginStream(48000);
    rig.hear(2);
    QCOMPARE(log, std::string("bababa"));
  }

  void aSinkThatComesLaterHearsOfTheStreamThatRuns() {
    Rig rig;
    RecordingSink late;
    rig.producer.beginStream(44100);
    rig.hear(3);
    rig.worker.addSink(&late);
    QCOMPARE(late.streams.size(), 1U);
    QCOMPARE(late.streams[0].sampleRateHz, 44100.0);
    rig.hear(2);
    QCOMPARE(late.frames.size(), 2U);
    rig.producer.push(std::vector<float>(1, 0.0F));
    rig.producer.finish();
    rig.worker.run();
    QTRY_COMPARE(late.ends.size(), 1U);
    RecordingSink afterTheEnd;
    rig.worker.addSink(&afterTheEnd);
    QVERIFY(afterTheEnd.streams.empty());
  }

  // A note before a hold and one after it are two, though nothing was lost between them.
  void whatWasHeldBackIsAGapToMeasurements() {
    Rig rig;
    QObject receiver;
    std::vector<core::PlayedNote> played;
    const auto keep = [&played](const analysis::PlayedNotes& notes, const analysis::Ticket&) {
      played.insert(played.end(), notes.notes.begin(), notes.notes.end());
    };
    const analysis::Subscription feed = rig.worker.feed<analysis::PlayedNotes>().subscribe(&receiver, keep);
    std::size_t at = 0;
    const auto sing = [&](double seconds) {
      std::vector<float> tone(static_cast<std::size_t>(seconds * 48000) / kHop * kHop);
      for (float& x : tone) x = 0.3F * static_cast<float>(std::sin(2 * std::numbers::pi * 440 * double(at++) / 48000));
      rig.producer.push(tone);
      rig.worker.catchUp();
    };
    rig.begin("Flute");
    sing(0.8);
    rig.worker.setHeld(true);
    sing(0.1);
    rig.worker.setHeld(false);
    sing(0.8);
    rig.producer.push(std::vector<float>(48000 / kHop * kHop));
    rig.worker.run();
    QTRY_COMPARE(played.size(), 2U);
    QVERIFY2(std::abs(played[0].lengthS - 0.8) < 0.1, QByteArray::number(played[0].lengthS));
  }

  void sinksComeAndGoFromWithinACall() {
    Rig rig;
    std::string log;
    NamedSink a('a', log), b('b', log), c('c', log);
    a.onFrame = [&] {
      rig.worker.removeSink(&a);
      rig.worker.removeSink(&b);
      rig.worker.addSink(&c);
    };
    rig.worker.addSink(&a);
    rig.worker.addSink(&b);
    rig.producer.beginStream(48000);
    rig.hear(3);
    // Both get the start; a gets one frame; c, given the stream at once, the two after it.
    QCOMPARE(log, std::string("abaccc"));
  }

  // The facts of a stream come with its first sample, however early they were known.
  void factsComeInOrderWithTheSamples() {
    Rig rig;
    RecordingSink sink;
    KeepingRawSink first, second;
    rig.worker.addSink(&sink);
    rig.worker.addRawSink(&first);
    rig.begin("Violin");
    rig.producer.push(std::vector<float>(2 * kHop, 0.25F));
    rig.begin("Piano");
    rig.producer.push(std::vector<float>(kHop, 0.25F));
    rig.producer.finish(rig.producer.leave({.code = audio::CaptureErrorCode::DeviceLost, .device = {}, .detail = {}}));
    rig.producer = {core::RingProducer(rig.ring), rig.facts};
    rig.begin("Flute");
    rig.hear(2);
    rig.worker.addRawSink(&second);
    rig.hear(2);
    QCOMPARE(sink.streams.size(), 3U);
    QCOMPARE(sink.streams[0].format.source, std::string("Violin"));
    QCOMPARE(sink.streams[1].format.source, std::string("Piano"));
    QCOMPARE(sink.streams[1].format.sampleRateHz, 48000.0);
    QVERIFY(!sink.streams[0].isContinuation && sink.streams[1].isContinuation && !sink.streams[2].isContinuation);
    QVERIFY(sink.reasons == std::vector{audio::CaptureErrorCode::DeviceLost});
    QCOMPARE(first.sources, std::string("Violin Piano Flute Flute "));
    QCOMPARE(second.sources, std::string("Flute "));
  }

  // Each raw sink that joins restarts the analysis, which all of them see: each can be replayed.
  void rawSinksJoinBetweenHopsAndAreRemovedAtOnce() {
    Rig rig;
    KeepingRawSink first, second;
    rig.worker.addRawSink(&first);
    rig.producer.beginStream(48000);
    rig.hear(1);
    rig.worker.addRawSink(&second);
    rig.hear(1);
    QVERIFY(second.heard == std::vector<float>{1000});
    rig.hear(1);
    rig.worker.removeRawSink(&first);
    rig.hear(1);
    QCOMPARE(first.heard.size(), 2 + 3 * kHop);
    QCOMPARE(first.heard[1 + 2 * kHop], 1000.0F);
    QCOMPARE(second.heard.size(), 1 + 2 * kHop);
    QCOMPARE(first.settingsHeard, 1);
    QCOMPARE(second.settingsHeard, 1);
  }

  void aRawSinkRemovedBeforeItsTurnGetsNothing() {
    Rig rig;
    KeepingRawSink sink;
    rig.producer.beginStream(48000);
    rig.hear(1);
    rig.worker.addRawSink(&sink);
    rig.worker.removeRawSink(&sink);
    rig.hear(2);
    QVERIFY(sink.heard.empty());
  }
};

QTEST_GUILESS_MAIN(TestSinks)
#include "test_sinks.moc"
