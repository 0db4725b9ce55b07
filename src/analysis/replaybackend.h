// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/audiobackend.h"

namespace tunescope::analysis {

// Plays a folder that CaptureRecorder wrote (request.path) as fast as its reader takes it: the samples, each stream's
// start and each loss at its position. Errors: NotFound, NotAudio (no recording), Damaged, and Incomplete
// once it has begun. Thread: supervisor.
// Realtime-safe: no.
std::unique_ptr<audio::AudioBackend> makeReplayBackend();

// The same sources as factory's, and recordings. Thread: any.
audio::BackendFactory withReplay(audio::BackendFactory factory);

}  // namespace tunescope::analysis
