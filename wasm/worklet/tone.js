// SPDX-License-Identifier: GPL-3.0-or-later
// The AudioWorklet processor of the reference tone. It is told what is to sound, and tells when the last of it has faded.
import { ToneVoices } from "./tonevoices.js";

const TAIL_S = 0.25; // longer than what an output buffers

class ToneProcessor extends AudioWorkletProcessor {
  constructor() {
    super();
    this.voices = new ToneVoices(sampleRate);
    this.silentFrames = 0;
    this.isRunning = true;
    this.port.onmessage = ({ data }) => {
      if (data === "stop") {
        this.isRunning = false;
        this.port.onmessage = null;
        return;
      }
      this.voices.setWish(data);
      this.silentFrames = 0;
    };
  }

  process(inputs, [[left, right]]) {
    if (!this.isRunning) return false;
    this.voices.render(left, right);
    const before = this.silentFrames;
    this.silentFrames = this.voices.isSilent ? before + left.length : 0;
    const tail = TAIL_S * sampleRate;
    if (before < tail && this.silentFrames >= tail) this.port.postMessage("silent");
    return true;
  }
}

registerProcessor("tunescope-tone", ToneProcessor);
