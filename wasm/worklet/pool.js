// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks of samples that travel to the page by MessagePort and come back to be filled again: for pages that are
// not cross-origin isolated. While the page stands still the pool runs empty; the loss is counted and reported with
// the next block.

/** The worklet's end. Allocates nothing but the messages themselves after it was made. */
export class PoolWriter {
  /**
   * @param {(message: object, transfer: ArrayBuffer[]) => void} post
   * @param {number} blockFrames frames in a block
   * @param {number} blocks how many blocks there are: together at least a second
   * @param {number} width samples in a frame
   */
  constructor(post, blockFrames, blocks, width = 1) {
    this.post = post;
    this.width = width;
    this.blockSamples = blockFrames * width;
    this.free = Array.from({ length: blocks }, () => new Float32Array(this.blockSamples));
    this.current = this.free.pop();
    this.filled = 0; // samples
    this.pending = 0; // lost frames before the current block
    this.message = { samples: null, lost: 0 };
    this.transfer = [null];
  }

  /** @param {Float32Array} block whole frames, interleaved */
  push(block) {
    let taken = 0;
    while (taken < block.length) {
      if (!this.current) this.current = this.free.pop();
      if (!this.current) {
        this.pending += (block.length - taken) / this.width;
        return;
      }
      const part = Math.min(block.length - taken, this.blockSamples - this.filled);
      const target = this.current;
      for (let i = 0; i < part; ++i) target[this.filled + i] = block[taken + i];
      this.filled += part;
      taken += part;
      if (this.filled === this.blockSamples) this.send(this.current);
    }
  }

  /** Frames that never came: what was filled before them goes first, so that they stand at their place. */
  lose(frames) {
    if (this.filled > 0) this.send(this.current.subarray(0, this.filled));
    this.pending += frames;
  }

  /** A block comes back. */
  recycle(buffer) {
    this.free.push(new Float32Array(buffer));
  }

  send(samples) {
    this.message.samples = samples;
    this.message.lost = this.pending;
    this.transfer[0] = samples.buffer;
    this.post(this.message, this.transfer);
    this.current = undefined;
    this.filled = 0;
    this.pending = 0;
  }
}
