// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysisworker.h"
#include "core/history/sessionhistory.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

#include <atomic>
#include <memory>

namespace tunescope::ui {

// The last hour of level, loudness and pitch. It is filled while the program runs, also while its view is hidden; then
// it takes a reading once a second, else every 50 ms (decisions/0066). Thread: gui. Realtime-safe: no.
class HistoryKeeper : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the controller")

 public:
  static constexpr int kHiddenSteps = 20;

  void connectTo(analysis::AnalysisWorker& worker);
  void setShown(bool isShown);
  void add(const core::HistoryReading& reading);

  const core::SessionHistory& history() const { return m_history; }
  // The time of day of a step's beginning, in milliseconds since 1970, as far as it is known: of the first step by the
  // clock of the machine, of the others by the samples.
  qint64 msOf(double step) const { return m_originMs + qint64(step * core::SessionHistory::kStepS * 1000); }

 Q_SIGNALS:
  void grew();

 private:
  core::SessionHistory m_history;
  qint64 m_originMs = 0;
  std::shared_ptr<std::atomic<int>> m_stepsPerReading = std::make_shared<std::atomic<int>>(kHiddenSteps);
  analysis::Subscription m_feed;
};

}  // namespace tunescope::ui
