// SPDX-License-Identifier: GPL-3.0-or-later
// The web app in a real Chromium, with microphones that play files.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { basename, join } from "node:path";
import { collect, folder, launch, median, missing, pcmFile, pictures, serve, tone, until } from "./harness.mjs";

const skip = missing() || false;
const files = folder();
const isRunning = "globalThis.tunescope?.state === 'running'";
const hears = (note) => `globalThis.tunescope?.reading?.note === '${note}'`;
let isolated;
let plain;
let a4;

before(async () => {
  if (skip) return;
  isolated = await serve();
  plain = await serve("--plain");
  a4 = pcmFile(join(files, "a4.wav"), 10, 44100, tone(440, 44100));
});
after(async () => {
  await isolated?.stop();
  await plain?.stop();
});

/** Runs body with a browser and fails when the page complained about anything. */
async function withPage(options, body) {
  const browser = await launch(options);
  try {
    await body(browser.page, browser);
  } finally {
    await browser.close();
  }
  const bad = browser.said.filter((line) => /^(error|pageerror)|Content Security Policy/i.test(line) && !options.mayComplain?.test(line));
  assert.deepEqual(bad, []);
}

test("the demo is drawn and read", { skip, timeout: 120000 }, () =>
  withPage({}, async (page) => {
    await page.goto(`${isolated.address}?demo`);
    await until(page, "globalThis.tunescope?.state === 'demo'");
    await until(page, "document.getElementById('card').hidden");
    await until(page, "globalThis.tunescope.reading?.note?.startsWith('C')");
  }));

for (const [name, transport] of [["isolated", "shared"], ["plain", "port"]]) {
  test(`A4 from the microphone reads 440.00 Hz at the context's rate (${name} host)`, { skip, timeout: 120000 }, () =>
    withPage({ microphone: a4 }, async (page) => {
      await page.goto((name === "isolated" ? isolated : plain).address);
      await until(page, hears("A4"));
      const readings = (await collect(page, 3)).filter((reading) => reading.hz);
      assert.ok(readings.length > 200, `${readings.length} readings`);
      const hertz = median(readings.map((reading) => reading.hz));
      assert.ok(Math.abs(hertz - 440) < 0.05, `${hertz} Hz`);
      assert.deepEqual(Object.keys(readings[0]), [
        "type", "t", "available", "rmsDb", "peakDb", "hz", "sigmaCents", "confidence", "note", "midi", "cents", "inharmonicity",
      ]);
      const statistics = await page.evaluate(() => globalThis.tunescope.statistics);
      assert.equal(statistics.transport, transport);
      assert.equal(statistics.sampleRate, await page.evaluate(() => new AudioContext().sampleRate));
    }));

  test(`a main thread that stands still for up to 500 ms loses nothing, and after 1000 ms every sample is counted (${name} host)`, { skip, timeout: 180000 }, () =>
    withPage({ microphone: a4 }, async (page) => {
      await page.goto((name === "isolated" ? isolated : plain).address);
      await until(page, hears("A4"));
      const stall = (ms) =>
        page.evaluate(async (ms) => {
          const until = performance.now() + ms;
          while (performance.now() < until);
          await new Promise((resolve) => setTimeout(resolve, 600));
          return globalThis.tunescope.statistics;
        }, ms);
      const { lostFrames } = await stall(0); // a slow machine may stand still while it starts
      for (const ms of [0, 100, 500]) assert.equal((await stall(ms)).lostFrames, lostFrames, `${ms} ms`);
      const before = await stall(0);
      const began = await page.evaluate(() => performance.now());
      const after = await stall(1000);
      const seconds = ((await page.evaluate(() => performance.now())) - began) / 1000;
      const passed = after.deliveredFrames + after.lostFrames - before.deliveredFrames - before.lostFrames;
      assert.ok(Math.abs(passed / after.sampleRate - seconds) < 0.35, `${passed} frames in ${seconds} s`);
    }));
}

