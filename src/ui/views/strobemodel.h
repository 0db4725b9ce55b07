// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/capture/capturecontroller.h"

#include <QObject>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

#include <array>

namespace tunescope::ui {

// The rings of the strobe as they are drawn, while it is active: how far each has turned, and how visible its stripes
// are. Thread: gui. Realtime-safe: no.
class StrobeModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(tunescope::ui::CaptureController* controller MEMBER m_controller NOTIFY sourceChanged REQUIRED)
  Q_PROPERTY(bool isActive MEMBER m_isActive NOTIFY sourceChanged)
  Q_PROPERTY(bool isScaled MEMBER m_isScaled NOTIFY changed)
  Q_PROPERTY(bool isStill MEMBER m_isStill NOTIFY changed)

 public:
  static constexpr std::size_t kRings = core::StrobeReading::kPartials.size();
  static constexpr double kScaledHz = 440;      // scaled: each ring of each note moves as fast as ring 1 of this one
  static constexpr double kFrameS = 1.0 / 60;   // of the display
  static constexpr double kBlurredTurns = 0.4;  // per frame: beyond, motion would seem to reverse
  static constexpr double kStillCents = 40;     // per turn if motion is reduced

  struct Ring {
    int partial = 1;
    double turns = 0;      // in periods of the stripes; rises, to the right, while the note is sharp
    double level = 0;      // 0 to 1: of the brightness
    double sharpness = 0;  // 0 to 1: of the stripes in it
  };

  explicit StrobeModel(QObject* parent = nullptr);

  void show(const core::StrobeReading& reading);
  void rest();
  const core::StrobeReading& reading() const { return m_reading; }
  std::array<Ring, kRings> rings() const;
  bool isDark() const;  // there is nothing to draw

 Q_SIGNALS:
  void sourceChanged();
  void changed();

 private:
  void subscribe();

  QPointer<CaptureController> m_controller;
  bool m_isActive = false;
  bool m_isScaled = false;
  bool m_isStill = false;  // without motion: the stripes are displaced by the cents
  core::StrobeReading m_reading;
  analysis::Subscription m_feed;
};

}  // namespace tunescope::ui
