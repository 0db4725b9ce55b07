// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/wavbytes.h"
#include "ui/views/timelinemodel.h"
#include "ui/windowrig.h"

#include <QFile>

#include <cmath>
#include <vector>

// What the timeline shows in the gallery.
namespace tunescope::tests {

inline QString tunePath(const QString& folder) {
  QFile file(folder + QStringLiteral("/A tune of the morning.wav"));
  if (file.exists()) return file.fileName();
  std::vector<float> samples;
  double phase = 0;
  for (int i = 0; i < 12 * 8000; ++i) {
    static constexpr int kScale[] = {0, 2, 4, 5, 7, 9, 11, 12};
    const double at = std::fmod(i / 8000.0, 1.5) / 1.5;
    const double bend = 0.2 * std::sin(i / 8000.0 * 2 * M_PI * 5.5) * at;
    phase += 2 * M_PI * 220 * std::exp2((kScale[i / 12000] + bend) / 12) / 8000;
    samples.push_back(
        float(0.5 * std::exp(-2.5 * at) * (std::sin(phase) + 0.5 * std::sin(2 * phase) + 0.2 * std::sin(5 * phase))));
  }
  WavBytes wav;
  wav.rateHz = 8000;
  wav.data = WavBytes::floats(samples);
  if (file.open(QIODevice::WriteOnly)) file.write(QByteArray::fromStdString(wav.bytes()));
  return file.fileName();
}

inline void showSound(const QString& scene, const QString& folder, ui::CaptureController& controller,
                      const QQuickWindow& window) {
  ui::SoundFile& sound = *controller.sound();
  if (scene == QLatin1String("soundLevel")) return;
  if (!sound.isOpen() && (scene == QLatin1String("sound") || scene == QLatin1String("soundselected"))) {
    sound.openPath(tunePath(folder));
    QTRY_VERIFY_WITH_TIMEOUT(sound.isOpen(), 30000);
  }
  if (scene == QLatin1String("soundbad") && !sound.isProblem()) {
    sound.openPaths({folder + QStringLiteral("/a file that is not there any more.flac"), tunePath(folder)});
    QTRY_VERIFY(sound.isProblem());
  }
  const QQuickItem* pane = descendant(window.contentItem(), QStringLiteral("timelinePane"));
  auto* model = pane ? qobject_cast<ui::TimelineModel*>(pane->property("timeline").value<QObject*>()) : nullptr;
  if (scene != QLatin1String("soundselected") || !model) return;
  model->showWhole();
  model->zoom(0.4, 0.3);
  model->pointAt(0.2);
  model->select(0.3, 0.55);
}

}  // namespace tunescope::tests
