// SPDX-License-Identifier: GPL-3.0-or-later
// npm's pitchy and pitchfinder over sound files: node others.mjs MODULES SOUNDS METHOD
// Windows of 4096 samples around each instant that truth.csv asks for; prints file,time,hertz (0: no pitch).
// pitchfinder takes some 20 ms for each, so that it is asked once a note, of the steady sounds only.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const WINDOW = 4096;
const RATE = 48000;
const [modules, sounds, method] = process.argv.slice(2);
const require = createRequire(`${modules}/package.json`);

/** @returns {Promise<(window: Float32Array) => number>} hertz, 0 for none */
async function detector() {
  if (method === "pitchy") {
    const { PitchDetector } = await import(pathToFileURL(`${modules}/node_modules/pitchy/index.js`).href);
    const pitchy = PitchDetector.forFloat32Array(WINDOW);
    return (window) => pitchy.findPitch(window, RATE)[0];
  }
  const { YIN } = require("pitchfinder");
  const yin = YIN({ sampleRate: RATE });
  const padded = new Float32Array(WINDOW + 1); // it takes the power of two below the length
  return (window) => {
    padded.set(window);
    return yin(padded) ?? 0;
  };
}

/** The samples of a mono WAV file of 32-bit floats. */
function samplesOf(name) {
  const file = readFileSync(`${sounds}/${name}.wav`);
  let at = 12;
  while (file.toString("latin1", at, at + 4) !== "data") at += 8 + file.readUInt32LE(at + 4);
  const size = file.readUInt32LE(at + 4);
  const bytes = file.buffer.slice(file.byteOffset + at + 8, file.byteOffset + at + 8 + size);
  return new Float32Array(bytes);
}

const find = await detector();
const isSlow = method === "pitchfinder";
let asked = 0;
let name = "";
let samples = new Float32Array();
for (const line of readFileSync(`${sounds}/truth.csv`, "utf8").trim().split("\n").slice(1)) {
  const [file, time] = line.split(",");
  if (isSlow && (!/^\d/.test(file) || ++asked % 4 !== 1)) continue;
  if (file !== name) samples = samplesOf(file);
  name = file;
  const start = Math.round(Number(time) * RATE) - WINDOW / 2;
  if (start < 0 || start + WINDOW > samples.length) continue;
  console.log(`${file},${time},${find(samples.subarray(start, start + WINDOW))}`);
}
