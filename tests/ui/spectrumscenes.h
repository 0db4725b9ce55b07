// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/measure/registry.h"
#include "ui/views/spectrummodel.h"
#include "ui/windowrig.h"

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

// Readings of a synthetic stiff string in noise, by the real measurements.
namespace tunescope::tests {

struct StringSound {
  double hertz = 110;
  double inharmonicity = 3e-4;
  int partials = 14;
  double noise = 3e-4;
};

inline std::vector<float> soundOf(const StringSound& sound, double rateHz, double seconds) {
  std::mt19937 random(6);
  std::vector<float> samples(std::size_t(rateHz * seconds));
  for (float& sample : samples) {
    sample = float(sound.noise * (double(random() >> 8U) / 8388608.0 - 1));
  }
  for (int n = 1; n <= sound.partials; ++n) {
    const double b = sound.inharmonicity;
    const double hertz = n * sound.hertz * std::sqrt((1 + b * n * n) / (1 + b));
    for (std::size_t i = 0; i < samples.size(); ++i) {
      samples[i] += float(0.25 / (n * std::sqrt(n)) * std::sin(2 * std::numbers::pi * hertz / rateHz * double(i) + n));
    }
  }
  return samples;
}

// The newest reading after that sound, as a view gets it.
template <class Reading>
Reading readingOf(const typename analysis::MeasurementOf<Reading>::Parameters& parameters, const StringSound& sound,
                  double seconds = 1.5) {
  constexpr double kRateHz = 48000;
  constexpr std::size_t kHop = 512;
  const auto measurement = analysis::MeasurementOf<Reading>::make(parameters);
  analysis::StreamInfo stream;
  stream.sampleRateHz = kRateHz;
  stream.hopFrames = kHop;
  measurement->begin(stream);
  const std::vector<float> samples = soundOf(sound, kRateHz, seconds);
  Reading newest;
  for (std::size_t i = 0; i + kHop <= samples.size(); i += kHop) {
    analysis::AnalysisFrame frame;
    frame.hop = std::span(samples).subspan(i, kHop);
    frame.startS = double(i) / kRateHz;
    frame.endS = double(i + kHop) / kRateHz;
    if (sound.partials > 0) frame.pitch.hertz = sound.hertz;
    measurement->hop(frame);
    measurement->take(newest, {});
  }
  return newest;
}

// The scenes of the gallery: "spectrum", "spectrumthirds", "spectrumlinear" and "spectrumidle".
inline void showSpectrum(const QString& scene, const QQuickWindow& window) {
  const QQuickItem* plot = descendant(window.contentItem(), QStringLiteral("spectrumPlot"));
  QVERIFY(plot);
  auto* model = plot->property("spectrum").value<ui::SpectrumModel*>();
  QVERIFY(model);
  const bool isThirds = scene == QLatin1String("spectrumthirds");
  model->choice()->setMode(isThirds ? ui::SpectrumChoice::Thirds : ui::SpectrumChoice::Lines);
  model->choice()->setAxis(scene == QLatin1String("spectrumlinear") ? 1 : 0);
  model->setCursor(-1);
  if (scene == QLatin1String("spectrumidle")) return;
  if (isThirds) {
    model->showBands(readingOf<analysis::BandsReading>(model->choice()->bands(), {}));
  } else {
    model->show(readingOf<analysis::SpectrumReading>(model->choice()->spectrum(), {}));
    model->setCursor(model->scale().positionOf(442));
  }
}

}  // namespace tunescope::tests
