// SPDX-License-Identifier: GPL-3.0-or-later
#include "supervisorrig.h"

#include <QtTest>

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

class SupervisorDeadlinesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void openingThatHangsTimesOutAndIsAbandoned() {
    Rig rig;
    rig.start();
    FakeState& hung = rig.fake();
    hung.setHanging(true);
    rig.pollAfter(1999ms);
    QVERIFY(rig.status.state == CaptureState::Opening);
    rig.pollAfter(1ms);
    QVERIFY(rig.status.state == CaptureState::Failed);
    QVERIFY(rig.status.error.code == CaptureErrorCode::TimedOut);
    QCOMPARE(rig.status.abandoned, 1U);
    QVERIFY(rig.supervisor().isSettled());
    QVERIFY(!hung.hasGone());
    // Its events and writes after the hang are ignored.
    hung.run();
    hung.begin();
    QVERIFY(hung.push(480) == core::PushResult::Revoked);
    rig.pollAfter();
    QVERIFY(rig.status.state == CaptureState::Failed);
    const auto marks = rig.takeMarks();
    QCOMPARE(marks.size(), std::size_t{1});
    QVERIFY(marks[0].kind == MarkKind::End);
    QCOMPARE(rig.framesRead, std::size_t{0});
  }

  void eachCallOfAnOpeningHasItsOwnDeadline() {
    Rig rig;
    rig.start();
    for (int device = 0; device < 10; ++device) {
      rig.pollAfter(1900ms);
      rig.fake().post(Kind::Progress);
      rig.pollAfter();
      QVERIFY(rig.status.state == CaptureState::Opening);
    }
    rig.pollAfter(2000ms);
    QVERIFY(rig.status.error.code == CaptureErrorCode::TimedOut);
  }

  void eachCallOfAListingHasItsOwnDeadline() {
    Rig rig;
    rig.supervisor().refreshDevices();
    rig.pollAfter();
    for (int device = 0; device < 10; ++device) {
      rig.pollAfter(1900ms);
      rig.fake().post(Kind::Progress);
      rig.pollAfter();
      QVERIFY(rig.deviceErrors.empty());
    }
    rig.pollAfter(2000ms);
    QVERIFY(rig.deviceErrors.back() == CaptureErrorCode::TimedOut);
  }

  void stoppingThatHangsTimesOutAndIsAbandoned() {
    Rig rig;
    rig.startRunning();
    FakeState& hung = rig.fake();
    hung.answersStop = false;
    hung.setHanging(true);
    rig.supervisor().stop();
    rig.pollAfter();
    rig.pollAfter(1999ms);
    QVERIFY(rig.status.state == CaptureState::Running);
    rig.pollAfter(1ms);
    QVERIFY(rig.status.state == CaptureState::Failed);
    QVERIFY(rig.status.error.code == CaptureErrorCode::TimedOut);
    QCOMPARE(rig.status.abandoned, 1U);
    QVERIFY(hung.push(480) == core::PushResult::Revoked);
    QCOMPARE(rig.endMarks(), 1);
    // And it starts again.
    rig.startRunning();
    QVERIFY(rig.status.state == CaptureState::Running);
    hung.post(Kind::Lost, CaptureErrorCode::DeviceLost);
    rig.pollAfter(1ms);
    QVERIFY(rig.status.state == CaptureState::Running);
  }

  void listingThatHangsTimesOutWithoutTouchingTheStream() {
    Rig rig;
    rig.startRunning();
    FakeState& stream = rig.fake();
    rig.supervisor().refreshDevices();
    rig.pollAfter();
    FakeState& hung = rig.fake();
    QCOMPARE(hung.listings.load(), 1);
    hung.setHanging(true);
    for (int i = 0; i < 20; ++i) {
      stream.push(4800);
      rig.pollAfter(100ms);
      rig.takeMarks();
    }
    QCOMPARE(rig.deviceErrors.size(), std::size_t{1});
    QVERIFY(rig.deviceErrors[0] == CaptureErrorCode::TimedOut);
    QVERIFY(rig.status.state == CaptureState::Running);
    QCOMPARE(stream.stops.load(), 0);
  }

  void aFileThatWaitsIsNotWatched() {
    Rig rig;
    rig.start(fileRequest());
    rig.fake().run(false);
    rig.pollAfter();
    rig.pollAfter(1h);
    QVERIFY(rig.status.state == CaptureState::Running);
  }

  void standardInputMayTakeItsTimeToBegin() {
    Rig rig;
    CaptureRequest request;
    request.source = SourceKind::StandardInput;
    rig.start(request);
    rig.pollAfter(1h);
    QVERIFY(rig.status.state == CaptureState::Opening);
  }

  void aBackendThatNeverComesToRestAfterItsLastWordIsAbandoned() {
    Rig rig;
    rig.startRunning();
    rig.fake().setHanging(true);
    rig.fake().post(Kind::Lost, CaptureErrorCode::DeviceLost);
    rig.pollAfter();
    rig.pollAfter(250ms);
    QCOMPARE(rig.fakes.size(), std::size_t{2});  // the next one does not wait for it
    rig.pollAfter(1750ms);
    rig.fake().post(Kind::StartFailed, CaptureErrorCode::NoDevices);
    rig.pollAfter();
    QVERIFY(!rig.fakes[0]->hasGone());
    rig.supervisor().stop();
    rig.pollAfter();
    QCOMPARE(rig.status.abandoned, 1U);
  }
};

QTEST_APPLESS_MAIN(SupervisorDeadlinesTest)
#include "tst_supervisordeadlines.moc"
