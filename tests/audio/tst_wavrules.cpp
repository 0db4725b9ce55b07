// SPDX-License-Identifier: GPL-3.0-or-later
// Headers of WAV and AIFF with common errors: a file and standard input give the same result.
#include "audio/file/filebackend.h"
#include "backenddriver.h"
#include "soundfiles.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <sndfile.h>

#include <csignal>
#include <functional>

using namespace tunescope::audio;
using namespace soundfiles;
using Kind = BackendDriver::Kind;

Q_DECLARE_METATYPE(tunescope::audio::CaptureErrorCode)

namespace {

constexpr std::size_t kHalf = kFrames / 2;

QByteArray bytesOf(const std::string& text) {
  return {text.data(), static_cast<qsizetype>(text.size())};
}

std::string chunk(const std::string& id, const std::string& body) {
  return id + WavBytes::little(body.size(), 4) + body + std::string(body.size() % 2, '\0');
}

// RF64 with the sizes that its ds64 chunk says, and as many frames as are there.
std::string rf64(std::uint64_t promisedBytes, std::size_t frames) {
  const std::vector<float> samples = ramps(1);
  WavBytes wav = wavOf(std::span(samples).first(frames));
  wav.dataSize = 0xFFFFFFFF;
  wav.riffSize = 0xFFFFFFFF;
  wav.beforeFormat = chunk("ds64", WavBytes::little(promisedBytes + 72, 8) + WavBytes::little(promisedBytes, 8) +
                                       WavBytes::little(promisedBytes / 4, 8) + WavBytes::little(0, 4));
  std::string bytes = wav.bytes();
  return bytes.replace(0, 4, "RF64");
}

// A data chunk of length 0, and what follows it.
std::string emptyBefore(const std::string& chunks) {
  WavBytes wav;
  wav.data = chunks;
  wav.dataSize = 0;
  return wav.bytes();
}

void addHeaders() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<CaptureErrorCode>("code");
  QTest::addColumn<std::size_t>("frames");
  const auto row = [](const char* name, const std::string& bytes, CaptureErrorCode code, std::size_t frames) {
    QTest::newRow(name) << bytesOf(bytes) << code << frames;
  };
  const auto changed = [](const std::function<void(WavBytes&)>& change) {
    WavBytes wav = wavOf(ramps(1));
    change(wav);
    return wav.bytes();
  };
  using enum CaptureErrorCode;
  row("length 0", changed([](WavBytes& wav) {
        wav.dataSize = 0;
        wav.riffSize = 36;
      }),
      None, kFrames);
  row("length 0, sizes of an unfinished header with a LIST chunk", changed([](WavBytes& wav) {
        wav.dataSize = 0;
        wav.riffSize = 36;
        wav.beforeData = chunk("LIST", std::string(26, 'x'));
      }),
      None, kFrames);
  row("length 0, but the whole is right", changed([](WavBytes& wav) { wav.dataSize = 0; }), None, kFrames);
  row("no frames, and a chunk behind", emptyBefore(chunk("LIST", "abcd")), None, 0);
  row("all ones", changed([](WavBytes& wav) { wav.dataSize = wav.riffSize = 0xFFFFFFFF; }), None, kFrames);
  row("what SoX writes to a pipe", changed([](WavBytes& wav) {
        wav.dataSize = 0x7FFFF000;
        wav.riffSize = 0x7FFFF024;
      }),
      None, kFrames);
  row("longer than it is", changed([](WavBytes& wav) { wav.dataSize = 4 * kFrames + 4; }), Incomplete, kFrames);
  row("shorter than it is", changed([](WavBytes& wav) { wav.dataSize = 4 * kHalf; }), None, kHalf);
  const std::string second = chunk("data", WavBytes::floats(ramps(1)));
  row("two data chunks", changed([&](WavBytes& wav) {
        wav.dataSize = 4 * kFrames;
        wav.data += chunk("LIST", "abc") + second;
      }),
      SecondData, kFrames);
  row("an empty data chunk, and another", emptyBefore(second), SecondData, 0);
  row("LIST behind the data", changed([](WavBytes& wav) {
        wav.dataSize = 4 * kFrames;
        wav.data += chunk("LIST", "abc");
      }),
      None, kFrames);
  std::string aligned = changed([](WavBytes&) {});
  aligned[33] = 0;
  aligned[32] = 0;
  row("block align 0", aligned, None, kFrames);
  aligned[32] = 3;
  row("block align 3", aligned, Damaged, 0);
  row("IMA ADPCM with no samples to decode", changed([](WavBytes& wav) {
        wav.tag = 0x45;
        wav.bits = 4;
      }),
      UnsupportedEncoding, 0);
  row("RF64", rf64(4 * kFrames, kFrames), None, kFrames);
  row("RF64 of unknown length", rf64(0, kFrames), None, kFrames);
  row("RF64 short of its promise", rf64(std::uint64_t{5} << 30, kFrames), Incomplete, kFrames);
}

struct Result {
  CaptureErrorCode code = CaptureErrorCode::None;
  std::vector<float> samples;
};

