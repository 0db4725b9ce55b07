// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run/devicenews.h"

#include <QTest>

using namespace tunescope;
using audio::CaptureState;
using cli::DeviceNews;
using cli::DeviceState;

namespace {

// A capture of a violin that runs.
class Capture {
 public:
  Capture() {
    status.format.source = "Violin";
    status.format.bufferFrames = 512;
    go(CaptureState::Opening);
    go(CaptureState::Running);
  }
  std::vector<DeviceNews::Item> go(CaptureState state) {
    status.state = state;
    return news.take(status);
  }

  audio::CaptureStatus status;
  DeviceNews news{audio::SourceKind::Device};
};

}  // namespace

class TestDeviceNews : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aLossAndItsEndAreReportedOnce() {
    Capture capture;
    const auto lost = capture.go(CaptureState::Waiting);
    QCOMPARE(lost.size(), 1U);
    QVERIFY(lost[0].state == DeviceState::Lost && lost[0].message.starts_with("Violin was lost"));
    QVERIFY(capture.go(CaptureState::Waiting).empty());
    ++capture.status.reopened;
    const auto back = capture.go(CaptureState::Running);
    QCOMPARE(back.size(), 1U);
    QVERIFY(back[0].state == DeviceState::Reopened);
    QCOMPARE(back[0].message, std::string("listening to Violin again"));
    QVERIFY(capture.go(CaptureState::Running).empty());
  }

  void aLargerBufferIsOneThingAndNoLoss() {
    Capture capture;
    QVERIFY(capture.go(CaptureState::Opening).empty());
    ++capture.status.growths;
    capture.status.format.bufferFrames = 1024;
    const auto told = capture.go(CaptureState::Running);
    QCOMPARE(told.size(), 1U);
    QCOMPARE(told[0].message, std::string("overruns: the buffer of Violin now has 1024 frames"));
  }

  void anInputThatDoesNotReopenIsReported() {
    for (const CaptureState state : {CaptureState::Waiting, CaptureState::Failed}) {
      Capture capture;
      capture.go(CaptureState::Opening);
      const auto told = capture.go(state);
      QCOMPARE(told.size(), 1U);
      QVERIFY(told[0].state == DeviceState::Lost);
    }
    DeviceNews news(audio::SourceKind::Device);  // one that never ran is no loss
    audio::CaptureStatus status;
    for (const CaptureState state : {CaptureState::Opening, CaptureState::Waiting, CaptureState::Failed}) {
      status.state = state;
      QVERIFY(news.take(status).empty());
    }
  }

  void aNewDefaultInputIsReported() {
    Capture capture;
    const auto follow = [&capture](const char* from, const char* to) {
      capture.go(CaptureState::Opening);
      capture.status.followedFrom = from;
      capture.status.format.source = to;
      capture.status.format.key = to;
      return capture.go(CaptureState::Running);
    };
    const auto told = follow("Violin", "Piano");
    QCOMPARE(told.size(), 1U);
    QVERIFY(told[0].state == DeviceState::Moved);
    QCOMPARE(told[0].message, std::string("listening to Piano, the new default input, instead of Violin"));
    QVERIFY(capture.go(CaptureState::Running).empty());
    QCOMPARE(follow("Piano", "Violin").size(), 1U);
    // After a loss it is not that one again.
    capture.go(CaptureState::Waiting);
    ++capture.status.reopened;
    const auto another = follow("Violin", "Piano");
    QCOMPARE(another.size(), 1U);
    QVERIFY(another[0].state == DeviceState::Reopened && another[0].message.find("again") == std::string::npos);
  }

  void substitutesAndMovedStreamsAreReported() {
    Capture capture;
    capture.status.movedFrom = "Violin";
    capture.status.format.source = "Piano";
    QVERIFY(capture.go(CaptureState::Running).at(0).state == DeviceState::Moved);
    QVERIFY(capture.go(CaptureState::Running).empty());
    capture.status.movedFrom.clear();
    capture.status.format.source = "Violin";
    QVERIFY(capture.go(CaptureState::Running).at(0).message.find("moved back") != std::string::npos);
    capture.go(CaptureState::Waiting);
    capture.status.isFallback = true;
    capture.status.format.source = "Piano";
    QVERIFY(capture.go(CaptureState::Running).at(0).message.starts_with("listening to Piano until"));
    capture.go(CaptureState::Opening);
    capture.status.isFallback = false;
    ++capture.status.reopened;
    capture.status.format.source = "Violin";
    const auto told = capture.go(CaptureState::Running);
    QCOMPARE(told.size(), 1U);
    QCOMPARE(told[0].message, std::string("listening to Violin, which is back"));
  }

  void theDisplayNamesTheInput() {
    audio::CaptureStatus status;
    status.state = CaptureState::Running;
    QCOMPARE(cli::stateText(status, "Violin"), std::string("listening"));
    status.isFallback = true;
    QCOMPARE(cli::stateText(status, "Violin"), std::string("in place of Violin:"));
    QVERIFY(cli::stateText(status, "Violin\x1b[2J").find('\x1b') == std::string::npos);
    QCOMPARE(cli::stateText(status, std::string(100, 'x')), "in place of " + std::string(23, 'x') + "\u2026:");
    status.isFallback = false;
    status.movedFrom = "Violin";
    QCOMPARE(cli::stateText(status, {}), std::string("moved from Violin to:"));
  }
};

QTEST_APPLESS_MAIN(TestDeviceNews)
#include "test_devicenews.moc"
