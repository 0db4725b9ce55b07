// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/nativebackends.h"
#include "audio/rtaudio/rtaudiobackend.h"
#include "audio/supervisor/capturesupervisor.h"
#include "audio/supervisor/supervisorthread.h"
#include "backenddriver.h"
#include "support/pulsefixture.h"
#include "support/sanitized.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <mutex>

// Capture from a real PulseAudio through RtAudio. Run by tests/support/with-pulse, except for the tests that start
// servers of their own to kill them.

using namespace tunescope;
using namespace tunescope::audio;
using namespace std::chrono_literals;
using Kind = BackendDriver::Kind;

namespace {

constexpr const char* kMonitor = "Monitor of TuneSink";

CaptureRequest request(const std::string& device = kMonitor) {
  CaptureRequest wish;
  wish.device = {.api = "pulse", .text = device};
  return wish;
}

constexpr std::size_t kRampSeconds = test::kIsSanitized ? 5 : 30;
constexpr int kCycles = test::kIsSanitized ? 10 : 50;

// Consecutive integers over 2^24: each is exactly a float, and distinct from its neighbours.
float rampValue(std::size_t i) {
  return static_cast<float>(i + 1) / 16777216.0F;
}

std::vector<float> ramp(std::size_t frames, bool negativeRight) {
  // Silence first: PulseAudio may join a new stream anywhere into sound that it has already mixed.
  std::vector<float> stereo(2 * 9600, 0.0F);
  stereo.reserve(stereo.size() + 2 * frames);
  for (std::size_t i = 0; i < frames; ++i) {
    stereo.push_back(rampValue(i));
    stereo.push_back(negativeRight ? -rampValue(i) : rampValue(i));
  }
  return stereo;
}

std::vector<float> withoutLeadingZeros(const std::vector<float>& samples) {
  return {std::ranges::find_if(samples, [](float value) { return value != 0; }), samples.end()};
}

}  // namespace

class PulseCaptureTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyInputIsListed() {
    PulseServer server;
    if (!PulseServer::isInstalled()) QSKIP("the program pulseaudio is not installed");
    QVERIFY2(server.start(), "PulseAudio is installed and does not start");
    QVERIFY(server.pactl({"load-module", "module-remap-source", "master=tone.monitor", "source_name=mic",
                          "source_properties=device.description='Test\x1b[31mMic'"}));
    BackendDriver driver(makeRtAudioBackend("pulse"));
    driver.backend().requestDevices();
    QVERIFY(driver.waitFor(Kind::DevicesListed));
    const auto devices = driver.find(Kind::DevicesListed)->devices;
    QCOMPARE(devices.size(), std::size_t{2});
    const auto find = [&devices](const std::string& id) {
      return std::ranges::find_if(devices, [&id](const DeviceInfo& device) { return device.id == id; });
    };
    const auto monitor = find("pulse:Monitor of TuneSink");
    QVERIFY(monitor != devices.end());
    QCOMPARE(monitor->name, std::string(kMonitor));
    QCOMPARE(monitor->inputChannels, 2U);
    QCOMPARE(monitor->preferredRateHz, 48000.0);
    QVERIFY(find("pulse:Test[31mMic") != devices.end());  // its escape sequence has lost its teeth
  }

  void aRampArrivesWithoutOneSampleLostOrChanged() {
    PulseServer server;
    if (!PulseServer::isInstalled()) QSKIP("the program pulseaudio is not installed");
    QVERIFY2(server.start(), "PulseAudio is installed and does not start");
    constexpr std::size_t kFrames = kRampSeconds * 48000;
    BackendDriver driver(makeRtAudioBackend());
    driver.start(request());
    QVERIFY(driver.waitFor(Kind::Started));
    QVERIFY(driver.pumpUntil([&] { return driver.samples.size() > 4800; }));
    driver.samples.clear();
    QVERIFY(server.play(ramp(kFrames, false)));
    const auto isComplete = [&] {
      const auto from =
          driver.samples.end() - static_cast<std::ptrdiff_t>(std::min<std::size_t>(driver.samples.size(), 4800));
      return std::find(from, driver.samples.end(), rampValue(kFrames - 1)) != driver.samples.end();
    };
    QVERIFY2(driver.pumpUntil(isComplete, 90s), "the end of the ramp never came");
    const std::vector<float> heard = withoutLeadingZeros(driver.samples);
    QVERIFY(heard.size() >= kFrames);
    for (std::size_t i = 0; i < kFrames; ++i) {
      if (heard[i] != rampValue(i))
        QFAIL(qPrintable(QStringLiteral("sample %1 is not the one played but %2")
                             .arg(i)
                             .arg(static_cast<double>(heard[i]) * 16777216)));
    }
    QCOMPARE(driver.ring()->lostFrames(), std::uint64_t{0});
    QCOMPARE(driver.marks.size(), std::size_t{1});
    driver.backend().stop();
    QVERIFY(driver.waitFor(Kind::Stopped));
  }

  void theChosenChannelOrTheMeanArrives() {
    PulseServer server;
    if (!PulseServer::isInstalled()) QSKIP("the program pulseaudio is not installed");
    QVERIFY2(server.start(), "PulseAudio is installed and does not start");
    CaptureRequest right = request("tunesink");  // a part of the name is enough
    right.channel.number = 2;
    CaptureRequest mean = request("pulse:Monitor of TuneSink");
    mean.channel.mix = true;
    BackendDriver rightDriver(makeRtAudioBackend());
    BackendDriver meanDriver(makeRtAudioBackend());
    rightDriver.start(right);
    meanDriver.start(mean);
    const auto both = [&](auto condition) {
      return rightDriver.pumpUntil([&] {
        meanDriver.pump();
        return condition();
      });
    };
    QVERIFY(both([&] { return rightDriver.samples.size() > 4800 && meanDriver.samples.size() > 4800; }));
    rightDriver.samples.clear();
    meanDriver.samples.clear();
    QVERIFY(server.play(ramp(48000, true)));
    QVERIFY(both([&] { return withoutLeadingZeros(rightDriver.samples).size() >= 48000; }));
    const std::vector<float> heard = withoutLeadingZeros(rightDriver.samples);
    for (std::size_t i = 0; i < 48000; ++i) {
      if (heard[i] != -rampValue(i))
        QFAIL(qPrintable(
            QStringLiteral("sample %1 is not the right channel's: %2").arg(i).arg(double(heard[i]) * 16777216)));
    }
    QVERIFY(withoutLeadingZeros(meanDriver.samples).empty());  // left and right cancel
    CaptureRequest third = request();
    third.channel.number = 3;
    BackendDriver thirdDriver(makeRtAudioBackend());
    thirdDriver.start(third);
    QVERIFY(thirdDriver.waitForEnd());
    QCOMPARE(thirdDriver.errorCode(), CaptureErrorCode::NoSuchChannel);
  }

  void whatIsNotThereIsRefusedWithAListOfWhatIs() {
    PulseServer server;
    if (!PulseServer::isInstalled()) QSKIP("the program pulseaudio is not installed");
    QVERIFY2(server.start(), "PulseAudio is installed and does not start");
    BackendDriver missing(makeRtAudioBackend());
    missing.start(request("Ukulele"));
    QVERIFY(missing.waitForEnd());
    QCOMPARE(missing.errorCode(), CaptureErrorCode::NoSuchDevice);
    QVERIFY(missing.events.back().error.detail.find(kMonitor) != std::string::npos);
    CaptureRequest odd = request();
    odd.rateHz = 12345;
    BackendDriver oddRate(makeRtAudioBackend());
    oddRate.start(odd);
    QVERIFY(oddRate.waitForEnd());
    QCOMPARE(oddRate.errorCode(), CaptureErrorCode::UnsupportedFormat);
    CaptureRequest unknown = request();
    unknown.device.api = "gramophone";
    BackendDriver unknownApi(makeRtAudioBackend());
    unknownApi.start(unknown);
    QVERIFY(unknownApi.waitForEnd());
    QCOMPARE(unknownApi.errorCode(), CaptureErrorCode::NoSuchApi);
  }

  void aServerThatDiesIsNoticedAndNothingStaleArrives() {
    PulseServer server;
    if (!PulseServer::isInstalled()) QSKIP("the program pulseaudio is not installed");
    QVERIFY2(server.start(), "PulseAudio is installed and does not start");
    const int threads = processFigures().threads;
    BackendDriver driver(makeRtAudioBackend(), 480000);
    driver.start(request());
    QVERIFY(server.play(ramp(20 * 48000, false)));
    QVERIFY(driver.pumpUntil([&] { return withoutLeadingZeros(driver.samples).size() > 48000; }));
    server.kill();
    QVERIFY(driver.waitFor(Kind::Lost, 5s));
    QVERIFY(driver.find(Kind::Lost)->error.code == CaptureErrorCode::DeviceLost);
    const std::uint64_t delivered = driver.backend().deliveredFrames();
    // No further callback is possible: its thread has ended before anything is destroyed.
    QVERIFY(driver.pumpUntil([&] { return processFigures().threads == threads; }));
    QCOMPARE(driver.backend().deliveredFrames(), delivered);
    driver.destroyBackend();  // closes; would hang here if the stream could not be closed
    driver.pump();
    const std::vector<float> heard = withoutLeadingZeros(driver.samples);
    std::size_t played = 0;  // the server fills in silence for a late player; the ramp continues after it
    for (std::size_t i = 0; i < heard.size(); ++i) {
      if (heard[i] != 0 && heard[i] != rampValue(played++))
        QFAIL(qPrintable(QStringLiteral("stale at %1 of %2: %3 instead of %4")
                             .arg(i)
                             .arg(heard.size())
                             .arg(double(heard[i]) * 16777216)
                             .arg(played)));
    }
    QVERIFY(delivered < 20 * 48000);
  }

  void aSourceThatIsTakenAwayIsNoticed() {
    PulseServer server;
    if (!PulseServer::isInstalled()) QSKIP("the program pulseaudio is not installed");
    QVERIFY2(server.start(), "PulseAudio is installed and does not start");
    const QByteArray module = server
                                  .pactlOutput({"load-module", "module-null-sink", "sink_name=other",
                                                "sink_properties=device.description=Other"})
                                  .trimmed();
    bool isIndex = false;
    module.toUInt(&isIndex);
    QVERIFY2(isIndex, module.constData());
    BackendDriver driver(makeRtAudioBackend());
    driver.start(request("Monitor of Other"));
    QVERIFY(driver.waitFor(Kind::Started));
    QVERIFY(server.pactl({"unload-module", module.constData()}));  // by its index: TuneSink's module stays
    QVERIFY(driver.waitFor(Kind::Lost, 10s));
    const QByteArray sources = server.pactlOutput({"list", "short", "sources"});
    QVERIFY(sources.contains("tone.monitor") && !sources.contains("other.monitor"));
  }

  void aDeadServerThatComesBackIsCapturedAgain() {
    PulseServer server;
    if (!PulseServer::isInstalled()) QSKIP("the program pulseaudio is not installed");
    QVERIFY2(server.start(), "PulseAudio is installed and does not start");
    struct Witness : CaptureSupervisor::Listener {
      void captureStatusChanged(const CaptureStatus& newStatus) override {
        const std::lock_guard lock(mutex);
        status = newStatus;
      }
      void devicesListed(const std::vector<DeviceInfo>&, const CaptureError&) override {}
      bool is(CaptureState state) {
        const std::lock_guard lock(mutex);
        return status.state == state;
      }
      std::mutex mutex;
      CaptureStatus status;
    } witness;
    auto ring = std::make_shared<core::SpscRing>(96000);
    CaptureSupervisor supervisor(ring, nativeBackendFactory(), witness);
    core::RingConsumer consumer(ring);
    std::vector<core::RingMark> marks;
    const auto until = [&](CaptureState state) {
      return QTest::qWaitFor(
          [&] {
            float block[1024];
            do {
              while (const auto mark = consumer.takeMark()) marks.push_back(*mark);
            } while (consumer.read(block) > 0);
            return witness.is(state);
          },
          20000);
    };
    {
      SupervisorThread thread(supervisor);
      supervisor.start(request());
      QVERIFY(until(CaptureState::Running));
      server.kill();
      QVERIFY(until(CaptureState::Waiting));
      QVERIFY(server.start());
      QVERIFY(until(CaptureState::Running));
      const std::lock_guard lock(witness.mutex);
      QCOMPARE(witness.status.reopened, 1U);
      QCOMPARE(witness.status.abandoned, 0U);
    }
    QVERIFY(until(CaptureState::Idle));
    QVERIFY(supervisor.isSettled());
    QVERIFY(marks.size() >= 3);
    const auto again = std::ranges::find_if(marks, [](const core::RingMark& mark) {
      return mark.kind == core::RingMark::Kind::StreamStart && mark.lostFrames > 0;
    });
    QVERIFY(again != marks.end());
    QVERIFY(again->reason == core::GapReason::Device);
    QVERIFY(marks.back().kind == core::RingMark::Kind::End);
  }

  // A thousand where TUNESCOPE_LONG_TESTS is set.
  void manyStartsAndStopsLeakNothing() {
    PulseServer server;
    if (!PulseServer::isInstalled()) QSKIP("the program pulseaudio is not installed");
    QVERIFY2(server.start(), "PulseAudio is installed and does not start");
    const auto cycle = [&] {
      BackendDriver driver(makeRtAudioBackend(), 4800);
      driver.start(request());
      QVERIFY(driver.pumpUntil([&] { return !driver.samples.empty(); }));
      driver.backend().stop();
      QVERIFY(driver.waitFor(Kind::Stopped));
    };
    for (int i = 0; i < 5; ++i) cycle();
    const ProcessFigures before = processFigures();
    const int cycles = qEnvironmentVariableIsSet("TUNESCOPE_LONG_TESTS") ? 1000 : kCycles;
    for (int i = 0; i < cycles; ++i) cycle();
    const ProcessFigures after = processFigures();
    qInfo() << cycles << "cycles: resident" << before.residentKb << "to" << after.residentKb << "KB, threads"
            << before.threads << "to" << after.threads << "and descriptors" << before.descriptors << "to"
            << after.descriptors;
    QCOMPARE(after.threads, before.threads);
    QCOMPARE(after.descriptors, before.descriptors);
    if (test::kIsSanitized) return;  // it keeps what was freed
    QVERIFY2(after.residentKb < before.residentKb + 4096,
             qPrintable(QStringLiteral("%1 to %2 KB").arg(before.residentKb).arg(after.residentKb)));
  }
};

QTEST_GUILESS_MAIN(PulseCaptureTest)
#include "tst_pulsecapture.moc"
