// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/measure/measurement.h"
#include "core/readings.h"

#include <memory>

// All kinds of readings that can be subscribed to. A new kind is a file of this folder and a MeasurementOf here.
namespace tunescope::analysis {

struct NoParameters {};

// How much of the signal a waveform shows, and in how many columns.
struct WaveformParameters {
  double spanS = 0.02;
  int columns = 512;
};

template <class F>
struct MeasurementOf;

template <>
struct MeasurementOf<core::LevelReading> {
  using Parameters = NoParameters;
  static std::unique_ptr<Measurement<core::LevelReading>> make(const Parameters& parameters);
};

template <>
struct MeasurementOf<NotedPitch> {
  using Parameters = NoParameters;
  static std::unique_ptr<Measurement<NotedPitch>> make(const Parameters& parameters);
};

template <>
struct MeasurementOf<core::WaveformFrame> {
  using Parameters = WaveformParameters;
  static std::unique_ptr<Measurement<core::WaveformFrame>> make(const Parameters& parameters);
};

}  // namespace tunescope::analysis
