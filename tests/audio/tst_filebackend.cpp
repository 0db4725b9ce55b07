// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file/filebackend.h"
#include "backenddriver.h"
#include "soundfiles.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <csignal>

using namespace tunescope::audio;
using namespace soundfiles;
using Kind = BackendDriver::Kind;

class FileBackendTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { std::signal(SIGPIPE, SIG_IGN); }  // a refused stream closes its pipe early

  void everyFormatIsRead_data() {
    QTest::addColumn<int>("format");
    QTest::addColumn<double>("tolerance");
    QTest::newRow("WAV float") << int{SF_FORMAT_WAV | SF_FORMAT_FLOAT} << 0.0;
    QTest::newRow("WAV 16") << int{SF_FORMAT_WAV | SF_FORMAT_PCM_16} << 1e-4;
    QTest::newRow("WAV extensible 24") << int{SF_FORMAT_WAVEX | SF_FORMAT_PCM_24} << 1e-6;
    QTest::newRow("FLAC") << int{SF_FORMAT_FLAC | SF_FORMAT_PCM_24} << 1e-6;
    QTest::newRow("AIFF") << int{SF_FORMAT_AIFF | SF_FORMAT_PCM_16} << 1e-4;
    QTest::newRow("Ogg Vorbis") << int{SF_FORMAT_OGG | SF_FORMAT_VORBIS} << 0.05;
    QTest::newRow("Opus") << int{SF_FORMAT_OGG | SF_FORMAT_OPUS} << -1.0;
    // A codec that delays, or that a slow ramp is no sound for: only the length is compared.
    QTest::newRow("MP3") << (0x230000 | 0x82) << -1.0;
  }

  void everyFormatIsRead() {
    QFETCH(int, format);
    QFETCH(double, tolerance);
    const QTemporaryDir folder;
    const std::vector<float> stereo = ramps(2);
    const std::string path = writeSound(folder, format, 2, stereo);
    if (path.empty()) QSKIP("this libsndfile does not write it");
    BackendDriver driver(makeFileBackend());
    driver.start(fileRequest(path));
    QVERIFY(driver.waitForEnd());
    QVERIFY2(driver.find(Kind::Ended), driver.events.back().error.detail.c_str());
    QVERIFY(std::abs(static_cast<int>(driver.samples.size()) - kFrames) <= (tolerance < 0 ? 4000 : 0));
    QCOMPARE(driver.marks.size(), std::size_t{2});
    QVERIFY(driver.marks[1].kind == tunescope::core::RingMark::Kind::End);
    QCOMPARE(driver.find(Kind::Started)->format.channels, 2U);
    QVERIFY(!driver.find(Kind::Started)->format.isLive);
    if (tolerance < 0) return;
    double worst = 0;
    for (std::size_t i = 1000; i + 1000 < driver.samples.size(); ++i) {
      worst = std::max(worst, static_cast<double>(std::abs(driver.samples[i] - stereo[2 * i])));
    }
    QVERIFY2(worst <= tolerance, qPrintable(QString::number(worst)));
  }

  void theChosenChannelOrTheMeanArrives() {
    const QTemporaryDir folder;
    const std::vector<float> stereo = ramps(2);
    CaptureRequest request = fileRequest(writeSound(folder, SF_FORMAT_WAV | SF_FORMAT_FLOAT, 2, stereo));
    request.channel.number = 2;
    BackendDriver second(makeFileBackend(), 333);  // a ring far smaller than a block: the file waits
    second.start(request);
    QVERIFY(second.waitForEnd());
    request.channel.mix = true;
    BackendDriver mixed(makeFileBackend());
    mixed.start(request);
    QVERIFY(mixed.waitForEnd());
    QCOMPARE(second.samples.size(), std::size_t{kFrames});
    QCOMPARE(mixed.samples.size(), std::size_t{kFrames});
    for (std::size_t i = 0; i < kFrames; ++i) {
      QCOMPARE(second.samples[i], stereo[2 * i + 1]);
      QCOMPARE(mixed.samples[i], (stereo[2 * i] + stereo[2 * i + 1]) / 2);
    }
    QCOMPARE(second.ring()->lostFrames(), std::uint64_t{0});
    request.channel = {.mix = false, .number = 3};
    BackendDriver third(makeFileBackend());
    third.start(request);
    QVERIFY(third.waitForEnd());
    QCOMPARE(third.errorCode(), CaptureErrorCode::NoSuchChannel);
  }

  // Eight channels as they are; of ten, eight and the mean of all; another group after a mark of the same stream.
  void theFramesHoldAllChannels() {
    const QTemporaryDir folder;
    const std::vector<float> eight = ramps(8);
    BackendDriver all(makeFileBackend());
    all.start(fileRequest(writeSound(folder, SF_FORMAT_WAV | SF_FORMAT_FLOAT, 8, eight)));
    QVERIFY(all.waitForEnd());
    QVERIFY(all.frames == eight);
    std::vector<float> ten;
    for (int i = 0; i < kFrames; ++i) {
      for (int channel = 1; channel <= 10; ++channel) ten.push_back(static_cast<float>(i * channel) / 524288.0F);
    }
    CaptureRequest request = fileRequest(writeSound(folder, SF_FORMAT_WAV | SF_FORMAT_FLOAT, 10, ten));
    request.channel.number = 2;
    BackendDriver moved(makeFileBackend(), 900);  // a small ring: the file waits while the channel is changed
    moved.start(request);
    QVERIFY(moved.pumpUntil([&] { return moved.samples.size() > 2000; }));
    moved.setChannel({.number = 10});
    QVERIFY(moved.waitForEnd());
    QCOMPARE(moved.samples.size(), std::size_t{kFrames});
    QCOMPARE(moved.marks.size(), std::size_t{3});
    const auto& mark = moved.marks[1];
    QVERIFY(mark.kind == tunescope::core::RingMark::Kind::Regrouped && mark.layout.firstChannel == 3);
    const auto place = static_cast<std::size_t>(mark.position);
    QVERIFY(place > 2000 && place < kFrames);
    for (std::size_t i = 0; i < kFrames; ++i) {
      double sum = 0;
      for (std::size_t channel = 0; channel < 10; ++channel) sum += ten[10 * i + channel];
      QCOMPARE(moved.frames[9 * i], ten[10 * i + (i < place ? 0 : 2)]);
      QCOMPARE(moved.frames[9 * i + 7], ten[10 * i + (i < place ? 7 : 9)]);
      QCOMPARE(moved.frames[9 * i + 8], static_cast<float>(sum * 0.1));
      if (i >= place) QCOMPARE(moved.samples[i], ten[10 * i + 9]);
    }
  }

  void atItsOwnSpeedItKeepsToTheClock() {
    const QTemporaryDir folder;
    const std::vector<float> sound(4800, 0.25F);
    CaptureRequest request = fileRequest(writeSound(folder, SF_FORMAT_WAV | SF_FORMAT_FLOAT, 1, sound));
    request.realtime = true;
    BackendDriver driver(makeFileBackend());
    const auto began = std::chrono::steady_clock::now();
    driver.start(request);
    QVERIFY(driver.waitForEnd());
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    QVERIFY(took.count() >= 0.0999);
    QCOMPARE(driver.samples.size(), sound.size());
    QVERIFY(driver.find(Kind::Started)->format.isLive);
  }

  void aSoundWithoutFramesEndsCleanly() {
    const QTemporaryDir folder;
    BackendDriver driver(makeFileBackend());
    driver.start(fileRequest(writeBytes(folder, WavBytes{}.bytes())));
    QVERIFY(driver.waitForEnd());
    QVERIFY(driver.find(Kind::Ended));
    QVERIFY(driver.samples.empty());
    const Pipe pipe(WavBytes{}.bytes());
    BackendDriver piped(makeStandardInputBackend(pipe.readEnd()));
    piped.start({});
    QVERIFY(piped.waitForEnd());
    QVERIFY(piped.find(Kind::Ended));
  }

  void aFileOfUnknownLengthIsReadToItsEnd() {
    const QTemporaryDir folder;
    WavBytes wav = wavOf(ramps(1));
    wav.dataSize = 0xFFFFFFFF;
    wav.riffSize = 0xFFFFFFFF;
    BackendDriver driver(makeFileBackend());
    driver.start(fileRequest(writeBytes(folder, wav.bytes())));
    QVERIFY(driver.waitForEnd());
    QVERIFY2(driver.find(Kind::Ended), driver.events.back().error.detail.c_str());
    QVERIFY(driver.samples == ramps(1));
  }

  void anAbandonedReaderStopsWhenItsEpochIsOver() {
    const QTemporaryDir folder;
    BackendDriver driver(makeFileBackend(), 100);  // fills at once, without a reader
    driver.start(fileRequest(writeSound(folder, SF_FORMAT_WAV | SF_FORMAT_FLOAT, 1, ramps(1))));
    while (driver.ring()->waitingSamples() < 100) std::this_thread::yield();
    const tunescope::core::RingProducer next(driver.ring());
    driver.destroyBackend();  // joins: it would hang if the old reader kept waiting
    QVERIFY(next.isCurrent());
  }
};

QTEST_APPLESS_MAIN(FileBackendTest)
#include "tst_filebackend.moc"
