// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/historymodel.h"

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

namespace {
constexpr double kRangesCents[] = {10, 25, 50};
}

HistoryModel::HistoryModel(QObject* parent) : QObject(parent), m_bins(kBins) {}

const HistoryModel::Bin& HistoryModel::bin(int age) const {
  return m_bins[(m_newest + kBins - std::size_t(std::clamp(age, 0, kBins - 1))) % kBins];
}

void HistoryModel::advance() {
  m_newest = (m_newest + 1) % kBins;
  m_bins[m_newest] = {};
  m_binEndS += kBinS;
}

void HistoryModel::add(double timeS, const TunerModel& tuner) {
  const bool isNewStream = m_timeS < 0 || timeS < m_timeS;
  int passed = 0;
  if (isNewStream) {
    m_binEndS = timeS - kBinS;  // the bin after the next one begins here, after one without a note
    advance();
    advance();
    passed = 2;
  }
  for (; timeS >= m_binEndS && passed <= kBins; ++passed) advance();
  if (timeS >= m_binEndS) m_binEndS = timeS + kBinS;  // more than a minute is missing
  m_timeS = timeS;

  const bool isSounding = tuner.presence() == TunerModel::Presence::Sounding;
  if (isSounding) {
    Bin& bin = m_bins[m_newest];
    const double sigma = std::min(tuner.sigmaCents(), 50.0);
    const double low = tuner.cents() - sigma, high = tuner.cents() + sigma;
    bin.lowCents = bin.isSounding ? std::min(bin.lowCents, low) : low;
    bin.highCents = bin.isSounding ? std::max(bin.highCents, high) : high;
    bin.cents = tuner.cents();
    bin.isSounding = true;
    const QString note = tuner.letter() + tuner.accidental() + tuner.octave();
    if (!m_wasSounding || note != m_note) bin.startedNote = note;
    m_note = note;
  }
  m_wasSounding = isSounding;
  if (passed == 0) return;
  updateRange();
  Q_EMIT changed();
}

void HistoryModel::mark(const QString& text) {
  if (m_timeS < 0) return;  // nothing is there that it would divide
  m_bins[m_newest].mark = text;
  Q_EMIT changed();
}

void HistoryModel::updateRange() {
  double farthest = 0;
  for (const Bin& bin : m_bins) {
    if (bin.isSounding) farthest = std::max(farthest, std::abs(bin.cents));
  }
  m_rangeCents = *std::find_if(std::begin(kRangesCents), std::end(kRangesCents) - 1,
                               [farthest](double range) { return farthest <= range; });
}

}  // namespace tunescope::ui
