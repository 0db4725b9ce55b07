// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/demo/demobackend.h"
#include "audio/demo/pluckedscale.h"
#include "audio/source/samplesource.h"
#include "audio/source/sourcethread.h"
#include "backenddriver.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <thread>

using namespace tunescope::audio;

namespace {

// Magnitude of one frequency in a Hann window: enough to see where a partial stands.
double magnitudeAt(std::span<const float> samples, double hz, double rateHz) {
  std::complex<double> sum;
  const auto length = static_cast<double>(samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double time = static_cast<double>(i);
    const double window = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * time / length);
    sum += window * static_cast<double>(samples[i]) * std::polar(1.0, -2 * std::numbers::pi * hz * time / rateHz);
  }
  return std::abs(sum) * 4 / length;
}

Instant g_now;  // of the Pacer's clocks

// The clock of a Pacer, for the test.
class Sleeper : public SourceControl {
 public:
  bool sleepUntil(std::chrono::steady_clock::time_point when) override {
    slept = std::max(when - g_now.steady, std::chrono::steady_clock::duration::zero());
    g_now.steady += slept;
    g_now.elapsed += slept;
    return true;
  }
  bool isStopRequested() const noexcept override { return false; }
  ChannelChoice channel() const noexcept override { return {}; }
  bool begin(const CaptureFormat&, const tunescope::core::FrameLayout&) override { return true; }
  bool beginNext(const CaptureFormat&, const tunescope::core::FrameLayout&) override { return true; }
  bool regroup(const tunescope::core::FrameLayout&) override { return true; }
  bool deliver(std::span<const float>) override { return true; }
  void noteStall(std::uint64_t) override {}
  void end(const CaptureError&) override {}
  void fail(const CaptureError&) override {}
  StreamProducer producer() const override { return {}; }
  std::atomic<std::uint64_t>& delivered() noexcept override { return m_delivered; }
  CallbackMeter& meter() noexcept override { return m_meter; }
  void tellProgress() override {}
  void tellStarted(const CaptureFormat&) override {}
  void tellMoved(const CaptureFormat&) override {}
  void tellOutdated() override {}
  void tellLost(const CaptureError&) override {}

  std::chrono::steady_clock::duration slept{};

 private:
  std::atomic<std::uint64_t> m_delivered{0};
  CallbackMeter m_meter;
};

// It stands still for over a second after the first block.
class StandingStill final : public Sleeper {
 public:
  bool deliver(std::span<const float>) override {
    if (m_blocks++ == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1100));
    return true;
  }
  void noteStall(std::uint64_t frames) override { stalled += frames; }

  std::uint64_t stalled = 0;

 private:
  int m_blocks = 0;
};

// Three live blocks.
class ThreeBlocks final : public tunescope::audio::SampleSource {
 public:
  explicit ThreeBlocks(bool isSkipped) : m_isSkipped(isSkipped) {}
  CaptureError open(const CaptureRequest&, CaptureFormat& format) override {
    format.sampleRateHz = 48000;
    return {};
  }
  std::size_t read(std::span<float> out, const tunescope::core::FrameLayout&) override {
    return m_blocks-- > 0 ? out.size() : 0;
  }
  std::uint64_t skip(std::uint64_t frames) override { return m_isSkipped ? frames : 0; }
  CaptureError error() const override { return {}; }

 private:
  bool m_isSkipped;
  int m_blocks = 3;
};

}  // namespace

class DemoBackendTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void onlyWhatASourceSkipsIsLost() {
    for (const bool isSkipped : {false, true}) {
      ThreeBlocks source(isSkipped);
      StandingStill control;
      playSource(source, {}, control);
      QCOMPARE(control.stalled > 0, isSkipped);
    }
  }

  void theScaleDoesNotDependOnTheBlocks() {
    PluckedScale whole(48000);
    PluckedScale pieces(48000);
    std::vector<float> expected(100000);
    std::vector<float> actual(100000);
    whole.render(expected);
    std::span<float> rest(actual);
    for (std::size_t count = 1; !rest.empty(); count = count * 7 % 1009) {
      const std::span<float> block = rest.first(std::min(count, rest.size()));
      pieces.render(block);
      rest = rest.subspan(block.size());
    }
    QVERIFY(expected == actual);
  }

  void itsPartialsStandWhereAStiffStringHasThem() {
    constexpr double kRateHz = 48000;
    PluckedScale scale(kRateHz);
    std::vector<float> note(scale.noteFrames());
    scale.render(note);
    const double f1 = 440 * std::exp2((PluckedScale::notes()[0] - 69) / 12.0);
    const std::span<const float> steady = std::span(note).subspan(2400, 32768);
    for (const int n : {1, 2, 3, 8}) {
      const double b = PluckedScale::kInharmonicity;
      const double hz = n * f1 * std::sqrt((1 + b * n * n) / (1 + b));
      const double there = magnitudeAt(steady, hz, kRateHz);
      QVERIFY2(there > 1e-3, qPrintable(QString::number(there)));
      QVERIFY(there > 20 * magnitudeAt(steady, hz + f1 / 2, kRateHz));
    }
  }

  void itIsAudibleAndNeverClips() {
    PluckedScale scale(44100);
    std::vector<float> all(scale.noteFrames() * PluckedScale::notes().size());
    scale.render(all);
    const auto [low, high] = std::ranges::minmax(all);
    QVERIFY(high < 0.6F && low > -0.6F);
    QVERIFY(high > 0.1F);
  }

  void itPlaysByTheClockAndStopsWhenAsked() {
    BackendDriver driver(makeDemoBackend());
    CaptureRequest request;
    request.source = SourceKind::Demo;
    const auto began = std::chrono::steady_clock::now();
    driver.start(request);
    QVERIFY(driver.pumpUntil([&] { return driver.samples.size() >= 9600; }));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    QVERIFY2(took.count() > 0.19, "it ran ahead of the clock");
    driver.backend().stop();
    QVERIFY(driver.waitFor(BackendDriver::Kind::Stopped));
    const auto started = driver.find(BackendDriver::Kind::Started);
    QVERIFY(started.has_value());
    QCOMPARE(started->format.sampleRateHz, 48000.0);
    QVERIFY(started->format.isLive);
    QCOMPARE(driver.marks.size(), std::size_t{1});
    QCOMPARE(driver.marks[0].sampleRateHz, 48000.0);
    QVERIFY(driver.backend().deliveredFrames() >= 9600);
    std::vector<float> expected(driver.samples.size());
    PluckedScale(48000).render(expected);
    QVERIFY(driver.samples == expected);
  }

  void whatItCannotDoItRefuses() {
    CaptureRequest request;
    request.source = SourceKind::Demo;
    request.rateHz = 4000;
    BackendDriver slow(makeDemoBackend());
    slow.start(request);
    QVERIFY(slow.waitForEnd());
    QCOMPARE(slow.errorCode(), CaptureErrorCode::UnsupportedFormat);
    request.rateHz.reset();
    request.channel.number = 2;
    BackendDriver second(makeDemoBackend());
    second.start(request);
    QVERIFY(second.waitForEnd());
    QCOMPARE(second.errorCode(), CaptureErrorCode::NoSuchChannel);
  }

  // The system's steady_clock stands still while the machine is suspended.
  void whatPassedInASuspendedMachineIsMissedAndNotWaitedFor() {
    using namespace std::chrono_literals;
    g_now = {.steady = std::chrono::steady_clock::time_point(100s), .elapsed = ElapsedClock::time_point(500s)};
    Sleeper sleeper;
    Pacer pacer(48000, [] { return g_now; });
    QVERIFY(pacer.waitFor(480, sleeper));
    QVERIFY(sleeper.slept == 10ms);
    QCOMPARE(pacer.takeMissed(), std::uint64_t{0});
    g_now.elapsed += 1h;
    QCOMPARE(pacer.takeMissed(), std::uint64_t{3600 * 48000});
    QVERIFY(pacer.waitFor(480, sleeper));
    QVERIFY(sleeper.slept == 10ms);
    QCOMPARE(pacer.takeMissed(), std::uint64_t{0});
  }

  void stoppingWhatNeverStartedIsAnswered() {
    BackendDriver driver(makeDemoBackend());
    driver.backend().stop();
    QVERIFY(driver.waitFor(BackendDriver::Kind::Stopped));
  }
};

QTEST_APPLESS_MAIN(DemoBackendTest)
#include "tst_demobackend.moc"
