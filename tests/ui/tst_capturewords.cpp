// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/capturestate.h"

#include <QTest>

using namespace tunescope;
using namespace tunescope::ui;
using audio::CaptureErrorCode;

class CaptureWordsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyStateHasOneSentence() {
    for (const auto state : {audio::CaptureState::Idle, audio::CaptureState::Opening, audio::CaptureState::Waiting,
                             audio::CaptureState::Running, audio::CaptureState::NoData, audio::CaptureState::Ended,
                             audio::CaptureState::Failed}) {
      for (int code = 0; code <= int(CaptureErrorCode::Internal); ++code) {
        for (const auto source : {audio::SourceKind::Device, audio::SourceKind::File, audio::SourceKind::StandardInput,
                                  audio::SourceKind::Demo}) {
          CaptureSituation situation;
          situation.status.state = state;
          situation.status.error = {CaptureErrorCode(code), "Mic %2", "detail"};
          situation.source = source;
          const CaptureWords words = describe(situation);
          QVERIFY(!words.sentence.isEmpty());
          QVERIFY2(words.sentence.endsWith(QLatin1Char('.')), qPrintable(words.sentence));
          QVERIFY2(!words.sentence.contains(QLatin1Char('!')), qPrintable(words.sentence));
          QVERIFY2(!words.sentence.contains(QStringLiteral("%1")), qPrintable(words.sentence));
          QCOMPARE(words.actionText.isEmpty(), words.action == CaptureState::Action::None);
          // A problem always has something that helps.
          QVERIFY(!words.isProblem || words.action != CaptureState::Action::None);
        }
      }
    }
  }
  void theDemoIsOfferedWhereThereIsNoDeviceAndInSilence() {
    CaptureSituation situation;
    situation.status.state = audio::CaptureState::Waiting;
    situation.status.error.code = CaptureErrorCode::NoDevices;
    QCOMPARE(describe(situation).state, CaptureState::State::NoDevice);
    QCOMPARE(describe(situation).action, CaptureState::Action::PlayDemo);
    situation.status = {};
    situation.status.state = audio::CaptureState::Running;
    situation.isQuiet = true;
    QCOMPARE(describe(situation).state, CaptureState::State::Quiet);
    QCOMPARE(describe(situation).action, CaptureState::Action::PlayDemo);
  }
  void pureSilenceIsAMutedInput() {
    CaptureSituation situation;
    situation.status.state = audio::CaptureState::Running;
    situation.isQuiet = situation.isMuted = true;
    QCOMPARE(describe(situation).state, CaptureState::State::Muted);
  }
  void whereTheStreamWasMovedIsSaidWithWhereFrom() {
    CaptureSituation situation;
    situation.status.state = audio::CaptureState::Running;
    situation.status.format.source = "Piano";
    situation.status.movedFrom = "Violin";
    const QString sentence = describe(situation).sentence;
    QVERIFY2(sentence.contains(QStringLiteral("Piano")) && sentence.contains(QStringLiteral("Violin")),
             qPrintable(sentence));
    QVERIFY(sentence.indexOf(QStringLiteral("Piano")) < sentence.indexOf(QStringLiteral("Violin")));
  }
  void aNewDefaultInputIsNamedAsOne() {
    CaptureSituation situation;
    situation.status.state = audio::CaptureState::Running;
    situation.status.format.source = "Piano";
    const QString before = describe(situation).sentence;
    situation.status.followedFrom = "Violin";
    const QString sentence = describe(situation).sentence;
    QVERIFY2(sentence.contains(QStringLiteral("Piano")) && sentence.contains(QStringLiteral("default input")),
             qPrintable(sentence));
    QVERIFY(sentence != before);
  }
  void theDemoIsNamedAsOne() {
    CaptureSituation situation;
    situation.status.state = audio::CaptureState::Running;
    situation.source = audio::SourceKind::Demo;
    QCOMPARE(describe(situation).state, CaptureState::State::Demo);
    QVERIFY(describe(situation).sentence.contains(QStringLiteral("demo")));
  }
  void stoppedIsStoppedWhateverElse() {
    CaptureSituation situation;
    situation.isStopped = true;
    situation.status.state = audio::CaptureState::Running;
    QCOMPARE(describe(situation).state, CaptureState::State::Stopped);
    QCOMPARE(describe(situation).action, CaptureState::Action::Start);
  }
  void aLostDeviceIsNamed() {
    CaptureSituation situation;
    situation.status.state = audio::CaptureState::Waiting;
    situation.status.error = {CaptureErrorCode::DeviceLost, "USB Mic", ""};
    QCOMPARE(describe(situation).state, CaptureState::State::Lost);
    QVERIFY(describe(situation).sentence.contains(QStringLiteral("USB Mic")));
  }
};

QTEST_GUILESS_MAIN(CaptureWordsTest)
#include "tst_capturewords.moc"
