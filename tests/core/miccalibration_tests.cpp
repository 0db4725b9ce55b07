// SPDX-License-Identifier: GPL-3.0-or-later
// Calibration files of microphones as they exist, and the filter that takes their response out.
#include "core/dsp/correctionfilter.h"
#include "core/dsp/miccalibration.h"

#include <QTest>

#include <cmath>
#include <numbers>
#include <vector>

using namespace tunescope::core;

namespace {

MicCalibration readOf(std::string_view text) {
  const auto read = readMicCalibration(text);
  const auto* problem = std::get_if<TextProblem>(&read);
  if (problem != nullptr) qWarning("line %d: %s", problem->line, problem->reason.c_str());
  return problem != nullptr ? MicCalibration() : std::get<MicCalibration>(read);
}

// A measurement microphone of small price: rises to +6 dB at 12 kHz, falls in the bass.
MicCalibration crookedMicrophone() {
  MicCalibration calibration;
  for (int i = 0; i <= 96; ++i) {
    const double hertz = 10 * std::pow(10.0, i / 28.0);
    const double bass = -10 * std::log10(1 + std::pow(18 / hertz, 2));
    const double treble = 6 * std::exp(-std::pow(std::log2(hertz / 12000), 2));
    calibration.points.push_back({hertz, bass + treble});
  }
  return calibration;
}

// The level of a tone behind the filter, against that in front of it.
double gainOf(CorrectionFilter& filter, double hertz, double rateHz) {
  filter.reset();
  std::vector<float> samples(static_cast<std::size_t>(rateHz));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    samples[i] = static_cast<float>(0.1 * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / rateHz));
  }
  for (std::size_t at = 0; at < samples.size();) {  // in pieces of any size
    const std::size_t count = std::min<std::size_t>(samples.size() - at, 1 + at % 700);
    filter.process(std::span(samples).subspan(at, count));
    at += count;
  }
  double sine = 0, cosine = 0;
  const std::size_t half = samples.size() / 2;
  const double periods = std::floor(hertz * static_cast<double>(half) / rateHz);
  const auto end = half + static_cast<std::size_t>(std::lround(periods * rateHz / hertz));
  for (std::size_t i = half; i < end; ++i) {
    const double angle = 2 * std::numbers::pi * hertz * static_cast<double>(i) / rateHz;
    sine += samples[i] * std::sin(angle);
    cosine += samples[i] * std::cos(angle);
  }
  return 20 * std::log10(2 * std::hypot(sine, cosine) / static_cast<double>(end - half) / 0.1);
}

}  // namespace

class MicCalibrationTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void filesAsTheyExistAreRead_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("miniDSP") << QByteArray(
        "\"Sens Factor =-1.378dB, SERNO: 7161942\"\r\n10.054\t-2\r\n1000\t0\r\n20016.8\t.5\r\n");
    QTest::newRow("miniDSP, gain") << QByteArray(
        "\"Sens Factor =-.837dB, AGain =18dB, SERNO: 7103946\"\n10.054  -2.0\n1000 0\n20016.8 0.5\n");
    QTest::newRow("REW") << QByteArray(
        "* Measured by REW\n*\n* Freq(Hz) SPL(dB) Phase(degrees)\n10.054, -2.000, 12.1\n1000.0, 0.0, 0\n20016.8, 0.5, "
        "-170.25\n");
    QTest::newRow("Dayton") << QByteArray("*1000Hz\t-40.3\n10.054\t-42.3\n1000\t-40.3\n20016.8\t-39.8\n");
    QTest::newRow("semicolons") << QByteArray("Frequency;Response\n10.054;-2\n1000;0\n20016.8;+.5\n");
    QTest::newRow("unsorted, twice, from 0 Hz")
        << QByteArray("0 -90\n1000 0\n20016.8 .5\n10.054 -2\n1000 0\n\n# end\n");
    QTest::newRow("byte-order mark, old Mac") << QByteArray(
        "\xEF\xBB\xBF"
        "10.054 -2\r1000 0\r20016.8 .5");
  }
  void filesAsTheyExistAreRead() {
    QFETCH(QByteArray, text);
    const MicCalibration calibration = readOf({text.constData(), std::size_t(text.size())});
    QCOMPARE(writeMicCalibration(calibration), std::string("10.054 -2.000\n1000.000 0.000\n20016.800 0.500\n"));
  }

  void whatIsDoubtfulIsRefusedWithItsLine_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("nothing") << QByteArray() << 0 << QByteArray("no two pairs");
    QTest::newRow("one pair") << QByteArray("1000 0\n") << 0 << QByteArray("no two pairs");
    QTest::newRow("decimal commas") << QByteArray("# x\n10,5 -2,1\n") << 2 << QByteArray("two ways");
    QTest::newRow("one decimal comma") << QByteArray("10 -2,1\n") << 1 << QByteArray("two ways");
    QTest::newRow("decimal commas, semicolons") << QByteArray("10,5;-2,1\n") << 1 << QByteArray("two ways");
    QTest::newRow("only commas") << QByteArray("10,5,-2,1\n") << 1 << QByteArray("no pair");
    QTest::newRow("one column") << QByteArray("10 1\n20\n") << 2 << QByteArray("'20' is no pair");
    QTest::newRow("words in the middle") << QByteArray("10 1\nabc 2\n") << 2 << QByteArray("'abc 2' is no pair");
    QTest::newRow("four columns") << QByteArray("10 1 2 3\n") << 1 << QByteArray("no pair");
    QTest::newRow("exponent") << QByteArray("1e3 0\n") << 1 << QByteArray("no pair");
    QTest::newRow("nan") << QByteArray("10 nan\n") << 1 << QByteArray("no pair");
    QTest::newRow("negative") << QByteArray("-10 1\n") << 1 << QByteArray("outside 1 to 200000 Hz");
    QTest::newRow("too high") << QByteArray("300000 1\n") << 1 << QByteArray("outside 1 to 200000 Hz");
    QTest::newRow("contradiction") << QByteArray("10 1\n20 2\n10 3\n") << 3 << QByteArray("another value in line 1");
    QTest::newRow("no microphone") << QByteArray("10 -50\n1000 0\n") << 0 << QByteArray("more than 40 dB");
    QTest::newRow("no text") << QByteArray("10 1\0 20", 8) << 0 << QByteArray("no text");
  }
  void whatIsDoubtfulIsRefusedWithItsLine() {
    QFETCH(QByteArray, text);
    QFETCH(int, line);
    QFETCH(QByteArray, reason);
    const auto read = readMicCalibration({text.constData(), std::size_t(text.size())});
    const auto* problem = std::get_if<TextProblem>(&read);
    QVERIFY(problem != nullptr);
    QVERIFY2(problem->reason.find(reason.constData()) != std::string::npos, problem->reason.c_str());
    QCOMPARE(problem->line, line);
  }

  void longFilesAreThinnedAndReadTheSameAgain() {
    std::string text;
    for (int i = 1; i <= 60000; ++i) text += std::to_string(i / 3.0) + " " + std::to_string(i % 3) + "\n";
    const auto read = readOf(text);
    QVERIFY(read.points.size() > 500 && read.points.size() < 1600);
    const std::string compact = writeMicCalibration(read);
    QVERIFY(compact.size() <= kMaxTuningTextBytes);
    QCOMPARE(writeMicCalibration(readOf(compact)), compact);
  }

  void betweenPointsItIsLinearOverTheLogarithmAndBeyondTheyHold() {
    const MicCalibration calibration = readOf("100 -4\n1000 0\n10000 6\n");
    QVERIFY(std::abs(calibration.responseDb(std::sqrt(1000.0 * 10000.0)) - 3) < 1e-9);
    QCOMPARE(calibration.responseDb(10), -4.0);
    QCOMPARE(calibration.responseDb(50000), 6.0);
    QCOMPARE(calibration.responseDb(1000), 0.0);
  }

  void theFilterTakesTheResponseOut_data() {
    QTest::addColumn<double>("rateHz");
    for (const double rateHz : {44100.0, 48000.0, 96000.0, 192000.0}) {
      QTest::newRow(qPrintable(QString::number(rateHz))) << rateHz;
    }
  }
  void theFilterTakesTheResponseOut() {
    QFETCH(double, rateHz);
    const MicCalibration calibration = crookedMicrophone();
    CorrectionFilter filter(calibration, rateHz);
    double worst = 0;
    for (double step = 0; step <= 30; ++step) {
      const double hertz = 20 * std::pow(1000.0, step / 30);
      const double left = 20 * std::log10(filter.magnitudeAt(hertz)) + calibration.responseDb(hertz);
      worst = std::max(worst, std::abs(left));
    }
    qInfo("%.0f Hz: at most %.3f dB are left from 20 Hz to 20 kHz", rateHz, worst);
    QVERIFY2(worst < 0.1, qPrintable(QString::number(worst)));
  }

  // The running filter is the designed one, and a signal comes out as late as documented.
  void theRunningFilterHasItsMagnitudeAndDelay() {
    const MicCalibration calibration = crookedMicrophone();
    CorrectionFilter filter(calibration, 48000);
    for (const double hertz : {31.5, 250.0, 1000.0, 4000.0, 12000.0, 16000.0}) {
      const double gain = gainOf(filter, hertz, 48000);
      const double wanted = -calibration.responseDb(hertz);
      QVERIFY2(std::abs(gain - wanted) < 0.05,
               qPrintable(QStringLiteral("%1 Hz: %2 for %3").arg(hertz).arg(gain).arg(wanted)));
    }
    CorrectionFilter flat(readOf("20 0\n20000 0\n"), 48000);
    std::vector<float> click(2000);
    click[100] = 1;
    flat.process(click);
    QVERIFY(std::abs(click[100 + CorrectionFilter::kPart] - 1) < 1e-4F);
    click[100 + CorrectionFilter::kPart] = 0;
    for (const float sample : click) QVERIFY(std::abs(sample) < 1e-4F);
  }
};

QTEST_APPLESS_MAIN(MicCalibrationTests)
#include "miccalibration_tests.moc"
