// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/recordings.h"

#include "core/pitch/pitchengine.h"
#include "core/tuning/tuning.h"

#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <numbers>
#include <span>
#include <sstream>

namespace tunescope::test {

NoteSound loadNote(const NoteClip& clip) {
  SF_INFO info{};
  const std::unique_ptr<SNDFILE, int (*)(SNDFILE*)> file(sf_open(clip.path.c_str(), SFM_READ, &info), sf_close);
  if (!file) return {};
  const auto start = static_cast<sf_count_t>(clip.startS * info.samplerate);
  const sf_count_t end =
      clip.endS > 0 ? std::min(info.frames, static_cast<sf_count_t>(clip.endS * info.samplerate)) : info.frames;
  if (end <= start || (start > 0 && sf_seek(file.get(), start, SEEK_SET) < 0)) return {};
  const auto channels = static_cast<std::size_t>(info.channels);
  std::vector<float> interleaved(static_cast<std::size_t>(end - start) * channels);
  const sf_count_t read = sf_readf_float(file.get(), interleaved.data(), end - start);
  NoteSound recording{.samples = std::vector<float>(static_cast<std::size_t>(std::max<sf_count_t>(0, read))),
                      .sampleRateHz = static_cast<double>(info.samplerate)};
  for (std::size_t i = 0; i < recording.samples.size(); ++i) recording.samples[i] = interleaved[i * channels];
  return recording;
}

namespace {

// What lies more than an octave under the note is not of it: rumble, and the action of a piano. In some recordings that
// is less than 40 dB under the note's attack, and goes on when the note has long died away. A Butterworth high-pass of
// the fourth order, for the level alone; the pitch engine hears the sound as it is.
std::vector<float> withoutRumble(const NoteSound& recording, double noteHertz) {
  std::vector<float> filtered = recording.samples;
  const double omega = std::numbers::pi * noteHertz / recording.sampleRateHz;  // of half the note's frequency
  for (const double q : {0.541196, 1.306563}) {
    const double alpha = std::sin(omega) / (2 * q);
    const double a0 = 1 + alpha;
    const double b = (1 + std::cos(omega)) / 2;
    double s1 = 0;
    double s2 = 0;
    for (float& sample : filtered) {  // transposed direct form II
      const double x = sample;
      const double y = (b * x + s1) / a0;
      s1 = -2 * b * x + 2 * std::cos(omega) * y + s2;
      s2 = b * x - (1 - alpha) * y;
      sample = static_cast<float>(y);
    }
  }
  return filtered;
}

double levelDb(std::span<const float> hop) {
  double sum = 0;
  for (const float x : hop) sum += static_cast<double>(x) * x;
  return 10 * std::log10(sum / static_cast<double>(hop.size()) + 1e-12);
}

}  // namespace

bool writeSound(const NoteClip& clip, const std::string& path) {
  const NoteSound recording = loadNote(clip);
  SF_INFO info{};
  info.samplerate = static_cast<int>(recording.sampleRateHz);
  info.channels = 1;
  info.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
  const std::unique_ptr<SNDFILE, int (*)(SNDFILE*)> file(sf_open(path.c_str(), SFM_WRITE, &info), sf_close);
  const auto count = static_cast<sf_count_t>(recording.samples.size());
  return file && count > 0 && sf_writef_float(file.get(), recording.samples.data(), count) == count;
}

std::vector<NoteClip> listNotes(const std::string& folder) {
  std::ifstream file(folder + "/notes.csv");
  std::vector<NoteClip> clips;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream stream(line);
    std::string cells[6];
    for (std::string& cell : cells) std::getline(stream, cell, ',');
    clips.push_back({.group = cells[0],
                     .instrument = cells[1],
                     .path = cells[2].starts_with('/') ? cells[2] : folder + "/" + cells[2],
                     .startS = std::atof(cells[3].c_str()),
                     .endS = std::atof(cells[4].c_str()),
                     .midi = std::atoi(cells[5].c_str())});
  }
  return clips;
}

namespace {

constexpr double kNearCents = 60;
constexpr double kSureConfidence = 0.5;
constexpr double kEarlyS = 0.3;
constexpr double kStaysS = 0.1;

// Follows one note from its attack on.
class Judge {
 public:
  Judge(double noteHertz, int midi) : m_noteHertz(noteHertz), m_midi(midi) {}

