// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/practice/practicesession.h"

#include <algorithm>
#include <cmath>

namespace tunescope::present {

double PracticeSession::seconds() const {
  double sum = 0;
  for (const core::PlayedNote& note : notes) sum += note.lengthS;
  return sum;
}

double PracticeSession::inTuneS(double toleranceCents) const {
  double sum = 0;
  for (const core::PlayedNote& note : notes) sum += note.inTuneS(toleranceCents);
  return sum;
}

double PracticeSession::endS() const {
  return notes.empty() ? 0 : notes.back().onsetS + notes.back().lengthS;
}

std::vector<PracticeTotal> totalsOf(const PracticeSession& session, double toleranceCents) {
  std::vector<PracticeTotal> totals;
  for (const core::PlayedNote& note : session.notes) {
    auto total = std::ranges::find_if(totals, [&note](const auto& each) { return each.note.isSameNote(note.note); });
    if (total == totals.end()) {
      totals.push_back({.note = note.note});
      total = totals.end() - 1;
    }
    // The mean and the sum of squares (West 1979): spreadCents holds the latter until the end.
    ++total->count;
    total->seconds += note.lengthS;
    const double distance = note.meanCents - total->meanCents;
    total->meanCents += distance * note.lengthS / total->seconds;
    total->spreadCents +=
        note.lengthS * (distance * (note.meanCents - total->meanCents) + note.spreadCents * note.spreadCents);
    total->inTuneS += note.inTuneS(toleranceCents);
    total->means.push_back(static_cast<float>(note.meanCents));
  }
  for (PracticeTotal& total : totals) {
    total.note.cents = total.meanCents;
    total.spreadCents = std::sqrt(total.spreadCents / total.seconds);
  }
  std::ranges::stable_sort(totals, {}, [](const PracticeTotal& total) { return total.note.targetHz; });
  return totals;
}

}  // namespace tunescope::present
