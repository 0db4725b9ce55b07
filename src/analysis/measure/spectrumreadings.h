// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spectrum/bandfilters.h"
#include "core/spectrum/notepartials.h"
#include "core/spectrum/spectrumaverage.h"
#include "core/spectrum/spectrumframe.h"

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

// Spectra, bands and partials of the analysed channel, and what can be chosen of them.
namespace tunescope::analysis {

inline constexpr std::size_t kMaxSpectrumPeaks = 20;

// When readings are made: as a record of an interval, or for a display.
struct SpectrumTiming {
  double intervalS = 1;    // of records: the mean since the one before; 0: one, at the end
  bool isDisplay = false;  // instead: the newest mean, as often as there is one
  core::SpectrumAverage::Mode averaging = core::SpectrumAverage::Mode::Exponential;  // of a display
  double timeConstantS = 0.125;                                                      // of its exponential mean
  double pictureS = 1.0 / 30;  // of a display: between two of its pictures
};

struct SpectrumParameters {
  std::size_t size = 8192;  // core::isSpectrumSize()
  core::SpectrumWindow window = core::SpectrumWindow::Hann;
  SpectrumTiming timing{};
};

// Powers of bins: a full-scale sine has 1.
struct SpectrumValues {
  std::size_t size = 0;
  core::SpectrumWindow window{};
  double binHz = 0;            // corrected by the clock error
  std::vector<float> power;    // the mean
  std::vector<float> highest;  // of each bin, since the start
  std::vector<float> floor;    // of the noise
  std::size_t peakCount = 0, partialCount = 0;
  std::array<core::SpectrumPeak, kMaxSpectrumPeaks> peaks{};         // the highest first
  std::array<core::NotePartial, core::kMaxNotePartials> partials{};  // of the present note, if there is one

  std::span<const core::SpectrumPeak> allPeaks() const noexcept { return std::span(peaks).first(peakCount); }
  std::span<const core::NotePartial> allPartials() const noexcept { return std::span(partials).first(partialCount); }
};

struct SpectrumReading {
  double timeS = 0;  // the end of the last analysed sample
  std::shared_ptr<const SpectrumValues>
      values;  // the measurement reuses it once nobody holds it; none before the first
};

struct BandsParameters {
  core::BandFraction fraction = core::BandFraction::Third;
  SpectrumTiming timing{};
};

inline constexpr std::size_t kMaxBands = 31;

// Powers of bands: a full-scale sine has 1.
struct BandsReading {
  double timeS = 0;  // the end of the last analysed sample
  core::BandFraction fraction = core::BandFraction::Third;
  std::size_t count = 0;
  std::array<core::FractionalBand, kMaxBands> bands{};
  std::array<double, kMaxBands> power{};
  std::array<double, kMaxBands> highest{};  // of a display, since the start

  std::span<const core::FractionalBand> all() const noexcept { return std::span(bands).first(count); }
};

struct PartialsParameters {
  std::size_t size = 8192;
  core::SpectrumWindow window = core::SpectrumWindow::Hann;
  std::size_t count = 8;  // at most core::kMaxNotePartials
};

// The partials of the note of a hop, in the newest samples.
struct PartialsReading {
  std::size_t count = 0;
  std::array<core::NotePartial, core::kMaxNotePartials> partials{};

  std::span<const core::NotePartial> all() const noexcept { return std::span(partials).first(count); }
};

}  // namespace tunescope::analysis
