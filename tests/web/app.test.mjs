// SPDX-License-Identifier: GPL-3.0-or-later
// The web app in a real Chromium, with microphones that play files.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { collect, folder, hears, median, missing, pcmFile, serve, tone, until, withPage } from "./harness.mjs";

const skip = missing() || false;
const files = folder();
const isRunning = "globalThis.tunescope?.state === 'running'";
let isolated;
let plain;
let a4;
let music;

/** Plucked notes, so that something moves. */
function pluck(i) {
  const [at, since] = [i / 44100, (i / 44100) % 2];
  const hertz = [82.41, 110, 146.83, 196, 246.94, 329.63][Math.floor(at / 2) % 6];
  return Math.exp(-1.2 * since) * [1, 2, 3, 4].reduce((sum, k) => sum + (0.3 / k) * Math.sin(2 * Math.PI * hertz * k * since), 0);
}

before(async () => {
  if (skip) return;
  isolated = await serve();
  plain = await serve({ isPlain: true });
  a4 = pcmFile(join(files, "a4.wav"), 10, 44100, tone(440, 44100));
  music = pcmFile(join(files, "music.wav"), 12, 44100, pluck);
});
after(async () => {
  await isolated?.stop();
  await plain?.stop();
});

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
      const lost = () => page.evaluate(() => globalThis.tunescope.statistics.lostFrames);
      const before = await lost();
      const readings = (await collect(page, 3)).filter((reading) => reading.hz);
      assert.equal(await lost(), before, "no sample is lost");
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

  test(`a main thread that stands still for up to 1000 ms loses nothing, and after 4000 ms every lost sample is counted (${name} host)`, { skip, timeout: 240000 }, () =>
    withPage({ microphone: a4 }, async (page) => {
      await page.addInitScript(() => {
        globalThis.AudioContext = class extends AudioContext {
          constructor(...options) {
            super(...options);
            globalThis.clock = () => this.currentTime * this.sampleRate;
          }
        };
      });
      await page.goto((name === "isolated" ? isolated : plain).address);
      await until(page, hears("A4"));
      // How far what has arrived or is counted, and the newest reading, are behind the context's clock. That is the least of a
      // second and a half: what lies between comes and goes.
      const stall = (ms) =>
        page.evaluate(async (ms) => {
          const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
          const until = performance.now() + ms;
          while (performance.now() < until);
          await pause(500);
          const { tunescope, clock } = globalThis;
          const behind = { arrived: Infinity, read: Infinity };
          for (const end = performance.now() + 1500; performance.now() < end; await pause(20)) {
            const { deliveredFrames, lostFrames, sampleRate } = tunescope.statistics;
            behind.arrived = Math.min(behind.arrived, (clock() - deliveredFrames - lostFrames) / sampleRate);
            behind.read = Math.min(behind.read, clock() / sampleRate - tunescope.reading.available);
          }
          return { ...tunescope.statistics, behind };
        }, ms);
      let last = await stall(0); // a slow machine may stand still while it starts
      for (const ms of [0, 100, 500, 1000, 4000]) {
        const next = await stall(ms);
        const lost = next.lostFrames - last.lostFrames;
        if (ms <= 1000) assert.equal(lost, 0, `${ms} ms`);
        else assert.ok(lost > 0.5 * next.sampleRate && lost < 0.001 * ms * next.sampleRate, `${ms} ms: ${lost} of ${next.sampleRate} Hz`);
        for (const [what, seconds] of Object.entries(next.behind)) {
          const more = Math.abs(seconds - last.behind[what]);
          assert.ok(more < 0.1, `${ms} ms: by the clock ${more} s are not ${what}; ${JSON.stringify([last, next])}`);
        }
        last = next;
      }
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

test("while it tunes each frame of the browser's is drawn once, and while it is stopped none", { skip, timeout: 120000 }, () =>
  withPage({ microphone: music }, async (page) => {
    const watch = (seconds) =>
      page.evaluate(async (ms) => {
        const { pictures } = globalThis.tunescope.statistics;
        let frames = 0;
        let isWatching = true;
        const look = () => isWatching && (++frames, requestAnimationFrame(look));
        requestAnimationFrame(look);
        await new Promise((resolve) => setTimeout(resolve, ms));
        isWatching = false;
        return { frames, pictures: globalThis.tunescope.statistics.pictures - pictures };
      }, 1000 * seconds);
    await page.goto(isolated.address);
    await until(page, "globalThis.tunescope?.state === 'running' && Boolean(globalThis.tunescope.reading?.note)");
    await page.waitForTimeout(2000); // the first pictures' shaders are made
    const { frames, pictures } = await watch(5);
    assert.ok(frames > 10, `the browser had ${frames} frames`);
    assert.ok(pictures > 0.6 * frames, `of ${frames} frames ${pictures} were drawn`);
    assert.ok(pictures <= frames + 2, `${pictures} pictures were drawn in ${frames} frames`);
    await page.evaluate(() => globalThis.tunescope.stop());
    await until(page, "globalThis.tunescope.state === 'stopped'");
    await page.waitForTimeout(6000); // the last note has faded
    const still = await watch(2);
    assert.ok(still.frames > 10 && still.pictures <= 2, `nothing moves, and of ${still.frames} frames ${still.pictures} were drawn`);
  }));

test("what the browser cannot do is said on a card", { skip, timeout: 120000 }, () =>
  withPage({}, async (page) => {
    const card = async (prepare, look = async () => {}) => {
      const other = await page.context().newPage();
      await other.addInitScript(prepare);
      await other.goto(isolated.address);
      await until(other, "document.getElementById('card').getAttribute('role') === 'alert'");
      const title = await other.textContent("#title");
      await look(other);
      await other.close();
      return title;
    };
    assert.equal(await card(() => (WebAssembly.validate = () => false)), "This browser is too old");
    const drawless = () => {
      HTMLCanvasElement.prototype.getContext = () => null;
      globalThis.asked = 0;
      navigator.mediaDevices.getUserMedia = async () => { ++globalThis.asked; throw new DOMException("no", "NotFoundError"); };
    };
    assert.equal(await card(drawless, async (other) => {
      await other.waitForTimeout(1500); // in which the program would ask
      assert.equal(await other.evaluate(() => globalThis.asked), 0, "who sees nothing is not asked for the microphone");
    }), "This page cannot draw");
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
    await page.waitForTimeout(2000); // in which what is left of the program would have opened it again
    assert.equal(await page.evaluate(() => globalThis.tunescope.statistics.streams), 0);
    assert.equal(await page.evaluate(() => globalThis.tunescope.state), "crashed");
  }));

test("a lost WebGL context turns the microphone off, says so, and the page goes on when it is loaded again", { skip, timeout: 120000 }, () =>
  // What is left of the program still draws on what is no longer there.
  withPage({ microphone: a4, mayComplain: /reading 'alpha'/ }, async (page) => {
    await page.addInitScript(() => {
      const getContext = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function (...wish) {
        const context = getContext.apply(this, wish);
        if (wish[0].startsWith("webgl")) globalThis.webgl = context;
        return context;
      };
    });
    await page.goto(isolated.address);
    await until(page, isRunning);
    await page.evaluate(() => globalThis.webgl.getExtension("WEBGL_lose_context").loseContext());
    await until(page, "globalThis.tunescope.state === 'crashed'");
    assert.equal(await page.textContent("#title"), "The picture was lost");
    assert.match(await page.textContent("#words"), /Load it again/);
    await until(page, "globalThis.tunescope.statistics.streams === 0");
    await page.click("#action");
    await until(page, `${isRunning} && document.getElementById('card').hidden`);
  }));

test("a first visit without a network is said on a card, and goes on when there is one", { skip, timeout: 120000 }, () =>
  withPage({ microphone: a4, mayComplain: /ERR_INTERNET_DISCONNECTED|Failed to fetch/ }, async (page) => {
    await page.route("**/*.wasm", (route) => route.abort("internetdisconnected"));
    await page.goto(isolated.address);
    await until(page, "document.getElementById('card').getAttribute('role') === 'alert'");
    assert.equal(await page.textContent("#title"), "Tunescope did not arrive");
    assert.equal(await page.evaluate(() => globalThis.tunescope.state), "failed");
    await page.unroute("**/*.wasm");
    await page.click("#action");
    await until(page, isRunning);
  }));

test("all that comes before the first picture has less than 6 MB with brotli", { skip, timeout: 60000 }, () =>
  withPage({ context: { serviceWorkers: "block" } }, async (page) => { // it fetches the same once more, out of the browser's cache
    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    const encodings = new Map();
    let bytes = 0;
    session.on("Network.responseReceived", ({ response }) => encodings.set(new URL(response.url).pathname, response.headers["Content-Encoding"]));
    session.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength)); // headers too
    await page.goto(`${isolated.address}?demo`);
    await until(page, "document.getElementById('card').hidden");
    const program = [...encodings].filter(([name]) => name.endsWith(".wasm"));
    assert.deepEqual(program.map(([, encoding]) => encoding), ["br"], "it is fetched once, and packed");
    assert.ok(bytes > 1e6 && bytes < 6e6, `${bytes} bytes (wasm/build --quick makes more than what is given out)`);
  }));
