// SPDX-License-Identifier: GPL-3.0-or-later
// The facts of a stream are found under the number of its mark, and are dropped with earlier marks.
#include "audio/source/samplesource.h"
#include "audio/streamfacts.h"
#include "backenddriver.h"

#include <QTest>

#include <algorithm>

using namespace tunescope;
using namespace tunescope::audio;

namespace {

CaptureFormat named(const char* source) {
  CaptureFormat format;
  format.source = source;
  return format;
}

// Two parts at two rates, and a remark at the end.
class TwoParts final : public SampleSource {
 public:
  CaptureError open(const CaptureRequest&, CaptureFormat& format) override {
    format = named("parts");
    format.isLive = false;
    format.sampleRateHz = 48000;
    format.channels = 1;
    return {};
  }
  std::size_t read(std::span<float> out, const core::FrameLayout&) override {
    const std::size_t count = std::min(out.size(), std::exchange(m_left, 0));
    std::ranges::fill(out.first(count), 0.5F);
    return count;
  }
  bool nextStream(CaptureFormat& format) override {
    if (std::exchange(m_isSecond, true)) return false;
    m_left = 1000;
    format.sampleRateHz = 44100;
    return true;
  }
  std::uint64_t skip(std::uint64_t) override { return 0; }
  CaptureError error() const override { return {.code = CaptureErrorCode::SecondData, .device = {}, .detail = {}}; }

 private:
  std::size_t m_left = 1000;
  bool m_isSecond = false;
};

}  // namespace

class TestStreamFacts : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void factsAreFoundByTheirNumber() {
    StreamFacts facts;
    const std::uint32_t violin = facts.leave(named("violin"));
    const std::uint32_t piano = facts.leave(named("piano"));
    const std::uint32_t end = facts.leave(CaptureError{.code = CaptureErrorCode::Busy, .device = {}, .detail = {}});
    QCOMPARE(facts.format(violin)->source, std::string("violin"));
    QCOMPARE(facts.format(violin)->source, std::string("violin"));  // a stream may begin again in the same way
    QCOMPARE(facts.format(piano)->source, std::string("piano"));
    QVERIFY(!facts.format(violin));  // forgotten
    QVERIFY(!facts.format(end));
    QVERIFY(facts.reason(end).code == CaptureErrorCode::Busy);
    QVERIFY(!facts.format(0));
    QVERIFY(!facts.reason(end + 1));
  }

  void anEndWithoutAReasonHasNoNumber() {
    StreamFacts facts;
    QCOMPARE(facts.leave(CaptureError{}), 0U);
    QVERIFY(!facts.reason(0));
    const StreamProducer nowhere;
    QCOMPARE(nowhere.leave(named("x")), 0U);
  }

  void eachPartOfASourceHasItsFactsInTheRing() {
    BackendDriver driver(makeSourcePlayer([] { return std::make_unique<TwoParts>(); }));
    CaptureRequest request;
    request.channel = {.mix = false, .number = 2};
    driver.start(request);
    QVERIFY(driver.waitForEnd());
    QCOMPARE(driver.marks.size(), 3U);
    const auto first = driver.facts().format(driver.marks[0].facts);
    const auto second = driver.facts().format(driver.marks[1].facts);
    QVERIFY(first && second);
    QCOMPARE(first->source, std::string("parts"));
    QCOMPARE(first->channel.number, 2U);
    QCOMPARE(first->sampleRateHz, 48000.0);
    QCOMPARE(second->sampleRateHz, 44100.0);
    QVERIFY(driver.facts().reason(driver.marks[2].facts).code == CaptureErrorCode::SecondData);
  }
};

QTEST_APPLESS_MAIN(TestStreamFacts)
#include "tst_streamfacts.moc"
