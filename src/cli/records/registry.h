// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/options/optionspec.h"

#include <array>
#include <memory>

// Kinds of records that options add. To add one, add a file to this folder and
// a row here.
namespace tunescope::cli {

struct Options;
class MeasuredRecord;

struct RecordKind {
  OptionSpec option;
  std::unique_ptr<MeasuredRecord> (*make)(const Options& options);
  bool isInOutput = true;  // not only in a file of its own
};

std::unique_ptr<MeasuredRecord> makeMetersRecord(const Options& options);
std::unique_ptr<MeasuredRecord> makeStrumRecord(const Options& options);
std::unique_ptr<MeasuredRecord> makePracticeRecord(const Options& options);
std::unique_ptr<MeasuredRecord> makeSpectrumRecord(const Options& options);
std::unique_ptr<MeasuredRecord> makeBandsRecord(const Options& options);
std::unique_ptr<MeasuredRecord> makeStretchRecord(const Options& options);
std::unique_ptr<MeasuredRecord> makeExportRecord(const Options& options);
std::unique_ptr<MeasuredRecord> makeReportRecord(const Options& options);

inline constexpr std::array kRecordKinds = {
    RecordKind{{"meters", "", "a record of the meters for each 100 ms of sound", kHeadless}, makeMetersRecord},
    RecordKind{{"poly", "ID", "a record of each strum: all strings of a guitar or bass", kHeadless}, makeStrumRecord},
    RecordKind{{"practice", "", "a record of each note that was played: mean, drift, vibrato, time in tune", kHeadless},
               makePracticeRecord},
    RecordKind{
        {"spectrum", "SECONDS", "a record of the mean spectrum for each interval (0: one at the end)", kHeadless},
        makeSpectrumRecord},
    RecordKind{{"bands", "octave|third", "a record of the bands for each interval of --spectrum (1 s)", kHeadless},
               makeBandsRecord},
    RecordKind{{"measure-stretch", "FILE", "measure the notes of a piano, and write its stretch there", kHeadless},
               makeStretchRecord},
    RecordKind{{"export", "FILE", "write the pitch there: .csv .json .PitchTier .svl .mid .txt", kHeadless, false,
                false, true},
               makeExportRecord,
               false},
    RecordKind{{"report", "FILE", "write a report of the notes there: .html .json .csv", kHeadless, true, false, true},
               makeReportRecord,
               false},
};

}  // namespace tunescope::cli