test("50 starts and stops leave nothing behind", { skip, timeout: 240000 }, () =>
  withPage({ microphone: a4, args: ["--js-flags=--expose-gc"] }, async (page, { context }) => {
    await page.goto(isolated.address);
    await until(page, isRunning);
    const cycle = (times) =>
      page.evaluate(async (times) => {
        const { tunescope } = globalThis;
        const state = (word) =>
          new Promise((resolve) => {
            const look = () => (tunescope.state === word && (word !== "running" || tunescope.statistics.streams === 1) ? resolve() : setTimeout(look, 10));
            look();
          });
        for (let i = 0; i < times; ++i) {
          tunescope.stop();
          await state("stopped");
          tunescope.start();
          await state("running");
        }
      }, times);
    const session = await context.newCDPSession(page);
    const heap = async () => {
      for (let i = 0; i < 3; ++i) await page.evaluate(() => globalThis.gc());
      const { usedSize } = await session.send("Runtime.getHeapUsage");
      const { nodes, jsEventListeners } = await session.send("Memory.getDOMCounters");
      return { usedSize, nodes, jsEventListeners };
    };
    await cycle(10);
    const first = await heap();
    await cycle(50);
    const last = await heap();
    assert.ok(last.usedSize - first.usedSize < 1e6, `the heap grew from ${first.usedSize} to ${last.usedSize} bytes`);
    assert.ok(last.jsEventListeners - first.jsEventListeners <= 2, `listeners: ${first.jsEventListeners}, then ${last.jsEventListeners}`);
    await page.evaluate(() => globalThis.tunescope.stop());
    await until(page, "globalThis.tunescope.statistics.streams === 0");
  }));

test("a microphone that is denied is a state with a sentence, and not asked for again", { skip, timeout: 120000 }, () =>
  withPage({ deny: true, context: { permissions: [] }, args: ["--deny-permission-prompts"] }, async (page) => {
    await page.goto(isolated.address);
    await until(page, "['denied', 'dismissed'].includes(globalThis.tunescope?.state)");
    assert.match(await page.evaluate(() => globalThis.tunescope.sentence), /microphone.*\.$/);
  }));

test("no foreign request is made, and no policy is broken, in a whole session; a reload works without a network", { skip, timeout: 180000 }, () =>
  withPage({ microphone: a4 }, async (page, { context, requests }) => {
    await page.goto(plain.address);
    await until(page, hears("A4"));
    await page.evaluate(() => navigator.serviceWorker.ready);
    await until(page, "caches.keys().then((names) => names.length === 1)");
    await page.reload();
    await until(page, hears("A4"));
    assert.equal(await page.evaluate(() => crossOriginIsolated), true, "the service worker gives the headers that a plain host lacks");
    await context.setOffline(true);
    await page.reload();
    await until(page, hears("A4"));
    await page.evaluate(() => globalThis.tunescope.stop());
    await until(page, "globalThis.tunescope.state === 'stopped'");
    assert.deepEqual([...new Set(requests.map((url) => new URL(url).origin))], [new URL(plain.address).origin]);
  }));

