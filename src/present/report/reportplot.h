// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "present/report/report.h"

#include <string>
#include <string_view>

// Parts of a report's page. Thread: any. Realtime-safe: no.
namespace tunescope::present {

// Plots over time, as SVG that takes its colours from the page.
std::string pitchPlot(const Report& report);
std::string levelPlot(const Report& report);

// Text from outside as HTML.
std::string htmlText(std::string_view text);

}  // namespace tunescope::present
