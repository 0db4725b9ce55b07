// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/historykeeper.h"

#include <QDateTime>

#include <cmath>

namespace tunescope::ui {

void HistoryKeeper::connectTo(analysis::AnalysisWorker& worker) {
  const auto take = [this](const core::HistoryReading& reading, analysis::Ticket) { add(reading); };
  m_feed = worker.feed<core::HistoryReading>().subscribe(this, take,
                                                         {.stepsPerReading = m_stepsPerReading, .nowS = nullptr});
}

void HistoryKeeper::setShown(bool isShown) {
  m_stepsPerReading->store(isShown ? 1 : kHiddenSteps, std::memory_order_relaxed);
}

void HistoryKeeper::add(const core::HistoryReading& reading) {
  const bool isFirst = m_history.end() == 0;
  for (const core::HistoryReading::Entry& entry : reading.entries()) m_history.add(entry.step, entry.count);
  const double seconds = double(m_history.end()) * core::SessionHistory::kStepS;
  if (isFirst) m_originMs = QDateTime::currentMSecsSinceEpoch() - qint64(std::llround(seconds * 1000));
  Q_EMIT grew();
}

}  // namespace tunescope::ui
