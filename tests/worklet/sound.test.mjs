// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { floatWav, rateOf } from "../../wasm/shell/sound.js";

test("decoded sound becomes WAV of 32-bit floats without a change", () => {
  const wav = floatWav([Float32Array.of(0.1, -0.2), Float32Array.of(1, -1)], 44100);
  const view = new DataView(wav.buffer);
  assert.equal(new TextDecoder().decode(wav.subarray(0, 4)), "RIFF");
  assert.equal(view.getUint32(4, true), wav.length - 8);
  assert.equal(view.getUint16(20, true), 3);
  assert.equal(view.getUint32(24, true), 44100);
  assert.deepEqual([...new Float32Array(wav.buffer, 44)], [Math.fround(0.1), 1, Math.fround(-0.2), -1]);
});

test("the rate of FLAC, Ogg Vorbis and MP3 is read from the file's first bytes", () => {
  const file = (start, ...parts) => {
    const bytes = new Uint8Array(256);
    bytes.set(new TextEncoder().encode(start));
    for (const [at, ...values] of parts) bytes.set(values, at);
    return bytes;
  };
  assert.equal(rateOf(file("fLaC", [18, 0x0a, 0xc4, 0x40])), 44100); // 20 bits
  assert.equal(rateOf(file("fLaC", [18, 0x0b, 0xb8, 0x00])), 48000);
  assert.equal(rateOf(file("OggS", [28, 1, 0x76, 0x6f, 0x72, 0x62, 0x69, 0x73, 0, 0, 0, 0, 2, 0x44, 0xac, 0, 0])), 44100);
  assert.equal(rateOf(file("", [0, 0xff, 0xfb, 0x94, 0x00])), 48000);
  assert.equal(rateOf(file("ID3", [6, 0, 0, 0, 100], [110, 0xff, 0xf3, 0x80])), 22050);
  assert.equal(rateOf(file("RIFF and something more")), 0);
  assert.equal(rateOf(new Uint8Array(3)), 0);
});
