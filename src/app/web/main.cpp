// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window.h"
#include "audio/web/webbackends.h"

int main(int argc, char** argv) {
  return tunescope::app::runWindow(argc, argv, tunescope::audio::webBackendFactory());
}
