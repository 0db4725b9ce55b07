// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "present/export/contour.h"

#include <array>
#include <string>
#include <string_view>

// Contours as files of other programs. Thread: any. Realtime-safe: no.
namespace tunescope::present {

// The readings as a table, the units in its header.
std::string contourCsv(const Contour& contour);
// The readings and the notes as one object, with the keys of docs/cli.md.
std::string contourJson(const Contour& contour);
// Praat's text format (long form): frequency in hertz where there is a pitch.
std::string contourPitchTier(const Contour& contour);
// A layer of Sonic Visualiser: frequency in hertz.
std::string contourLayer(const Contour& contour);
// A standard MIDI file: each note on a channel of its own, with pitch bend (MPE).
std::string contourMidi(const Contour& contour);
// Audacity's labels, one for each note, with the range of its frequency.
std::string contourLabels(const Contour& contour);

struct ContourFormat {
  std::string_view ending;  // of the file's name, with its point
  std::string (*write)(const Contour& contour);
};

inline constexpr std::array kContourFormats = {
    ContourFormat{".csv", contourCsv},
    ContourFormat{".json", contourJson},
    ContourFormat{".PitchTier", contourPitchTier},
    ContourFormat{".svl", contourLayer},
    ContourFormat{".mid", contourMidi},
    ContourFormat{".txt", contourLabels},
};

}  // namespace tunescope::present
