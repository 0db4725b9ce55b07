// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/devices/devicelevels.h"
#include "audio/source/sourcethread.h"
#include "fakebackend.h"

#include <QTest>

#include <atomic>
#include <cmath>

using namespace tunescope::audio;
using Level = DeviceLevels::Level;

namespace {

// Inputs that play a constant: "half" is .5, "silent" is 0, "broken" cannot be opened.
struct Bench {
  std::atomic<int> made{0};
  std::atomic<int> running{0};

  BackendFactory factory() {
    return [this](SourceKind) {
      ++made;
      return makeSourceThread(
          [this](const CaptureRequest& request, SourceControl& control) { play(request, control); });
    };
  }

  void play(const CaptureRequest& request, SourceControl& control) {
    if (request.device.text == "x:broken") {
      return control.fail({.code = CaptureErrorCode::Busy, .device = {}, .detail = {}});
    }
    CaptureFormat format;
    format.sampleRateHz = 48000;
    if (!control.begin(format, {})) return;
    ++running;
    const std::vector<float> block(480, request.device.text == "x:half" ? 0.5F : 0.0F);
    Pacer pacer(48000);
    while (pacer.waitFor(block.size(), control) && control.deliver(block)) {
    }
    --running;
  }
};

DeviceInfo device(const std::string& name) {
  DeviceInfo info;
  info.api.push_back('x');
  info.name = name;
  info.id.append("x:").append(name);
  return info;
}

template <class Condition>
bool eventually(Condition condition) {
  return QTest::qWaitFor(condition, 20000);
}

}  // namespace

class DeviceLevelsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void eachInputHasItsLevelOrItsError() {
    Bench bench;
    {
      DeviceLevels levels(bench.factory());
      levels.open({device("half"), device("broken"), device("silent")});
      std::vector<Level> now;
      QVERIFY(eventually([&] {
        now = levels.levels();
        return now[0].isOpen && now[1].error != CaptureErrorCode::None && now[2].isOpen;
      }));
      QCOMPARE(now[0].id, std::string("x:half"));
      QVERIFY(std::abs(now[0].peakDb + 6.0206) < 0.001);
      QVERIFY(now[1].error == CaptureErrorCode::Busy && !now[1].isOpen);
      QVERIFY(std::isinf(now[2].peakDb) && now[2].peakDb < 0);
      // Called again at once, there is nothing new: the level stays.
      QVERIFY(std::abs(levels.levels()[0].peakDb + 6.0206) < 0.001);
    }
    QVERIFY(eventually([&] { return bench.running == 0; }));
  }

  void whatStaysInTheListStaysOpen() {
    Bench bench;
    {
      DeviceLevels levels(bench.factory());
      levels.open({device("half"), device("silent")});
      QVERIFY(eventually([&] { return levels.levels()[0].isOpen && levels.levels()[1].isOpen; }));
      levels.open({device("half")});
      QCOMPARE(levels.levels().size(), std::size_t{1});
      QVERIFY(levels.levels()[0].isOpen);
      QVERIFY(eventually([&] { return bench.running == 1; }));
      QCOMPARE(bench.made.load(), 2);
      levels.close();
      QVERIFY(levels.levels().empty());
    }
    QVERIFY(eventually([&] { return bench.running == 0; }));
  }

  void ofVeryManyInputsTheFirstAreMeasured() {
    Bench bench;
    {
      DeviceLevels levels(bench.factory());
      levels.open(std::vector<DeviceInfo>(40, device("half")));
      QCOMPARE(levels.levels().size(), DeviceLevels::kMaxDevices);
      QVERIFY(eventually([&] { return bench.running == static_cast<int>(DeviceLevels::kMaxDevices); }));
    }
    QVERIFY(eventually([&] { return bench.running == 0; }));
  }

  void anInputThatHangsDelaysNoOther() {
    auto hung = std::make_shared<FakeState>();
    hung->answersStop = false;
    hung->setHanging(true);
    {
      DeviceLevels levels([hung](SourceKind) { return std::make_unique<FakeBackend>(hung); });
      levels.open({device("half")});
      QVERIFY(eventually([&] { return hung->starts == 1; }));
      QVERIFY(!levels.levels()[0].isOpen);
    }
    QVERIFY(!hung->hasGone());  // nobody has waited for it
    hung->setHanging(false);
    hung->waitUntilDestroyed();
  }
};

QTEST_GUILESS_MAIN(DeviceLevelsTest)
#include "tst_devicelevels.moc"
