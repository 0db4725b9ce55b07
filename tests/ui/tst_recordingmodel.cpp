// SPDX-License-Identifier: GPL-3.0-or-later
// A recording of the window contains its settings, and the window reports the result.
#include "ui/models/recordingmodel.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>
#include <vector>

using namespace tunescope;
using namespace tunescope::ui;

namespace {

// A worker in the test's own thread, whose ring the test fills.
class Rig {
 public:
  bool start() { return model.start(worker, {}, QStringLiteral("path"), folder.path()); }
  void hear(std::size_t frames) {
    QCoreApplication::processEvents();  // what was asked of the worker
    producer.push(std::vector<float>(frames, 0.25F));
    worker.catchUp();
  }
  void begin(const char* source) {
    audio::CaptureFormat format;
    format.source = source;
    producer.beginStream(48000, 0, core::GapReason::Device, {}, producer.leave(format));
  }
  QString recorded() const { return model.message().section(QStringLiteral(" to "), 1); }
  QByteArray lines() const {
    QFile file(recorded() + QStringLiteral("/capture.jsonl"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }

  QTemporaryDir folder;
  std::shared_ptr<core::SpscRing> ring = std::make_shared<core::SpscRing>(48000);
  std::shared_ptr<audio::StreamFacts> facts = std::make_shared<audio::StreamFacts>();
  audio::StreamProducer producer{core::RingProducer(ring), facts};
  analysis::AnalysisWorker worker{ring, facts};
  RecordingModel model;
};

// No file may grow beyond this while it lives: a disk that is full, in all that a program can see.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : m_before(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &m_usual);
    const rlimit small{bytes, m_usual.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
  }
  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &m_usual);
    std::signal(SIGXFSZ, m_before);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  void (*m_before)(int);
  rlimit m_usual{};
};

}  // namespace

class TestRecordingModel : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatChangesMeanwhileIsInTheRecord() {
    Rig rig;
    rig.begin("Violin");
    rig.hear(1024);
    QVERIFY(rig.start());
    rig.hear(1024);
    rig.hear(1000);
    rig.worker.applySettings({.a4Hz = 443});
    rig.begin("Piano");
    rig.hear(1024);
    rig.model.stop();
    QCoreApplication::processEvents();
    QVERIFY(rig.model.message().startsWith(QStringLiteral("Recorded to ")));
    const QByteArray lines = rig.lines();
    QVERIFY2(lines.contains("Violin") && lines.contains("Piano"), lines.constData());
    // The recording begins with the first whole hop after the request: 512 samples later.
    const auto settings = analysis::recordedSettings(rig.recorded());
    QCOMPARE(settings.size(), 2U);
    QVERIFY(settings[0].settings.a4Hz == 440 && settings[1].settings.a4Hz == 443);
    QCOMPARE(settings[1].frames, std::uint64_t{1024 + 1000 - 512});
  }

  void aDiskThatIsFullAtTheLastBytesIsReported() {
    Rig rig;
    rig.producer.beginStream(48000);
    QVERIFY(rig.start());
    rig.hear(8000);  // less than is written at a time
    {
      const FullDisk disk(5000);
      rig.model.stop();
      QCoreApplication::processEvents();
      QCoreApplication::processEvents();
    }
    QVERIFY2(rig.model.message().startsWith(QStringLiteral("The recording has ended: ")),
             qPrintable(rig.model.message()));
    QVERIFY(!rig.model.isRecording());
    QVERIFY(rig.model.hasFailed());
    rig.model.acknowledge();
    QVERIFY(!rig.model.hasFailed());
  }
  void itSaysForHowLongItHasRun() {
    Rig rig;
    QVERIFY(rig.start());
    QSignalSpy ticks(&rig.model, &RecordingModel::elapsedChanged);
    QCOMPARE(rig.model.elapsedText(), QStringLiteral("0:00"));
    rig.producer.beginStream(48000);
    for (int i = 0; i < 5; ++i) rig.hear(24000);
    QTRY_COMPARE(rig.model.elapsedText(), QStringLiteral("0:02"));
    QVERIFY(ticks.count() > 0);
    rig.model.stop();
    QVERIFY(!rig.model.hasFailed());
  }

  void itsTimeIsReadAsAClock() {
    QCOMPARE(RecordingModel::timeText(59.99), QStringLiteral("0:59"));
    QCOMPARE(RecordingModel::timeText(3599), QStringLiteral("59:59"));
    QCOMPARE(RecordingModel::timeText(3723.4), QStringLiteral("1:02:03"));
  }

  // Stopped, or of an input that delivers nothing.
  void whileNothingComesItsTimeStands() {
    Rig rig;
    QVERIFY(rig.start());
    QTest::qWait(1300);
    QCOMPARE(rig.model.elapsedText(), QStringLiteral("0:00"));
  }

  void aDiskThatIsFullOnTheWayEndsTheRecording() {
    Rig rig;
    rig.producer.beginStream(48000);
    QVERIFY(rig.start());
    {
      const FullDisk disk(5000);
      rig.hear(40000);
      QCoreApplication::processEvents();
      QCoreApplication::processEvents();
    }
    QVERIFY(!rig.model.isRecording());
    QVERIFY2(rig.model.message().startsWith(QStringLiteral("The recording has ended: ")),
             qPrintable(rig.model.message()));
  }
};

QTEST_GUILESS_MAIN(TestRecordingModel)
#include "tst_recordingmodel.moc"
