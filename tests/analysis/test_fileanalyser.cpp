// SPDX-License-Identifier: GPL-3.0-or-later
// Sound files analysed in a thread of their own: what is found in them, and how an analysis ends.
#include "analysis/file/fileanalyser.h"
#include "audio/wavbytes.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <numbers>
#include <optional>
#include <vector>

using namespace tunescope;
using analysis::FileAnalyser;
using analysis::SoundOverview;
using audio::CaptureErrorCode;

namespace {

constexpr double kRateHz = 48000;

void addTone(std::vector<float>& samples, double hertz, double amplitude, double seconds) {
  const auto count = static_cast<std::size_t>(seconds * kRateHz);
  samples.reserve(samples.size() + count);
  for (std::size_t i = 0; i < count; ++i) {
    const double phase = 2 * std::numbers::pi * hertz * static_cast<double>(i) / kRateHz;
    samples.push_back(static_cast<float>(amplitude * (std::sin(phase) + 0.5 * std::sin(2 * phase)) / 1.3));
  }
}

// What came of one file.
struct Outcome {
  std::shared_ptr<const SoundOverview> overview;
  std::optional<audio::CaptureError> error;
  std::vector<double> progress;

  bool isThere() const { return overview || error; }
};

void watch(FileAnalyser& analyser, Outcome& outcome) {
  QObject::connect(&analyser, &FileAnalyser::finished, &analyser, [&](const auto& made) { outcome.overview = made; });
  QObject::connect(&analyser, &FileAnalyser::failed, &analyser, [&](const auto& error) { outcome.error = error; });
  QObject::connect(&analyser, &FileAnalyser::progressed, &analyser,
                   [&](double part) { outcome.progress.push_back(part); });
}

double centsOf(const core::PitchExtremes& pitch) {
  return double(pitch.low + pitch.high) / 2;
}

}  // namespace

class FileAnalyserTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aFilesNotesLevelsAndPicturesAreWhereTheySound() {
    std::vector<float> samples;
    addTone(samples, 440, 0.5, 2);
    addTone(samples, 0, 0, 1);
    addTone(samples, 523.2511, 0.25, 2);
    const Outcome outcome = analyse(write(samples));
    QVERIFY(outcome.overview && !outcome.error);
    const SoundOverview& overview = *outcome.overview;
    QCOMPARE(overview.sampleRateHz, kRateHz);
    QCOMPARE(overview.channels, 1U);
    QVERIFY(std::abs(overview.seconds - 5) < 1e-6);
    QVERIFY(!overview.remark && overview.partsS.empty());
    QVERIFY(std::abs(centsOf(overview.pitch.over(0.5, 1.5).pitch)) < 0.05);
    QVERIFY(std::abs(centsOf(overview.pitch.over(3.5, 4.5).pitch) - 300) < 0.05);
    QVERIFY(overview.pitch.over(2.4, 2.6).pitch.isNone());
    const analysis::PitchStep step = overview.pitch.over(1, 1.01);
    QVERIFY(step.band.low < step.pitch.low && step.band.high > step.pitch.high && step.confidence > 0.9F);
    const analysis::WaveStep wave = overview.wave.over(0, 5);
    QVERIFY(wave.high > 0.4F && wave.high <= 0.5F && wave.low < -0.4F);
    QVERIFY(overview.wave.over(2.1, 2.9).high == 0 && overview.wave.over(3.1, 4.9).high < 0.3F);
    const double loud = overview.levels.over(1, 1.1).rms.highDb(), soft = overview.levels.over(4, 4.1).rms.highDb();
    QVERIFY2(std::abs(loud - soft - 6.02) < 0.1, qPrintable(QString::number(loud - soft)));
    QVERIFY(overview.levels.over(2.4, 2.6).rms.isNone());
    QCOMPARE(overview.notes.size(), 2U);
    QVERIFY(overview.notes[0].note.midi == 69 && overview.notes[1].note.midi == 72);
    QVERIFY(std::abs(overview.notes[1].onsetS - 3) < 0.1);
    QVERIFY(overview.meters && overview.meters->loudness.integrated);
    const double momentary = overview.loudness.over(1, 1.1).momentary.highDb();
    QVERIFY(std::abs(momentary - overview.loudness.over(4, 4.1).momentary.highDb() - 6.02) < 0.2);
    const auto levels = overview.spectrum.over(0.5, 1.5).levels;
    const auto row = std::size_t(core::SpectrogramRows::of(440));
    QVERIFY(levels[row] > levels[row + 20] + 40 && levels[row] > levels[row - 20] + 40);
  }

  void aJoinedFileHasTheTimesOfAllItsParts() {
    const Outcome outcome = analyse(QStringLiteral(TUNESCOPE_TEST_SOUNDS "/chained_rate.ogg"));
    QVERIFY(outcome.overview);
    const SoundOverview& overview = *outcome.overview;
    QCOMPARE(overview.partsS.size(), 1U);
    const double joint = overview.partsS.front();
    QVERIFY(joint > 0.5 && overview.seconds > joint + 0.5);
    const double before = centsOf(overview.pitch.over(joint * 0.4, joint * 0.6).pitch);
    const double after = centsOf(overview.pitch.over(joint + 0.4, joint + 0.6).pitch);
    QVERIFY2(std::abs(before) < 2 && std::abs(after - 700) < 3,
             qPrintable(QStringLiteral("%1, %2").arg(before).arg(after)));
  }

  void theReasonOfABadFileIsTheReaders_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    QTest::newRow("missing") << QByteArray() << int(CaptureErrorCode::NotFound);
    QTest::newRow("text") << QByteArray("Dear diary, today I tuned my guitar.") << int(CaptureErrorCode::NotAudio);
    QTest::newRow("no samples") << QByteArray::fromStdString(WavBytes().bytes()) << int(CaptureErrorCode::Damaged);
  }
  void theReasonOfABadFileIsTheReaders() {
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);
    const QString path = bytes.isEmpty() ? m_folder.filePath(QStringLiteral("none.wav")) : writeBytes(bytes);
    const Outcome outcome = analyse(path);
    QVERIFY(outcome.error && !outcome.overview);
    QCOMPARE(int(outcome.error->code), code);
    QCOMPARE(QString::fromStdString(outcome.error->device), path);
  }

  // The readable part of a damaged file is shown, with the reason why the rest is missing.
  void aCutFileIsReadAsFarAsItGoes() {
    std::vector<float> samples;
    addTone(samples, 440, 0.5, 2);
    WavBytes wav;
    wav.data = WavBytes::floats(samples);
    wav.dataSize = std::uint32_t(wav.data.size() * 2);
    const Outcome outcome = analyse(writeBytes(QByteArray::fromStdString(wav.bytes())));
    QVERIFY(outcome.overview);
    QCOMPARE(int(outcome.overview->remark.code), int(CaptureErrorCode::Incomplete));
    QVERIFY(std::abs(outcome.overview->seconds - 2) < 0.01);
  }

  void aCancelledAnalysisSaysNothingAndAnotherFollows() {
    std::vector<float> minutes;
    addTone(minutes, 220, 0.5, 300);
    const QString path = write(minutes);
    FileAnalyser analyser;
    Outcome outcome;
    watch(analyser, outcome);
    analyser.start(path.toStdString(), {});
    QVERIFY(analyser.isRunning());
    QTRY_VERIFY_WITH_TIMEOUT(outcome.progress.size() >= 3, 60000);
    QVERIFY(std::ranges::is_sorted(outcome.progress) && outcome.progress.back() > 0 && outcome.progress.back() < 1);
    analyser.cancel();
    QVERIFY(!analyser.isRunning());
    outcome.progress.clear();
    std::vector<float> second;
    addTone(second, 440, 0.5, 1);
    analyser.start(write(second).toStdString(), {});
    QTRY_VERIFY(outcome.isThere());
    QVERIFY(outcome.overview && std::abs(outcome.overview->seconds - 1) < 0.01);
    // Ends while one runs: its thread is waited for, and nothing arrives.
    outcome = {};
    {
      FileAnalyser brief;
      watch(brief, outcome);
      brief.start(path.toStdString(), {});
    }
    QCoreApplication::processEvents();
    QVERIFY(!outcome.isThere());
  }

 private:
  QString writeBytes(const QByteArray& bytes) {
    const QString path = m_folder.filePath(QStringLiteral("sound%1.wav").arg(++m_count));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) return {};
    return path;
  }
  QString write(const std::vector<float>& samples) {
    WavBytes wav;
    wav.data = WavBytes::floats(samples);
    return writeBytes(QByteArray::fromStdString(wav.bytes()));
  }
  static Outcome analyse(const QString& path) {
    FileAnalyser analyser;
    Outcome outcome;
    watch(analyser, outcome);
    analyser.start(path.toStdString(), {});
    [[maybe_unused]] const bool isThere = QTest::qWaitFor([&] { return outcome.isThere(); }, 60000);
    return outcome;
  }

  QTemporaryDir m_folder;
  int m_count = 0;
};

QTEST_GUILESS_MAIN(FileAnalyserTests)
#include "test_fileanalyser.moc"
