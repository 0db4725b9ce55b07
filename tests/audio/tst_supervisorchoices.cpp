// SPDX-License-Identifier: GPL-3.0-or-later
// Choices of the supervisor: a substitute for an absent input, a larger buffer after
// overruns, no alarm after a suspended machine.
#include "audio/supervisor/buffergrowth.h"
#include "supervisorrig.h"

#include <QtTest>

using namespace tunescope;
using namespace tunescope::audio;
using namespace std::chrono_literals;
using Kind = FakeState::Kind;

namespace {

CaptureRequest wish(bool fallBack) {
  CaptureRequest request;
  request.device.text = "Violin";
  request.waitForDevice = true;
  request.fallBack = fallBack;
  return request;
}

// The newest backend answers the request for the inputs.
void answerListing(Rig& rig, const char* name) {
  BackendEvent event;
  event.kind = Kind::DevicesListed;
  DeviceInfo device;
  device.name = name;
  device.api = "test";
  device.id = "test:" + device.name;
  device.isDefault = true;
  event.devices = {device};
  rig.fake().events.post(event);
  rig.pollAfter();
}

void refuse(Rig& rig) {
  rig.fake().post(Kind::StartFailed, CaptureErrorCode::NoSuchDevice);
  rig.pollAfter();
}

// Two failed attempts, then the next pause is over.
void failTwice(Rig& rig) {
  refuse(rig);
  rig.pollAfter(250ms);
  refuse(rig);
  rig.pollAfter(500ms);
}

void run(Rig& rig) {
  rig.fake().run();
  rig.fake().begin();
  rig.fake().push(480);
  rig.pollAfter();
}

}  // namespace

class SupervisorChoicesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aSubstituteIsCapturedOnlyWhereThatIsAllowed() {
    for (const bool fallBack : {false, true}) {
      Rig rig;
      rig.start(wish(fallBack));
      QCOMPARE(rig.fake().request.device.text, std::string("Violin"));
      failTwice(rig);
      QCOMPARE(rig.fake().request.device.text, std::string(fallBack ? "" : "Violin"));
      refuse(rig);
      rig.pollAfter(1s);  // and by turns from then on
      QCOMPARE(rig.fake().request.device.text, std::string("Violin"));
      run(rig);
      QVERIFY(rig.status.state == CaptureState::Running && !rig.status.isFallback);
    }
  }

  // The user changes the setting while all is well.
  void whetherAnotherInputMayStandInIsAskedWhenTheInputIsAway() {
    for (const bool fallBack : {false, true}) {
      Rig rig;
      rig.startRunning(wish(!fallBack));
      rig.supervisor().setFallBack(fallBack);
      QVERIFY(!rig.supervisor().isSettled());
      rig.pollAfter(10ms);
      QCOMPARE(rig.fakes.size(), std::size_t{1});  // what runs goes on
      rig.fake().post(Kind::Lost, CaptureErrorCode::DeviceLost);
      rig.pollAfter();
      rig.pollAfter(250ms);
      refuse(rig);
      rig.pollAfter(500ms);
      QCOMPARE(rig.fake().request.device.text, std::string(fallBack ? "" : "fake"));
    }
  }

  void anotherChannelHoldsInWhatRunsAndInWhatIsReopened() {
    Rig rig;
    rig.startRunning();
    rig.supervisor().setChannel({.number = 12});
    rig.pollAfter(10ms);
    QCOMPARE(rig.fakes.size(), std::size_t{1});  // what runs goes on
    QCOMPARE(rig.fake().channel.number, 12U);
    rig.fake().post(Kind::Lost, CaptureErrorCode::DeviceLost);
    rig.pollAfter();
    rig.pollAfter(250ms);
    QCOMPARE(rig.fakes.size(), std::size_t{2});
    QCOMPARE(rig.fake().request.channel.number, 12U);
  }

  void anotherInputBeginsWithNothingOfTheOneBefore() {
    Rig rig;
    rig.startRunning();
    QCOMPARE(rig.status.format.source, std::string("fake"));
    rig.start(wish(false));
    QCOMPARE(rig.status.format.source, std::string());
    refuse(rig);
    QVERIFY(rig.status.state == CaptureState::Waiting);
    QCOMPARE(rig.status.format.source, std::string());
  }

  void aNewDefaultInputIsOpenedAtOnceWhereTheDefaultOneWasAskedFor() {
    Rig rig;
    const auto runAs = [&rig](const char* source, bool followsDefault) {
      CaptureFormat format;
      format.source = format.key = source;
      format.api = "test";
      format.sampleRateHz = 48000;
      format.followsDefault = followsDefault;
      rig.fake().events.postStarted(format);
      rig.fake().begin();
      rig.fake().push(480);
      rig.pollAfter(10ms);
    };
    rig.start();
    runAs("Violin", true);
    QCOMPARE(rig.status.followedFrom, std::string());
    rig.fake().post(Kind::Outdated);
    rig.pollAfter(10ms);
    QCOMPARE(rig.fakes.size(), std::size_t{2});
    QCOMPARE(rig.fakes.front()->stops.load(), 1);
    QCOMPARE(rig.fake().request.device.text, std::string());
    QCOMPARE(rig.fake().request.device.api, std::string("test"));
    QCOMPARE(rig.fake().request.device.key, std::string());
    QVERIFY(rig.fake().request.followsDefault);
    QVERIFY(rig.fake().request.silentSince);  // what passes is counted
    runAs("Piano", true);
    QVERIFY(rig.status.state == CaptureState::Running);
    QCOMPARE(rig.status.followedFrom, std::string("Violin"));
    QCOMPARE(rig.status.reopened, 0U);
    // After a loss, the present default one.
    rig.fake().push(480);
    rig.pollAfter(2s);
    rig.fake().post(Kind::Lost, CaptureErrorCode::DeviceLost);
    rig.pollAfter();
    rig.pollAfter(250ms);
    QCOMPARE(rig.fake().request.device.text, std::string());
    QCOMPARE(rig.fake().request.device.key, std::string("Piano"));  // no monitor is taken in its place
    runAs("Violin", true);
    QCOMPARE(rig.status.followedFrom, std::string("Piano"));
    QCOMPARE(rig.status.reopened, 1U);
  }

  void theInputThatAUserMovedTheStreamToIsCaptured() {
    Rig rig;
    rig.startRunning(wish(false));
    const auto move = [&](const char* source) {
      CaptureFormat format = rig.status.format;
      format.source = source;
      rig.fake().events.post(BackendEvent::Kind::Moved, format);
      rig.fake().push(480);
      rig.pollAfter(10ms);
    };
    move("Piano");
    QVERIFY(rig.status.state == CaptureState::Running);
    QCOMPARE(rig.status.format.source, std::string("Piano"));
    QCOMPARE(rig.status.movedFrom, std::string("fake"));
    move("Organ");
    QCOMPARE(rig.status.movedFrom, std::string("fake"));
    move("fake");
    QCOMPARE(rig.status.movedFrom, std::string());
    move("Piano");
    rig.fake().post(BackendEvent::Kind::Lost, CaptureErrorCode::DeviceLost);
    rig.pollAfter(10ms);
    rig.pollAfter(250ms);
    QCOMPARE(rig.fake().request.device.text, std::string("Piano"));
    run(rig);
    QCOMPARE(rig.status.movedFrom, std::string());
  }

  void theDefaultInputHasNoSubstitute() {
    Rig rig;
    CaptureRequest request = wish(true);
    request.device.text.clear();
    rig.start(request);
    failTwice(rig);
    run(rig);
    QVERIFY(!rig.status.isFallback);
  }

  void theWantedInputIsTakenAsSoonAsItIsBack() {
    Rig rig;
    rig.start(wish(true));
    failTwice(rig);
    run(rig);
    QVERIFY(rig.status.state == CaptureState::Running && rig.status.isFallback);
    QVERIFY(!rig.fake().request.followsDefault);
    const auto substitute = rig.fakes.back();
    rig.pollAfter(1s);
    QCOMPARE(rig.fake().listings.load(), 1);
    answerListing(rig, "Piano");
    QCOMPARE(substitute->stops.load(), 0);
    substitute->push(48000);
    rig.pollAfter(1s);
    const auto heardLast = rig.now;
    answerListing(rig, "Violin");
    QCOMPARE(substitute->stops.load(), 1);
    QCOMPARE(rig.fake().request.device.text, std::string("Violin"));
    QVERIFY(rig.fake().request.silentSince == rig.elapsed(heardLast));
    run(rig);
    QVERIFY(rig.status.state == CaptureState::Running && !rig.status.isFallback);
  }

  void aLostInputIsReplacedAndComesBack() {
    Rig rig;
    CaptureRequest request = wish(true);
    request.giveUpAfter = 60s;
    rig.startRunning(request);  // it is called "fake"
    rig.fake().post(Kind::Lost, CaptureErrorCode::DeviceLost);
    rig.pollAfter();
    rig.pollAfter(250ms);
    refuse(rig);
    rig.pollAfter(500ms);
    QCOMPARE(rig.fake().request.device.text, std::string());
    run(rig);
    QVERIFY(rig.status.state == CaptureState::Running && rig.status.isFallback);
    const auto substitute = rig.fakes.back();
    for (int minute = 0; minute < 10; ++minute) {  // as long as it may take
      for (int s = 0; s < 60; ++s) {
        substitute->push(48000);
        rig.pollAfter(1s);
        if (rig.fake().listings > 0) answerListing(rig, "Piano");
        rig.takeMarks();
      }
    }
    QVERIFY(rig.status.state == CaptureState::Running && rig.status.isFallback);
    // It disappears as well; the requested one is still the first.
    substitute->post(Kind::Lost, CaptureErrorCode::DeviceLost);
    rig.pollAfter();
    QVERIFY(rig.status.state == CaptureState::Waiting);
    rig.pollAfter(1s);
    QCOMPARE(rig.fake().request.device.text, std::string("fake"));
    run(rig);
    QVERIFY(rig.status.state == CaptureState::Running && !rig.status.isFallback);
  }

  void whatIsPluggedInNeedNotWaitForItsTurn() {
    Rig rig;
    rig.start(wish(false));
    failTwice(rig);
    refuse(rig);  // a second to go
    const std::size_t before = rig.fakes.size();
    rig.supervisor().refreshDevices();
    rig.pollAfter(10ms);
    answerListing(rig, "Piano");
    rig.pollAfter(10ms);
    QCOMPARE(rig.fakes.size(), before + 1);
    rig.supervisor().refreshDevices();
    rig.pollAfter(10ms);
    answerListing(rig, "Violin");
    rig.pollAfter(10ms);
    QCOMPARE(rig.fakes.size(), before + 3);
    QCOMPARE(rig.fake().request.device.text, std::string("Violin"));
  }

  void overrunsMakeTheBufferLarger() {
    Rig rig;
    rig.startRunning();
    rig.fake().setMeter({.callbacks = 1, .frames = 480, .time = rig.now});
    rig.pollAfter(100ms);
    const auto first = rig.fakes.back();
    QVERIFY(!first->request.bufferFrames.has_value());
    first->setMeter({.callbacks = 2, .frames = 960, .time = rig.now, .overruns = 1, .breaks = 1});
    rig.pollAfter(100ms);
    QCOMPARE(rig.fakes.size(), std::size_t{1});  // one may be an accident
    first->setMeter({.callbacks = 3, .frames = 1440, .time = rig.now, .overruns = 2, .breaks = 2});
    first->push(4800);
    rig.pollAfter(100ms);
    QCOMPARE(rig.fakes.size(), std::size_t{2});
    QVERIFY(rig.fake().request.bufferFrames == 1024U);
    QVERIFY(rig.fake().request.silentSince ==
            rig.elapsed(rig.now));  // samples delivered by then are not counted as lost again
    QVERIFY(rig.status.state != CaptureState::Waiting);
    rig.fake().run(true, 1024);
    rig.fake().begin();
    rig.fake().push(480);
    rig.pollAfter(10ms);
    QVERIFY(rig.status.state == CaptureState::Running);
    QCOMPARE(rig.status.growths, 1U);
    QCOMPARE(rig.status.reopened, 0U);  // it was not lost
    QCOMPARE(rig.supervisor().figures().overruns, std::uint64_t{2});
  }

  void aDeviceThatDoesNotTakeTheLargerBufferIsLost() {
    Rig rig;
    rig.startRunning();
    rig.fake().setMeter({.callbacks = 1, .frames = 480, .time = rig.now});
    rig.pollAfter(100ms);
    rig.fake().setMeter({.callbacks = 2, .frames = 960, .time = rig.now, .overruns = 2, .breaks = 2});
    rig.pollAfter(100ms);
    refuse(rig);
    QVERIFY(rig.status.state == CaptureState::Waiting);
    QVERIFY(rig.states[rig.states.size() - 2] == CaptureState::Opening);
    rig.pollAfter(250ms);
    run(rig);
    QVERIFY(rig.status.state == CaptureState::Running);
    QCOMPARE(rig.status.reopened, 1U);
  }

  void aBufferGrowsOnlyAsLongAsThatHelps() {
    BufferGrowth::Clock::time_point now{1000s};
    std::uint64_t overruns = 0;
    const auto overrun = [&](BufferGrowth& growth, std::chrono::seconds after) {
      now += after;
      return growth.look(++overruns, now);
    };
    BufferGrowth growth;
    growth.begin(false);
    growth.opened(512);
    for (int i = 0; i < 20; ++i) QVERIFY(!overrun(growth, 11s));  // rare ones
    QVERIFY(overrun(growth, 1s));
    QVERIFY(growth.frames() == 1024U);
    QVERIFY(!growth.look(overruns, now));  // nothing new
    growth.opened(1024);
    QVERIFY(!overrun(growth, 1s));
    QVERIFY(overrun(growth, 1s));
    QVERIFY(growth.frames() == 2048U);
    growth.opened(1024);  // it does not give more
    for (int i = 0; i < 20; ++i) QVERIFY(!overrun(growth, 1s));
    QCOMPARE(growth.growths(), 2U);
    overruns = 0;
    growth.begin(true);  // a person has chosen
    growth.opened(64);
    for (int i = 0; i < 20; ++i) QVERIFY(!overrun(growth, 1s));
    overruns = 0;
    growth.begin(false);
    growth.opened(BufferGrowth::kMaxFrames);
    for (int i = 0; i < 20; ++i) QVERIFY(!overrun(growth, 1s));
  }

  // The clock jumps when a machine wakes up; the device has had no time yet to deliver anything.
  void aSuspendedMachineHasLostNothing() {
    Rig rig;
    rig.startRunning();
    rig.pollAfter(100ms);
    rig.pollAfter(8h);
    QVERIFY(rig.status.state == CaptureState::Running);
    QCOMPARE(rig.fakes.size(), std::size_t{1});
    QCOMPARE(rig.fake().stops.load(), 0);
    rig.pollAfter(600ms);  // but if it stays silent afterwards, that is noticed
    QVERIFY(rig.status.state == CaptureState::NoData);
  }
};

QTEST_APPLESS_MAIN(SupervisorChoicesTest)
#include "tst_supervisorchoices.moc"
