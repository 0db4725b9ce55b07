// SPDX-License-Identifier: GPL-3.0-or-later
// Which string is named, from samples: plucked sequences and a recorded guitar, attacks and tails included.
#include "analysis/stream/filereader.h"
#include "analysis/tuningof.h"
#include "audio/file/filesource.h"
#include "audio/file/soundreader.h"
#include "core/pitch/pitchengine.h"
#include "core/tuning/instrument.h"

#include <QDir>
#include <QSet>
#include <QTest>

#include <cmath>
#include <map>
#include <numbers>
#include <random>
#include <vector>

using namespace tunescope;
using analysis::AnalysisFrame;

namespace {

constexpr double kRateHz = 48000;
constexpr double kRoomNoise = 1e-4;  // standard deviation: -80 dBFS
constexpr double kNoteS = 0.9;
constexpr double kYoungS = 0.1;  // in which the string from before may still be named
constexpr double kDampS = 0.03;  // a hand stops the string before the next one is plucked

double noteHz(int midi, double cents) {
  return 440 * std::exp2((midi - 69) / 12.0 + cents / 1200);
}

// A string that is plucked at 0 and stopped at kNoteS - 0.1; its partials decay the faster the higher they are.
double pluck(double hertz, double t) {
  double value = 0;
  for (int n = 1; n <= 10 && n * hertz < 0.4 * kRateHz; ++n) {
    const double amplitude = 0.3 * std::sin(0.7 * n) / (n * n) * std::exp(-t * (1.5 + 0.4 * n));
    value += amplitude * std::sin(2 * std::numbers::pi * n * hertz * std::sqrt(1 + 1e-4 * n * n) * t);
  }
  const double over = t - (kNoteS - 0.1);
  return over <= 0 ? value : value * std::exp(-over / (kDampS / 5));
}

// What was named in a note: the last string, and whether another one was in between.
struct Named {
  int last = 0;
  bool isOnlyThat = true;
  int frames = 0;
};

void take(Named& named, std::optional<int> string, int right) {
  if (!string) return;
  named.last = *string;
  named.isOnlyThat = named.isOnlyThat && *string == right;
  ++named.frames;
}

class StringSink final : public analysis::AnalysisSink {
 public:
  explicit StringSink(QSet<int>& named) : m_named(named) {}
  void streamStarted(const analysis::StreamInfo&) override {}
  void frame(const AnalysisFrame& frame) override {
    if (frame.string) m_named << *frame.string;
  }
  void gap(const analysis::GapInfo&) override {}
  void ended(const analysis::EndInfo&) override {}

 private:
  QSet<int>& m_named;
};

}  // namespace

