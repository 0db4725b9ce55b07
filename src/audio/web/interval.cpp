// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/web/interval.h"

#include <emscripten/html5.h>

namespace tunescope::audio {

Interval::Interval(std::chrono::milliseconds period, std::function<void()> function)
    : m_function(std::move(function)), m_id(emscripten_set_interval(call, static_cast<double>(period.count()), this)) {}

Interval::~Interval() {
  emscripten_clear_interval(m_id);
}

}  // namespace tunescope::audio
