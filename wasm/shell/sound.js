// SPDX-License-Identifier: GPL-3.0-or-later
// Sound that the program cannot read itself, decoded by the browser and written as WAV of 32-bit floats.

const startsWith = (bytes, at, text) => [...text].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));

// By the two bits of the version (2.5, reserved, 2, 1) and the next but four (ISO 11172-3 and 13818-3).
const MP3_RATES = [[11025, 12000, 8000], [], [22050, 24000, 16000], [44100, 48000, 32000]];

function mp3Rate(bytes) {
  let at = 0;
  if (startsWith(bytes, 0, "ID3")) at = 10 + ((bytes[6] << 21) | (bytes[7] << 14) | (bytes[8] << 7) | bytes[9]);
  const isFrame = bytes[at] === 0xff && (bytes[at + 1] & 0xe6) === 0xe2;
  return isFrame ? MP3_RATES[(bytes[at + 1] >> 3) & 3][(bytes[at + 2] >> 2) & 3] : 0;
}

/**
 * The rate that a file of FLAC, Ogg Vorbis or MP3 says it has; decoding at that rate changes no sample.
 * @param {Uint8Array} bytes
 * @returns {number} 0: it is none of these
 */
export function rateOf(bytes) {
  if (bytes.length < 64) return 0;
  if (startsWith(bytes, 0, "fLaC")) return (bytes[18] << 12) | (bytes[19] << 4) | (bytes[20] >> 4);
  if (startsWith(bytes, 0, "OggS") && startsWith(bytes, 29, "vorbis")) return new DataView(bytes.buffer, bytes.byteOffset).getUint32(40, true);
  return mp3Rate(bytes) || 0;
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
  const rate = rateOf(bytes) || 48000;
  const context = new page.OfflineAudioContext(1, 1, rate);
  const sound = await context.decodeAudioData(bytes.slice().buffer);
  const channels = Array.from({ length: sound.numberOfChannels }, (_, c) => sound.getChannelData(c));
  return floatWav(channels, sound.sampleRate);
}
