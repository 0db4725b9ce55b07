// SPDX-License-Identifier: GPL-3.0-or-later
// What inRealtime() is for: this must end with RealtimeSanitizer's report.
#include "realtimescope.h"

#include <vector>

int main() {
  std::vector<float> kept;
  const auto grow = [&kept] { kept.push_back(1); };
  tunescope::tests::inRealtime(grow);
  return kept.size() == 1 ? 0 : 1;
}
