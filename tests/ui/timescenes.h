// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/items/spectrogramitem.h"
#include "ui/views/historyviewmodel.h"
#include "ui/windowrig.h"

#include <algorithm>
#include <cmath>

// What the views of the history and of the spectrogram show in the gallery.
namespace tunescope::tests {

// An hour ago nothing, then two tunes with a stop between them.
inline void showTimeline(ui::CaptureController& controller) {
  ui::HistoryKeeper& keeper = *controller.readings()->longHistory();
  core::HistoryReading reading;
  reading.count = 1;
  const auto add = [&](const core::HistoryStep& step, std::uint32_t count) {
    reading.list[0] = {step, count};
    keeper.add(reading);
  };
  for (int i = 0; i < 120; ++i) {
    core::HistoryStep step;
    if (i >= 70 && i < 76) {
      step.set(core::HistoryStep::Stopped);
    } else {
      const double rmsDb = -24 + 7 * std::sin(i * 0.5);
      step.set(core::HistoryStep::HasSound);
      step.rms.add(float(rmsDb));
      step.peak.add(float(rmsDb + 8));
      step.momentary.add(float(rmsDb + 1));
      step.shortTerm.add(float(-23 + 2 * std::sin(i * 0.1)));
      if (i % 12 != 11) step.pitch.add(float(220 * std::exp2((i * 7 / 12 % 13) / 12.0)));
    }
    add(step, 10);
  }
}

// A falling tone with its partials, in rows of a quarter of a semitone from 20 Hz on.
inline void showSpectrogram(const QQuickWindow& window) {
  const auto* item =
      qobject_cast<ui::SpectrogramItem*>(descendant(window.contentItem(), QStringLiteral("spectrogram")));
  QVERIFY(item && item->model());
  core::SpectrogramReading reading;
  reading.stream = 1;
  static double nextS = 100;  // a stream's time only grows
  for (int column = 0; column < 3000; column += int(reading.count)) {
    reading.count = std::min<std::size_t>(3000U - unsigned(column), core::SpectrogramReading::kMaxColumns);
    for (std::size_t i = 0; i < reading.count; ++i) {
      auto& list = reading.list[i];
      list.timeS = nextS;
      list.levels.fill(core::SpectrogramLevel::of(-100));
      const double hertz = 330 * std::exp2(-std::fmod(nextS, 8) / 8);
      for (int partial = 1; partial <= 12; ++partial) {
        const auto row = std::size_t(48 * std::log2(partial * hertz / 20));
        for (int beside = -2; beside <= 2; ++beside) {
          if (row + 2 >= list.levels.size()) continue;
          list.levels[row + std::size_t(beside + 2) - 2] =
              core::SpectrogramLevel::of(float(-20 - 3 * partial - 9 * beside * beside));
        }
      }
      nextS += core::SpectrogramStore::kStepS;
    }
    item->model()->add(reading, 0);
  }
}

}  // namespace tunescope::tests
