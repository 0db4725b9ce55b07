// SPDX-License-Identifier: GPL-3.0-or-later
// Sound that the program cannot read itself, decoded by the browser and written as WAV of 32-bit floats.

/**
 * The rate that a FLAC file says it has; decoding at that rate changes no sample.
 * @param {Uint8Array} bytes
 * @returns {number} 0: not FLAC
 */
export function flacRate(bytes) {
  const isFlac = bytes.length > 21 && bytes[0] === 0x66 && bytes[1] === 0x4c && bytes[2] === 0x61 && bytes[3] === 0x43;
  return isFlac ? (bytes[18] << 12) | (bytes[19] << 4) | (bytes[20] >> 4) : 0;
}

/**
 * @param {Float32Array[]} channels
 * @param {number} sampleRate
 * @returns {Uint8Array}
 */
export function floatWav(channels, sampleRate) {
  const frames = channels[0].length;
  const bytes = 4 * frames * channels.length;
  const wav = new Uint8Array(44 + bytes);
  const view = new DataView(wav.buffer);
  const text = (at, word) => [...word].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + bytes, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 3, true); // float
  view.setUint16(22, channels.length, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, 4 * sampleRate * channels.length, true);
  view.setUint16(32, 4 * channels.length, true);
  view.setUint16(34, 32, true);
  text(36, "data");
  view.setUint32(40, bytes, true);
  const samples = new Float32Array(wav.buffer, 44);
  channels.forEach((channel, c) => {
    for (let i = 0; i < frames; ++i) samples[i * channels.length + c] = channel[i];
  });
  return wav;
}

/**
 * @param {Window & typeof globalThis} page
 * @param {Uint8Array} bytes
 * @returns {Promise<Uint8Array>} rejected when the browser cannot decode it
 */
export async function decode(page, bytes) {
  const rate = flacRate(bytes) || 48000;
  const context = new page.OfflineAudioContext(1, 1, rate);
  const sound = await context.decodeAudioData(bytes.slice().buffer);
  const channels = Array.from({ length: sound.numberOfChannels }, (_, c) => sound.getChannelData(c));
  return floatWav(channels, sound.sampleRate);
}
