// SPDX-License-Identifier: GPL-3.0-or-later
// The AudioWorklet processor: makes frames of the microphone's channels and passes them on, through shared
// memory or the port, and counts every missing frame. It accepts any quantum and any number of channels,
// allocates nothing in process(), and ends on request.
import { PoolWriter } from "./pool.js";
import { RingWriter } from "./ring.js";

class CaptureProcessor extends AudioWorkletProcessor {
  /** @param {{processorOptions: {memory?: SharedArrayBuffer, blockFrames: number, blocks: number, channels: number}}} options */
  constructor(options) {
    super();
    const { memory, blockFrames, blocks, channels } = options.processorOptions;
    this.channels = channels; // of a frame
    this.isRunning = true;
    this.next = -1; // the next expected frame
    this.hasBegun = false;
    this.beginAfter = blockFrames; // see begins()
    this.inARow = 0;
    this.first = -1; // the first block's frame
    this.frames = new Float32Array(0);
    this.wakeAfter = blockFrames;
    this.sinceWake = 0;
    this.writer = memory
      ? new RingWriter(memory, channels)
      : new PoolWriter((message, transfer) => this.port.postMessage(message, transfer), blockFrames, blocks, channels);
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
    const count = inputs[0]?.[0]?.length ?? 0;
    if (count === 0) return true; // nothing is connected; the clock below shows how long
    const missing = this.next < 0 ? 0 : currentFrame - this.next;
    this.next = currentFrame + count;
    if (this.hasBegun) {
      if (missing > 0) this.writer.lose(missing);
    } else {
      this.hasBegun = this.begins(missing, count);
      if (!this.hasBegun) return true;
    }
    this.writer.push(this.interleave(inputs[0], count));
    if (this.isShared) this.wake(count);
    return true;
  }

  // Browsers run the graph once or twice while they are still connecting it, up to a quarter of a second before it runs
  // steadily. Those holes aren't losses: capture begins with the first blockFrames without one. If blocks keep missing,
  // it begins half a second after the first block, so that the losses are counted.
  begins(missing, frames) {
    if (this.first < 0) this.first = currentFrame;
    this.inARow = missing > 0 ? frames : this.inARow + frames;
    return this.inARow >= this.beginAfter || currentFrame - this.first >= sampleRate / 2;
  }

  // A browser that delivers fewer channels than before has mixed them: each channel is then the mix.
  interleave(input, count) {
    const width = this.channels;
    if (width === 1) return input[0];
    if (this.frames.length !== count * width) this.frames = new Float32Array(count * width); // the quantum's size changed: once
    for (let channel = 0; channel < width; ++channel) {
      const samples = input[input.length === 1 ? 0 : channel];
      for (let i = 0; i < count; ++i) this.frames[i * width + channel] = samples ? samples[i] : 0;
    }
    return this.frames;
  }

  wake(frames) {
    this.sinceWake += frames;
    if (this.sinceWake < this.wakeAfter) return;
    this.sinceWake = 0;
    if (this.writer.shouldWake()) this.port.postMessage(0);
  }
}

registerProcessor("tunescope-capture", CaptureProcessor);
