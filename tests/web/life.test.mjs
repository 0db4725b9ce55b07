// SPDX-License-Identifier: GPL-3.0-or-later
// What can happen to a microphone and to a page, with Chromium's fake microphone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { audioService, folder, hears, launchByPipe, missing, pcmFile, serve, tone, until, withPage } from "./harness.mjs";

const skip = missing() || false;
const is = (state) => `globalThis.tunescope?.state === '${state}'`;
const hearsA4 = hears("A4");
const sentence = (page) => page.evaluate(() => globalThis.tunescope.sentence);
let server;
let plain;
let a4;

before(async () => {
  if (skip) return;
  server = await serve();
  plain = await serve({ isPlain: true });
  a4 = pcmFile(join(folder(), "a4.wav"), 10, 44100, tone(440, 44100));
});
after(async () => {
  await server?.stop();
  await plain?.stop();
});

test("a permission that is asked for, denied, given and taken back: each is a state, and none needs a reload", { skip, timeout: 180000 }, () =>
  withPage({ microphone: a4, deny: true }, async (page, { context }) => {
    const session = await context.newCDPSession(page);
    const set = (setting) =>
      session.send("Browser.setPermission", { origin: server.address, permission: { name: "microphone" }, setting });
    // A browser without a face answers its own question with no at once: here nobody answers until isAnswered.
    await page.addInitScript(() => {
      const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = (wish) => (globalThis.isAnswered ? ask(wish) : new Promise(() => {}));
    });
    await page.goto(server.address);
    await until(page, is("stopped"));
    assert.match(await sentence(page), /needs the microphone/);
    await page.evaluate(() => globalThis.tunescope.start());
    await until(page, is("prompt"));
    assert.match(await sentence(page), /is asking for the microphone/);
    await set("denied");
    await page.evaluate(() => (globalThis.isAnswered = true));
    await until(page, is("denied"));
    assert.match(await sentence(page), /browser blocks the microphone.*site settings.*\.$/);
    await set("granted");
    await until(page, hearsA4);
    await set("denied");
    await until(page, is("denied"));
    assert.equal(await page.evaluate(() => globalThis.tunescope.statistics.streams), 0);
    await set("granted");
    await until(page, hearsA4);
  }));

test("a context that the system holds is reported, and goes on by a tap", { skip, timeout: 120000 }, () =>
  withPage({ microphone: a4 }, async (page) => {
    await page.addInitScript(() => {
      globalThis.AudioContext = class extends AudioContext {
        constructor(...options) {
          super(...options);
          globalThis.context = this;
        }
      };
    });
    await page.goto(server.address);
    await until(page, hearsA4);
    await page.evaluate(() => globalThis.context.suspend());
    await until(page, is("interrupted"));
    assert.match(await sentence(page), /resumes when it is free/);
    await page.mouse.click(640, 400);
    await until(page, hearsA4);
  }));

test("a sound system that stands still is noticed, and so is that it goes on", { skip, timeout: 120000 }, () =>
  withPage({ microphone: a4 }, async (page, { profile }) => {
    await page.goto(server.address);
    await until(page, hearsA4);
    const service = audioService(profile);
    process.kill(service, "SIGSTOP");
    try {
      await until(page, is("stalled"));
      assert.match(await sentence(page), /sends no sound/);
    } finally {
      process.kill(service, "SIGCONT");
    }
    await until(page, hearsA4);
    assert.equal(await page.evaluate(() => globalThis.tunescope.statistics.streams), 1);
  }));

for (const [name, transport] of [["plain", "port"], ["isolated", "shared"]]) {
  test(`a page that was left for the back-forward cache listens again when it comes back (${name} host)`, { skip, timeout: 120000 }, () =>
    withPage({ microphone: a4, keep: ["--disable-back-forward-cache"] }, async (page) => {
      await page.goto((name === "plain" ? plain : server).address);
      await until(page, hearsA4);
      // A service worker that claims a page in that cache evicts it.
      await until(page, "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)");
      await page.evaluate(() => {
        addEventListener("pageshow", (event) => (globalThis.wasKept = event.persisted));
        globalThis.states = [];
        globalThis.tunescope.addEventListener("statechange", () => globalThis.states.push(globalThis.tunescope.state));
      });
      await page.goto("about:blank");
      await page.goBack({ waitUntil: "commit" }); // such a page is not loaded again
      await until(page, hearsA4);
      assert.equal(await page.evaluate(() => globalThis.wasKept), true, "it was in the cache");
      // Left to itself the program would find its input gone, say so, and try again; it is asked to restart.
      assert.deepEqual([...new Set(await page.evaluate(() => globalThis.states))], ["starting", "running"]);
      assert.equal(await page.evaluate(() => globalThis.tunescope.statistics.transport), transport);
    }));
}

test("a hidden page goes on listening and loses nothing; shown again it is at now", { skip, timeout: 120000 }, async () => {
  const browser = await launchByPipe({ microphone: a4 });
  try {
    const page = await browser.open(server.address);
    await page.until(hearsA4);
    const look = () =>
      page.evaluate(`({ ...tunescope.statistics, hidden: document.hidden, available: tunescope.reading.available, at: performance.now() / 1000 })`);
    const first = await look();
    assert.equal(first.hidden, false);
    const other = await browser.open("about:blank");
    await page.until("document.hidden");
    const begin = await look();
    await new Promise((resolve) => setTimeout(resolve, 5000));
    const end = await look();
    assert.equal(end.lostFrames, begin.lostFrames);
    const read = end.available - begin.available;
    assert.ok(Math.abs(read / (end.at - begin.at) - 1) < 0.1, `${read} s were read in ${end.at - begin.at} s`);
    assert.ok(end.ringFill < 0.2, `the ring is ${end.ringFill} full`);
    assert.ok(end.pictures - begin.pictures < 10, "nothing is drawn for nobody");
    await other.close();
    await page.activate();
    await page.until(`!document.hidden && tunescope.statistics.pictures > ${end.pictures + 10}`);
    await page.until(hearsA4);
    assert.equal((await look()).lostFrames, begin.lostFrames);
  } finally {
    await browser.close();
  }
});
