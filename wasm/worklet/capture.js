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
    this.hasBegun = false;
    this.beginAfter = blockFrames; // see begins()
    this.inARow = 0;
    this.first = -1; // the first block's frame
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
    if (this.hasBegun) {
      if (missing > 0) this.writer.lose(missing);
    } else {
      this.hasBegun = this.begins(missing, samples.length);
      if (!this.hasBegun) return true;
    }
    this.writer.push(samples);
    if (this.isShared) this.wake(samples.length);
    return true;
  }

  // Browsers run the graph once or twice while they are still connecting it, up to a quarter of a second before it runs
  // steadily. Those holes aren't losses: capture begins with the first blockFrames without one. Where blocks keep missing,
  // it begins half a second after the first block, so that the losses are counted.
  begins(missing, frames) {
    if (this.first < 0) this.first = currentFrame;
    this.inARow = missing > 0 ? frames : this.inARow + frames;
    return this.inARow >= this.beginAfter || currentFrame - this.first >= sampleRate / 2;
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