class TestStrings : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void pluckedSequencesHaveTheirStrings_data() {
    QTest::addColumn<QString>("id");
    for (const char* id : {"guitar", "guitar-dadgad", "bass-5", "violin", "mandolin", "ukulele", "banjo", "cello"}) {
      QTest::newRow(id) << QString::fromLatin1(id);
    }
  }
  // 25 notes each, up to 90 cents off: a string in each of them, the right one, and no other one from attack to tail.
  void pluckedSequencesHaveTheirStrings() {
    QFETCH(QString, id);
    constexpr int kNotes = 25;
    analysis::AnalysisSettings settings;
    settings.instrument = id.toStdString();
    const core::Tuning tuning(analysis::tuningSettingsOf(settings));
    core::StringFinder finder = analysis::stringFinderOf(settings, tuning);
    const auto strings = core::stringsOf(*core::findInstrument(settings.instrument));
    core::PitchEngine engine({.sampleRateHz = kRateHz});
    std::mt19937 random(static_cast<unsigned>(id.size()) + 17);
    std::normal_distribution<double> noise(0, kRoomNoise);
    std::uniform_int_distribution<std::size_t> any(0, strings.size() - 1);
    std::uniform_real_distribution<double> off(-90, 90);
    std::vector<std::size_t> order;
    std::vector<double> hertz;
    for (int i = 0; i < kNotes; ++i) {
      order.push_back(any(random));
      hertz.push_back(noteHz(strings[order.back()].midi.front(), off(random)));
    }
    std::vector<Named> named(kNotes);
    std::vector<float> hop(engine.hopFrames());
    for (std::size_t first = 0; double(first + hop.size()) < kNotes * kNoteS * kRateHz; first += hop.size()) {
      for (std::size_t i = 0; i < hop.size(); ++i) {
        const double t = double(first + i) / kRateHz;
        const auto note = std::size_t(t / kNoteS);
        hop[i] = float(pluck(hertz[note], t - double(note) * kNoteS) + noise(random));
      }
      const auto string = finder.process(engine.process(hop));
      const double endS = double(first + hop.size()) / kRateHz;
      const auto note = std::size_t(endS / kNoteS);
      if (note >= named.size()) continue;
      // The string from before is named until there is the next one.
      const bool isYoung = note > 0 && endS - double(note) * kNoteS < kYoungS;
      if (isYoung && string == strings[order[note - 1]].number) continue;
      take(named[note], string, strings[order[note]].number);
    }
    for (std::size_t i = 0; i < named.size(); ++i) {
      const QString what = QStringLiteral("note %1, string %2 at %3 Hz: %4 last, in %5 frames")
                               .arg(i)
                               .arg(strings[order[i]].number)
                               .arg(hertz[i])
                               .arg(named[i].last)
                               .arg(named[i].frames);
      QVERIFY2(named[i].isOnlyThat && named[i].last == strings[order[i]].number, qPrintable(what));
    }
  }

  // An eight-string guitar, from the first attack to where the recording ends.
  void recordedStringsAreNamed() {
    const QString folder = qEnvironmentVariable("TUNESCOPE_RECORDINGS");
    if (folder.isEmpty()) QSKIP("TUNESCOPE_RECORDINGS names no folder");
    const std::map<QString, int> open{{QStringLiteral("Fs1"), 8}, {QStringLiteral("B1"), 7}, {QStringLiteral("E2"), 6},
                                      {QStringLiteral("A2"), 5},  {QStringLiteral("D3"), 4}, {QStringLiteral("G3"), 3},
                                      {QStringLiteral("B3"), 2},  {QStringLiteral("E4"), 1}};
    int files = 0;
    for (const auto& [name, number] : open) {
      const QString path = QDir(folder).filePath(QStringLiteral("guitar/%1-open.flac").arg(name));
      if (!QFileInfo::exists(path)) continue;
      ++files;
      const QSet<int> named = namedOf(path);
      QString all;
      for (const int each : named) all += QStringLiteral(" %1").arg(each);
      QVERIFY2(named == QSet<int>{number}, qPrintable(name + QStringLiteral(" is named as string") + all));
    }
    QVERIFY(files == 8);
  }

  // E2 becomes E3 when it is touched at the 12th fret; the hum of 60 Hz behind a stopped D4 is no B1.
  void touchedAndStoppedStringsKeepTheirNumbers() {
    const QString folder = qEnvironmentVariable("TUNESCOPE_RECORDINGS");
    if (folder.isEmpty()) QSKIP("TUNESCOPE_RECORDINGS names no folder");
    QCOMPARE(namedOf(folder + QStringLiteral("/guitar/E-string-harmonic.flac")), QSet<int>{6});
    QCOMPARE(namedOf(folder + QStringLiteral("/guitar/G-string-staccato.flac")), QSet<int>{1});  // the nearest to D4
  }

 private:
  // The strings that are named of an eight-string guitar.
  static QSet<int> namedOf(const QString& path) {
    analysis::AnalysisSettings settings;
    settings.instrument = "guitar-8";
    QSet<int> named;
    StringSink sink(named);
    audio::FileSource source(audio::openSoundFile, {});
    analysis::FileReader reader(source, settings);
    audio::CaptureRequest request;
    request.path = path.toStdString();
    if (!reader.open(request)) reader.read(sink, [] { return true; });
    return named;
  }
};

QTEST_APPLESS_MAIN(TestStrings)
#include "test_strings.moc"
