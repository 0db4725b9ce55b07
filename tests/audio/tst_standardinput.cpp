// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file/filebackend.h"
#include "backenddriver.h"
#include "soundfiles.h"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <csignal>

using namespace tunescope::audio;
using namespace soundfiles;
using Kind = BackendDriver::Kind;

class StandardInputTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { std::signal(SIGPIPE, SIG_IGN); }  // a refused stream closes its pipe early

  void streamsOfEverySampleTypeAreRead_data() {
    QTest::addColumn<int>("tag");
    QTest::addColumn<int>("bits");
    QTest::addColumn<QByteArray>("frame");  // one sample of about +.5 and one of -.5
    QTest::newRow("PCM 8") << 1 << 8 << QByteArray("\xC0\x40", 2);
    QTest::newRow("PCM 16") << 1 << 16 << QByteArray("\x00\x40\x00\xC0", 4);
    QTest::newRow("PCM 24") << 1 << 24 << QByteArray("\x00\x00\x40\x00\x00\xC0", 6);
    QTest::newRow("PCM 32") << 1 << 32 << QByteArray("\x00\x00\x00\x40\x00\x00\x00\xC0", 8);
    QTest::newRow("float 32") << 3 << 32 << QByteArray("\x00\x00\x00\x3F\x00\x00\x00\xBF", 8);
    QTest::newRow("float 64") << 3 << 64
                              << QByteArray("\x00\x00\x00\x00\x00\x00\xE0\x3F\x00\x00\x00\x00\x00\x00\xE0\xBF", 16);
  }

  void streamsOfEverySampleTypeAreRead() {
    QFETCH(int, tag);
    QFETCH(int, bits);
    QFETCH(QByteArray, frame);
    for (const bool extensible : {false, true}) {
      WavBytes wav;
      wav.tag = static_cast<std::uint16_t>(extensible ? 0xFFFE : tag);
      wav.bits = static_cast<std::uint16_t>(bits);
      wav.channels = 2;
      wav.beforeFormat = "LIST" + WavBytes::little(3, 4) + std::string(4, 'x');  // odd, and padded
      if (extensible) {
        wav.formatSize = 40;
        wav.formatTail = WavBytes::little(22, 2) + WavBytes::little(bits, 2) + WavBytes::little(3, 4) +
                         WavBytes::little(tag, 2) + std::string(14, 'g');
      }
      for (int i = 0; i < 5000; ++i) wav.data += frame.toStdString();
      wav.dataSize = 0xFFFFFFFF;
      wav.riffSize = 0xFFFFFFFF;
      const Pipe pipe(wav.bytes());
      BackendDriver driver(makeStandardInputBackend(pipe.readEnd()), 1000);
      driver.start({});
      QVERIFY(driver.waitForEnd());
      QVERIFY2(driver.find(Kind::Ended), driver.events.back().error.detail.c_str());
      QCOMPARE(driver.samples.size(), std::size_t{5000});
      QVERIFY(std::ranges::all_of(driver.samples, [](float value) { return value == 0.5F; }));
    }
  }

  void aStreamOfUnknownLengthIsReadToItsEnd_data() {
    QTest::addColumn<unsigned>("dataSize");
    QTest::addColumn<unsigned>("riffSize");
    QTest::newRow("all ones") << 0xFFFFFFFFU << 0xFFFFFFFFU;
    QTest::newRow("zeros") << 0U << 0U;
    QTest::newRow("zero, with the size of the header") << 0U << 36U;
    QTest::newRow("2 GiB") << 0x7FFFFFFFU << 0x7FFFFFFFU;
  }

  void aStreamOfUnknownLengthIsReadToItsEnd() {
    QFETCH(unsigned, dataSize);
    QFETCH(unsigned, riffSize);
    WavBytes wav = wavOf(ramps(1));
    wav.dataSize = dataSize;
    wav.riffSize = riffSize;
    const Pipe pipe(wav.bytes());
    BackendDriver driver(makeStandardInputBackend(pipe.readEnd()));
    driver.start({});
    QVERIFY(driver.waitForEnd());
    QVERIFY(driver.find(Kind::Ended));
    QVERIFY(driver.samples == ramps(1));
  }

  void aSilentPipeCanBeStopped() {
    const Pipe pipe(wavOf(ramps(1)).bytes().substr(0, 4000), false);
    BackendDriver driver(makeStandardInputBackend(pipe.readEnd()));
    driver.start({});
    QVERIFY(driver.waitFor(Kind::Started));
    driver.backend().stop();
    QVERIFY(driver.waitFor(Kind::Stopped));
    QVERIFY(!driver.find(Kind::Lost));
  }
};

QTEST_APPLESS_MAIN(StandardInputTest)
#include "tst_standardinput.moc"
