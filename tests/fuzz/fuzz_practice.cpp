// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes are a practice session or are refused with a reason. What is read can be summed, written as a table, and
// reads the same from the file that is written of it.
#include "present/practice/practicefile.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace tunescope::present;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = readPractice(QByteArray(reinterpret_cast<const char*>(data), qsizetype(size)));
  if (const auto* reason = std::get_if<QString>(&read)) {
    require(!reason->isEmpty());
    return 0;
  }
  const auto& session = std::get<PracticeSession>(read);
  for (const PracticeTotal& total : totalsOf(session, 2.5)) {
    require(total.count > 0 && std::isfinite(total.meanCents) && total.spreadCents >= 0 && total.inTuneS >= 0);
    require(total.inTuneS <= total.seconds + 1e-9);
  }
  require(!practiceCsv(session, 2.5).isEmpty());
  const auto again = readPractice(practiceJson(session));
  const auto* kept = std::get_if<PracticeSession>(&again);
  require(kept != nullptr && kept->notes.size() == session.notes.size());
  return 0;
}
