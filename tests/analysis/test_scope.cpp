// SPDX-License-Identifier: GPL-3.0-or-later
// The oscilloscope behind the ring: which channels it draws, what it keeps, and that its settings change while it runs.
#include "analysis/measure/registry.h"
#include "analysis/pipelinerig.h"
#include "analysis/replayrig.h"

#include <QTest>

#include <algorithm>

using namespace tunescope;
using namespace tunescope::tests;

namespace {

class ScopeSink final : public analysis::AnalysisSink {
 public:
  void streamStarted(const analysis::StreamInfo& info) override { measurement->begin(info); }
  void frame(const analysis::AnalysisFrame& frame) override {
    measurement->hop(frame);
    if (measurement->take(reading, {})) ++readings;
  }
  void gap(const analysis::GapInfo& gap) override { measurement->gap(gap); }
  void channelsChanged(const analysis::StreamInfo& info) override { measurement->channelsChanged(info); }
  void ended(const analysis::EndInfo&) override {}

  void set(const core::ScopeSettings& settings) {
    link->with([&](core::ScopeEngine& engine) { engine.setSettings(settings); });
  }
  core::ScopePicture picture() {
    return link->with([](core::ScopeEngine& engine) { return engine.picture(); });
  }

  std::shared_ptr<analysis::ScopeLink> link = std::make_shared<analysis::ScopeLink>();
  std::unique_ptr<analysis::Measurement<core::ScopeSweep>> measurement =
      analysis::MeasurementOf<core::ScopeSweep>::make({.link = link});
  core::ScopeSweep reading;
  int readings = 0;
};

float highest(const std::vector<core::MinMax>& columns) {
  return std::ranges::max_element(columns, {}, &core::MinMax::max)->max;
}

struct StereoRig {
  StereoRig() { producer.beginStream(kRateHz, 0, core::GapReason::Device, {.sourceChannels = 2}); }
  void play(std::size_t hops) {
    std::vector<float> left = sine(441, kRateHz, hops * kHop);
    std::vector<float> right = sine(300, kRateHz, hops * kHop);
    for (float& sample : left) sample *= 0.5F;
    for (float& sample : right) sample *= 0.25F;
    producer.push(interleaved({left, right}), 2);
    while (reader.read(sink) > 0) {
    }
  }

  std::shared_ptr<core::SpscRing> ring = std::make_shared<core::SpscRing>(1 << 18, 2);
  core::RingProducer producer{ring};
  analysis::StreamReader reader{ring};
  ScopeSink sink;
};

}  // namespace

class TestScope : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theAnalysedChannelOrTheFirstTwoAreDrawn() {
    StereoRig rig;
    rig.reader.setSettings({.channel = {.number = 2}});
    rig.play(60);
    QCOMPARE(rig.sink.reading.channels, std::size_t(1));
    QCOMPARE(rig.sink.reading.inputChannels, std::size_t(2));
    QVERIFY(std::abs(highest(rig.sink.picture().columns[0]) - 0.125F) < 0.002F);
    rig.sink.set({.isStereo = true});
    rig.play(60);
    QCOMPARE(rig.sink.reading.channels, std::size_t(2));
    const core::ScopePicture picture = rig.sink.picture();
    QVERIFY(highest(picture.columns[0]) > 1.9F * highest(picture.columns[1]));
    QVERIFY(picture.points.empty());
    rig.sink.set({.isStereo = true, .hasPoints = true});
    rig.play(60);
    QVERIFY(!rig.sink.picture().points.empty());
  }

  void settingsChangeWhileItRunsAndKeepTheMemory() {
    StereoRig rig;
    rig.play(60);
    const auto begin = rig.sink.link->with([](core::ScopeEngine& engine) { return engine.memory().begin(); });
    QCOMPARE(rig.sink.picture().spanS, 0.01);
    rig.sink.set({.secondsPerDivision = 5e-3, .columns = 321});
    rig.play(10);
    QCOMPARE(rig.sink.picture().spanS, 0.05);
    QCOMPARE(rig.sink.link->with([](core::ScopeEngine& engine) { return engine.memory().begin(); }), begin);
  }

  void theNoteComesFromTheTuner() {
    StereoRig rig;
    rig.sink.set({.mode = core::ScopeMode::PitchLocked});
    rig.play(60);
    QVERIFY(rig.sink.reading.hertz && std::abs(*rig.sink.reading.hertz - 441) < 0.5);
    QCOMPARE(rig.sink.picture().kind, core::SweepKind::Phase);
  }

  void nothingSpansAGapOrAChangeOfTheChannel() {
    StereoRig rig;
    rig.play(60);
    const auto begin = [&] {
      return rig.sink.link->with([](core::ScopeEngine& engine) { return engine.memory().begin(); });
    };
    QCOMPARE(begin(), std::int64_t(0));
    rig.producer.noteLoss(1000, core::GapReason::Overrun);
    rig.play(20);
    QCOMPARE(begin(), std::int64_t(60 * kHop + 1000));
    rig.reader.setSettings({.channel = {.number = 2}});
    rig.play(20);
    QVERIFY(begin() > std::int64_t(60 * kHop + 1000));
  }

  void aFrozenOneKeepsItsPictureAndDrawsFromMemory() {
    StereoRig rig;
    rig.play(60);
    const double triggerS = rig.sink.picture().triggerS;
    rig.sink.link->with([](core::ScopeEngine& engine) { engine.setFrozen(true); });
    rig.play(60);
    QCOMPARE(rig.sink.reading.state, core::ScopeState::Stopped);
    QCOMPARE(rig.sink.picture().triggerS, triggerS);
    rig.sink.link->with([](core::ScopeEngine& engine) { engine.redraw(0.2); });
    QCOMPARE(rig.sink.picture().triggerS, 0.2);
  }

  // Another channel, another rate: what stands on a paused screen stays in its memory.
  void aPausedOneKeepsItsMemoryWhateverTheStreamDoes() {
    StereoRig rig;
    rig.play(60);
    const auto memory = [&rig] {
      return rig.sink.link->with([](core::ScopeEngine& engine) { return engine.memory().end(); });
    };
    const auto rate = [&rig] {
      return rig.sink.link->with([](core::ScopeEngine& engine) { return engine.sweep().sampleRateHz; });
    };
    rig.sink.link->with([](core::ScopeEngine& engine) { engine.setFrozen(true); });
    const std::int64_t before = memory();
    rig.reader.setSettings({.channel = {.number = 2}});
    rig.play(10);
    analysis::StreamInfo other;
    other.sampleRateHz = 8000;
    other.layout.sourceChannels = 2;
    rig.sink.measurement->begin(other);
    QCOMPARE(memory(), before);
    QCOMPARE(rate(), double(kRateHz));
    rig.sink.link->with([](core::ScopeEngine& engine) { engine.setFrozen(false); });
    rig.play(1);
    QCOMPARE(rate(), 8000.0);
  }

  // The worker may be in a hop while the view lets go.
  void aReleasedOneStaysReleased() {
    StereoRig rig;
    rig.play(10);
    rig.sink.link->with([](core::ScopeEngine& engine) { engine.release(); });
    rig.play(10);
    QCOMPARE(rig.sink.link->with([](core::ScopeEngine& engine) { return engine.memory().channels(); }), std::size_t(0));
  }
};

QTEST_GUILESS_MAIN(TestScope)
#include "test_scope.moc"
