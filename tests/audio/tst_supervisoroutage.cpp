// SPDX-License-Identifier: GPL-3.0-or-later
#include "supervisorrig.h"

#include <QtTest>

using namespace tunescope;
using namespace tunescope::audio;
using namespace std::chrono_literals;
using Kind = FakeState::Kind;
using MarkKind = core::RingMark::Kind;

class SupervisorOutageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aMissingDeviceIsWaitedForWithGrowingPauses() {
    Rig rig;
    CaptureRequest request;
    request.waitForDevice = true;
    rig.start(request);
    std::size_t attempts = 1;
    for (const auto pause : {250ms, 500ms, 1000ms, 1000ms, 1000ms}) {
      rig.fake().post(Kind::StartFailed, CaptureErrorCode::NoSuchDevice);
      rig.pollAfter();
      QVERIFY(rig.status.state == CaptureState::Waiting);
      rig.pollAfter(pause - 1ms);
      QCOMPARE(rig.fakes.size(), attempts);
      rig.pollAfter(1ms);
      QCOMPARE(rig.fakes.size(), ++attempts);
    }
    QVERIFY(!rig.fake().request.silentSince.has_value());
    rig.fake().run();
    rig.pollAfter();
    QVERIFY(rig.status.state == CaptureState::Running);
    QVERIFY((rig.states == std::vector{CaptureState::Opening, CaptureState::Waiting, CaptureState::Running}));
  }

  void whatTimeDoesNotHealIsNotWaitedFor_data() {
    QTest::addColumn<int>("code");
    for (const auto code : {CaptureErrorCode::AmbiguousDevice, CaptureErrorCode::NoSuchChannel,
                            CaptureErrorCode::UnsupportedFormat, CaptureErrorCode::NoSuchApi}) {
      QTest::addRow("%d", static_cast<int>(code)) << static_cast<int>(code);
    }
  }

  void whatTimeDoesNotHealIsNotWaitedFor() {
    QFETCH(int, code);
    Rig rig;
    CaptureRequest request;
    request.waitForDevice = true;
    rig.start(request);
    rig.fake().post(Kind::StartFailed, static_cast<CaptureErrorCode>(code));
    rig.pollAfter();
    QVERIFY(rig.status.state == CaptureState::Failed);
  }

  void whyALostDeviceIsNotBackIsReportedAndWhenThatChanges() {
    Rig rig;
    rig.startRunning();
    rig.fake().post(Kind::Lost, CaptureErrorCode::DeviceLost);
    rig.pollAfter();
    QVERIFY(rig.status.error.cause == CaptureErrorCode::None);
    rig.pollAfter(250ms);
    rig.fake().post(Kind::StartFailed, CaptureErrorCode::Unreachable);
    rig.pollAfter();
    QVERIFY(rig.status.state == CaptureState::Waiting);
    QVERIFY(rig.status.error.code == CaptureErrorCode::DeviceLost);
    QVERIFY(rig.status.error.cause == CaptureErrorCode::Unreachable);
    rig.pollAfter(500ms);
    rig.fake().post(Kind::StartFailed, CaptureErrorCode::NoSuchDevice);  // the server is back, without it
    rig.pollAfter();
    QVERIFY(rig.status.error.code == CaptureErrorCode::DeviceLost);
    QVERIFY(rig.status.error.cause == CaptureErrorCode::NoSuchDevice);
  }

  void aLostDeviceIsOpenedAgainAndTheOutageIsAGap() {
    Rig rig;
    rig.startRunning();
    const auto heardLast = rig.now;
    rig.pollAfter(100ms);
    rig.fake().post(Kind::Lost, CaptureErrorCode::DeviceLost);
    rig.pollAfter();
    QVERIFY(rig.status.state == CaptureState::Waiting);
    QVERIFY(rig.status.error.code == CaptureErrorCode::DeviceLost);
    QCOMPARE(rig.status.error.device, std::string("fake"));
    rig.pollAfter(250ms);
    rig.fake().post(Kind::StartFailed, CaptureErrorCode::NoSuchDevice);
    rig.pollAfter();
    rig.pollAfter(500ms);
    QCOMPARE(rig.fakes.size(), std::size_t{3});
    QVERIFY(rig.fake().request.silentSince == rig.elapsed(heardLast));
    rig.fake().run();
    rig.pollAfter();
    QVERIFY(rig.status.state == CaptureState::Waiting);  // nothing heard yet
    rig.fake().begin(40800);
    rig.fake().push(480);
    rig.pollAfter(10ms);
    QVERIFY(rig.status.state == CaptureState::Running);
    QCOMPARE(rig.status.reopened, 1U);
    const auto marks = rig.takeMarks();
    QCOMPARE(marks.size(), std::size_t{2});  // two beginnings and no end
    QVERIFY(marks[1].kind == MarkKind::StreamStart && marks[1].reason == core::GapReason::Device);
    QCOMPARE(marks[1].lostFrames, std::uint64_t{40800});
    QCOMPARE(marks[1].position, std::uint64_t{480});
  }

  void theEndOfDeliveryIsKnownMoreExactlyThanThePolls() {
    Rig rig;
    rig.startRunning();
    const auto lookedLast = rig.now;
    rig.fake().push(480);  // ten milliseconds of sound, then nothing
    rig.pollAfter(100ms);
    rig.pollAfter(100ms);
    rig.fake().post(Kind::Lost, CaptureErrorCode::DeviceLost);
    rig.pollAfter();
    rig.pollAfter(250ms);
    QVERIFY(rig.fake().request.silentSince == rig.elapsed(lookedLast + 10ms));
  }

  void aDeviceThatIsOpenedAgainButSilentIsStillTheSameOutage() {
    Rig rig;
    CaptureRequest request;
    request.giveUpAfter = 5s;
    rig.startRunning(request);
    const auto heardLast = rig.now;
    rig.fake().post(Kind::Lost);
    rig.pollAfter();
    rig.pollAfter(250ms);
    rig.fake().run();
    rig.pollAfter();
    rig.pollFor(3s);
    QVERIFY(rig.status.state == CaptureState::Waiting);
    rig.pollAfter(500ms);
    QCOMPARE(rig.fakes.size(), std::size_t{3});
    QVERIFY(rig.fake().request.silentSince == rig.elapsed(heardLast));
    rig.fake().run();
    rig.pollAfter();
    rig.pollFor(3s);
    QVERIFY(rig.status.state == CaptureState::Failed);
    QCOMPARE(rig.status.reopened, 0U);
  }

  void aDeviceThatStaysAwayIsGivenUp() {
    Rig rig;
    CaptureRequest request;
    request.giveUpAfter = 3s;
    rig.startRunning(request);
    rig.fake().post(Kind::Lost, CaptureErrorCode::DeviceLost);
    rig.pollAfter();
    int rounds = 0;
    while (rig.status.state == CaptureState::Waiting && ++rounds < 1000) {
      rig.pollAfter(10ms);
      if (!rig.fake().hasGone() && rig.fake().starts == 1 && rig.fakes.size() > 1) {
        rig.fake().post(Kind::StartFailed, CaptureErrorCode::NoDevices);
      }
    }
    QVERIFY(rig.status.state == CaptureState::Failed);
    QVERIFY(rig.status.error.code == CaptureErrorCode::DeviceLost);
    QVERIFY(rounds >= 300 && rounds < 450);
    QCOMPARE(rig.endMarks(), 1);
  }

  void givingUpAfterNothingMeansAtOnce() {
    Rig rig;
    CaptureRequest request;
    request.giveUpAfter = 0s;
    rig.startRunning(request);
    rig.fake().post(Kind::Lost, CaptureErrorCode::DeviceLost);
    rig.pollAfter();
    QVERIFY(rig.status.state == CaptureState::Failed);
  }

  void aDeviceThatComesAndGoesIsGivenUpToo() {
    Rig rig;
    CaptureRequest request;
    request.giveUpAfter = 5s;
    rig.startRunning(request);
    int rounds = 0;
    while (rig.status.state != CaptureState::Failed && ++rounds < 100) {
      rig.fake().post(Kind::Lost, CaptureErrorCode::DeviceLost);
      const std::size_t before = rig.fakes.size();
      rig.pollAfter();
      while (rig.status.state != CaptureState::Failed && rig.fakes.size() == before) rig.pollAfter(10ms);
      if (rig.status.state == CaptureState::Failed) break;
      rig.fake().run();
      rig.fake().begin();
      for (int i = 0; i < 50; ++i) {  // half a second of sound, and it is gone again
        rig.fake().push(480);
        rig.pollAfter(10ms);
        rig.takeMarks();
      }
      QVERIFY(rig.status.state == CaptureState::Running);
      QCOMPARE(rig.status.reopened, static_cast<unsigned>(rounds));
    }
    QVERIFY(rig.status.state == CaptureState::Failed);
    QVERIFY(rig.status.error.code == CaptureErrorCode::DeviceLost);
    QVERIFY(rounds >= 4 && rounds <= 6);
  }

  void aSecondOfSteadySoundEndsTheOutage() {
    Rig rig;
    CaptureRequest request;
    request.giveUpAfter = 5s;
    rig.startRunning(request);
    for (int round = 0; round < 10; ++round) {
      rig.fake().post(Kind::Lost, CaptureErrorCode::DeviceLost);
      rig.pollAfter();
      const std::size_t before = rig.fakes.size();
      rig.pollAfter(250ms);  // the first pause again, each time
      QCOMPARE(rig.fakes.size(), before + 1);
      rig.fake().run();
      rig.fake().begin();
      for (int i = 0; i < 102; ++i) {
        rig.fake().push(480);
        rig.pollAfter(10ms);
        rig.takeMarks();
      }
      QVERIFY(rig.status.state == CaptureState::Running);
    }
    QCOMPARE(rig.status.reopened, 10U);
  }

  void theSameDeviceIsReopened() {
    Rig rig;
    CaptureRequest request;
    request.device.text = "mic";  // a part of a name, which fits others too
    rig.start(request);
    CaptureFormat format;
    format.source = "Stage Mic";
    format.api = "pulse";
    format.occurrence = 1;
    format.sampleRateHz = 48000;
    rig.fake().events.postStarted(format);
    rig.fake().begin();
    rig.fake().push(480);
    rig.pollAfter();
    QVERIFY(!rig.fake().request.device.isExact);
    rig.fake().post(Kind::Lost, CaptureErrorCode::DeviceLost);
    rig.pollAfter();
    for (const auto pause : {250ms, 500ms}) {
      rig.pollAfter(pause);
      const DeviceMatch& asked = rig.fake().request.device;
      QCOMPARE(asked.api, std::string("pulse"));
      QCOMPARE(asked.text, std::string("Stage Mic"));
      QCOMPARE(asked.occurrence, 1);
      QVERIFY(asked.isExact);
      rig.fake().post(Kind::StartFailed, CaptureErrorCode::NoSuchDevice);
      rig.pollAfter();
    }
    // A new start uses the original request.
    rig.start(request);
    QCOMPARE(rig.fake().request.device.text, std::string("mic"));
    QVERIFY(!rig.fake().request.device.isExact);
  }

  void aSourceThatStandsStillHasNoDataAndComesBack() {
    Rig rig;
    rig.startRunning();
    rig.pollFor(499ms);
    QVERIFY(rig.status.state == CaptureState::Running);
    rig.pollAfter(1ms);
    QVERIFY(rig.status.state == CaptureState::NoData);
    rig.fake().push(480);
    rig.pollAfter(10ms);
    QVERIFY(rig.status.state == CaptureState::Running);
    QCOMPARE(rig.status.reopened, 0U);
  }

  void aDeviceThatStandsStillForLongIsOpenedAgainEvenIfItsStopHangs() {
    Rig rig;
    rig.startRunning();
    const auto heardLast = rig.now;
    FakeState& hung = rig.fake();
    hung.answersStop = false;
    hung.setHanging(true);
    rig.pollFor(3s);
    QCOMPARE(hung.stops.load(), 1);
    rig.pollAfter(2s);
    QVERIFY(rig.status.state == CaptureState::Waiting);
    QCOMPARE(rig.status.abandoned, 1U);
    rig.pollAfter(5s);
    QCOMPARE(rig.fakes.size(), std::size_t{2});
    QVERIFY(rig.fake().request.silentSince == rig.elapsed(heardLast));
    QVERIFY(hung.push(10) == core::PushResult::Revoked);
  }

  // Each call that hangs leaves a thread behind, so the next one waits for five seconds, or until it returns.
  void aDeviceWhoseCallHungIsOpenedAgainAsSoonAsItReturns() {
    Rig rig;
    rig.startRunning();
    FakeState& hung = rig.fake();
    hung.answersStop = false;
    hung.setHanging(true);
    rig.pollFor(3s);
    rig.pollFor(2s);
    QVERIFY(rig.status.state == CaptureState::Waiting);
    rig.pollFor(1s);
    QCOMPARE(rig.fakes.size(), std::size_t{1});
    QVERIFY(rig.supervisor().pause(rig.now) <= 100ms);
    hung.setHanging(false);
    hung.waitUntilDestroyed();
    // The thread that destroyed it reports that right afterwards, independent of the test's clock.
    QTRY_VERIFY_WITH_TIMEOUT((rig.pollAfter(1ms), rig.fakes.size() == 2), 2000);
  }

  // The program was stopped for four seconds: samples of that time arrive when it continues.
  void aStreamIsNotLostBecauseThisProgramStoodStill() {
    Rig rig;
    rig.startRunning();
    rig.pollAfter(4s);
    QVERIFY(rig.status.state == CaptureState::Running);
    rig.pollFor(200ms);
    QVERIFY(rig.status.state == CaptureState::Running);
    rig.pollFor(300ms);
    QVERIFY(rig.status.state == CaptureState::NoData);
    QCOMPARE(rig.fake().stops.load(), 0);
  }

  // steady_clock stands still then: deadlines are unaffected, and the loss is counted.
  void aSuspendedMachineLosesSamplesButMissesNoDeadline() {
    Rig rig;
    CaptureRequest request;
    request.giveUpAfter = 60s;
    rig.startRunning(request);
    const auto heardLast = rig.elapsed(rig.now);
    rig.suspended = 8h;
    rig.pollAfter(100ms);
    QVERIFY(rig.status.state == CaptureState::Running);
    rig.fake().post(Kind::Lost, CaptureErrorCode::DeviceLost);
    rig.pollAfter();
    QVERIFY(rig.status.state == CaptureState::Waiting);  // and not given up
    rig.pollAfter(249ms);
    QCOMPARE(rig.fakes.size(), std::size_t{1});
    rig.pollAfter(1ms);
    QCOMPARE(rig.fakes.size(), std::size_t{2});
    QVERIFY(rig.fake().request.silentSince == heardLast);
  }

  // It delivers again while it is being closed: those samples are in the ring, and are not also counted as lost.
  void whatCameBeforeAHungStopIsGivenUpIsNotLost() {
    Rig rig;
    rig.startRunning();
    FakeState& hung = rig.fake();
    hung.answersStop = false;
    hung.setHanging(true);
    while (hung.stops == 0) rig.pollAfter(100ms);
    rig.pollAfter(1s);
    QCOMPARE(rig.status.abandoned, 0U);
    const auto nextDue = rig.elapsed(rig.now + 3ms);
    hung.setMeter({.callbacks = 1, .frames = 480, .time = rig.now, .nextDue = nextDue});
    hung.push(480);
    rig.pollAfter(1s);
    QCOMPARE(rig.status.abandoned, 1U);
    while (rig.fakes.size() == 1) rig.pollAfter(100ms);
    QVERIFY(rig.fake().request.silentSince == nextDue);
  }

  // The capture thread's time is more exact than the poll's.
  void theStreamItselfSaysWhenItsSamplesEnded() {
    Rig rig;
    rig.startRunning();
    const auto nextDue = rig.elapsed(rig.now + 3ms);
    rig.fake().setMeter({.callbacks = 1, .frames = 480, .time = rig.now, .nextDue = nextDue});
    rig.fake().push(480);
    rig.pollAfter(100ms);
    rig.fake().post(Kind::Lost, CaptureErrorCode::DeviceLost);
    rig.pollAfter();
    rig.pollAfter(250ms);
    QVERIFY(rig.fake().request.silentSince == nextDue);
  }
};

QTEST_APPLESS_MAIN(SupervisorOutageTest)
#include "tst_supervisoroutage.moc"
