// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <string_view>

namespace tunescope::present {

// Writes a file as a whole or not at all: under another name in the same folder first. An existing file stays as it is
// if that fails. Returns why it failed; none: it is written. Thread: any. Realtime-safe: no.
std::optional<QString> writeWholeFile(const QString& path, std::string_view bytes);

}  // namespace tunescope::present