Result fromFile(const QByteArray& bytes) {
  const QTemporaryDir folder;
  BackendDriver driver(makeFileBackend());
  driver.start(fileRequest(writeBytes(folder, bytes.toStdString())));
  driver.waitForEnd();
  return {driver.errorCode(), driver.samples};
}

Result fromStandardInput(const QByteArray& bytes) {
  const Pipe pipe(bytes.toStdString());
  BackendDriver driver(makeStandardInputBackend(pipe.readEnd()));
  driver.start({});
  driver.waitForEnd();
  return {driver.errorCode(), driver.samples};
}

}  // namespace

class WavRulesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { std::signal(SIGPIPE, SIG_IGN); }  // a refused stream closes its pipe early

  void filesAndStandardInputAreReadAlike_data() { addHeaders(); }

  void filesAndStandardInputAreReadAlike() {
    QFETCH(QByteArray, bytes);
    QFETCH(CaptureErrorCode, code);
    QFETCH(std::size_t, frames);
    const std::vector<float> whole = ramps(1);
    for (const Result& result : {fromFile(bytes), fromStandardInput(bytes)}) {
      QCOMPARE(result.code, code);
      QCOMPARE(result.samples.size(), frames);
      QVERIFY(std::ranges::equal(result.samples, std::span(whole).first(frames)));
    }
  }

  void aStreamThatStaysOpenEndsWithItsData() {
    const Pipe pipe(wavOf(ramps(1)).bytes(), false);
    BackendDriver driver(makeStandardInputBackend(pipe.readEnd()));
    driver.start({});
    QVERIFY(driver.waitFor(Kind::Ended));
    QCOMPARE(driver.samples.size(), std::size_t{kFrames});
  }

  // libsndfile writes files that our reader must read in the same way.
  void encodingsAreReadAsLibsndfileReadsThem_data() {
    QTest::addColumn<int>("format");
    QTest::addColumn<bool>("isPiped");
    QTest::newRow("mu-law") << int{SF_FORMAT_WAV | SF_FORMAT_ULAW} << true;
    QTest::newRow("A-law") << int{SF_FORMAT_WAV | SF_FORMAT_ALAW} << true;
    QTest::newRow("8 bits") << int{SF_FORMAT_WAV | SF_FORMAT_PCM_U8} << true;
    QTest::newRow("24 bits") << int{SF_FORMAT_WAV | SF_FORMAT_PCM_24} << true;
    QTest::newRow("64-bit float") << int{SF_FORMAT_WAV | SF_FORMAT_DOUBLE} << true;
    QTest::newRow("RIFX") << int{SF_FORMAT_WAV | SF_FORMAT_PCM_24 | SF_ENDIAN_BIG} << true;
    QTest::newRow("RF64") << int{SF_FORMAT_RF64 | SF_FORMAT_PCM_16} << true;
    QTest::newRow("IMA ADPCM") << int{SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM} << false;
    QTest::newRow("Microsoft ADPCM") << int{SF_FORMAT_WAV | SF_FORMAT_MS_ADPCM} << false;
  }

  void encodingsAreReadAsLibsndfileReadsThem() {
    QFETCH(int, format);
    QFETCH(bool, isPiped);
    const QTemporaryDir folder;
    const std::string path = writeSound(folder, format, 1, ramps(1));
    SF_INFO info{};
    SNDFILE* reference = sf_open(path.c_str(), SFM_READ, &info);
    QVERIFY(reference != nullptr);
    std::vector<float> expected(static_cast<std::size_t>(info.frames));
    sf_readf_float(reference, expected.data(), info.frames);
    sf_close(reference);
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    const Result asFile = fromFile(bytes);
    QCOMPARE(asFile.code, CaptureErrorCode::None);
    QVERIFY(asFile.samples == expected);
    const Result piped = fromStandardInput(bytes);
    QCOMPARE(piped.code, isPiped ? CaptureErrorCode::None : CaptureErrorCode::UnsupportedEncoding);
    if (isPiped) QVERIFY(piped.samples == expected);
  }

  void anAiffShortOfItsPromiseIsIncomplete() {
    const QTemporaryDir folder;
    QFile file(QString::fromStdString(writeSound(folder, SF_FORMAT_AIFF | SF_FORMAT_PCM_16, 1, ramps(1))));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QByteArray bytes = file.readAll();
    QCOMPARE(fromFile(bytes).code, CaptureErrorCode::None);
    const Result half = fromFile(bytes.first(bytes.size() / 2));
    QCOMPARE(half.code, CaptureErrorCode::Incomplete);
    QVERIFY(half.samples.size() > kHalf - 100 && half.samples.size() < kHalf + 100);
    const qsizetype size = bytes.indexOf("SSND") + 4;
    for (const char* placeholder : {"\x00\x00\x00\x00", "\xFF\xFF\xFF\xFF", "\x7F\x00\x00\x50"}) {
      bytes.replace(size, 4, QByteArray(placeholder, 4));
      const Result result = fromFile(bytes);
      QCOMPARE(result.code, CaptureErrorCode::None);
      QVERIFY(result.samples.size() >= kFrames);
    }
  }
};

QTEST_APPLESS_MAIN(WavRulesTest)
#include "tst_wavrules.moc"
