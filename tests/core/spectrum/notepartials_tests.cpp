// SPDX-License-Identifier: GPL-3.0-or-later
// Partials of synthetic strings, whose frequencies and levels are known.
#include "core/spectrum/noisefloor.h"
#include "core/spectrum/notepartials.h"
#include "core/spectrum/spectrumframe.h"
#include "core/spectrum/spectrumsignals.h"

#include <QTest>

#include <array>

using namespace tunescope::core;
using namespace tunescope::tests;

namespace {

constexpr double kRateHz = 48000;
constexpr std::size_t kSize = 16384;
constexpr double kBinHz = kRateHz / kSize;

struct Sound {
  double hertz = 110;
  double inharmonicity = 0;
  int partials = 10;
  int missing = 0;  // that partial does not sound
};

double partialHz(const Sound& sound, int n) {
  return n * sound.hertz * std::sqrt((1 + sound.inharmonicity * n * n) / (1 + sound.inharmonicity));
}

class Heard {
 public:
  explicit Heard(const Sound& sound, SpectrumWindow window = SpectrumWindow::Hann)
      : m_frame(kSize, window), m_floor(m_frame.binCount()), m_interpolation(window) {
    std::mt19937 random(2);
    std::vector<float> samples(kSize);
    addNoise(samples, 1e-5, random);
    for (int n = 1; n <= sound.partials; ++n) {
      if (n != sound.missing) addSine(samples, partialHz(sound, n) / kBinHz, 0.2 / n, n);
    }
    m_frame.transform(samples);
    m_floor.measure(m_frame.power(), 1);
  }

  std::span<const NotePartial> partials(const NotePitch& pitch, std::size_t max) {
    const std::span<NotePartial> room = std::span(m_partials).first(max);
    return room.first(findNotePartials(m_frame.power(), m_floor.floor(), kBinHz, m_interpolation, pitch, room));
  }

 private:
  SpectrumFrame m_frame;
  NoiseFloor m_floor;
  PeakInterpolation m_interpolation;
  std::array<NotePartial, kMaxNotePartials> m_partials;
};

}  // namespace

class NotePartialsTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void partialsOfAStringAreMeasured_data() {
    QTest::addColumn<double>("hertz");
    QTest::addColumn<double>("inharmonicity");
    QTest::addColumn<bool>("isKnown");
    for (const bool isKnown : {false, true}) {
      for (const double inharmonicity : {0.0, 1e-4, 1e-3}) {
        for (const double hertz : {61.7, 110.0, 987.3}) {
          QTest::addRow("%g Hz, B %g, %s", hertz, inharmonicity, isKnown ? "known" : "unknown")
              << hertz << inharmonicity << isKnown;
        }
      }
    }
  }
  void partialsOfAStringAreMeasured() {
    QFETCH(double, hertz);
    QFETCH(double, inharmonicity);
    QFETCH(bool, isKnown);
    const Sound sound{.hertz = hertz, .inharmonicity = inharmonicity, .partials = 16};
    Heard heard(sound);
    const auto known = isKnown ? std::optional(inharmonicity) : std::nullopt;
    const auto partials = heard.partials({.hertz = hertz * 1.0005, .inharmonicity = known}, 16);
    QCOMPARE(partials.size(), 16U);
    for (int n = 1; n <= 16; ++n) {
      const NotePartial& partial = partials[static_cast<std::size_t>(n) - 1];
      QCOMPARE(partial.number, n);
      const double expectedCents = 1200 * std::log2(partialHz(sound, n) / (n * hertz));
      QVERIFY2(std::abs(partial.cents - expectedCents) < 0.6 * 110 / hertz,
               qPrintable(QStringLiteral("%1: %2, not %3").arg(n).arg(partial.cents).arg(expectedCents)));
      QVERIFY(std::abs(partial.hertz - partialHz(sound, n)) < 0.01 * kBinHz);
      QVERIFY(std::abs(10 * std::log10(partial.power) - 20 * std::log10(0.2 / n)) < 0.05);
    }
  }

  void aMissingPartialIsLeftOutAndTheRestStays() {
    Heard heard({.missing = 3});
    const auto partials = heard.partials({.hertz = 110}, 6);
    QCOMPARE(partials.size(), 5U);
    QCOMPARE(partials[1].number, 2);
    QCOMPARE(partials[2].number, 4);
    QVERIFY(std::abs(partials[2].cents) < 0.5);
  }

  void withoutTheFirstThePitchIsTheReference() {
    Heard heard({.missing = 1});
    const auto partials = heard.partials({.hertz = 110 * std::exp2(10.0 / 1200)}, 4);
    QCOMPARE(partials.size(), 3U);
    QCOMPARE(partials[0].number, 2);
    QVERIFY(std::abs(partials[0].cents + 10) < 0.5);
  }

  void nothingIsFoundInNoiseOrAboveTheRange() {
    Heard heard({.partials = 0});
    QVERIFY(heard.partials({.hertz = 110}, 64).empty());
    Heard high({.hertz = 9000, .partials = 2});
    QCOMPARE(high.partials({.hertz = 9000}, 64).size(), 2U);
    QVERIFY(heard.partials({.hertz = 2 * kBinHz}, 64).empty());  // too close to be separated
  }
};

QTEST_APPLESS_MAIN(NotePartialsTests)
#include "notepartials_tests.moc"
