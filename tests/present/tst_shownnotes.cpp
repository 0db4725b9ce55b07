// SPDX-License-Identifier: GPL-3.0-or-later
// What is shown of sound, from the samples on: digits that stand, and no wrong note from the attack to the tail.
#include "analysis/stream/filereader.h"
#include "audio/demo/pluckedscale.h"
#include "audio/file/filesource.h"
#include "audio/file/soundreader.h"
#include "core/pitch/pitchengine.h"
#include "core/tuning/tuning.h"
#include "present/notepresenter.h"
#include "support/noted.h"

#include <QDir>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <cmath>
#include <functional>
#include <random>
#include <vector>

using namespace tunescope;
using present::NotePresenter;
using Presence = NotePresenter::Presence;

namespace {

constexpr double kRateHz = 48000;
constexpr double kRoomNoise = 1e-4;  // standard deviation: -80 dBFS

// A string: partials that decay the faster the higher they are; nothing before startS.
double pluck(double hertz, double t) {
  double value = 0;
  for (int n = 1; n <= 12 && n * hertz < 0.4 * kRateHz; ++n) {
    const double amplitude = 0.3 * std::sin(0.7 * n) / (n * n) * std::exp(-t * (1.5 + 0.4 * n));
    value += amplitude * std::sin(2 * M_PI * n * hertz * std::sqrt(1 + 1e-4 * n * n) * t);
  }
  return value;
}

void play(NotePresenter& presenter, const std::function<double(double)>& sound, double noise, double seconds,
          const std::function<void(double)>& each, unsigned seed = 17) {
  core::PitchEngine engine({.sampleRateHz = kRateHz});
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(0, noise);
  std::vector<float> hop(engine.hopFrames());
  for (std::size_t first = 0; double(first) < seconds * kRateHz; first += hop.size()) {
    for (std::size_t i = 0; i < hop.size(); ++i) hop[i] = float(sound(double(first + i) / kRateHz) + normal(random));
    presenter.show(tests::noted(engine.process(hop)));
    each(double(first + hop.size()) / kRateHz);
  }
}

int shownMidi(const NotePresenter& presenter) {
  return presenter.note().midi.value_or(-1);
}

double toNumber(QString text) {
  return text.replace(QChar(0x2212), QLatin1Char('-')).toDouble();
}

double noteHz(int midi) {
  return 440 * std::exp2((midi - 69) / 12.0);
}

// "Fs2-fret12" is 42; -1: not a note with one pitch.
int midiOf(const QString& name) {
  static const QRegularExpression pattern(QStringLiteral("^([A-G])(s?)(\\d)-"));
  const auto match = pattern.match(name);
  if (!match.hasMatch()) return -1;
  constexpr int kDegrees[] = {9, 11, 0, 2, 4, 5, 7};  // A to G
  const int degree = kDegrees[match.captured(1)[0].unicode() - 'A'];
  return degree + int(!match.captured(2).isEmpty()) + 12 * (match.captured(3).toInt() + 1);
}

// Shows each reading of a file.
class PresentingSink final : public analysis::AnalysisSink {
 public:
  explicit PresentingSink(std::function<void(const NotePresenter&, double)> shown) : m_shown(std::move(shown)) {}
  void streamStarted(const analysis::StreamInfo&) override {}
  void frame(const analysis::AnalysisFrame& frame) override {
    m_presenter.show({frame.pitch, frame.note});
    m_shown(m_presenter, frame.pitch.availableS);
  }
  void gap(const analysis::GapInfo&) override {}
  void ended(const analysis::EndInfo&) override {}

 private:
  std::function<void(const NotePresenter&, double)> m_shown;  // with the time of the reading
  NotePresenter m_presenter;
};

}  // namespace

