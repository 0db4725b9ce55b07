// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/file/soundreader.h"

#include <functional>
#include <optional>

namespace tunescope::audio {

// Opens the next part of a sound that consists of several: a reader, or why this part cannot be read. None: there
// are no further parts.
using PartOpener = std::function<std::optional<OpenedSound>()>;

// One sound of all parts. It skips parts that cannot be read, and its error at the end is the reason of the first
// such part. Fails with that reason if no part can be read. Thread: one at a time. Realtime-safe: no.
OpenedSound openChain(PartOpener next);

}  // namespace tunescope::audio
