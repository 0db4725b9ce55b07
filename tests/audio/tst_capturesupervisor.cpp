// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/capturesupervisor.h"
#include "fakebackend.h"

#include <QtTest>

using namespace tunescope;
using namespace tunescope::audio;
using namespace std::chrono_literals;
using Kind = FakeState::Kind;
using MarkKind = core::RingMark::Kind;

namespace {

// The supervisor with a clock and backends of the test's own.
class Rig : public CaptureSupervisor::Listener {
 public:
  Rig() {
    m_supervisor = std::make_unique<CaptureSupervisor>(
        m_ring,
        [this](SourceKind source) -> std::unique_ptr<AudioBackend> {
          if (!hasBackends) return nullptr;
          auto state = std::make_shared<FakeState>();
          state->source = source;
          fakes.push_back(state);
          return std::make_unique<FakeBackend>(state);
        },
        *this);
  }

  // Nothing may be left when a test is over: threads of abandoned backends end here.
  ~Rig() override {
    m_supervisor.reset();
    for (const auto& fake : fakes) {
      fake->setHanging(false);
      fake->waitUntilDestroyed();
    }
  }

  void captureStatusChanged(const CaptureStatus& newStatus) override {
    status = newStatus;
    states.push_back(newStatus.state);
  }
  void devicesListed(const std::vector<DeviceInfo>& list, const CaptureError& error) override {
    devices.push_back(list);
    deviceErrors.push_back(error.code);
  }

  CaptureSupervisor& supervisor() { return *m_supervisor; }
  FakeState& fake() { return *fakes.back(); }

  void pollAfter(std::chrono::milliseconds time = 0ms) {
    now += time;
    m_supervisor->poll(now);
  }

  void start(CaptureRequest request = {}) {
    m_supervisor->start(request);
    pollAfter();
  }

  // A device that runs and has delivered something.
  void startRunning(CaptureRequest request = {}) {
    start(request);
    fake().run();
    fake().begin();
    fake().push(480);
    pollAfter();
  }

  std::vector<core::RingMark> takeMarks() {
    std::vector<core::RingMark> marks;
    for (;;) {
      while (const auto mark = m_consumer.takeMark()) marks.push_back(*mark);
      float block[256];
      const std::size_t count = m_consumer.read(block);
      if (count == 0) return marks;
      framesRead += count;
    }
  }

  int endMarks() {
    int count = 0;
    for (const core::RingMark& mark : takeMarks()) count += mark.kind == MarkKind::End ? 1 : 0;
    return count;
  }

  CaptureSupervisor::Clock::time_point now{1000s};
  bool hasBackends = true;
  std::vector<std::shared_ptr<FakeState>> fakes;
  CaptureStatus status;
  std::vector<CaptureState> states;
  std::vector<std::vector<DeviceInfo>> devices;
  std::vector<CaptureErrorCode> deviceErrors;
  std::size_t framesRead = 0;

 private:
  std::shared_ptr<core::SpscRing> m_ring = std::make_shared<core::SpscRing>(48000);
  core::RingConsumer m_consumer{m_ring};
  std::unique_ptr<CaptureSupervisor> m_supervisor;
};

CaptureRequest fileRequest() {
  CaptureRequest request;
  request.source = SourceKind::File;
  return request;
}

}  // namespace

class CaptureSupervisorTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
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
    // What it says and writes when it comes to itself is not heard.
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
    // And it starts anew.
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
    QVERIFY(rig.fake().request.silentSince == heardLast);
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
    rig.pollAfter(3s);
    QVERIFY(rig.status.state == CaptureState::Waiting);
    rig.pollAfter(500ms);
    QCOMPARE(rig.fakes.size(), std::size_t{3});
    QVERIFY(rig.fake().request.silentSince == heardLast);
    rig.fake().run();
    rig.pollAfter();
    rig.pollAfter(3s);
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

  void theVeryDeviceThatWasHeardIsOpenedAgain() {
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
    // What is wished for anew is wished for as it was.
    rig.start(request);
    QCOMPARE(rig.fake().request.device.text, std::string("mic"));
    QVERIFY(!rig.fake().request.device.isExact);
  }

  void aSourceThatStandsStillHasNoDataAndComesBack() {
    Rig rig;
    rig.startRunning();
    rig.pollAfter(499ms);
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
    rig.pollAfter(3s);
    QCOMPARE(hung.stops.load(), 1);
    rig.pollAfter(2s);
    QVERIFY(rig.status.state == CaptureState::Waiting);
    QCOMPARE(rig.status.abandoned, 1U);
    rig.pollAfter(5s);
    QCOMPARE(rig.fakes.size(), std::size_t{2});
    QVERIFY(rig.fake().request.silentSince == heardLast);
    QVERIFY(hung.push(10) == core::PushResult::Revoked);
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

QTEST_APPLESS_MAIN(CaptureSupervisorTest)
#include "tst_capturesupervisor.moc"
