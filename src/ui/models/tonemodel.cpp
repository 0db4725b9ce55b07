// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/tonemodel.h"

#include "analysis/tuningof.h"
#include "present/numbertext.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tunescope::ui {

namespace {

const QString kLevel = QStringLiteral("toneLevelDb");
const QString kTimbre = QStringLiteral("toneTimbre");
const QString kOctave = QStringLiteral("toneOctave");
const QString kWay = QStringLiteral("toneWay");
const QString kHeadphones = QStringLiteral("toneHeadphones");
constexpr int kA4Key = 69;  // A4

// A number of the file in that range, or the default.
int keptWhole(const AppSettings& settings, const QString& key, int initial, int min, int max) {
  bool isNumber = false;
  const int number = settings.kept(key).toInt(&isNumber);
  return isNumber && number >= min && number <= max ? number : initial;
}

// The same note of a tuning that has changed, if it still has it.
std::optional<core::TunedNote> sameNote(const core::Tuning& tuning, const core::TunedNote& note) {
  if (note.midi) return tuning.key(*note.midi);
  return tuning.named(std::to_string(note.degree) + ':' + std::to_string(note.period));
}

}  // namespace

ToneModel::ToneModel(AppSettings& settings, CaptureRun& run, TunerModel& tuner)
    : m_settings(settings), m_run(run), m_tuner(tuner) {
  m_resumeTimer.setSingleShot(true);
  m_resumeTimer.setInterval(kResumeAfterMs);
  connect(&m_resumeTimer, &QTimer::timeout, this, [this] { m_run.setPaused(false); });
  connect(&settings, &AppSettings::valuesChanged, this, &ToneModel::followSettings);
  connect(&tuner, &TunerModel::changed, this, &ToneModel::followTuner);
  connect(&run, &CaptureRun::stopToneRequested, this, &ToneModel::stop);
  load();
  followSettings();
}

ToneModel::~ToneModel() = default;

void ToneModel::load() {
  bool isNumber = false;
  const double db = m_settings.kept(kLevel).toDouble(&isNumber);
  if (isNumber && db >= minLevelDb() && db <= maxLevelDb()) m_levelDb = db;
  m_timbre = core::Timbre(keptWhole(m_settings, kTimbre, int(m_timbre), 0, int(core::Timbre::Organ)));
  m_octave = keptWhole(m_settings, kOctave, m_octave, minOctave(), maxOctave());
  m_way = Way(keptWhole(m_settings, kWay, int(m_way), 0, int(Way::Chord)));
  m_hasHeadphones = m_settings.kept(kHeadphones).toBool();
}

void ToneModel::setOutput(std::unique_ptr<audio::ToneOutput> output) {
  m_output = std::move(output);
  if (m_output) m_output->setHandler([this] { followOutput(); });
}

void ToneModel::setOctave(int octave) {
  octave = std::clamp(octave, minOctave(), maxOctave());
  if (octave == m_octave) return;
  m_octave = octave;
  m_settings.keep(kOctave, octave);
  followSettings();
}

void ToneModel::setTimbre(int timbre) {
  if (timbre < 0 || timbre > int(core::Timbre::Organ) || timbre == int(m_timbre)) return;
  m_timbre = core::Timbre(timbre);
  m_settings.keep(kTimbre, timbre);
  play();
}

void ToneModel::setWay(Way way) {
  if (way == m_way) return;
  m_way = way;
  m_settings.keep(kWay, int(way));
  std::vector<core::TunedNote> notes = m_notes;
  if (way == Way::Held) notes.clear();
  if (way == Way::Drone && notes.size() > 1) notes.resize(1);
  setNotes(std::move(notes));
}

void ToneModel::setLevelDb(double db) {
  if (std::isnan(db)) return;
  db = std::clamp(db, minLevelDb(), maxLevelDb());
  if (db == m_levelDb) return;
  m_levelDb = db;
  m_settings.keep(kLevel, db);
  play();
}

void ToneModel::setHeadphones(bool has) {
  if (has == m_hasHeadphones) return;
  m_hasHeadphones = has;
  m_settings.keep(kHeadphones, has);
  if (!has) m_isByEar = false;
  play();
}

bool ToneModel::toggleByEar() {
  if (!m_isByEar && !m_hasHeadphones) return false;
  m_isByEar = !m_isByEar;
  play();
  return true;
}

void ToneModel::press(int key) {
  if (key < 0 || key >= m_keys.count()) return;
  const core::TunedNote& note = m_keys.note(key);
  std::vector<core::TunedNote> notes = m_way == Way::Drone ? std::vector<core::TunedNote>() : m_notes;
  const auto isSame = [&note](const core::TunedNote& each) { return each.isSameNote(note); };
  if (m_way == Way::Chord && std::erase_if(notes, isSame) > 0) return setNotes(std::move(notes));
  const bool isOn = std::ranges::any_of(m_notes, isSame);
  if (m_way == Way::Drone && isOn) return setNotes({});
  if (!isOn && notes.size() < core::kMaxToneNotes) notes.push_back(note);
  setNotes(std::move(notes));
}

