// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/miccalibrationof.h"
#include "analysis/setting.h"
#include "analysis/settings.h"

#include <array>
#include <string_view>

// Rows of the table of settings (settingstable.h) for the meters.
namespace tunescope::analysis {

inline constexpr std::array<std::string_view, 3> kPpmWords = {"1", "2a", "2b"};
inline constexpr std::array<std::string_view, 3> kKWords = {"12", "14", "20"};
inline constexpr std::array<std::string_view, 3> kWeightingWords = {"a", "c", "z"};
inline constexpr std::array<std::string_view, 2> kTimeWords = {"fast", "slow"};
inline constexpr std::array<std::string_view, 2> kOffOnWords = {"off", "on"};

inline constexpr std::array kMeterSettings = {
    Setting{.name = "ppm",
            .valueName = "1|2a|2b",
            .help = "the meters' programme meter: DIN, BBC or EBU",
            .choice = choiceOf<&Settings::ppm>(),
            .words = kPpmWords,
            .header = {.key = "ppm"},
            .recordingKey = "ppm",
            .windowKey = "ppm"},
    Setting{.name = "k",
            .valueName = "12|14|20",
            .help = "the meters' K-system scale",
            .choice = choiceOf<&Settings::kScale>(),
            .words = kKWords,
            .header = {.key = "k"},
            .recordingKey = "k",
            .windowKey = "k"},
    Setting{.name = "vu",
            .valueName = "DBFS",
            .help = "level of the sine that reads 0 VU",
            .number = &Settings::vuZeroDbfs,
            .range = {-40, 0, "dBFS", 1},
            .header = {.key = "vu"},
            .recordingKey = "vu",
            .windowKey = "vu"},
    Setting{.name = "weighting",
            .valueName = "a|c|z",
            .help = "frequency weighting of the sound level",
            .choice = choiceOf<&Settings::weighting>(),
            .words = kWeightingWords,
            .header = {.key = "weighting"},
            .recordingKey = "weighting",
            .windowKey = "weighting"},
    Setting{.name = "time",
            .valueName = "fast|slow",
            .help = "time weighting of the sound level",
            .choice = choiceOf<&Settings::timeWeighting>(),
            .words = kTimeWords,
            .header = {.key = "time"},
            .recordingKey = "time",
            .windowKey = "time"},
    Setting{.name = "mic-calibration",
            .valueName = "FILE",
            .help = "the microphone's response, which the sound level corrects",
            .text = {&Settings::micCalibration, isMicCalibrationText, micCalibrationFileProblem},
            .defaultText = "none",
            .advice = "a file",
            .recordingKey = "micCalibration"},
    Setting{.name = "dual-mono",
            .valueName = {},
            .help = "loudness of one channel as if it played on two speakers",
            .choice = choiceOf<&Settings::isDualMono>(),
            .words = kOffOnWords,
            .header = {.key = "dualMono"},
            .recordingKey = "dualMono"},
};

}  // namespace tunescope::analysis
