// SPDX-License-Identifier: GPL-3.0-or-later
// The AudioWorklet processor: takes the channel that is wanted out of what the microphone delivers and hands it on, by
// shared memory or by the port, with every frame that did not come counted. It takes any quantum and any number of
// channels, allocates nothing in process(), and ends when it is told to.
import { PoolWriter } from "./pool.js";
import { RingWriter } from "./ring.js";

class CaptureProcessor extends AudioWorkletProcessor {
  /** @param {{processorOptions: {memory?: SharedArrayBuffer, blockFrames: number, blocks: number, channel: number}}} options */
  constructor(options) {
    super();
    const { memory, blockFrames, blocks, channel } = options.processorOptions;
    this.channel = channel; // from 1; 0: the mean of all
    this.isRunning = true;
    this.next = -1; // the frame that should come next
    this.beginAfter = blockFrames; // see hasBegun()
    this.inARow = 0;
    this.mixed = new Float32Array(0);
    this.wakeAfter = blockFrames;
    this.sinceWake = 0;
    this.writer = memory
      ? new RingWriter(memory)
      : new PoolWriter((message, transfer) => this.port.postMessage(message, transfer), blockFrames, blocks);
    this.isShared = Boolean(memory);
    this.port.onmessage = (event) => {
      if (event.data === "stop") {
        this.isRunning = false;
        this.port.onmessage = null;
      } else if (!this.isShared) {
        this.writer.recycle(event.data);
      }
    };
  }

  process(inputs) {
    if (!this.isRunning) return false;
    const samples = this.pick(inputs[0]);
    if (!samples || samples.length === 0) return true; // nothing is connected; the clock below shows how long
    const missing = this.next < 0 ? 0 : currentFrame - this.next;
    this.next = currentFrame + samples.length;
    if (!this.hasBegun(missing, samples.length)) return true;
    if (missing > 0) this.writer.lose(missing);
    this.writer.push(samples);
    if (this.isShared) this.wake(samples.length);
    return true;
  }

  // Browsers run the graph once or twice while they still connect it, up to a quarter of a second before it runs for good. What
  // lies between was never heard and is not lost: it begins with the first block without a hole.
  hasBegun(missing, frames) {
    if (this.inARow >= this.beginAfter) return true;
    this.inARow = missing > 0 ? frames : this.inARow + frames;
    return this.inARow >= this.beginAfter;
  }

  pick(channels) {
    if (!channels || channels.length === 0) return undefined;
    if (this.channel > 0) return channels[this.channel - 1];
    if (channels.length === 1) return channels[0];
    const frames = channels[0].length;
    if (this.mixed.length !== frames) this.mixed = new Float32Array(frames); // the quantum's size changed: once
    for (let i = 0; i < frames; ++i) {
      let sum = 0;
      for (let c = 0; c < channels.length; ++c) sum += channels[c][i];
      this.mixed[i] = sum / channels.length;
    }
    return this.mixed;
  }

  wake(frames) {
    this.sinceWake += frames;
    if (this.sinceWake < this.wakeAfter) return;
    this.sinceWake = 0;
    if (this.writer.shouldWake()) this.port.postMessage(0);
  }
}

registerProcessor("tunescope-capture", CaptureProcessor);
