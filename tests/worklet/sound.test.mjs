// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { flacRate, floatWav } from "../../wasm/shell/sound.js";

test("decoded sound becomes WAV of 32-bit floats without a change", () => {
  const wav = floatWav([Float32Array.of(0.1, -0.2), Float32Array.of(1, -1)], 44100);
  const view = new DataView(wav.buffer);
  assert.equal(new TextDecoder().decode(wav.subarray(0, 4)), "RIFF");
  assert.equal(view.getUint32(4, true), wav.length - 8);
  assert.equal(view.getUint16(20, true), 3);
  assert.equal(view.getUint32(24, true), 44100);
  assert.deepEqual([...new Float32Array(wav.buffer, 44)], [Math.fround(0.1), 1, Math.fround(-0.2), -1]);
});

test("the rate of FLAC is read from its first block", () => {
  const flac = new Uint8Array(42);
  flac.set([0x66, 0x4c, 0x61, 0x43]);
  flac.set([0x0a, 0xc4, 0x40], 18); // 44100 in 20 bits
  assert.equal(flacRate(flac), 44100);
  flac.set([0x0b, 0xb8, 0x00], 18);
  assert.equal(flacRate(flac), 48000);
  assert.equal(flacRate(new TextEncoder().encode("RIFF and something more than 21 bytes")), 0);
});
