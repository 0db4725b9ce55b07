// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file/filebackend.h"
#include "backenddriver.h"
#include "soundfiles.h"

#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <limits>
#include <sys/stat.h>
#include <unistd.h>

using namespace tunescope::audio;
using namespace soundfiles;
using Kind = BackendDriver::Kind;

Q_DECLARE_METATYPE(tunescope::audio::CaptureErrorCode)

namespace {

void addBadSounds() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<CaptureErrorCode>("code");
  QTest::addColumn<bool>("plays");  // some of it is heard first
  const auto row = [](const char* name, const std::string& bytes, CaptureErrorCode code, bool plays = false) {
    QTest::newRow(name) << QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())) << code << plays;
  };
  const WavBytes good = wavOf(ramps(1));
  const auto changed = [&good](auto change) {
    WavBytes wav = good;
    change(wav);
    return wav.bytes();
  };
  row("empty", "", CaptureErrorCode::NotAudio);
  row("text", "This is not sound, however long one listens.", CaptureErrorCode::NotAudio);
  row("zeros", std::string(10000, '\0'), CaptureErrorCode::NotAudio);
  row("only the first four bytes", "RIFF", CaptureErrorCode::NotAudio);
  row("RIFF that is no WAV", "RIFF" + WavBytes::little(100, 4) + "AVI " + std::string(100, 'x'),
      CaptureErrorCode::NotAudio);
  row("no chunks", "RIFF" + WavBytes::little(4, 4) + "WAVE", CaptureErrorCode::Damaged);
  row("no channels", changed([](WavBytes& wav) { wav.channels = 0; }), CaptureErrorCode::Damaged);
  row("rate 0", changed([](WavBytes& wav) { wav.rateHz = 0; }), CaptureErrorCode::Damaged);
  row("rate 1", changed([](WavBytes& wav) { wav.rateHz = 1; }), CaptureErrorCode::UnsupportedFormat);
  row("rate 384000", changed([](WavBytes& wav) { wav.rateHz = 384000; }), CaptureErrorCode::UnsupportedFormat);
  row("rate 4e9", changed([](WavBytes& wav) { wav.rateHz = 4000000000U; }), CaptureErrorCode::Damaged);
  row("fmt size 0", changed([](WavBytes& wav) { wav.formatSize = 0; }), CaptureErrorCode::Damaged);
  row("fmt size huge", changed([](WavBytes& wav) { wav.formatSize = 0x7FFFFFFF; }), CaptureErrorCode::Damaged);
  row("ends before its data", good.bytes().substr(0, 40), CaptureErrorCode::Damaged);
  row("data before fmt",
      "RIFF" + WavBytes::little(1000, 4) + "WAVEdata" + WavBytes::little(400, 4) + std::string(400, 'x') + "fmt " +
          WavBytes::little(16, 4) + std::string(16, '\1'),
      CaptureErrorCode::Damaged);
  row("cut short", good.bytes().substr(0, 70000), CaptureErrorCode::Incomplete, true);
}

}  // namespace

class BadSoundsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { std::signal(SIGPIPE, SIG_IGN); }  // a refused stream closes its pipe early

  void noSampleIsOtherThanANumber() {
    const QTemporaryDir folder;
    using Limits = std::numeric_limits<float>;
    const std::vector<float> hostile{
        0.5F, Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity(), 3e38F, -3e38F, Limits::denorm_min(), -0.5F};
    const std::vector<float> expected{0.5F, 0, 0, 0, 1000, -1000, Limits::denorm_min(), -0.5F};
    BackendDriver driver(makeFileBackend());
    driver.start(fileRequest(writeBytes(folder, wavOf(hostile).bytes())));
    QVERIFY(driver.waitForEnd());
    QVERIFY(driver.samples == expected);
  }

  void badFilesAreRefusedWithTheirReason_data() { addBadSounds(); }

  void badFilesAreRefusedWithTheirReason() {
    QFETCH(QByteArray, bytes);
    QFETCH(CaptureErrorCode, code);
    QFETCH(bool, plays);
    const QTemporaryDir folder;
    BackendDriver driver(makeFileBackend());
    driver.start(fileRequest(writeBytes(folder, bytes.toStdString())));
    QVERIFY(driver.waitForEnd());
    QCOMPARE(driver.errorCode(), code);
    QCOMPARE(!driver.samples.empty(), plays);
    QVERIFY(!driver.events.back().error.detail.empty());
    QVERIFY(!driver.events.back().error.device.empty());
  }

  void badStreamsAreRefusedWithTheirReason_data() { addBadSounds(); }

  void badStreamsAreRefusedWithTheirReason() {
    QFETCH(QByteArray, bytes);
    QFETCH(CaptureErrorCode, code);
    QFETCH(bool, plays);
    const Pipe pipe(bytes.toStdString());
    BackendDriver driver(makeStandardInputBackend(pipe.readEnd()));
    driver.start({});
    QVERIFY(driver.waitForEnd());
    QCOMPARE(driver.errorCode(), code);
    QCOMPARE(!driver.samples.empty(), plays);
    QVERIFY(!driver.events.back().error.detail.empty());
  }

  void whatIsNoFileIsRefused_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<CaptureErrorCode>("code");
    QTest::newRow("missing") << QStringLiteral("/nowhere/at/all.wav") << CaptureErrorCode::NotFound;
    QTest::newRow("empty path") << QString() << CaptureErrorCode::NotFound;
    QTest::newRow("directory") << QStringLiteral("/") << CaptureErrorCode::Unreadable;
    QTest::newRow("device") << QStringLiteral("/dev/zero") << CaptureErrorCode::Unreadable;
    QTest::newRow("through a file") << QStringLiteral("/dev/null/x.wav") << CaptureErrorCode::NotFound;
  }

  void whatIsNoFileIsRefused() {
    QFETCH(QString, path);
    QFETCH(CaptureErrorCode, code);
    BackendDriver driver(makeFileBackend());
    driver.start(fileRequest(path.toStdString()));
    QVERIFY(driver.waitForEnd());
    QCOMPARE(driver.errorCode(), code);
  }

  void aNamedPipeIsRefusedWithoutWaitingForItsWriter() {
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("pipe")).toStdString();
    QCOMPARE(mkfifo(path.c_str(), 0600), 0);
    BackendDriver driver(makeFileBackend());
    driver.start(fileRequest(path));
    QVERIFY(driver.waitForEnd());
    QCOMPARE(driver.errorCode(), CaptureErrorCode::Unreadable);
  }

  void aFileThatMayNotBeReadIsRefused() {
    if (geteuid() == 0) QSKIP("root may read everything");
    const QTemporaryDir folder;
    const std::string path = writeBytes(folder, WavBytes{}.bytes());
    QCOMPARE(chmod(path.c_str(), 0), 0);
    BackendDriver driver(makeFileBackend());
    driver.start(fileRequest(path));
    QVERIFY(driver.waitForEnd());
    QCOMPARE(driver.errorCode(), CaptureErrorCode::Unreadable);
  }

  void aFlacFileCutShortIsPlayedThenCalledIncomplete() {
    const QTemporaryDir folder;
    std::vector<float> noise;
    for (unsigned i = 0, seed = 1; i < kFrames; ++i, seed = seed * 1664525U + 1013904223U) {
      noise.push_back(static_cast<float>(seed >> 8) / 16777216.0F - 0.5F);
    }
    const std::string path = writeSound(folder, SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 1, noise);
    QVERIFY(QFile::resize(QString::fromStdString(path), 30000));
    BackendDriver driver(makeFileBackend());
    driver.start(fileRequest(path));
    QVERIFY(driver.waitForEnd());
    QVERIFY(driver.find(Kind::Lost));
    QCOMPARE(driver.errorCode(), CaptureErrorCode::Incomplete);
    QVERIFY(!driver.samples.empty());
    QVERIFY(driver.marks.back().kind == tunescope::core::RingMark::Kind::End);
  }

  void moreChannelsThanAnybodyHasAreRefused() {
    WavBytes wav;
    wav.channels = 65535;
    wav.bits = 8;
    wav.tag = 1;
    const Pipe pipe(wav.bytes());
    BackendDriver piped(makeStandardInputBackend(pipe.readEnd()));
    piped.start({});
    QVERIFY(piped.waitForEnd());
    QCOMPARE(piped.errorCode(), CaptureErrorCode::TooLarge);
    const QTemporaryDir folder;
    BackendDriver file(makeFileBackend());
    file.start(fileRequest(writeBytes(folder, wav.bytes())));
    QVERIFY(file.waitForEnd());
    QVERIFY(file.errorCode() == CaptureErrorCode::TooLarge || file.errorCode() == CaptureErrorCode::Damaged);
  }
};

QTEST_APPLESS_MAIN(BadSoundsTest)
#include "tst_badsounds.moc"
