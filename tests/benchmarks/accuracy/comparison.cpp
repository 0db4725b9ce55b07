// SPDX-License-Identifier: GPL-3.0-or-later
// Sounds as files, for Tunescope and other detectors alike: sounds.csv lists them, truth.csv says when a reading is
// asked for and what it should say, tunescope.csv what Tunescope says (file,time,hertz; no pitch is 0).
#include "bench.h"
#include "moresignals.h"

#include <sndfile.h>

#include <cmath>
#include <fstream>
#include <memory>

namespace tunescope::test {

namespace {

constexpr int kRateHz = 48000;
constexpr double kNoteS = 0.9;
constexpr double kEveryS = 1.0;  // a tenth of a second of rest between notes

class Writer {
 public:
  explicit Writer(const std::string& folder)
      : m_folder(folder),
        m_sounds(folder + "/sounds.csv"),
        m_truth(folder + "/truth.csv"),
        m_own(folder + "/tunescope.csv") {
    m_sounds << "file,kind,snrDb\n";
    m_truth << "file,time,hertz\n";
    m_own << "file,time,hertz\n";
    for (std::ofstream* file : {&m_sounds, &m_truth, &m_own}) file->precision(10);
  }

  void expect(const std::string& name, double timeS, double hertz) {
    m_truth << name << ',' << timeS << ',' << hertz << '\n';
  }

  void sound(const std::string& name, const char* kind, double snrDb, const std::vector<float>& samples) {
    SF_INFO info{};
    info.samplerate = kRateHz;
    info.channels = 1;
    info.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
    const std::string path = m_folder + "/" + name + ".wav";
    const std::unique_ptr<SNDFILE, int (*)(SNDFILE*)> file(sf_open(path.c_str(), SFM_WRITE, &info), sf_close);
    const auto frames = static_cast<sf_count_t>(samples.size());
    m_isGood = m_isGood && file && sf_writef_float(file.get(), samples.data(), frames) == frames;
    m_sounds << name << ',' << kind << ',' << snrDb << '\n';
    for (const core::PitchReading& r : readingsOf(samples))
      m_own << name << ',' << r.timeS << ',' << r.hertz.value_or(0) << '\n';
  }

  bool isGood() const { return m_isGood && m_sounds && m_truth && m_own; }

 private:
  std::string m_folder;
  std::ofstream m_sounds;
  std::ofstream m_truth;
  std::ofstream m_own;
  bool m_isGood = true;
};

// One family at one level of noise: notes from A0 to C8 one after the other.
void writeFamily(Writer& writer, const Bench& bench, Family family, double snrDb) {
  Random random(bench.seed * 1000 + static_cast<std::uint64_t>(family) * 10 + static_cast<std::uint64_t>(snrDb));
  const std::string name = std::to_string(static_cast<int>(family)) + "-" + Findings::text(snrDb, 0);
  std::vector<float> samples;
  int note = 0;
  for (int midi = 21; midi <= 108; midi += 5, ++note) {
    const double hertz = besideMains(440 * std::pow(2, (midi - 69 + random.uniform(-0.5, 0.5)) / 12));
    const Tone tone =
        makeTone({.family = family, .hertz = hertz, .seconds = kNoteS, .snrDb = snrDb, .seed = random.next()});
    samples.insert(samples.end(), tone.samples.begin(), tone.samples.end());
    samples.resize(static_cast<std::size_t>((note + 1) * kEveryS * kRateHz), 0.0F);
    for (const double within : {0.45, 0.55, 0.65, 0.75}) writer.expect(name, note * kEveryS + within, hertz);
  }
  writer.sound(name, "stationary", snrDb, samples);
}

void writeMoving(Writer& writer, const std::string& name, const char* kind, const MovingTone& tone) {
  const double seconds = static_cast<double>(tone.samples.size()) / kRateHz;
  for (double t = 0.5; t < seconds - 0.3; t += 0.01) writer.expect(name, t, tone.hertzAt(t));
  writer.sound(name, kind, 50, tone.samples);
}

}  // namespace

bool writeComparison(const Bench& bench, const std::string& folder) {
  Writer writer(folder);
  for (const double snrDb : {60.0, 40.0, 20.0, 10.0, 5.0}) {
    bench.progress("sounds for the comparison: " + Findings::text(snrDb, 0) + " dB");
    for (int family = 0; family < kFamilyCount; ++family)
      writeFamily(writer, bench, static_cast<Family>(family), snrDb);
  }
  bench.progress("sounds for the comparison: vibrato and legato");
  for (const double hertz : {110.0, 220.0, 440.0, 880.0})
    writeMoving(writer, "vibrato-" + Findings::text(hertz, 0), "vibrato",
                makeVibrato(hertz, 50, 5.5, 4, 50, bench.seed));
  const std::vector<double> scale = {220, 246.94, 261.63, 293.66, 329.63, 349.23, 392,
                                     440, 220,    440,    880,    440,    330,    494};
  writeMoving(writer, "legato", "legato", makeLegato(scale, 0.4, 50, bench.seed));
  return writer.isGood();
}

}  // namespace tunescope::test
