// SPDX-License-Identifier: GPL-3.0-or-later
// The browser's real way to a microphone: PulseAudio (tests/support/with-pulse), a source "mic" and nothing faked.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { collect, folder, hears, median, missing, pcmFile, serve, tone, until, withPage } from "./harness.mjs";

const skip = missing() || (process.env.TUNESCOPE_PULSE_PID ? false : "there is no PulseAudio of its own (tests/support/with-pulse)");
const SOURCE = ["module-remap-source", "master=tone.monitor", "source_name=mic", "source_properties=device.description=TestMic"];
const is = (state) => `globalThis.tunescope?.state === '${state}'`;
const pactl = (...args) => execFileSync("pactl", args, { encoding: "utf8" }).trim();
let server;
let file;
let player;
const play = () => (player = spawn("paplay", ["--device=tone", file], { stdio: "ignore" }));

before(async () => {
  if (skip) return;
  server = await serve();
  file = pcmFile(join(folder(), "a4.wav"), 240, 48000, tone(440, 48000));
  play();
});
after(async () => {
  player?.kill();
  await server?.stop();
});

/** A browser that may have the microphone, without fake devices or a fake answer. */
const withMicrophone = (body) =>
  withPage({ isReal: true, deny: true, context: { permissions: ["microphone"] } }, async (page) => {
    const module = pactl("load-module", ...SOURCE);
    try {
      pactl("set-default-source", "mic");
      await page.goto(server.address);
      await until(page, hears("A4"));
      await body(page, module);
    } finally {
      const isThere = pactl("list", "short", "modules").includes("module-remap-source");
      if (isThere) pactl("unload-module", "module-remap-source");
    }
  });

test("A4 reads 440.00 Hz through the sound server, with the browser's processing off", { skip, timeout: 120000 }, () =>
  withMicrophone(async (page) => {
    const hertz = median((await collect(page, 3)).filter((reading) => reading.hz).map((reading) => reading.hz));
    assert.ok(Math.abs(hertz - 440) < 0.05, `${hertz} Hz`);
    assert.doesNotMatch(await page.evaluate(() => globalThis.tunescope.sentence), /is processed by/);
  }));

test("a microphone that is muted is reported, and heard again afterwards", { skip, timeout: 120000 }, () =>
  withMicrophone(async (page) => {
    pactl("set-source-mute", "mic", "1");
    await until(page, is("muted"));
    await until(page, "/muted/.test(globalThis.tunescope.sentence)");
    pactl("set-source-mute", "mic", "0");
    await until(page, hears("A4"));
  }));

test("a microphone that is pulled out beside another is reported, and heard again when it is back", { skip, timeout: 120000 }, () =>
  withMicrophone(async (page, module) => {
    assert.match(await page.evaluate(() => globalThis.tunescope.sentence), /TestMic/);
    pactl("set-default-source", "tone.monitor"); // which the sound server lets the browser hear instead, without a word
    pactl("unload-module", module);
    await until(page, is("ended"));
    assert.match(await page.evaluate(() => globalThis.tunescope.sentence), /TestMic.* was disconnected\..*\.$/);
    pactl("load-module", ...SOURCE);
    pactl("set-default-source", "mic");
    await until(page, hears("A4"), 60000);
    assert.equal(await page.evaluate(() => globalThis.tunescope.statistics.streams), 1);
  }));

test("the only microphone of all is pulled out, and heard again when it is back", { skip, timeout: 120000 }, () =>
  withMicrophone(async (page) => {
    pactl("unload-module", "module-null-sink"); // and what hangs on it
    await until(page, is("ended"));
    pactl("load-module", "module-null-sink", "sink_name=tone", "rate=48000");
    play();
    pactl("load-module", ...SOURCE);
    pactl("set-default-source", "mic");
    await until(page, hears("A4"), 60000);
  }));
