// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/file/soundreader.h"

#include <functional>
#include <optional>

namespace tunescope::audio {

// Opens the next part of a sound that consists of several: a reader, or why this part cannot be read. Nothing: there
// are no further parts.
using PartOpener = std::function<std::optional<OpenedSound>()>;

// One sound of all parts. Parts that cannot be read are left out, and the reason of the first such part is the error at
// the end. Fails with that reason when no part can be read. Thread: one at a time. Realtime-safe: no.
OpenedSound openChain(PartOpener next);

}  // namespace tunescope::audio
