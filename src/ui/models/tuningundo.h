// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/appsettings.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace tunescope::ui {

// Takes back changes of the tuning and of A4, whoever made them, the newest first; of this run. Where one change took
// an instrument and a capo too, as a shared link does, these come back with it. Thread: gui. Realtime-safe: no.
class TuningUndo : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the model")
  Q_PROPERTY(bool canUndo READ canUndo NOTIFY changed)

 public:
  static constexpr std::size_t kMaxSteps = 200;

  explicit TuningUndo(AppSettings& settings, QObject* parent = nullptr);

  bool canUndo() const { return !m_before.empty(); }
  Q_INVOKABLE void undo();

 Q_SIGNALS:
  void changed();

 private:
  struct Step {
    analysis::Settings before;
    bool hasInstrument = false;  // the step changed instrument or capo too
  };
  void follow();

  AppSettings& m_settings;
  analysis::Settings m_now;
  std::vector<Step> m_before;
  bool m_isUndoing = false;
};

}  // namespace tunescope::ui
