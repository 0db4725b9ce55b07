// SPDX-License-Identifier: GPL-3.0-or-later
// Sound files of all the formats that have no choice in how they are decoded, with the floats that they stand for.
import { chance } from "../worklet/support.mjs";

const FRAMES = 3000;
const CHANNELS = 2;
const RATE = 44100;

/** How a sample is written, little-endian, and what float it is. */
const PCM = {
  8: { write: (view, at, value) => view.setUint8(at, value + 128), toFloat: (value) => value / 128 },
  16: { write: (view, at, value) => view.setInt16(at, value, true), toFloat: (value) => value / 32768 },
  24: {
    write: (view, at, value) => [0, 8, 16].forEach((shift, i) => view.setUint8(at + i, (value >> shift) & 255)),
    toFloat: (value) => value / 8388608,
  },
  32: { write: (view, at, value) => view.setInt32(at, value, true), toFloat: (value) => Math.fround(value) / 2147483648 },
};

/** Both ends of the range, and what chance has between them. */
function integers(bits, random) {
  const half = 2 ** (bits - 1);
  return Array.from({ length: FRAMES * CHANNELS }, (_, i) => [-half, half - 1, 0, -1, 1][i] ?? Math.floor(2 * half * random()) - half);
}

/** Of every size, above full scale too, and the smallest that there are. */
function floats(random) {
  const ends = [1, -1, -0, 3.5, 2 ** -149, -(2 ** -126)];
  return Array.from({ length: FRAMES * CHANNELS }, (_, i) => ends[i] ?? (2 * random() - 1) * 2 ** -Math.floor(30 * random()));
}

/** @returns {{data: Uint8Array, samples: Float32Array}} little-endian; signed: 8 bits too */
function encode({ bits, isFloat, isSigned = false }, random) {
  const values = isFloat ? floats(random) : integers(bits, random);
  const data = new Uint8Array((values.length * bits) / 8);
  const view = new DataView(data.buffer);
  const { write, toFloat } = isFloat
    ? { write: (v, at, value) => (bits === 32 ? v.setFloat32(at, value, true) : v.setFloat64(at, value, true)), toFloat: Math.fround }
    : PCM[bits];
  values.forEach((value, i) => (isSigned && bits === 8 ? view.setInt8(i, value) : write(view, (i * bits) / 8, value)));
  return { data, samples: Float32Array.from(values, toFloat) };
}

function turned(data, width) {
  const result = new Uint8Array(data.length);
  data.forEach((byte, i) => (result[i - (i % width) + width - 1 - (i % width)] = byte));
  return result;
}

function wav(data, { bits, isFloat, isExtensible = false }) {
  const head = Buffer.alloc(isExtensible ? 68 : 44);
  const tag = isFloat ? 3 : 1;
  head.write("RIFF", 0);
  head.writeUInt32LE(head.length - 8 + data.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(head.length - 28, 16);
  head.writeUInt16LE(isExtensible ? 0xfffe : tag, 20);
  head.writeUInt16LE(CHANNELS, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE((RATE * CHANNELS * bits) / 8, 28);
  head.writeUInt16LE((CHANNELS * bits) / 8, 32);
  head.writeUInt16LE(bits, 34);
  if (isExtensible) {
    head.writeUInt16LE(22, 36);
    head.writeUInt16LE(bits, 38);
    head.writeUInt32LE(3, 40); // left and right
    Buffer.from([tag, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71]).copy(head, 44);
  }
  head.write("data", head.length - 8);
  head.writeUInt32LE(data.length, head.length - 4);
  return Buffer.concat([head, data]);
}

/** compression: four letters of AIFC; without them it is AIFF */
function aiff(data, { bits, compression = "" }) {
  const common = Buffer.alloc(compression ? 24 : 18);
  common.writeUInt16BE(CHANNELS, 0);
  common.writeUInt32BE(FRAMES, 2);
  common.writeUInt16BE(bits, 6);
  const exponent = Math.floor(Math.log2(RATE));
  common.writeUInt16BE(16383 + exponent, 8); // an 80-bit float
  common.writeBigUInt64BE(BigInt(RATE) << BigInt(63 - exponent), 10);
  common.write(compression, 18); // and a name of no letters
  const chunk = (name, body) => {
    const head = Buffer.alloc(8);
    head.write(name, 0);
    head.writeUInt32BE(body.length, 4);
    return Buffer.concat([head, body]);
  };
  const version = compression ? chunk("FVER", Buffer.from([0xa2, 0x80, 0x51, 0x40])) : Buffer.alloc(0);
  const chunks = Buffer.concat([version, chunk("COMM", common), chunk("SSND", Buffer.concat([Buffer.alloc(8), data]))]);
  return chunk("FORM", Buffer.concat([Buffer.from(compression ? "AIFC" : "AIFF"), chunks]));
}

const KINDS = {
  "WAV, 8 bits": { bits: 8 },
  "WAV, 16 bits": { bits: 16 },
  "WAV, 24 bits": { bits: 24 },
  "WAV, 32 bits": { bits: 32 },
  "WAV, float of 32 bits": { bits: 32, isFloat: true },
  "WAV, float of 64 bits": { bits: 64, isFloat: true },
  "WAVE_FORMAT_EXTENSIBLE, 24 bits": { bits: 24, isExtensible: true },
  "WAVE_FORMAT_EXTENSIBLE, float of 32 bits": { bits: 32, isFloat: true, isExtensible: true },
  "AIFF, 8 bits": { bits: 8, isSigned: true, isAiff: true },
  "AIFF, 16 bits": { bits: 16, isAiff: true },
  "AIFF, 24 bits": { bits: 24, isAiff: true },
  "AIFF, 32 bits": { bits: 32, isAiff: true },
  "AIFC, 16 bits, little-endian": { bits: 16, isAiff: true, compression: "sowt" },
  "AIFC, float of 32 bits": { bits: 32, isFloat: true, isAiff: true, compression: "fl32" },
};

export const FORMATS = Object.keys(KINDS);

/** @param {string} name one of FORMATS @returns {{bytes: Buffer, samples: Float32Array}} samples: interleaved */
export function makeSound(name) {
  const kind = KINDS[name];
  const { data, samples } = encode(kind, chance(FORMATS.indexOf(name) + 1));
  if (!kind.isAiff) return { bytes: wav(data, kind), samples };
  return { bytes: aiff(kind.compression === "sowt" ? data : turned(data, kind.bits / 8), kind), samples };
}
