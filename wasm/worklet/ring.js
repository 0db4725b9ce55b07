// SPDX-License-Identifier: GPL-3.0-or-later
// A ring of frames in shared memory, between the AudioWorklet (writes) and the page (reads), for pages that are
// cross-origin isolated. A block goes in whole or not at all; the rest is counted, and a gap record tells the
// reader its position: written + lost = produced, always.

const WRITTEN = 0; // frames stored, modulo 2^32
const READ = 1; // frames taken
const GAPS_WRITTEN = 2;
const GAPS_READ = 3;
const AWAKE = 4; // 1: the reader has been notified of waiting frames and has not read yet
const HEADER_INTS = 8;
const GAP_RECORDS = 64; // where in the stored frames, how many are missing

/**
 * Memory for a ring of at least so many frames.
 * @param {number} frames
 * @param {number} width samples in a frame
 * @returns {SharedArrayBuffer}
 */
export function makeRingMemory(frames, width = 1) {
  const capacity = 2 ** Math.ceil(Math.log2(Math.max(frames, 256)));
  return new SharedArrayBuffer(4 * (HEADER_INTS + 2 * GAP_RECORDS + capacity * width));
}

class RingEnd {
  /**
   * @param {SharedArrayBuffer} memory of makeRingMemory()
   * @param {number} width samples in a frame
   */
  constructor(memory, width = 1) {
    this.width = width;
    this.header = new Int32Array(memory, 0, HEADER_INTS);
    this.gaps = new Uint32Array(memory, 4 * HEADER_INTS, 2 * GAP_RECORDS);
    this.samples = new Float32Array(memory, 4 * (HEADER_INTS + 2 * GAP_RECORDS));
    this.capacity = this.samples.length / width; // frames
    this.mask = this.capacity - 1;
  }

  /** Frames that wait. */
  get waiting() {
    return (Atomics.load(this.header, WRITTEN) - Atomics.load(this.header, READ)) >>> 0;
  }
}

/** The worklet's end. Allocates nothing after it was made. */
export class RingWriter extends RingEnd {
  constructor(memory, width) {
    super(memory, width);
    this.pending = 0; // lost frames without a record yet
    this.written = 0;
  }

  /**
   * Stores the block, or counts it as lost.
   * @param {Float32Array} block whole frames, interleaved
   */
  push(block) {
    const frames = block.length / this.width;
    if (this.capacity - this.waiting < frames || !this.recordPending()) {
      this.pending += frames;
      return;
    }
    const at = (this.written & this.mask) * this.width;
    const first = Math.min(block.length, this.samples.length - at);
    if (first === block.length) {
      this.samples.set(block, at);
    } else {
      for (let i = 0; i < first; ++i) this.samples[at + i] = block[i];
      for (let i = first; i < block.length; ++i) this.samples[i - first] = block[i];
    }
    this.written = (this.written + frames) >>> 0;
    Atomics.store(this.header, WRITTEN, this.written | 0);
  }

  /** Frames that never came. */
  lose(frames) {
    this.pending += frames;
  }

  /** True once for each time that the reader has to be told: it has not been told since it looked last. */
  shouldWake() {
    return Atomics.exchange(this.header, AWAKE, 1) === 0;
  }

  recordPending() {
    if (this.pending === 0) return true;
    const record = Atomics.load(this.header, GAPS_WRITTEN);
    if (record - Atomics.load(this.header, GAPS_READ) >= GAP_RECORDS) return false;
    const slot = 2 * (record % GAP_RECORDS);
    this.gaps[slot] = this.written;
    this.gaps[slot + 1] = this.pending;
    this.pending = 0;
    Atomics.store(this.header, GAPS_WRITTEN, record + 1);
    return true;
  }
}

/** The page's end. */
export class RingReader extends RingEnd {
  constructor(memory, width) {
    super(memory, width);
    this.read = 0;
  }

  /**
   * Takes all that waits, in order.
   * @param {(samples: Float32Array) => void} onSamples whole frames; the view holds until it returns
   * @param {(frames: number) => void} onGap
   */
  drain(onSamples, onGap) {
    Atomics.store(this.header, AWAKE, 0);
    for (;;) {
      const written = Atomics.load(this.header, WRITTEN) >>> 0; // before the records: none of what it shows is missed
      const record = Atomics.load(this.header, GAPS_READ);
      const hasGap = Atomics.load(this.header, GAPS_WRITTEN) !== record;
      const slot = 2 * (record % GAP_RECORDS);
      const end = hasGap ? this.gaps[slot] : written;
      if (hasGap && end === this.read) {
        onGap(this.gaps[slot + 1]);
        Atomics.store(this.header, GAPS_READ, record + 1);
        continue;
      }
      const frames = (end - this.read) >>> 0;
      if (frames === 0) return;
      const at = this.read & this.mask;
      const part = Math.min(frames, this.capacity - at);
      onSamples(this.samples.subarray(at * this.width, (at + part) * this.width));
      this.read = (this.read + part) >>> 0;
      Atomics.store(this.header, READ, this.read | 0);
    }
  }
}