  double centsOff(const core::PitchReading& reading) const {
    return reading.isVoiced() ? 1200 * std::log2(*reading.hertz / m_noteHertz) : 0;
  }

  void addEarly(const core::PitchReading& reading, double sinceAttackS) {
    const bool isNear = reading.isVoiced() && std::abs(centsOff(reading)) < kNearCents;
    if (!isNear) m_nearSinceS = -1;
    if (isNear && m_nearSinceS < 0) m_nearSinceS = sinceAttackS;
    if (verdict.settledS < 0 && isNear && sinceAttackS - m_nearSinceS >= kStaysS) verdict.settledS = m_nearSinceS;
    if (sinceAttackS < kEarlyS && isSureAndWrong(reading)) verdict.isSureAndWrongEarly = true;
  }

  void add(const core::PitchReading& reading) {
    ++verdict.readings;
    verdict.unvoiced += !reading.isVoiced();
    if (!reading.isVoiced()) return;
    const double cents = centsOff(reading);
    const double octaves = std::round(cents / 1200);
    verdict.near += std::abs(cents) < kNearCents;
    verdict.octaveErrors += octaves != 0 && std::abs(cents - 1200 * octaves) < kNearCents;
    verdict.sureAndWrong += isSureAndWrong(reading);
    const int midi = *m_tuning.nearest(*reading.hertz)->midi;
    verdict.right += midi == m_midi;
    if (midi != m_midi && ++m_wrong[midi] > m_wrong[verdict.mostlyHeardMidi]) verdict.mostlyHeardMidi = midi;
  }

  NoteVerdict verdict;

 private:
  bool isSureAndWrong(const core::PitchReading& reading) const {
    return reading.isVoiced() && reading.confidence > kSureConfidence && std::abs(centsOff(reading)) > 100;
  }

  core::Tuning m_tuning;
  double m_noteHertz;
  int m_midi;
  double m_nearSinceS = -1;
  std::map<int, int> m_wrong;  // how often each other note was named
};

}  // namespace

NoteVerdict judgeNote(const NoteClip& clip) {
  return judgeNote(clip, [](const NoteReading&) {});
}

NoteVerdict judgeNote(const NoteClip& clip, const std::function<void(const NoteReading&)>& each) {
  constexpr double kAttackDb = 30;  // under the peak
  constexpr double kDecayedDb = 40;
  constexpr double kSettledS = 0.1;
  const NoteSound recording = loadNote(clip);
  if (recording.samples.empty()) return {};
  core::PitchEngine engine({.sampleRateHz = recording.sampleRateHz});
  const std::size_t hop = engine.hopFrames();
  const std::span<const float> samples(recording.samples);
  const double noteHertz = 440 * std::pow(2, (clip.midi - 69) / 12.0);
  const std::vector<float> ofNote = withoutRumble(recording, noteHertz);
  const auto levelAt = [&](std::size_t i) { return levelDb(std::span<const float>(ofNote).subspan(i, hop)); };
  double peakDb = -200;
  for (std::size_t i = 0; i + hop <= samples.size(); i += hop) peakDb = std::max(peakDb, levelAt(i));
  Judge judge(noteHertz, clip.midi);
  double attackS = -1;
  for (std::size_t i = 0; i + hop <= samples.size(); i += hop) {
    const double level = levelAt(i);
    const core::PitchReading reading = engine.process(samples.subspan(i, hop));
    if (attackS < 0 && level > peakDb - kAttackDb) attackS = reading.availableS;
    if (attackS < 0) continue;
    const NoteReading heard{.reading = reading,
                            .basis = engine.confidenceBasis(),
                            .sinceAttackS = reading.availableS - attackS,
                            .centsOff = judge.centsOff(reading),
                            .isDecayed = level < peakDb - kDecayedDb};
    each(heard);
    judge.addEarly(reading, heard.sinceAttackS);
    if (reading.availableS >= attackS + kSettledS && !heard.isDecayed) judge.add(reading);
  }
  return judge.verdict;
}

}  // namespace tunescope::test
