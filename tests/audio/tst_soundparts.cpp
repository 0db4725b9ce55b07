// SPDX-License-Identifier: GPL-3.0-or-later
// Sounds of several parts, data around them, and the results of decoders for damaged files.
#include "audio/file/filebackend.h"
#include "audio/file/soundreader.h"
#include "backenddriver.h"
#include "soundfiles.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <fcntl.h>
#include <unistd.h>

using namespace tunescope::audio;
using namespace soundfiles;
using Kind = BackendDriver::Kind;

namespace {

constexpr double kA4 = 440.0;
constexpr double kE5 = 659.255;

QByteArray sound(const char* name) {
  QFile file(QStringLiteral(TUNESCOPE_TEST_SOUNDS "/") + QLatin1String(name));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// The frame count in the Xing header of double.mp3, as a killed encoder leaves it.
QByteArray withoutFrameCount(QByteArray mp3) {
  constexpr qsizetype kXingFrames = 74;
  return mp3.replace(kXingFrames, 4, QByteArray(4, '\0'));
}

// With a VBRI header that has no frame count in place of the Xing header.
QByteArray withEmptyVbri(QByteArray mp3) {
  constexpr qsizetype kXing = 66;
  constexpr qsizetype kVbri = 81;
  mp3.replace(kXing, 4, QByteArray(4, '\0'));
  return mp3.replace(kVbri, 18, QByteArray("VBRI\0\1", 6) + QByteArray(12, '\0'));
}

// Of a sine, from its rising zero crossings in the middle of the span.
double frequencyOf(std::span<const float> span, double rateHz) {
  span = span.subspan(span.size() / 4, span.size() / 2);
  std::size_t first = 0;
  std::size_t last = 0;
  int periods = -1;
  for (std::size_t i = 1; i < span.size(); ++i) {
    if (span[i - 1] >= 0 || span[i] < 0) continue;
    if (periods++ < 0) first = i;
    last = i;
  }
  return periods > 0 ? periods * rateHz / static_cast<double>(last - first) : 0;
}

std::unique_ptr<BackendDriver> play(const QByteArray& bytes, ChannelChoice channel = {}) {
  const QTemporaryDir folder;
  CaptureRequest request = fileRequest(writeBytes(folder, bytes.toStdString()));
  request.channel = channel;
  auto driver = std::make_unique<BackendDriver>(makeFileBackend());
  driver->start(request);
  if (!driver->waitForEnd()) return nullptr;
  return driver;
}

QByteArray stereoVorbis() {
  const QTemporaryDir folder;
  QFile file(QString::fromStdString(writeSound(folder, SF_FORMAT_OGG | SF_FORMAT_VORBIS, 2, ramps(2))));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// What is written to standard error while it lives.
class StandardError {
 public:
  StandardError() : m_saved(dup(STDERR_FILENO)), m_file(::open("/tmp", O_TMPFILE | O_RDWR, 0600)) {
    dup2(m_file, STDERR_FILENO);
  }
  ~StandardError() {
    dup2(m_saved, STDERR_FILENO);
    close(m_saved);
    close(m_file);
  }
  off_t size() const { return lseek(m_file, 0, SEEK_END); }

 private:
  int m_saved;
  int m_file;
};

}  // namespace

class SoundPartsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void allPartsAreRead_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QList<double>>("ratesHz");
    QTest::addColumn<double>("seconds");
    QTest::addColumn<double>("lastHz");
    const auto row = [](const char* name, QByteArray bytes, QList<double> rates, double seconds, double lastHz) {
      QTest::newRow(name) << std::move(bytes) << std::move(rates) << seconds << lastHz;
    };
    const QByteArray mp3 = sound("double.mp3").first(12261);
    row("chained Vorbis of two rates", sound("chained_rate.ogg"), {48000, 44100}, 4, kE5);
    row("chained Opus", sound("chained.opus"), {48000}, 4, kE5);
    row("FLAC in Ogg", sound("oggflac.ogg"), {48000}, 2, kA4);
    row("Vorbis, then FLAC in Ogg", sound("chained_rate.ogg").first(7613) + sound("oggflac.ogg"), {48000}, 4, kA4);
    row("the same Ogg twice", sound("oggflac.ogg") + sound("oggflac.ogg"), {48000}, 4, kA4);
    row("joined MP3, variable rate", sound("double.mp3"), {48000}, 4, kA4);
    row("joined MP3, constant rate", sound("cci4.mp3"), {48000}, 4, kA4);
    row("five joined MP3", mp3 + mp3 + mp3 + mp3 + mp3, {48000}, 10, kA4);
    // Without the count libmpg123 keeps the encoder's delay and padding.
    row("MP3 without its frame count", withoutFrameCount(mp3), {48000}, 2.04, kA4);
    row("joined MP3 without frame counts", withoutFrameCount(mp3) + withoutFrameCount(mp3), {48000}, 4.08, kA4);
    row("MP3 with a VBRI header without its frame count", withEmptyVbri(mp3), {48000}, 2.04, kA4);
    row("joined MP3 with an ID3v1 tag and zeros between",
        mp3 + "TAG" + QByteArray(125, ' ') + QByteArray(5000, '\0') + mp3, {48000}, 4, kA4);
    row("MP3 behind zeros", sound("zeros300.mp3"), {48000}, 2, kA4);
    row("MP3 behind a tag that is longer than it says", sound("id3pad.mp3"), {48000}, 2, kA4);
    row("MP3 behind junk and before it", sound("id3pad.mp3") + QByteArray(3000, 'j'), {48000}, 2, kA4);
  }

