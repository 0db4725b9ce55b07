// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/items/scopeitem.h"
#include "ui/stage.h"

#include <QQuickItem>
#include <QQuickWindow>

#include <cmath>
#include <cstddef>
#include <vector>

// The scope's view with a sound that the test makes: what reaches it is what the worker would give it.
namespace tunescope::tests {

inline ui::ScopeItem* scopeItemIn(QQuickItem* item) {
  for (QQuickItem* child : item->childItems()) {
    if (auto* scope = qobject_cast<ui::ScopeItem*>(child)) return scope;
    if (ui::ScopeItem* scope = scopeItemIn(child)) return scope;
  }
  return nullptr;
}

inline ui::ScopeModel* scopeIn(const QQuickWindow& window) {
  const ui::ScopeItem* item = scopeItemIn(window.contentItem());
  return item ? item->model() : nullptr;
}

// A note with overtones on both channels, the second one later; fromS: where it goes on.
inline void playToScope(ui::ScopeModel& scope, double hertz, double seconds, std::size_t channels, double fromS = 0) {
  constexpr double kRate = 48000;
  constexpr std::size_t kHop = 512;
  core::ScopeSweep newest;
  const auto hops = std::size_t(seconds * kRate / kHop);
  std::vector<float> frames(kHop * channels);
  for (std::size_t hop = 0; hop < hops; ++hop) {
    const double startS = fromS + double(hop * kHop) / kRate;
    for (std::size_t i = 0; i < kHop; ++i) {
      for (std::size_t c = 0; c < channels; ++c) {
        const double turns = 2 * M_PI * hertz * (startS + double(i) / kRate) - 0.9 * double(c);
        const double value = 0.42 * std::sin(turns) + 0.17 * std::sin(2 * turns + 0.7) + 0.09 * std::sin(3 * turns + 2);
        frames[i * channels + c] = float(c == 0 ? value : 0.7 * value);
      }
    }
    scope.link().with([&](core::ScopeEngine& engine) {
      engine.begin(kRate, channels);
      engine.process({frames, channels, channels}, startS, hertz);
      engine.update();
      newest = engine.sweep();
    });
  }
  newest.inputChannels = channels;
  scope.show(newest, {});
}

inline void chooseInScope(ui::ScopeModel& scope, const char* key, int index) {
  scope.choose(int(ui::scopeControlIndex(key)), index);
}

inline void showScope(const QString& scene, const QQuickWindow& window) {
  ui::ScopeModel* scope = scopeIn(window);
  if (!scope) return;
  scope->tools()->setPaused(false);
  const bool isStereo = scene == QLatin1String("scopestereo") || scene == QLatin1String("scopexy") ||
                        scene == QLatin1String("scopegonio");
  chooseInScope(*scope, "timePerDivision", scene == QLatin1String("scoperoll") ? 11 : 4);
  chooseInScope(*scope, "channels", isStereo ? 1 : 0);
  chooseInScope(*scope, "display",
                scene == QLatin1String("scopexy")      ? 1
                : scene == QLatin1String("scopegonio") ? 2
                                                       : 0);
  chooseInScope(*scope, "cursors", scene == QLatin1String("scopecursors") ? 3 : 0);
  playToScope(*scope, 220, 2.5, isStereo ? 2 : 1);
  playToScope(*scope, 220, 0.1, isStereo ? 2 : 1, 2.5);
  if (scene == QLatin1String("scopepaused")) {
    scope->tools()->setPaused(true);
    scope->step(-1);
  }
}

}  // namespace tunescope::tests