class ShownNotes : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void digitsOfASteadyToneStand_data() {
    QTest::addColumn<int>("midi");
    QTest::addColumn<double>("cents");
    QTest::addColumn<unsigned>("seed");
    for (const int midi : {28, 34, 40, 45, 52, 57, 63, 69, 81, 93, 105}) {
      for (const double cents : {0.0, 1.27, 2.44, -6.83, 31.4}) {
        for (const unsigned seed : {17U, 18U}) QTest::addRow("%d %g %u", midi, cents, seed) << midi << cents << seed;
      }
    }
  }
  void digitsOfASteadyToneStand() {
    QFETCH(int, midi);
    QFETCH(double, cents);
    QFETCH(unsigned, seed);
    const double hertz = noteHz(midi) * std::exp2(cents / 1200);
    NotePresenter presenter;
    QSet<qsizetype> lengths;
    double lowest = 1e9, highest = -1e9;
    const double rms = 0.2 * std::sqrt((1 + 0.25 + 0.0625) / 2);
    play(
        presenter,
        [hertz](double t) {
          const double turn = 2 * M_PI * hertz * t;
          return 0.2 * (std::sin(turn) + 0.5 * std::sin(2 * turn + 1) + 0.25 * std::sin(3 * turn + 2));
        },
        rms * 0.01, 6,  // 40 dB
        [&](double t) {
          if (presenter.presence() != Presence::Sounding) return;
          const auto decimals = [](const QString& text) { return text.size() - 1 - text.indexOf(QLatin1Char('.')); };
          const QString& text = presenter.display().centsText();
          lengths << decimals(text) + 10 * decimals(presenter.display().hertzText()) +
                         100 * decimals(presenter.display().sigmaText());
          QVERIFY(toNumber(presenter.display().sigmaText()) > 0);
          if (t < 1) return;
          lowest = std::min(lowest, toNumber(text));
          highest = std::max(highest, toNumber(text));
        },
        seed);
    QCOMPARE(lengths.size(), 1);
    constexpr double kRoundoff = 1e-9;
    QVERIFY2(lowest >= cents - 0.1 - kRoundoff && highest <= cents + 0.1 + kRoundoff,
             qPrintable(QStringLiteral("%1 to %2").arg(lowest).arg(highest)));
  }

  void fromAttackToTailOnlyThatNoteIsShown_data() {
    QTest::addColumn<int>("midi");
    for (int midi = 28; midi <= 88; midi += 5) QTest::addRow("%d", midi) << midi;
  }
  void fromAttackToTailOnlyThatNoteIsShown() {
    QFETCH(int, midi);
    constexpr double kStartS = 0.5;
    NotePresenter presenter;
    double firstS = -1, lastS = -1;
    play(
        presenter, [midi](double t) { return t < kStartS ? 0 : pluck(noteHz(midi), t - kStartS); }, kRoomNoise, 8,
        [&](double t) {
          if (presenter.presence() == Presence::Resting) return;
          if (firstS < 0) firstS = t;
          if (presenter.presence() == Presence::Sounding) lastS = t;
          QVERIFY2(shownMidi(presenter) == midi,
                   qPrintable(QStringLiteral("%1 at %2 s").arg(shownMidi(presenter)).arg(t - kStartS)));
        });
    QVERIFY2(firstS > kStartS && firstS < kStartS + 0.25, qPrintable(QString::number(firstS - kStartS)));
    QVERIFY(lastS > kStartS + 1);
  }

  // One string, plucked again and again: the note from before is shown until there is the next one, and nothing else.
  void aPluckedScaleShowsItsNotesInOrder() {
    audio::PluckedScale scale(kRateHz);
    std::vector<float> block(1);
    const auto notes = audio::PluckedScale::notes();
    NotePresenter presenter;
    int wrong = 0;
    std::vector<int> shown;
    play(
        presenter,
        [&](double) {
          scale.render(block);
          return block[0];
        },
        kRoomNoise, 22,
        [&](double t) {
          if (presenter.presence() != Presence::Sounding) return;
          const auto index = std::size_t(t / audio::PluckedScale::kNoteSeconds);
          const int now = notes[index % notes.size()], before = notes[(index + notes.size() - 1) % notes.size()];
          const int midi = shownMidi(presenter);
          const bool isYoung = t - double(index) * audio::PluckedScale::kNoteSeconds < 0.15;
          wrong += midi != now && !(isYoung && midi == before);
          if (shown.empty() || shown.back() != midi) shown.push_back(midi);
        });
    QCOMPARE(wrong, 0);
    for (std::size_t i = 0; i < shown.size(); ++i) QCOMPARE(shown[i], notes[i % notes.size()]);
    QVERIFY(shown.size() >= 28);
  }

  // A guitar, from the first attack to where the recording ends.
  void recordedNotesKeepTheirName() {
    const QString folder = qEnvironmentVariable("TUNESCOPE_RECORDINGS");
    if (folder.isEmpty()) QSKIP("TUNESCOPE_RECORDINGS names no folder");
    int files = 0;
    for (const QFileInfo& file : QDir(folder + QStringLiteral("/guitar")).entryInfoList({QStringLiteral("*.flac")})) {
      const int midi = midiOf(file.completeBaseName());
      if (midi < 0) continue;
      ++files;
      const std::vector<Shown> shown = shownOf(file.filePath());
      QVERIFY2(shown.size() == 1 && shown[0].midi == midi,
               qPrintable(file.fileName() + QStringLiteral(" is shown as") + listed(shown)));
    }
    QVERIFY(files >= 10);
  }

  // E2, touched at the 12th fret while it sounds. And
  // D4, stopped, with hum behind it.
  void touchedAndStoppedNotesKeepTheirNames() {
    const QString folder = qEnvironmentVariable("TUNESCOPE_RECORDINGS");
    if (folder.isEmpty()) QSKIP("TUNESCOPE_RECORDINGS names no folder");
    const auto harmonic = shownOf(folder + QStringLiteral("/guitar/E-string-harmonic.flac"));
    QCOMPARE(listed(harmonic), QStringLiteral(" 40 52"));
    QVERIFY2(harmonic[1].fromS > 1.4 && harmonic[1].fromS < 1.44 + 0.3, QByteArray::number(harmonic[1].fromS));
    QCOMPARE(listed(shownOf(folder + QStringLiteral("/guitar/G-string-staccato.flac"))), QStringLiteral(" 62"));
  }

 private:
  struct Shown {
    int midi = 0;
    double fromS = 0;
  };

  // The notes that are shown of a file, one after the other.
  static std::vector<Shown> shownOf(const QString& path) {
    std::vector<Shown> shown;
    PresentingSink sink([&](const NotePresenter& presenter, double timeS) {
      if (presenter.presence() != Presence::Sounding) return;
      const int midi = shownMidi(presenter);
      if (shown.empty() || shown.back().midi != midi) shown.push_back({midi, timeS});
    });
    audio::FileSource source(audio::openSoundFile, {});
    analysis::FileReader reader(source, {});
    audio::CaptureRequest request;
    request.path = path.toStdString();
    if (reader.open(request)) return {};
    reader.read(sink, [] { return true; });
    return shown;
  }

  static QString listed(const std::vector<Shown>& notes) {
    QString names;
    for (const Shown& each : notes) names += QStringLiteral(" %1").arg(each.midi);
    return names;
  }
};

QTEST_APPLESS_MAIN(ShownNotes)
#include "tst_shownnotes.moc"
