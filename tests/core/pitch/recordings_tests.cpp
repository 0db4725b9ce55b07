// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/pitchengine.h"
#include "core/tuning/notename.h"

#include <QDir>
#include <QTest>
#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

using namespace tunescope;

namespace {

struct Recording {
  std::vector<float> samples;  // the first channel
  double sampleRateHz = 0;
};

Recording load(const QString& path) {
  SF_INFO info{};
  const std::unique_ptr<SNDFILE, int (*)(SNDFILE*)> file(sf_open(path.toUtf8().constData(), SFM_READ, &info), sf_close);
  if (!file) return {};
  std::vector<float> interleaved(static_cast<std::size_t>(info.frames * info.channels));
  sf_readf_float(file.get(), interleaved.data(), info.frames);
  Recording recording{.samples = std::vector<float>(static_cast<std::size_t>(info.frames)),
                      .sampleRateHz = static_cast<double>(info.samplerate)};
  for (std::size_t i = 0; i < recording.samples.size(); ++i) {
    recording.samples[i] = interleaved[i * static_cast<std::size_t>(info.channels)];
  }
  return recording;
}

double levelDb(std::span<const float> hop) {
  double sum = 0;
  for (const float x : hop) sum += static_cast<double>(x) * x;
  return 10 * std::log10(sum / static_cast<double>(hop.size()) + 1e-12);
}

}  // namespace

// Real guitar notes, named by what was played ("Fs1-open.flac" is F sharp 1).
class RecordingsTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void namesEveryGuitarNote_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("midi");
    const QString root = qEnvironmentVariable("TUNESCOPE_RECORDINGS");
    if (root.isEmpty()) QSKIP("TUNESCOPE_RECORDINGS is not set: no recordings to read");
    const QDir guitar(root + QStringLiteral("/guitar"));
    const QStringList names =
        guitar.entryList({QStringLiteral("*-open.flac"), QStringLiteral("*-fret12.flac")}, QDir::Files);
    QVERIFY2(!names.isEmpty(), "TUNESCOPE_RECORDINGS holds no guitar");
    for (const QString& name : names) {
      QString note = name.section(QLatin1Char('-'), 0, 0);
      note.replace(QLatin1Char('s'), QLatin1Char('#'));
      const auto midi = core::parseNoteName(note.toStdString());
      QVERIFY2(midi.has_value(), qPrintable(name));
      QTest::addRow("%s", qPrintable(name)) << guitar.filePath(name) << *midi;
    }
  }

  // From 100 ms after the attack until the string has decayed by 40 dB.
  void namesEveryGuitarNote() {
    QFETCH(QString, path);
    QFETCH(int, midi);
    const Recording recording = load(path);
    QVERIFY(!recording.samples.empty());
    core::PitchEngine engine({.sampleRateHz = recording.sampleRateHz});
    const std::size_t hop = engine.hopFrames();
    const std::span<const float> samples(recording.samples);
    double peakDb = -200;
    for (std::size_t i = 0; i + hop <= samples.size(); i += hop)
      peakDb = std::max(peakDb, levelDb(samples.subspan(i, hop)));
    double attackS = -1;
    int readings = 0;
    int right = 0;
    for (std::size_t i = 0; i + hop <= samples.size(); i += hop) {
      const double level = levelDb(samples.subspan(i, hop));
      const core::PitchReading reading = engine.process(samples.subspan(i, hop));
      if (attackS < 0 && level > peakDb - 30) attackS = reading.availableS;
      if (attackS < 0 || reading.availableS < attackS + 0.1 || level < peakDb - 40) continue;
      ++readings;
      right += reading.isVoiced() && core::nearestNote(*reading.hertz, 440).midi == midi;
    }
    QVERIFY(readings > 100);
    const double share = static_cast<double>(right) / readings;
    QVERIFY2(share >= kRightShare, QByteArray::number(share));
  }

 private:
  static constexpr double kRightShare = 0.975;
};

QTEST_APPLESS_MAIN(RecordingsTests)
#include "recordings_tests.moc"