void ToneModel::release(int key) {
  if (m_way != Way::Held || key < 0 || key >= m_keys.count()) return;
  std::vector<core::TunedNote> notes = m_notes;
  std::erase_if(notes, [&](const core::TunedNote& each) { return each.isSameNote(m_keys.note(key)); });
  setNotes(std::move(notes));
}

void ToneModel::toggle() {
  if (isPlaying()) return stop();
  std::vector<core::TunedNote> notes = m_lastNotes;
  if (notes.empty()) {
    const auto first = m_tuning.key(kA4Key);
    if (first || m_keys.count() > 0) notes.push_back(first ? *first : m_keys.note(0));
  }
  setNotes(std::move(notes));
}

void ToneModel::stop() {
  setNotes({});
}

void ToneModel::setNotes(std::vector<core::TunedNote> notes) {
  std::erase_if(notes, [](const core::TunedNote& each) { return !core::isToneHz(each.targetHz); });
  if (!notes.empty()) m_lastNotes = notes;
  m_notes = std::move(notes);
  m_keys.setOn(m_notes);
  play();
}

QString ToneModel::summary() const {
  if (m_notes.size() == 1) {
    return tr("%1, %2 Hz").arg(toneNoteText(m_notes[0], m_names), present::plainText(m_notes[0].targetHz, 2));
  }
  QStringList texts;
  for (const core::TunedNote& note : m_notes) texts << toneNoteText(note, m_names);
  return texts.join(QLatin1Char(' '));
}

core::ToneBeat ToneModel::beat() const {
  if (!m_isByEar || m_tuner.presence() != TunerModel::Presence::Sounding) return {};
  return core::toneBeat(m_tuner.targetHz(), m_tuner.cents(), m_tuner.tuning() == TunerModel::Tuning::InTune);
}

core::ToneWish ToneModel::wish() const {
  core::ToneWish wish{.timbre = m_timbre, .levelDb = m_levelDb};
  for (const core::TunedNote& note : m_notes) wish.add(note.targetHz);
  wish.beat = beat();
  return wish;
}

void ToneModel::play() {
  const bool isNew = !m_played.isAudible();
  m_played = wish();
  if (m_played.isAudible() && isNew) m_problem.clear();
  if (m_output) {
    m_output->play(m_played);
  } else if (m_played.isAudible()) {
    m_problem = tr("This build of Tunescope plays no sound. Install one with Qt Multimedia.");
    m_notes.clear();
    m_keys.setOn(m_notes);
    m_isByEar = false;
    m_played = wish();
  }
  followPause();
  Q_EMIT changed();
}

// The input would hear the tone from the first sample to the echo of the last.
void ToneModel::followPause() {
  const bool isSounding = m_played.isAudible() || (m_output && m_output->status().isSounding);
  if (isSounding && !m_hasHeadphones) {
    m_resumeTimer.stop();
    m_run.setPaused(true);
  } else if (m_hasHeadphones) {
    m_resumeTimer.stop();
    m_run.setPaused(false);
  } else if (m_run.isPauseWanted() && !m_resumeTimer.isActive()) {
    m_resumeTimer.start();
  }
}

void ToneModel::followOutput() {
  using Problem = audio::ToneStatus::Problem;
  const Problem problem = m_output->status().problem;
  if (problem != Problem::None) {
    m_problem = problem == Problem::NoOutput
                    ? tr("There is no audio output. Connect speakers or headphones, then try again.")
                : problem == Problem::Left
                    ? QString()
                    : tr("The audio output does not play. Check it in the system's settings, then try again.");
    m_isByEar = false;
    m_notes.clear();
    m_keys.setOn(m_notes);
    m_played = wish();
  }
  followPause();
  Q_EMIT changed();
}

void ToneModel::followTuner() {
  if (!m_isByEar || beat() == m_played.beat) return;
  m_played = wish();
  if (m_output) m_output->play(m_played);
}

void ToneModel::followSettings() {
  const core::Tuning tuning(analysis::tuningSettingsOf(m_settings.values()));
  const core::NameStyle names = analysis::nameStyleOf(m_settings.values());
  const bool isSame = tuning.id() == m_tuning.id() && names == m_names && m_octave == m_shownOctave;
  if (isSame) return;
  m_tuning = tuning;
  m_names = names;
  m_shownOctave = m_octave;
  if (m_way == Way::Held) m_notes.clear();  // the keys that are down become other notes: releasing them ends nothing
  for (std::vector<core::TunedNote>* notes : {&m_notes, &m_lastNotes}) {
    std::vector<core::TunedNote> kept;
    for (const core::TunedNote& note : *notes) {
      if (const auto same = sameNote(m_tuning, note)) kept.push_back(*same);
    }
    *notes = std::move(kept);
  }
  m_keys.setTuning(m_tuning, m_octave, m_names);
  m_keys.setOn(m_notes);
  play();
}

}  // namespace tunescope::ui
