// SPDX-License-Identifier: GPL-3.0-or-later
#include "supervisorrig.h"

#include <QTest>

using namespace tunescope;
using namespace tunescope::audio;
using namespace std::chrono_literals;
using Kind = FakeState::Kind;
using MarkKind = core::RingMark::Kind;

namespace {

CaptureRequest fileRequest() {
  CaptureRequest request;
  request.source = SourceKind::File;
  return request;
}

}  // namespace

class CaptureSupervisorTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void itAsksToBePolledOftenOnlyWhileSomethingIsDue() {
    Rig rig;
    const auto pause = [&rig] { return rig.supervisor().pause(rig.now); };
    rig.pollAfter();
    QVERIFY(pause() == 1s);
    rig.start();
    QVERIFY(pause() == 10ms);
    rig.fake().run();
    rig.fake().begin();
    rig.pollAfter();
    QVERIFY(pause() == 100ms);
    rig.pollFor(500ms);
    QVERIFY(rig.status.state == CaptureState::NoData);
    QVERIFY(pause() == 10ms);
    rig.fake().push(480);
    rig.pollAfter();
    QVERIFY(pause() == 100ms);
    rig.supervisor().refreshDevices();
    rig.pollAfter();
    QVERIFY(pause() == 10ms);
    rig.fake().post(Kind::DevicesListed);
    rig.pollAfter();
    QVERIFY(pause() == 100ms);
    rig.fakes.front()->post(Kind::Lost, CaptureErrorCode::DeviceLost);
    rig.pollAfter();
    QVERIFY(pause() == 250ms);  // until it is tried again
    rig.pollAfter(245ms);
    QVERIFY(pause() == 10ms);
  }

  void theEndOfAFileIsNotWaitedForLong() {
    Rig rig;
    rig.start(fileRequest());
    rig.fake().run(false);
    rig.pollAfter();
    QVERIFY(rig.supervisor().pause(rig.now) == 10ms);
  }

  void wishesWaitForThePoll() {
    Rig rig;
    rig.supervisor().start({});
    QVERIFY(rig.fakes.empty());
    QVERIFY(!rig.supervisor().isSettled());
    rig.pollAfter();
    QCOMPARE(rig.fake().starts.load(), 1);
    QVERIFY(rig.status.state == CaptureState::Opening);
  }

  void startRunsAndStopEndsWithAMark() {
    Rig rig;
    rig.startRunning();
    QVERIFY(rig.status.state == CaptureState::Running);
    QCOMPARE(rig.status.format.source, std::string("fake"));
    QCOMPARE(rig.status.epoch, rig.fake().producer.epoch());
    rig.supervisor().stop();
    rig.pollAfter();
    QVERIFY(rig.status.state == CaptureState::Idle);
    const auto marks = rig.takeMarks();
    QCOMPARE(marks.size(), std::size_t{2});
    QVERIFY(marks[0].kind == MarkKind::StreamStart && marks[1].kind == MarkKind::End);
    QCOMPARE(rig.framesRead, std::size_t{480});
    rig.pollAfter();
    QVERIFY(rig.supervisor().isSettled());
    QVERIFY(rig.fakes[0]->hasGone());
    QCOMPARE(rig.status.abandoned, 0U);
  }

  void aMissingDeviceFailsAtOnce() {
    Rig rig;
    rig.start();
    rig.fake().post(Kind::StartFailed, CaptureErrorCode::NoSuchDevice);
    rig.pollAfter();
    QVERIFY(rig.status.state == CaptureState::Failed);
    QVERIFY(rig.status.error.code == CaptureErrorCode::NoSuchDevice);
    QCOMPARE(rig.endMarks(), 1);
    rig.pollAfter(10s);
    QCOMPARE(rig.fakes.size(), std::size_t{1});
  }

  void aMissingBackendFails() {
    Rig rig;
    rig.hasBackends = false;
    rig.start();
    QVERIFY(rig.status.state == CaptureState::Failed);
    QVERIFY(rig.status.error.code == CaptureErrorCode::NoSuchApi);
    rig.supervisor().refreshDevices();
    rig.pollAfter();
    QVERIFY(rig.deviceErrors.back() == CaptureErrorCode::NoSuchApi);
  }

  void devicesAreListedAndAskedForOnceAtATime() {
    Rig rig;
    rig.supervisor().refreshDevices();
    rig.pollAfter();
    rig.supervisor().refreshDevices();
    rig.pollAfter();
    QCOMPARE(rig.fakes.size(), std::size_t{1});
    BackendEvent event;
    event.kind = Kind::DevicesListed;
    event.devices.resize(2);
    rig.fake().events.post(event);
    rig.pollAfter();
    QCOMPARE(rig.devices.size(), std::size_t{1});
    QCOMPARE(rig.devices[0].size(), std::size_t{2});
    rig.pollAfter();
    QCOMPARE(rig.fakes.size(), std::size_t{2});
    rig.fake().post(Kind::DevicesFailed, CaptureErrorCode::NoSuchApi);
    rig.pollAfter();
    QVERIFY(rig.deviceErrors[1] == CaptureErrorCode::NoSuchApi);
    rig.pollAfter();
    QVERIFY(rig.supervisor().isSettled());
  }

  void aSourceThatEndsHasOneEndMark() {
    Rig rig;
    rig.start(fileRequest());
    rig.fake().run(false);
    rig.fake().begin();
    rig.fake().push(480);
    rig.fake().producer.finish();
    rig.fake().post(Kind::Ended);
    rig.pollAfter();
    QVERIFY(rig.status.state == CaptureState::Ended);
    QCOMPARE(rig.endMarks(), 1);
    rig.supervisor().stop();
    rig.pollAfter();
    QVERIFY(rig.status.state == CaptureState::Idle);
    QCOMPARE(rig.endMarks(), 0);
  }

  void aDamagedFileFailsWithOneEndMark() {
    Rig rig;
    rig.start(fileRequest());
    rig.fake().run(false);
    rig.fake().begin();
    rig.fake().producer.finish();
    rig.fake().post(Kind::Lost, CaptureErrorCode::Damaged);
    rig.pollAfter();
    QVERIFY(rig.status.state == CaptureState::Failed);
    QVERIFY(rig.status.error.code == CaptureErrorCode::Damaged);
    QCOMPARE(rig.endMarks(), 1);
  }

  void startWhileRunningStopsFirst() {
    Rig rig;
    rig.startRunning();
    rig.fake().answersStop = false;
    rig.start();
    QCOMPARE(rig.fakes.size(), std::size_t{1});
    QCOMPARE(rig.fake().stops.load(), 1);
    rig.fake().post(Kind::Stopped);
    rig.pollAfter();
    QCOMPARE(rig.fakes.size(), std::size_t{2});
    QVERIFY(rig.status.state == CaptureState::Opening);
    QCOMPARE(rig.fake().starts.load(), 1);
    QVERIFY(!rig.fake().request.silentSince.has_value());
  }

  void ofTwoStartsTheLastOneCounts() {
    Rig rig;
    CaptureRequest first;
    first.device.text = "first";
    CaptureRequest second;
    second.device.text = "second";
    rig.supervisor().start(first);
    rig.supervisor().start(second);
    rig.pollAfter();
    QCOMPARE(rig.fakes.size(), std::size_t{1});
    QCOMPARE(rig.fake().request.device.text, std::string("second"));
    rig.start(first);
    rig.pollAfter();
    QCOMPARE(rig.fakes.size(), std::size_t{2});
    QCOMPARE(rig.fake().request.device.text, std::string("first"));
  }

  void startThenStopStartsNothing() {
    Rig rig;
    rig.supervisor().start({});
    rig.supervisor().stop();
    rig.pollAfter();
    QVERIFY(rig.fakes.empty());
    QVERIFY(rig.supervisor().isSettled());
  }

  void stopWorksInEveryState() {
    Rig opening;
    opening.start();
    opening.supervisor().stop();
    opening.pollAfter();
    QVERIFY(opening.status.state == CaptureState::Idle);
    QCOMPARE(opening.endMarks(), 1);

    Rig waiting;
    CaptureRequest request;
    request.waitForDevice = true;
    waiting.start(request);
    waiting.fake().post(Kind::StartFailed, CaptureErrorCode::NoDevices);
    waiting.pollAfter();
    waiting.supervisor().stop();
    waiting.pollAfter();
    QVERIFY(waiting.status.state == CaptureState::Idle);
    waiting.pollAfter(10s);
    QCOMPARE(waiting.fakes.size(), std::size_t{1});
    QCOMPARE(waiting.endMarks(), 1);

    Rig noData;
    noData.startRunning();
    noData.pollAfter(600ms);
    noData.supervisor().stop();
    noData.pollAfter();
    QVERIFY(noData.status.state == CaptureState::Idle);

    Rig closing;
    closing.startRunning();
    closing.fake().answersStop = false;
    closing.pollAfter(3s);  // on its way to be opened again
    closing.supervisor().stop();
    closing.pollAfter();
    closing.fake().post(Kind::Stopped);
    closing.pollAfter();
    QVERIFY(closing.status.state == CaptureState::Idle);
    closing.pollAfter(10s);
    QCOMPARE(closing.fakes.size(), std::size_t{1});

    Rig failed;
    failed.start();
    failed.fake().post(Kind::StartFailed, CaptureErrorCode::NoDevices);
    failed.pollAfter();
    failed.supervisor().stop();
    failed.pollAfter();
    QVERIFY(failed.status.state == CaptureState::Idle);
    QVERIFY(!failed.status.error);
  }
};

QTEST_APPLESS_MAIN(CaptureSupervisorTest)
#include "tst_capturesupervisor.moc"
