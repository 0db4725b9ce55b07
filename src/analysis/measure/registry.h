// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/measure/coursereading.h"
#include "analysis/measure/measurement.h"
#include "analysis/measure/parameters.h"
#include "analysis/measure/spectrumreadings.h"
#include "analysis/measure/strumreading.h"
#include "core/history/historyreading.h"
#include "core/meterreadings.h"
#include "core/readings.h"
#include "core/spectrogram/spectrogramstore.h"
#include "core/strobe/strobephase.h"

#include <memory>

// All kinds of readings. To add one, add a file to this folder and a MeasurementOf here.
namespace tunescope::analysis {

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
struct MeasurementOf<core::StrobeReading> {
  using Parameters = NoParameters;
  static std::unique_ptr<Measurement<core::StrobeReading>> make(const Parameters& parameters);
};

template <>
struct MeasurementOf<core::WaveformFrame> {
  using Parameters = WaveformParameters;
  static std::unique_ptr<Measurement<core::WaveformFrame>> make(const Parameters& parameters);
};

// The reading is what the scope does; its picture and its memory are the link's.
template <>
struct MeasurementOf<core::ScopeSweep> {
  using Parameters = ScopeParameters;
  static std::unique_ptr<Measurement<core::ScopeSweep>> make(const Parameters& parameters);
};

template <>
struct MeasurementOf<core::MetersReading> {
  using Parameters = MeterParameters;
  static std::unique_ptr<Measurement<core::MetersReading>> make(const Parameters& parameters);
};

template <>
struct MeasurementOf<core::HistoryReading> {
  using Parameters = HistoryParameters;
  static std::unique_ptr<Measurement<core::HistoryReading>> make(const Parameters& parameters);
};

template <>
struct MeasurementOf<core::SpectrogramReading> {
  using Parameters = core::SpectrogramSettings;
  static std::unique_ptr<Measurement<core::SpectrogramReading>> make(const Parameters& parameters);
};

template <>
struct MeasurementOf<StrumReading> {
  using Parameters = StrumParameters;
  static std::unique_ptr<Measurement<StrumReading>> make(const Parameters& parameters);
};

template <>
struct MeasurementOf<PlayedNotes> {
  using Parameters = NoParameters;
  static std::unique_ptr<Measurement<PlayedNotes>> make(const Parameters& parameters);
};

template <>
struct MeasurementOf<CourseReading> {
  using Parameters = CourseParameters;
  static std::unique_ptr<Measurement<CourseReading>> make(const Parameters& parameters);
};

template <>
struct MeasurementOf<StruckReading> {
  using Parameters = NoParameters;
  static std::unique_ptr<Measurement<StruckReading>> make(const Parameters& parameters);
};

template <>
struct MeasurementOf<SpectrumReading> {
  using Parameters = SpectrumParameters;
  static std::unique_ptr<Measurement<SpectrumReading>> make(const Parameters& parameters);
};

template <>
struct MeasurementOf<BandsReading> {
  using Parameters = BandsParameters;
  static std::unique_ptr<Measurement<BandsReading>> make(const Parameters& parameters);
};

template <>
struct MeasurementOf<PartialsReading> {
  using Parameters = PartialsParameters;
  static std::unique_ptr<Measurement<PartialsReading>> make(const Parameters& parameters);
};

}  // namespace tunescope::analysis
