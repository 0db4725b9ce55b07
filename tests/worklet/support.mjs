// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export function chance(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Samples that say which frame they are, and a reader that checks it. */
export class SequenceCheck {
  position = 0;
  taken = 0;
  lost = 0;

  make(position, frames) {
    return Float32Array.from({ length: frames }, (_, i) => (position + i) % 16777216);
  }

  take(samples) {
    for (const sample of samples) assert.equal(sample, this.position++ % 16777216);
    this.taken += samples.length;
  }

  lose(frames) {
    this.position += frames;
    this.lost += frames;
  }
}