  void allPartsAreRead() {
    QFETCH(QByteArray, bytes);
    QFETCH(QList<double>, ratesHz);
    QFETCH(double, seconds);
    QFETCH(double, lastHz);
    const auto driver = play(bytes);
    QVERIFY(driver);
    QVERIFY2(driver->find(Kind::Ended), driver->events.back().error.detail.c_str());
    QCOMPARE(driver->errorCode(), CaptureErrorCode::None);
    QList<double> rates;
    double length = 0;
    const auto& marks = driver->marks;
    for (std::size_t i = 0; i + 1 < marks.size(); ++i) {
      rates.append(marks[i].sampleRateHz);
      length += static_cast<double>(marks[i + 1].position - marks[i].position) / marks[i].sampleRateHz;
    }
    QCOMPARE(rates, ratesHz);
    QVERIFY2(std::abs(length - seconds) < 0.05, qPrintable(QString::number(length)));
    const std::span<const float> all = driver->samples;
    const auto second = static_cast<std::size_t>(ratesHz.front());
    QVERIFY(std::abs(frequencyOf(all.first(second), ratesHz.front()) - kA4) < 1);
    QVERIFY(std::abs(frequencyOf(all.last(second), ratesHz.back()) - lastHz) < 1.5);
  }

  void flacInOggIsExact() {
    const auto driver = play(sound("oggflac.ogg"));
    QVERIFY(driver);
    QCOMPARE(driver->samples.size(), std::size_t{96000});
  }

