// SPDX-License-Identifier: GPL-3.0-or-later
// A file read at once gives the readings of a capture, to the last bit.
#include "analysis/recordingsink.h"
#include "analysis/stream/filereader.h"
#include "analysis/stream/streamreader.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <utility>

using namespace tunescope;
using tests::RecordingSink;

namespace {

constexpr std::array kRatesHz = {48000.0, 44100.0};
constexpr std::size_t kPartFrames = 30011;  // no whole hops

// Two parts at two rates, in blocks of odd sizes, and then an error.
class TwoParts final : public audio::SampleSource {
 public:
  audio::CaptureError open(const audio::CaptureRequest& request, audio::CaptureFormat& format) override {
    if (request.path.empty()) return {.code = audio::CaptureErrorCode::NotFound, .device = {}, .detail = {}};
    format.source = request.path;
    format.isLive = false;
    format.sampleRateHz = kRatesHz[0];
    format.channels = 1;
    return {};
  }
  std::size_t read(std::span<float> out, const core::FrameLayout&) override {
    const std::size_t count = std::min({out.size(), kPartFrames - m_at, m_at % 701 + 1});
    std::ranges::copy(tests::sine(220, kRatesHz[m_part], count, m_at), out.begin());
    m_at += count;
    return count;
  }
  bool nextStream(audio::CaptureFormat& format) override {
    if (m_part + 1 == kRatesHz.size()) return false;
    m_at = 0;
    format.sampleRateHz = kRatesHz[++m_part];
    return true;
  }
  std::uint64_t skip(std::uint64_t) override { return 0; }
  audio::CaptureError error() const override {
    return {.code = audio::CaptureErrorCode::Incomplete, .device = {}, .detail = {}};
  }

 private:
  std::size_t m_part = 0;
  std::size_t m_at = 0;
};

audio::CaptureRequest named(const char* path) {
  audio::CaptureRequest request;
  request.path = path;
  return request;
}

bool isSame(const RecordingSink::Frame& a, const RecordingSink::Frame& b) {
  return a.hop == b.hop && a.level.timeS == b.level.timeS && a.level.rmsDb == b.level.rmsDb &&
         a.pitch.timeS == b.pitch.timeS && a.pitch.availableS == b.pitch.availableS && a.pitch.hertz == b.pitch.hertz &&
         a.pitch.sigmaCents == b.pitch.sigmaCents && a.pitch.confidence == b.pitch.confidence;
}

}  // namespace

class TestFileReader : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theReadingsAreThoseOfACapture() {
    TwoParts source;
    analysis::FileReader reader(source, {});
    QVERIFY(!reader.open(named("file")));
    RecordingSink read;
    QVERIFY(reader.read(read, [] { return true; }).code == audio::CaptureErrorCode::Incomplete);

    auto ring = std::make_shared<core::SpscRing>(1 << 18);
    core::RingProducer producer(ring);
    for (const double rateHz : kRatesHz) {
      producer.beginStream(rateHz);
      producer.push(tests::sine(220, rateHz, kPartFrames));
    }
    producer.finish();
    RecordingSink captured;
    analysis::StreamReader ringReader(ring);
    while (ringReader.read(captured) > 0) {
    }
    QCOMPARE(read.frames.size(), captured.frames.size());
    QVERIFY(std::ranges::equal(read.frames, captured.frames, isSame));
    QVERIFY(read.ends == captured.ends);
    QVERIFY(read.reasons == std::vector{audio::CaptureErrorCode::Incomplete});
    QCOMPARE(read.streams.size(), 2U);
    QCOMPARE(read.streams[1].format.source, std::string("file"));
    QCOMPARE(read.streams[1].sampleRateHz, 44100.0);
    QVERIFY(read.streams[1].isContinuation && read.streams[1].startS == captured.streams[1].startS);
  }

  void whatCannotBeOpenedNeverBegins() {
    TwoParts source;
    analysis::FileReader reader(source, {});
    QVERIFY(reader.open(named("")).code == audio::CaptureErrorCode::NotFound);
  }

  void itStopsWhereItIsAskedTo() {
    TwoParts source;
    analysis::FileReader reader(source, {});
    QVERIFY(!reader.open(named("file")));
    RecordingSink read;
    int blocks = 0;
    QVERIFY(!reader.read(read, [&blocks] { return ++blocks < 20; }));
    QCOMPARE(blocks, 20);
    QVERIFY(read.ends.empty());
  }
};

QTEST_APPLESS_MAIN(TestFileReader)
#include "test_filereader.moc"
