// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/capturereason.h"
#include "present/capturestate.h"

#include <QMetaEnum>
#include <QSet>
#include <QTest>

using namespace tunescope;
using namespace tunescope::present;
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
  // The same words as on the command line (cli_text).
  void aFailureIsExplainedByTheSharedReason() {
    for (const auto code :
         {CaptureErrorCode::Busy, CaptureErrorCode::Refused, CaptureErrorCode::Unreachable, CaptureErrorCode::TimedOut,
          CaptureErrorCode::NoSuchDevice, CaptureErrorCode::NoSuchChannel, CaptureErrorCode::UnsupportedFormat}) {
      CaptureSituation situation;
      situation.status.state = audio::CaptureState::Failed;
      situation.status.error = {code, "Mic %1", {}};
      const QString reason = reasonOf(code, QStringLiteral("\u201CMic %1\u201D"));
      QVERIFY(!reason.isEmpty());
      const QString sentence = describe(situation).sentence;
      QVERIFY2(sentence.startsWith(reason.front().toUpper() + reason.mid(1) + QStringLiteral(". ")),
               qPrintable(sentence));
    }
    QVERIFY(reasonOf(CaptureErrorCode::None, QStringLiteral("it")).isEmpty());
  }
  // As docs/web.md lists them.
  void everyStateHasAWordForThePage() {
    const QSet<QString> known{QStringLiteral("starting"),    QStringLiteral("prompt"),    QStringLiteral("running"),
                              QStringLiteral("denied"),      QStringLiteral("dismissed"), QStringLiteral("no-device"),
                              QStringLiteral("no-output"),   QStringLiteral("busy"),      QStringLiteral("insecure"),
                              QStringLiteral("no-api"),      QStringLiteral("muted"),     QStringLiteral("stalled"),
                              QStringLiteral("interrupted"), QStringLiteral("ended"),     QStringLiteral("waiting"),
                              QStringLiteral("stopped"),     QStringLiteral("demo"),      QStringLiteral("finished"),
                              QStringLiteral("failed"),      QStringLiteral("paused")};
    QSet<QString> found;
    const QMetaEnum states = QMetaEnum::fromType<CaptureState::State>();
    for (int i = 0; i < states.keyCount(); ++i) found << apiName(CaptureState::State(states.value(i)));
    QCOMPARE(found, known);
    QCOMPARE(apiName(CaptureState::State::Lost), QStringLiteral("ended"));
    QCOMPARE(apiName(CaptureState::State::Ended), QStringLiteral("finished"));
    QCOMPARE(apiName(CaptureState::State::Paused), QStringLiteral("paused"));
    QCOMPARE(apiName(CaptureState::State::Filtered), QStringLiteral("running"));
  }
  void everyStateOfACaptureHasItsOwnText() {
    QSet<QString> found;
    for (int state = 0; state <= int(audio::CaptureState::Failed); ++state) {
      found << stateText(audio::CaptureState(state));
    }
    QCOMPARE(found.size(), int(audio::CaptureState::Failed) + 1);
    QVERIFY(!found.contains(QString()));
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
  void aToneThatPlaysPausesAMicrophoneThatRuns() {
    CaptureSituation situation;
    situation.status.state = audio::CaptureState::Running;
    situation.isPaused = situation.isMuted = situation.isQuiet = true;
    const CaptureWords words = describe(situation);
    QCOMPARE(words.state, CaptureState::State::Paused);
    QCOMPARE(words.action, CaptureState::Action::StopTone);
    QVERIFY(words.sentence.contains(QStringLiteral("Paused for the tone")) && !words.isProblem);
    situation.isMutedBySystem = true;  // that has to be undone anyway
    QCOMPARE(describe(situation).state, CaptureState::State::Muted);
    situation.isStopped = true;
    QCOMPARE(describe(situation).state, CaptureState::State::Stopped);
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
  void stoppedHasPriorityOverAnyOtherState() {
    CaptureSituation situation;
    situation.isStopped = true;
    situation.status.state = audio::CaptureState::Running;
    QCOMPARE(describe(situation).state, CaptureState::State::Stopped);
    QCOMPARE(describe(situation).action, CaptureState::Action::Start);
  }
  void aDeadServerIsNotPluggedIn() {
    CaptureSituation situation;
    situation.status.error = {CaptureErrorCode::DeviceLost, "USB Mic", "RtApiPulse::openStream: refused"};
    situation.status.error.cause = CaptureErrorCode::Unreachable;
    situation.status.state = audio::CaptureState::Waiting;
    QCOMPARE(describe(situation).state, CaptureState::State::Lost);
    QCOMPARE(describe(situation).action, CaptureState::Action::TryAgain);
    const QString waiting = describe(situation).sentence;
    QVERIFY2(waiting.contains(QStringLiteral("sound server")) && waiting.contains(QStringLiteral("keeps trying")),
             qPrintable(waiting));
    QVERIFY2(!waiting.contains(QStringLiteral("onnect")) && !waiting.contains(QStringLiteral("::")),
             qPrintable(waiting));
    situation.status.state = audio::CaptureState::Failed;
    QVERIFY(!describe(situation).sentence.contains(QStringLiteral("keeps trying")));
  }
  void whatIsTriedAgainByItselfSaysSo_data() {
    QTest::addColumn<int>("code");
    for (const auto code : {CaptureErrorCode::NoDevices, CaptureErrorCode::Busy, CaptureErrorCode::Refused,
                            CaptureErrorCode::Unreachable, CaptureErrorCode::TimedOut, CaptureErrorCode::DeviceLost,
                            CaptureErrorCode::NoOutput, CaptureErrorCode::Internal}) {
      QTest::addRow("%d", int(code)) << int(code);
    }
  }
  void whatIsTriedAgainByItselfSaysSo() {
    QFETCH(int, code);
    CaptureSituation situation;
    situation.status.error = {CaptureErrorCode(code), "USB Mic", ""};
    situation.status.state = audio::CaptureState::Waiting;
    const QString sentence = describe(situation).sentence;
    QVERIFY2(sentence.contains(QStringLiteral("and Tunescope ")) || sentence.contains(QStringLiteral("keeps trying")),
             qPrintable(sentence));
    QVERIFY2(!sentence.contains(QStringLiteral("try again")), qPrintable(sentence));
  }
  void aListThatFailsSaysWhyWithoutTheSystemsOwnText() {
    for (int code = 1; code <= int(CaptureErrorCode::Internal); ++code) {
      const QString text = describeList({CaptureErrorCode(code), "pulse", "RtApiPulse::probeDevices: refused"}, true);
      QVERIFY2(text.endsWith(QLatin1Char('.')) && !text.contains(QStringLiteral("RtApi")), qPrintable(text));
    }
    QVERIFY(describeList({}, false).isEmpty());
    QVERIFY(describeList({}, true).contains(QStringLiteral("Connect a microphone")));
  }
  void aPageThatWasNotStartedYetSaysWhyItNeedsTheMicrophone() {
    CaptureSituation situation;
    situation.isStopped = situation.isUnasked = true;
    QCOMPARE(describe(situation).state, CaptureState::State::Stopped);
    QCOMPARE(describe(situation).action, CaptureState::Action::Start);
    QVERIFY(describe(situation).isProblem);
    QVERIFY(describe(situation).sentence.contains(QStringLiteral("microphone")));
  }
  void aBlockedPageSaysWhereToAllowTheMicrophone() {
    CaptureSituation situation;
    situation.status.state = audio::CaptureState::Failed;
    situation.status.error.code = CaptureErrorCode::PageBlocked;
    QCOMPARE(describe(situation).state, CaptureState::State::NoPermission);
    QVERIFY(describe(situation).sentence.contains(QStringLiteral("site settings")));
  }
  void whatTheSystemMutesIsSaidToBeMuted() {
    CaptureSituation situation;
    situation.isMutedBySystem = true;
    for (const auto state : {audio::CaptureState::Running, audio::CaptureState::NoData}) {
      situation.status.state = state;
      QCOMPARE(describe(situation).state, CaptureState::State::Muted);
      QVERIFY(describe(situation).sentence.contains(QStringLiteral("muted")));
    }
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
