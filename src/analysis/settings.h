// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"
#include "core/hum/mains.h"
#include "core/meterreadings.h"
#include "core/tuning/notename.h"
#include "core/tuning/tuning.h"

#include <string>

// The values of the settings; settingstable.h, meterrows.h and tuningrows.h have their rows. Thread: any.
namespace tunescope::analysis {

inline constexpr double kAnyLevelDb = -200;  // no sensitivity limit: even the quietest sound can be a note

// What readings depend on. A recording stores these with the sample from which they apply.
struct AnalysisSettings {
  double a4Hz = core::kDefaultA4Hz;
  double minHz = 25;
  double maxHz = 5000;
  double clockPpm = 0;  // clock error of the device; the pitch is corrected by it
  core::Mains mains = core::Mains::Found;
  double sensitivityDb = kAnyLevelDb;  // minimum level of a note in dBFS (RMS)
  std::string temperament = "equal";   // an id of core::temperaments(), or "edo-19"
  std::string key = "C";               // of the temperament's first note
  std::string reference{};             // "C4:256"; empty: A4 is at a4Hz
  double transposition = 0;            // written minus sounding, in semitones
  std::string scale{};                 // the text of a .scl or .ascl, instead of a temperament; empty: none
  std::string keymap{};                // the text of a .kbm; empty: none
  std::string stretch{};               // the text of a measured piano (core::readStretch); empty: none
  std::string instrument{};            // what core::instrumentOf() reads; empty: none
  double capo = 0;                     // the fret that its strings are stopped at
  core::PpmKind ppm = core::PpmKind::Bbc;
  core::KScale kScale = core::KScale::K20;
  double vuZeroDbfs = core::kAlignmentDb;                            // of the sine that reads 0 VU
  core::FrequencyWeighting weighting = core::FrequencyWeighting::A;  // of the sound level
  core::TimeWeighting timeWeighting = core::TimeWeighting::Fast;     // of it too
  std::string micCalibration{};  // the text of a microphone's calibration file (core::readMicCalibration); empty: none
  bool isDualMono = false;       // one channel plays on two speakers: its loudness counts double
  audio::ChannelChoice channel{};  // the analysed channel, as soon as the frames hold it

  bool operator==(const AnalysisSettings&) const = default;
};

// The same and the settings of displays. Each member's initial value is the setting's default.
struct Settings : AnalysisSettings {
  core::Notation notation = core::Notation::English;
  core::Octaves octaves = core::Octaves::Scientific;
  core::Accidentals accidentals = core::Accidentals::Sharp;
  double inTuneCents = 2.5;  // maximum deviation, as displayed, of a note in tune
  double holdS = 4;          // how long the name of a note stays after its end

  bool operator==(const Settings&) const = default;
};

}  // namespace tunescope::analysis
