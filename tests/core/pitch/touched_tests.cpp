// SPDX-License-Identifier: GPL-3.0-or-later
// An open string that is touched at a node while it sounds, so that only the harmonic remains (decision 0075), and what
// is left when a string is stopped. The recordings are those of TUNESCOPE_RECORDINGS.
#include "core/pitch/pitchengine.h"
#include "support/recordings.h"
#include "support/signals.h"

#include <QTest>

#include <cmath>
#include <numbers>
#include <span>
#include <vector>

using namespace tunescope;

namespace {

constexpr double kRateHz = 48000;
constexpr double kPluckS = 0.2;
constexpr double kTouchS = 1.2;
constexpr double kOnlyThatS = kTouchS + 0.06;  // from here on the other partials are 40 dB down,
constexpr double kReadS = kOnlyThatS + 0.3;    // and the harmonic must be read

struct String {
  double hertz = 0;
  double inharmonicity = 0;
  int node = 1;               // partials that are not multiples of it stop,
  double stopS = 0.012;       // with this time constant,
  double stopsAtS = kTouchS;  // from here on
};

std::vector<float> play(const String& string, double seconds, std::uint64_t seed) {
  test::Random random(seed);
  std::vector<float> samples(static_cast<std::size_t>(seconds * kRateHz));
  const auto first = static_cast<std::size_t>(kPluckS * kRateHz);
  const auto touch = static_cast<std::size_t>(string.stopsAtS * kRateHz);
  for (int l = 1; l <= 16; ++l) {
    const double stretch = std::sqrt((1 + string.inharmonicity * l * l) / (1 + string.inharmonicity));
    const double omega = 2 * std::numbers::pi * l * string.hertz * stretch / kRateHz;
    const double phase = random.uniform(0, 2 * std::numbers::pi);
    const double decay = 1 / (1.5 / std::sqrt(l) * kRateHz);
    const double stop = l % string.node == 0 ? 0 : 1 / (string.stopS * kRateHz);
    const double amplitude = 0.2 * std::abs(std::sin(std::numbers::pi * l * 0.13)) / l;
    for (std::size_t n = first; n < samples.size(); ++n) {
      const auto t = static_cast<double>(n - first);
      const double stopped = n > touch ? std::exp(-stop * static_cast<double>(n - touch)) : 1;
      samples[n] += static_cast<float>(std::min(1.0, t / 96) * amplitude * stopped * std::exp(-t * decay) *
                                       std::cos(omega * t + phase));
    }
  }
  test::addWhiteNoise(samples, 1e-5, random);
  return samples;
}

std::vector<core::PitchReading> read(std::span<const float> samples, double rateHz) {
  core::PitchEngine engine({.sampleRateHz = rateHz});
  std::vector<core::PitchReading> readings;
  for (; samples.size() >= engine.hopFrames(); samples = samples.subspan(engine.hopFrames()))
    readings.push_back(engine.process(samples.first(engine.hopFrames())));
  return readings;
}

struct Heard {
  int hops = 0;
  int right = 0;
  int surelyRight = 0;
  int surelyWrong = 0;
};

// The readings that are available in that time.
Heard judge(std::span<const core::PitchReading> readings, double fromS, double toS, double hertz) {
  Heard heard;
  for (const core::PitchReading& reading : readings) {
    if (reading.availableS < fromS || reading.availableS >= toS) continue;
    ++heard.hops;
    const bool isRight = reading.hertz && std::abs(test::cents(*reading.hertz, hertz)) < 30;
    heard.right += isRight;
    heard.surelyRight += isRight && reading.confidence > 0.5;
    heard.surelyWrong += reading.hertz && !isRight && reading.confidence > 0.5;
  }
  return heard;
}

// The recording of that name, or nothing.
test::NoteSound recording(const char* name) {
  const QString folder = qEnvironmentVariable("TUNESCOPE_RECORDINGS");
  if (folder.isEmpty()) return {};
  const QString path = QStringLiteral("%1/guitar/%2.flac").arg(folder, QString::fromLatin1(name));
  return test::loadNote({.group = {}, .instrument = {}, .path = path.toStdString(), .startS = 0, .endS = 0, .midi = 0});
}

}  // namespace

class TouchedTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theHarmonicIsRead_data() {
    QTest::addColumn<double>("hertz");
    QTest::addColumn<int>("node");
    QTest::addColumn<double>("inharmonicity");
    QTest::newRow("E2 at the 12th fret") << 82.41 << 2 << 8e-5;
    QTest::newRow("E2 at the 7th fret") << 82.41 << 3 << 8e-5;
    QTest::newRow("E2 at the 5th fret") << 82.41 << 4 << 8e-5;
    QTest::newRow("D3 at the 12th fret") << 146.83 << 2 << 5e-5;
    QTest::newRow("G3 at the 12th fret, an ideal string") << 196.0 << 2 << 0.0;
    QTest::newRow("E1 at the 12th fret") << 41.2 << 2 << 1e-4;
    QTest::newRow("E1 at the 7th fret") << 41.2 << 3 << 1e-4;
  }

  void theHarmonicIsRead() {
    QFETCH(const double, hertz);
    QFETCH(const int, node);
    QFETCH(const double, inharmonicity);
    const double n = node;
    const double harmonic = n * hertz * std::sqrt((1 + inharmonicity * n * n) / (1 + inharmonicity));
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const auto readings =
          read(play({.hertz = hertz, .inharmonicity = inharmonicity, .node = node}, 3, seed), kRateHz);
      const Heard open = judge(readings, kPluckS + 0.2, kTouchS, hertz);
      QVERIFY2(open.right == open.hops, QByteArray::number(open.right));
      const Heard touched = judge(readings, kReadS, 3, harmonic);
      QVERIFY2(touched.right >= 0.98 * touched.hops && touched.surelyWrong == 0,
               qPrintable(QStringLiteral("%1 of %2").arg(touched.right).arg(touched.hops)));
    }
  }

  // The other partials die away much faster than the even ones, but not at once.
  void aDecayingNoteStaysTheSame() {
    for (const double hertz : {82.41, 110.0, 196.0}) {
      const auto readings =
          read(play({.hertz = hertz, .inharmonicity = 5e-5, .node = 2, .stopS = 0.15, .stopsAtS = kPluckS}, 1.2, 1),
               kRateHz);
      const Heard heard = judge(readings, kPluckS + 0.2, 1.2, hertz);
      QVERIFY2(heard.right >= 0.98 * heard.hops,
               qPrintable(QStringLiteral("%1 of %2").arg(heard.right).arg(heard.hops)));
    }
  }

  // The open string is plucked at 0.78 s and touched at the 12th fret between 1.38 and 1.44 s; its own partials are
  // then 37 to 46 dB down.
  void theRecordedHarmonicIsRead() {
    const test::NoteSound sound = recording("E-string-harmonic");
    if (sound.samples.empty()) QSKIP("TUNESCOPE_RECORDINGS has no guitar");
    const auto readings = read(sound.samples, sound.sampleRateHz);
    const Heard open = judge(readings, 0.9, 1.38, 82.41);
    QVERIFY2(open.right == open.hops, QByteArray::number(open.right));
    const Heard touched = judge(readings, 1.44 + 0.15, 5, 164.81);
    QVERIFY2(touched.hops > 200 && touched.right == touched.hops, QByteArray::number(touched.right));
    const Heard between = judge(readings, 1.38, 1.44 + 0.15, 164.81);
    const Heard betweenOpen = judge(readings, 1.38, 1.44 + 0.15, 82.41);
    QVERIFY(between.surelyWrong <= betweenOpen.right);  // nothing but these two notes
  }

  // D4, fretted on the G string and stopped at 0.35 s; hum of 60 Hz is what is left.
  void humAfterARecordedNoteIsNoNote() {
    const test::NoteSound sound = recording("G-string-staccato");
    if (sound.samples.empty()) QSKIP("TUNESCOPE_RECORDINGS has no guitar");
    const auto readings = read(sound.samples, sound.sampleRateHz);
    const Heard note = judge(readings, 0.1, 0.34, 292.5);
    QVERIFY2(note.right == note.hops, QByteArray::number(note.right));
    const Heard tail = judge(readings, 0.37, 1, 292.5);
    QVERIFY2(tail.hops > 30 && tail.surelyWrong == 0, QByteArray::number(tail.surelyWrong));
  }

  // Hum that a note covers until it is stopped has no attack, but neither does it follow silence.
  void humAfterANoteIsNoNote_data() {
    QTest::addColumn<double>("mainsHz");
    QTest::addColumn<double>("dB");
    QTest::newRow("60 Hz") << 60.01 << -46.0;
    QTest::newRow("50 Hz") << 49.97 << -46.0;
    QTest::newRow("50 Hz, louder") << 50.02 << -30.0;
  }
  void humAfterANoteIsNoNote() {
    QFETCH(const double, mainsHz);
    QFETCH(const double, dB);
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      auto samples =
          play({.hertz = 293, .inharmonicity = 5e-5, .node = 100, .stopS = 0.02, .stopsAtS = 0.5}, 1.5, seed);
      const auto hum = test::mainsHum(samples.size(), mainsHz, 0.2 * std::pow(10, dB / 20), kRateHz);
      for (std::size_t i = 0; i < samples.size(); ++i) samples[i] += hum[i];
      const auto readings = read(samples, kRateHz);
      const Heard note = judge(readings, kPluckS + 0.1, 0.5, 293);
      QVERIFY2(note.right == note.hops, QByteArray::number(note.right));
      const Heard tail = judge(readings, 0.65, 1.5, 293);
      QVERIFY2(tail.hops > 50 && tail.surelyWrong == 0, QByteArray::number(tail.surelyWrong));
    }
  }

  // A quieter note that follows without an attack is one, if it is not at the mains.
  void aQuietNoteAfterANoteIsANote() {
    auto samples = play({.hertz = 293, .inharmonicity = 5e-5, .node = 100, .stopS = 0.02, .stopsAtS = 0.5}, 1.5, 1);
    const test::Tone low =
        test::makeTone({.family = test::Family::Saw, .hertz = 61.735, .seconds = 1.5, .snrDb = 50, .seed = 4});
    const auto start = static_cast<std::size_t>(0.4 * kRateHz);
    for (std::size_t i = start; i < samples.size(); ++i) samples[i] += 0.005F * low.samples[i - start];
    const auto readings = read(samples, kRateHz);
    const Heard tail = judge(readings, 1, 1.5, 61.735);
    QVERIFY2(tail.surelyRight == tail.hops && tail.hops > 40, QByteArray::number(tail.surelyRight));
  }
};

QTEST_APPLESS_MAIN(TouchedTests)
#include "touched_tests.moc"
