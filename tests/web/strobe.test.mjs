// SPDX-License-Identifier: GPL-3.0-or-later
// The strobe as the page draws it: over ten seconds the stripes of ring 1 drift as the mean reading says, as bands and as a
// circle.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { collect, folder, hears, missing, pcmFile, serve, until, withPage } from "./harness.mjs";
import { grayOf, movingPart } from "./picture.mjs";

const skip = missing() || false;
const files = folder();
const TARGET_HZ = 440;
const SOUNDING_HZ = 440.5; // 1.97 cents sharp, and whole periods in ten seconds: the file is repeated without a jump
const SECONDS = 10;
const STRIPES = { bands: 3, circle: 4 }; // of ring 1: StrobeImage
let server;
let sound;

before(async () => {
  if (skip) return;
  server = await serve();
  const partials = [1, 2, 3, 4, 8];
  sound = pcmFile(join(files, "sharp.wav"), SECONDS, 44100, (i) => partials.reduce((sum, n) => sum + 0.08 * Math.sin((2 * Math.PI * n * SOUNDING_HZ * i) / 44100), 0));
});
after(() => server?.stop());

/** A setting of the window's, as Qt keeps it: text of 16-bit letters, in base64. Beside "display", which is there already. */
const keep = (page, name, value) =>
  page.evaluate(([name, value]) => {
    const key = Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i)).find((each) => /\bdisplay$/.test(each));
    localStorage.setItem(key.replace(/display$/, name), btoa([...value].map((letter) => `${letter}\0`).join("")));
  }, [name, value]);

/** Screenshots of the given time, each with the moment between its beginning and its end. */
async function watch(page, seconds) {
  const pictures = [];
  for (const end = performance.now() + 1000 * seconds; performance.now() < end; ) {
    const begun = performance.now();
    const picture = grayOf(await page.screenshot());
    pictures.push({ ...picture, seconds: (begun + performance.now()) / 2000 });
  }
  return pictures;
}

/** Where the stripes of ring 1 are, in periods, and how strong they are. */
function stripes({ width, gray }, part, shape) {
  const POINTS = 1440;
  let [re, im] = [0, 0];
  for (let i = 0; i < POINTS; ++i) {
    const share = (i + 0.5) / POINTS;
    let x = part.left + share * (part.right - part.left);
    let y = part.top + ((part.bottom - part.top) * 7) / 8; // in the lowest band
    if (shape === "circle") {
      const radius = ((part.right - part.left) / 2) * 0.38; // in the innermost ring
      x = (part.left + part.right) / 2 + radius * Math.sin(2 * Math.PI * share);
      y = (part.top + part.bottom) / 2 - radius * Math.cos(2 * Math.PI * share);
    }
    const value = gray[Math.floor(y) * width + Math.floor(x)];
    re += (2 * value * Math.cos(2 * Math.PI * STRIPES[shape] * share)) / POINTS;
    im -= (2 * value * Math.sin(2 * Math.PI * STRIPES[shape] * share)) / POINTS;
  }
  return { strength: Math.hypot(re, im), turns: -Math.atan2(im, re) / (2 * Math.PI) };
}

for (const shape of Object.keys(STRIPES)) {
  test(`the ${shape} drift as the mean reading says`, { skip, timeout: 180000 }, () =>
    withPage({ microphone: sound }, async (page) => {
      await page.goto(server.address);
      await until(page, hears("A4"));
      await page.keyboard.press("Shift+Digit2");
      await page.waitForTimeout(500); // in which the choice is kept
      if (shape === "circle") {
        await keep(page, "strobeCircular", "true");
        await page.reload();
        await until(page, hears("A4"));
      }
      await page.waitForTimeout(1500); // the note has settled
      const [readings, pictures] = await Promise.all([collect(page, SECONDS + 1), watch(page, SECONDS)]);
      const cents = readings.filter((reading) => reading.note === "A4").map((reading) => reading.cents);
      const mean = cents.reduce((sum, each) => sum + each, 0) / cents.length;
      const part = movingPart(pictures);
      assert.ok(part.right - part.left > 200 && part.bottom - part.top > 60, `the strobe is at ${JSON.stringify(part)}`);
      const expected = TARGET_HZ * (2 ** (mean / 1200) - 1); // turns a second: a slow browser has few pictures
      let turns = 0;
      for (let i = 1; i < pictures.length; ++i) {
        const [last, next] = [pictures[i - 1], pictures[i]].map((picture) => stripes(picture, part, shape));
        assert.ok(next.strength > 30, `picture ${i} has no stripes: ${next.strength}`);
        const predicted = expected * (pictures[i].seconds - pictures[i - 1].seconds);
        const step = next.turns - last.turns - predicted;
        turns += predicted + step - Math.round(step);
      }
      const drift = 1200 * Math.log2(1 + turns / (pictures.at(-1).seconds - pictures[0].seconds) / TARGET_HZ);
      console.log(`strobe, ${shape}: drifts by ${drift.toFixed(3)} cents, reads ${mean.toFixed(3)}, ${pictures.length} pictures`);
      assert.ok(pictures.length > 10, `${pictures.length} pictures`);
      assert.ok(Math.abs(drift - mean) < 0.1, `drifts by ${drift} cents, reads ${mean}`);
    }));
}
