// SPDX-License-Identifier: GPL-3.0-or-later
// The stretch of recorded pianos, from the folder TUNESCOPE_NOTES, which tests/support/real-instruments fills: each
// octave of the curve against what its two notes' own partials say, measured in another way.
#include "core/course/linepair.h"
#include "core/stretch/stretchcurve.h"
#include "support/recordings.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <map>
#include <numbers>
#include <span>
#include <utility>

using namespace tunescope::core;
using namespace tunescope::test;

namespace {

constexpr double kMaxOffLawCents = 10;
constexpr int kMinPartialsOfRise = 4;
// Type of octave and lower key: D4-D5 by 2:1, D#4-D#5 by 4:2.
constexpr std::array<std::pair<int, int>, 2> kTwofold{{{0, 62}, {1, 63}}};
constexpr double kAttackS = 0.06;
constexpr double kSilentShare = 0.02;  // of the loudest: the note has not begun

// The frequency of a sinusoid: where the transform with a Hann window is largest, which has nothing in common with how
// the program finds it. Nothing where it is not a peak, or not 26 dB over what is around it.
std::optional<double> loudestNear(std::span<const float> sound, double rateHz, double hertz) {
  const double resolution = rateHz / static_cast<double>(sound.size());
  std::vector<double> windowed(sound.size());
  for (std::size_t n = 0; n < sound.size(); ++n) {
    const double turns = (static_cast<double>(n) + 0.5) / static_cast<double>(sound.size());
    windowed[n] = static_cast<double>(sound[n]) * (0.5 - 0.5 * std::cos(2 * std::numbers::pi * turns));
  }
  const auto power = [&](double f) {
    std::complex<double> sum = 0;
    const std::complex<double> step = std::polar(1.0, -2 * std::numbers::pi * f / rateHz);
    std::complex<double> phase = 1;
    for (const double x : windowed) {
      sum += x * phase;
      phase = {phase.real() * step.real() - phase.imag() * step.imag(),
               phase.real() * step.imag() + phase.imag() * step.real()};
    }
    return std::norm(sum);
  };
  constexpr int kSteps = 8;
  double best = hertz;
  double peak = 0;
  const double reachHz = std::max(2 * resolution, hertz * 0.0015);
  for (double f = hertz - reachHz; f <= hertz + reachHz; f += resolution / 2) {
    const double here = power(f);
    if (here > peak) {
      peak = here;
      best = f;
    }
  }
  if (std::abs(best - hertz) > reachHz - resolution) return std::nullopt;
  double around = 0;
  for (int i = 0; i < kSteps; ++i) around += power(best + (5 + i) * resolution) + power(best - (5 + i) * resolution);
  if (peak < 400 * around / (2 * kSteps)) return std::nullopt;
  double low = best - resolution / 2;
  double high = best + resolution / 2;
  for (int i = 0; i < 18; ++i) {  // thirds
    const double a = low + (high - low) / 3;
    const double b = high - (high - low) / 3;
    (power(a) < power(b) ? low : high) = power(a) < power(b) ? a : b;
  }
  return (low + high) / 2;
}

struct Key {
  StruckNote note;
  std::map<int, double> cents;  // by partial: above n times the first one, measured in that other way
  std::map<int, double> split;  // by partial: how far apart two lines of it are, where the strings are not in unison
};

// 0: one line.
double splitOf(std::span<const float> sound, double rateHz, double hertz) {
  LinePair pair(rateHz);
  pair.begin(hertz);
  pair.process(sound);
  const LinePairResult lines = pair.result();
  return lines.count == 2 ? 1200 * std::log2(lines.lines[1].hertz / lines.lines[0].hertz) : 0;
}

}  // namespace

class PianosTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    const QString folder = qEnvironmentVariable("TUNESCOPE_NOTES");
    if (folder.isEmpty()) QSKIP("TUNESCOPE_NOTES names no folder: run this by ctest");
    for (const NoteClip& clip : listNotes(folder.toStdString())) {
      m_isFluid = clip.group == "keys";
      measure(clip);
    }
    QVERIFY2(m_keys.size() >= 22, "too few notes were measured");
  }

  void everyKeyHasItsB() {
    for (const auto& [midi, key] : m_keys) {
      qInfo("MIDI %3d: %9.3f Hz, B %.7f, ln B within %.3f, %2d partials, misfit %.2f c", midi, key.note.f1Hz,
            key.note.b, key.note.sigmaLnB, key.note.partials, key.note.misfitCents);
      // The partials, measured in another way, are where B puts them.
      for (const auto& [n, cents] : key.cents) {
        const double off = cents - partialCents(key.note.b, n) - key.cents.begin()->second;
        QVERIFY2(std::abs(off) < kMaxOffLawCents,
                 qPrintable(QStringLiteral("MIDI %1, partial %2: %3 c").arg(midi).arg(n).arg(off)));
      }
      const auto upper = m_keys.find(midi + 12);
      // Of a treble string it rises about three times in an octave. At the very top too few partials tell it.
      if (midi < 48 || upper == m_keys.end() || upper->second.note.partials < kMinPartialsOfRise) continue;
      const double rise = upper->second.note.b / key.note.b;
      QVERIFY2(rise > 1.3 && rise < 10, qPrintable(QStringLiteral("MIDI %1: B rises by %2").arg(midi).arg(rise)));
    }
  }

  void everyOctaveIsWhatItsPartialsSay_data() {
    QTest::addColumn<int>("type");
    for (std::size_t type = 0; type < kOctaveTypes.size(); ++type) {
      QTest::newRow(std::string(kOctaveTypes[type].id).c_str()) << int(type);
    }
  }
  void everyOctaveIsWhatItsPartialsSay() {
    QFETCH(int, type);
    const auto off = offsOf(std::size_t(type), 1);
    report("all keys measured", std::size_t(type), off);
    QVERIFY2(off.size() >= 14, "too few octaves whose partials are heard");
    // Where the strings of a key are not in unison, its partial is two lines, and what it says is either. Of two
    // octaves of FluidR3 these are so far apart that it matters (docs/piano.md); all others are within a cent.
    for (const auto& [midi, cents] : off) {
      const double split = std::max(m_keys.at(midi).split[kOctaveTypes[std::size_t(type)].lower],
                                    m_keys.at(midi + 12).split[kOctaveTypes[std::size_t(type)].upper]);
      if (std::abs(cents) > 1) qInfo("from MIDI %d: %+.2f c, its partials are split by %.2f c", midi, cents, split);
      const bool isTwofold = m_isFluid && std::ranges::find(kTwofold, std::pair(type, midi)) != kTwofold.end();
      QVERIFY2(std::abs(cents) < (isTwofold ? split : 1),
               qPrintable(QStringLiteral("the octave from MIDI %1 is %2 cents off").arg(midi).arg(cents)));
    }
  }

  // What a few notes do: reported, for the page that gives these figures.
  void aFewNotesAreWrittenDown() {
    for (const int step : {3, 6, 12}) {
      for (std::size_t type = 0; type < kOctaveTypes.size(); ++type) {
        const auto off = offsOf(type, step);
        report(qPrintable(QStringLiteral("a key in %1 measured").arg(step)), type, off);
        std::vector<double> sizes;
        for (const auto& [midi, cents] : off) sizes.push_back(std::abs(cents));
        std::ranges::sort(sizes);
        QVERIFY2(sizes[sizes.size() / 2] < 2, QByteArray::number(sizes[sizes.size() / 2]));
      }
    }
  }

 private:
  void measure(const NoteClip& clip) {
    const NoteSound sound = loadNote(clip);
    float loudest = 0;
    for (const float x : sound.samples) loudest = std::max(loudest, std::abs(x));
    const auto begin =
        std::ranges::find_if(sound.samples, [&](float x) { return std::abs(x) > kSilentShare * loudest; });
    const auto first = static_cast<std::size_t>(begin - sound.samples.begin()) +
                       static_cast<std::size_t>(kAttackS * sound.sampleRateHz);
    if (first >= sound.samples.size()) return;
    std::span<const float> tail = std::span(sound.samples).subspan(first);
    tail = tail.first(std::min(tail.size(), static_cast<std::size_t>(kMaxStruckS * sound.sampleRateHz)));
    const double nearHz = 440 * std::exp2((clip.midi - 69) / 12.0);
    const auto note = measureStruckNote(tail, sound.sampleRateHz, nearHz);
    if (!note) {
      qInfo("MIDI %d is not measured", clip.midi);
      return;
    }
    Key key{.note = *note, .cents = {}, .split = {}};
    for (const int n : {1, 2, 3, 4, 6}) {
      const double lawHz = n * note->f1Hz * std::exp2(partialCents(note->b, n) / 1200);
      if (lawHz > 0.4 * sound.sampleRateHz) break;
      const auto hertz = loudestNear(tail, sound.sampleRateHz, lawHz);
      if (!hertz) continue;
      key.cents[n] = 1200 * std::log2(*hertz / (n * note->f1Hz));
      key.split[n] = splitOf(tail, sound.sampleRateHz, *hertz);
    }
    m_keys[clip.midi] = key;
  }

  // Octaves by their lower key: how much larger the curve makes them than their partials say.
  std::vector<std::pair<int, double>> offsOf(std::size_t type, int step) const {
    PianoStretch piano{.octave = type};
    for (const auto& [midi, key] : m_keys) {
      if ((midi - 21) % step == 0) piano.keys[midi] = measuredKeyOf(key.note);
    }
    const StretchCurve curve = stretchCurveOf(piano);
    const auto offset = [&](int midi) { return curve.offsets.cents[static_cast<std::size_t>(midi - kFirstPianoKey)]; };
    std::vector<std::pair<int, double>> off;
    for (const auto& [midi, key] : m_keys) {
      const auto upper = m_keys.find(midi + 12);
      if (upper == m_keys.end()) continue;
      const auto low = key.cents.find(kOctaveTypes[type].lower);
      const auto high = upper->second.cents.find(kOctaveTypes[type].upper);
      if (low == key.cents.end() || high == upper->second.cents.end()) continue;
      off.emplace_back(midi, offset(midi + 12) - offset(midi) - (low->second - high->second));
    }
    return off;
  }

  static void report(const char* what, std::size_t type, const std::vector<std::pair<int, double>>& off) {
    double squares = 0;
    double largest = 0;
    int at = 0;
    for (const auto& [midi, cents] : off) {
      squares += cents * cents;
      if (std::abs(cents) > largest) at = midi;
      largest = std::max(largest, std::abs(cents));
    }
    qInfo("%s: %zu octaves %s, rms %.3f c, largest %.3f c from MIDI %d", what, off.size(),
          std::string(kOctaveTypes[type].id).c_str(), std::sqrt(squares / double(off.size())), largest, at);
  }

  std::map<int, Key> m_keys;
  bool m_isFluid = false;  // the piano of FluidR3
};

QTEST_APPLESS_MAIN(PianosTests)
#include "pianos_tests.moc"
