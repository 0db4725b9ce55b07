// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dsp/fft.h"
#include "core/spectrogram/octavesamples.h"
#include "core/spectrogram/spectrogramcolumn.h"
#include "core/spectrum/spectrumpeaks.h"

#include <complex>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tunescope::core {

// How a spectrogram is made. Octaves: half the rate for each lower octave, with windows of one number of samples, so
// that the treble is sharp in time and the bass in pitch. Plain: one window for all frequencies. Reassigned: as
// octaves, each bin's power moved to its own frequency and time (Auger and Flandrin 1995).
enum class SpectrogramMode : std::uint8_t { Octaves, Plain, Reassigned };
enum class SpectrogramDetail : std::uint8_t { Fast, Balanced, Fine };  // each has windows of twice the length

struct SpectrogramSettings {
  SpectrogramMode mode = SpectrogramMode::Octaves;
  SpectrogramDetail detail = SpectrogramDetail::Balanced;

  bool operator==(const SpectrogramSettings&) const = default;
};

// Columns of levels over ten octaves, 30 a second. Every window of a column has the column's centre, or centres evenly
// over it where windows are shorter than a column, so that no sound falls between two. Power is averaged; where a row
// covers several bins it shows their maximum, where a bin covers several rows, a cubic in dB. A line between two bins
// has its own level, not the bins'. Thread: one at a time. Realtime-safe: lock-free, except the constructor.
class Spectrogram {
 public:
  static constexpr double kColumnsPerS = 30;

  // maxBlock: the longest block that add() sees.
  Spectrogram(const SpectrogramSettings& settings, double sampleRateHz, std::size_t maxBlock);

  // The signal begins at startS, or goes on there after a gap.
  void start(double startS) noexcept;
  void add(std::span<const float> samples) noexcept;
  // The next column, once all its windows are complete. False: not yet.
  bool take(SpectrogramColumn& column) noexcept;

  double delayS() const noexcept;  // from a column's centre until it is complete

 private:
  struct Row {
    std::size_t row = 0;
    double weight = 1;         // the rest is the next lower rate's
    double low = 0, high = 0;  // its edges in bins
  };
  struct Octave {
    double rateHz = 0;
    std::size_t framesPerColumn = 1;
    std::vector<Row> rows;                  // those it contributes to
    std::size_t firstBin = 0, lastBin = 0;  // that they need
    double lowHz = 0, highHz = 0;           // of the reassigned lines that are its own
  };

  // Of a line between two bins.
  struct Tip {
    double bin = 0;
    double db = 0;
    bool isHere = false;
  };

  static std::size_t windowFrames(const SpectrogramSettings& settings) noexcept;
  static std::size_t octaveCount(const SpectrogramSettings& settings, double sampleRateHz) noexcept;
  void planRows(std::size_t index);
  double frameCentre(std::int64_t column, std::size_t frame, std::size_t frames) const noexcept;
  bool isComplete() const noexcept;
  void addFrames() noexcept;  // of column m_next, in all octaves
  void addFrame(std::size_t index, double centre) noexcept;
  void transform(const std::vector<float>& window, std::vector<std::complex<float>>& bins) noexcept;
  void reassign(const Octave& octave, double centre, double scale) noexcept;
  std::span<float> reassignedRows(std::int64_t column) noexcept;
  void addRows(const Octave& octave) noexcept;
  void findTips(const Octave& octave) noexcept;
  double rowDb(const Row& row) const noexcept;

  SpectrogramSettings m_settings;
  double m_rateHz;
  double m_columnFrames;  // samples of the signal between columns
  std::size_t m_window;
  OctaveSamples m_samples;
  std::vector<Octave> m_octaves;
  std::int64_t m_reach = 0;  // columns that power may move by, either way
  RealFft m_fft;
  PeakInterpolation m_peaks{SpectrumWindow::Hann};
  std::vector<float> m_shape, m_slope, m_ramp;  // the window, its derivative, and it times the time, in samples
  std::vector<float> m_time, m_cut;
  std::vector<std::complex<float>> m_bins, m_slopeBins, m_rampBins;
  std::vector<float> m_power;  // of the bins of a column
  std::vector<float> m_db;
  std::vector<Tip> m_tips;        // by the bin that is the highest of its neighbours
  std::vector<double> m_rowDb;    // of the column
  std::vector<float> m_rowPower;  // reassigned: a ring of columns
  double m_startS = 0;
  std::int64_t m_next = 0;  // column since the start whose frames come next
};

}  // namespace tunescope::core
