// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file/filebackend.h"
#include "backenddriver.h"
#include "wavbytes.h"

#include <QTemporaryDir>
#include <QtTest>
#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <limits>
#include <sys/stat.h>
#include <unistd.h>

using namespace tunescope::audio;
using Kind = BackendDriver::Kind;

Q_DECLARE_METATYPE(tunescope::audio::CaptureErrorCode)

namespace {

constexpr int kFrames = 30000;

// One channel rises while the other falls: a swapped or mixed channel shows.
std::vector<float> ramps(int channels) {
  std::vector<float> samples;
  for (int i = 0; i < kFrames; ++i) {
    for (int channel = 0; channel < channels; ++channel) {
      const float value = static_cast<float>(i) / 65536.0F;
      samples.push_back(channel % 2 == 0 ? value : -value / 2);
    }
  }
  return samples;
}

std::string writeSound(const QTemporaryDir& folder, int format, int channels, std::span<const float> samples) {
  const std::string path = folder.filePath(QStringLiteral("sound")).toStdString();
  SF_INFO info{};
  info.samplerate = 48000;
  info.channels = channels;
  info.format = format;
  SNDFILE* file = sf_open(path.c_str(), SFM_WRITE, &info);
  if (file == nullptr) return {};
  sf_writef_float(file, samples.data(), static_cast<sf_count_t>(samples.size()) / channels);
  sf_close(file);
  return path;
}

std::string writeBytes(const QTemporaryDir& folder, const std::string& bytes) {
  QFile file(folder.filePath(QStringLiteral("bytes")));
  if (!file.open(QIODevice::WriteOnly)) return {};
  file.write(bytes.data(), static_cast<qint64>(bytes.size()));
  return file.fileName().toStdString();
}

CaptureRequest fileRequest(const std::string& path) {
  CaptureRequest request;
  request.source = SourceKind::File;
  request.path = path;
  return request;
}

// Bytes into a pipe from a thread, since a pipe holds only 64 KB.
class Pipe {
 public:
  explicit Pipe(std::string bytes, bool closeAfter = true) {
    if (pipe(m_ends) != 0) return;
    m_writer = std::thread([this, bytes = std::move(bytes), closeAfter] {
      std::size_t done = 0;
      while (done < bytes.size()) {
        const ssize_t count = write(m_ends[1], bytes.data() + done, bytes.size() - done);
        if (count <= 0) break;
        done += static_cast<std::size_t>(count);
      }
      if (closeAfter) close(std::exchange(m_ends[1], -1));
    });
  }
  ~Pipe() {
    close(m_ends[0]);
    m_writer.join();
    if (m_ends[1] >= 0) close(m_ends[1]);
  }
  int readEnd() const { return m_ends[0]; }

 private:
  int m_ends[2] = {-1, -1};
  std::thread m_writer;
};

WavBytes wavOf(std::span<const float> samples, std::uint16_t channels = 1) {
  WavBytes wav;
  wav.channels = channels;
  wav.data = WavBytes::floats(samples);
  return wav;
}

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
  row("cut short", good.bytes().substr(0, 70000), CaptureErrorCode::Damaged, true);
}

}  // namespace

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

  void aFlacFileCutShortIsPlayedThenCalledDamaged() {
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
    QCOMPARE(driver.errorCode(), CaptureErrorCode::Damaged);
    QVERIFY(!driver.samples.empty());
    QVERIFY(driver.marks.back().kind == tunescope::core::RingMark::Kind::End);
  }

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

  void aSilentPipeCanBeStopped() {
    const Pipe pipe(wavOf(ramps(1)).bytes().substr(0, 4000), false);
    BackendDriver driver(makeStandardInputBackend(pipe.readEnd()));
    driver.start({});
    QVERIFY(driver.waitFor(Kind::Started));
    driver.backend().stop();
    QVERIFY(driver.waitFor(Kind::Stopped));
    QVERIFY(!driver.find(Kind::Lost));
  }

  void anAbandonedReaderStopsWhenItsEpochIsOver() {
    const QTemporaryDir folder;
    BackendDriver driver(makeFileBackend(), 100);  // fills at once, and nobody reads
    driver.start(fileRequest(writeSound(folder, SF_FORMAT_WAV | SF_FORMAT_FLOAT, 1, ramps(1))));
    while (driver.ring()->waitingFrames() < 100) std::this_thread::yield();
    const tunescope::core::RingProducer next(driver.ring());
    driver.destroyBackend();  // joins: it would hang if the old reader went on waiting
    QVERIFY(next.isCurrent());
  }
};

QTEST_APPLESS_MAIN(FileBackendTest)
#include "tst_filebackend.moc"
