// SPDX-License-Identifier: GPL-3.0-or-later
// For Qt before 6.5.
#include "ui/settings/systemappearance.h"

namespace tunescope::ui {

void SystemAppearance::watchColorScheme() {}
bool SystemAppearance::isDark() const {
  return isPaletteDark();
}

}  // namespace tunescope::ui
