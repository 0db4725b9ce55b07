// SPDX-License-Identifier: GPL-3.0-or-later
// The reference tone in a real Chromium: played by keys, read from the node that plays it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { folder, hears, missing, pcmFile, serve, tone, until, withPage } from "./harness.mjs";

const skip = missing() || false;
const files = folder();
let host;
let a4;

before(async () => {
  if (skip) return;
  host = await serve();
  a4 = pcmFile(join(files, "a4.wav"), 10, 44100, tone(440, 44100));
});
after(() => host?.stop());

/** What the tone's node plays, by an analyser beside its output. */
const tap = () => {
  globalThis.AudioWorkletNode = class extends AudioWorkletNode {
    constructor(context, name, options) {
      super(context, name, options);
      if (name !== "tunescope-tone") return;
      globalThis.tap = new AnalyserNode(context, { fftSize: 32768 });
      this.connect(globalThis.tap);
    }
  };
};

/** Frequency, amplitude and strongest harmonic of the newest two thirds of a second, the first two near 440 Hz. */
const measure = (page) =>
  page.evaluate(() => {
    const samples = new Float32Array(globalThis.tap.fftSize);
    globalThis.tap.getFloatTimeDomainData(samples);
    const rate = globalThis.tap.context.sampleRate;
    const half = samples.length / 2;
    const line = (hertz, from) => {
      let [re, im] = [0, 0];
      for (let i = 0; i < half; ++i) {
        const window = 1 - Math.cos((2 * Math.PI * i) / half);
        const angle = 2 * Math.PI * ((((from + i) * hertz) / rate) % 1);
        re += window * samples[from + i] * Math.cos(angle);
        im -= window * samples[from + i] * Math.sin(angle);
      }
      return { amplitude: (2 * Math.hypot(re, im)) / half, phase: Math.atan2(im, re) };
    };
    const turned = line(440, half).phase - line(440, 0).phase;
    const hertz = 440 + (Math.atan2(Math.sin(turned), Math.cos(turned)) * rate) / half / (2 * Math.PI);
    const { amplitude } = line(440, 0);
    const harmonics = [2, 3, 4, 5].map((partial) => line(440 * partial, 0).amplitude / amplitude);
    return { hertz, amplitude, harmonicDb: 20 * Math.log10(Math.max(...harmonics)), peak: Math.max(...samples.map(Math.abs)) };
  });

test("keys play A4, exact and quiet; listening pauses meanwhile and goes on after it", { skip, timeout: 120000 }, () =>
  withPage({ microphone: a4 }, async (page) => {
    await page.addInitScript(tap);
    await page.goto(host.address);
    await until(page, hears("A4"));
    await page.keyboard.press("r");
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    for (const key of ["Tab", "Tab", "Space"]) await page.keyboard.press(key); // past Close to Play
    await until(page, "globalThis.tunescope.state === 'paused' && globalThis.tap !== undefined");
    await until(page, "globalThis.tap.context.currentTime > 2");
    const { hertz, amplitude, harmonicDb, peak } = await measure(page);
    const cents = 1200 * Math.log2(hertz / 440);
    assert.ok(Math.abs(cents) < 0.01, `${cents} cents`);
    assert.ok(Math.abs(20 * Math.log10(amplitude) + 30) < 0.02, `${20 * Math.log10(amplitude)} dBFS`);
    assert.ok(harmonicDb < -80, `${harmonicDb} dB`);
    assert.ok(Math.abs(peak / amplitude - 1) < 0.01, `a peak of ${peak}`);
    console.log(`tone: ${cents.toFixed(5)} cents, harmonics ${harmonicDb.toFixed(1)} dB`);
    await page.keyboard.press("Space"); // Stop
    await until(page, "globalThis.tunescope.state === 'running'");
    await until(page, "globalThis.tap.context.state === 'closed'");
    await until(page, hears("A4"));
  }));