  void whatCannotBeReadIsLeftOut_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("channel");
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QByteArray>("reason");
    const QByteArray vorbis = sound("chained_rate.ogg").first(7613);
    const QByteArray speex = sound("spx.ogg");
    const QByteArray mp3 = sound("double.mp3");
    const QByteArray stereo = stereoVorbis();
    QTest::newRow("Speex behind Vorbis") << vorbis + speex << 1 << 2.0 << QByteArray("Speex");
    QTest::newRow("Speex before Vorbis") << speex + vorbis << 1 << 2.0 << QByteArray("Speex");
    QTest::newRow("Speex in the middle") << vorbis + speex + vorbis << 1 << 4.0 << QByteArray("Speex");
    QTest::newRow("an Ogg page cut off") << sound("chained.opus").first(30000) << 1 << 3.0
                                         << QByteArray("end is missing");
    QTest::newRow("an MP3 cut off") << mp3.first(20000) << 1 << 3.3 << QByteArray("end is missing");
    QTest::newRow("an MP3 cut off, then a whole one")
        << mp3.first(9001) + mp3.first(12261) << 1 << 3.5 << QByteArray("missing");
    QTest::newRow("junk between MP3 frames")
        << mp3.first(6000) + QByteArray(777, 'j') + mp3.mid(6000) << 1 << 4.0 << QByteArray("damaged");
    QTest::newRow("a part without that channel") << stereo + vorbis << 2 << 0.625 << QByteArray("channel");
  }

  void whatCannotBeReadIsLeftOut() {
    QFETCH(QByteArray, bytes);
    QFETCH(int, channel);
    QFETCH(double, seconds);
    QFETCH(QByteArray, reason);
    const auto driver = play(bytes, {.mix = false, .number = static_cast<unsigned>(channel)});
    QVERIFY(driver);
    QVERIFY(driver->find(Kind::Lost));
    QCOMPARE(driver->errorCode(), CaptureErrorCode::Incomplete);
    const double length = static_cast<double>(driver->samples.size()) / 48000;
    QVERIFY2(std::abs(length - seconds) < 0.2, qPrintable(QString::number(length)));
    QVERIFY2(QByteArray::fromStdString(driver->events.back().error.detail).contains(reason),
             driver->events.back().error.detail.c_str());
  }

  void unknownEncodingsAreNamed() {
    for (const auto& [name, encoding] : {std::pair("spx.ogg", "Speex"), std::pair("g726.wav", "G.726")}) {
      const auto driver = play(sound(name));
      QVERIFY(driver);
      QVERIFY(driver->find(Kind::StartFailed));
      QCOMPARE(driver->errorCode(), CaptureErrorCode::UnsupportedEncoding);
      QVERIFY(QByteArray::fromStdString(driver->events.back().error.detail).contains(encoding));
    }
  }

  void textThatLooksLikeAFrameIsNotAudio() {
    QByteArray text("\xFF\xFE");  // UTF-16, little-endian
    for (const char c : QByteArray("This is no sound, however long one listens.").repeated(100))
      text.append(c).append('\0');
    const auto driver = play(text);
    QVERIFY(driver);
    QCOMPARE(driver->errorCode(), CaptureErrorCode::NotAudio);
  }

  void decoderTextsAreClauses() {
    QCOMPARE(decoderText("Error reading the stream. (code 18)"), std::string("Error reading the stream"));
    QCOMPARE(decoderText("Format not recognised."), std::string("Format not recognised"));
    QCOMPARE(decoderText("No error (really)"), std::string("No error (really)"));
    QCOMPARE(decoderText("(code )"), std::string("(code )"));
    QCOMPARE(decoderText(""), std::string());
  }

  void decodersWriteNothingToStandardError() {
    const StandardError standardError;
    for (const char* name :
         {"double.mp3", "cci4.mp3", "id3pad.mp3", "chained_rate.ogg", "chained.opus", "oggflac.ogg"}) {
      const QByteArray whole = sound(name);
      unsigned seed = 1;
      for (int damage = 0; damage < 12; ++damage) {
        QByteArray bytes = whole;
        for (int i = 0; i < 1 + 20 * damage; ++i) {
          seed = seed * 1664525U + 1013904223U;
          bytes[static_cast<qsizetype>(seed >> 8) % bytes.size()] = static_cast<char>(seed >> 3);
        }
        const auto driver = play(bytes);
        QVERIFY(driver);
        for (const auto& event : driver->events) {
          const std::string& detail = event.error.detail;
          QVERIFY2(!detail.ends_with('.') && !detail.ends_with(')'), detail.c_str());
        }
      }
    }
    QCOMPARE(standardError.size(), off_t{0});
  }
};

QTEST_APPLESS_MAIN(SoundPartsTest)
#include "tst_soundparts.moc"