/** The readings of a whole sound file, as fast as the page analyses it. */
async function readingsOf(page, path) {
  const bytes = readFileSync(path).toString("base64");
  const text = await page.evaluate(async ([name, bytes]) => {
    const { tunescope } = globalThis;
    const data = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
    await tunescope.open(new File([data], name), { realtime: false });
    while (!["finished", "failed"].includes(tunescope.state)) await new Promise((resolve) => setTimeout(resolve, 50));
    return tunescope.state === "finished" ? tunescope.readings("json") : tunescope.sentence;
  }, [basename(path), bytes]);
  assert.match(text, /^\{/, text);
  return text.trim().split("\n").map(JSON.parse).filter((record) => record.type === "frame");
}

const recordings = process.env.TUNESCOPE_RECORDINGS ?? "";
const program = process.env.TUNESCOPE_PROGRAM ?? "";
const noRecordings = skip || (recordings && program ? false : "TUNESCOPE_RECORDINGS or TUNESCOPE_PROGRAM is not set");

test("real recordings have the same notes, and the same pitches within .05 cent, as natively", { skip: noRecordings, timeout: 400000 }, () =>
  withPage({}, async (page) => {
    await page.goto(`${isolated.address}?demo`);
    await until(page, "globalThis.tunescope?.state === 'demo'");
    const paths = readdirSync(recordings, { recursive: true }).filter((name) => /guitar.*\.flac$/.test(name)).sort().slice(0, 8);
    assert.ok(paths.length > 0, "there are recordings");
    for (const name of paths) {
      const path = join(recordings, name);
      const here = await readingsOf(page, path);
      const native = execFileSync(program, ["--cli", "--input", path, "--format", "json"], { encoding: "utf8", maxBuffer: 1 << 28 });
      const there = native.trim().split("\n").map(JSON.parse).filter((record) => record.type === "frame");
      assert.equal(here.length, there.length, name);
      here.forEach((reading, i) => {
        assert.equal(reading.note, there[i].note, `${name} at ${reading.t} s`);
        if (reading.hz) assert.ok(Math.abs(1200 * Math.log2(reading.hz / there[i].hz)) < 0.05, `${name} at ${reading.t} s: ${reading.hz}, natively ${there[i].hz}`);
      });
    }
  }));

test("what the browser cannot do is said on a card", { skip, timeout: 120000 }, () =>
  withPage({}, async (page) => {
    const card = async (prepare) => {
      const other = await page.context().newPage();
      await other.addInitScript(prepare);
      await other.goto(isolated.address);
      await until(other, "document.getElementById('card').getAttribute('role') === 'alert'");
      const title = await other.textContent("#title");
      await other.close();
      return title;
    };
    assert.equal(await card(() => (WebAssembly.validate = () => false)), "This browser is too old");
    assert.equal(await card(() => (HTMLCanvasElement.prototype.getContext = () => null)), "This page cannot draw");
    const words = async (prepare, state) => {
      const other = await page.context().newPage();
      await other.addInitScript(prepare);
      await other.goto(isolated.address);
      await until(other, `globalThis.tunescope?.state === '${state}'`);
      await other.close();
    };
    await words(() => Object.defineProperty(globalThis, "isSecureContext", { value: false }), "insecure");
    await words(() => Object.defineProperty(navigator, "mediaDevices", { value: undefined }), "no-api");
    const refusal = (name) => `navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("no", "${name}"); }`;
    await words(refusal("NotFoundError"), "no-device");
    await words(refusal("NotReadableError"), "busy");
  }));

test("a crash turns the microphone off and offers to load again", { skip, timeout: 120000 }, () =>
  withPage({ microphone: a4, mayComplain: /unreachable|on purpose/ }, async (page) => {
    await page.goto(isolated.address);
    await until(page, isRunning);
    await page.evaluate(() => setTimeout(() => { throw new WebAssembly.RuntimeError("on purpose"); }));
    await until(page, "globalThis.tunescope.state === 'crashed'");
    assert.equal(await page.textContent("#title"), "Tunescope has stopped");
    assert.equal(await page.isVisible("#action"), true);
  }));

test("a page that was left for the back-forward cache listens again when it comes back", { skip, timeout: 120000 }, () =>
  withPage({ microphone: a4, keep: ["--disable-back-forward-cache"] }, async (page) => {
    await page.goto(plain.address);
    await until(page, hears("A4"));
    await page.goto("about:blank");
    await page.goBack({ waitUntil: "commit" }); // such a page is not loaded again
    await until(page, hears("A4"));
  }));

for (const [shape, size, touch] of [["phone", { width: 390, height: 844 }, true], ["desktop", { width: 1280, height: 800 }, false]]) {
  for (const theme of ["dark", "light"]) {
    test(`pictures of the ${theme} theme at ${shape} size`, { skip, timeout: 120000 }, () =>
      withPage({ microphone: a4, size, theme, touch }, async (page) => {
        await page.goto(isolated.address);
        await until(page, hears("A4"));
        await page.waitForTimeout(1500); // for the picture: the digits have settled
        const picture = await page.screenshot(pictures() ? { path: join(pictures(), `${shape}-${theme}.png`) } : {});
        assert.ok(picture.length > 10000, "there is something in it");
      }));
  }
}
