// SPDX-License-Identifier: GPL-3.0-or-later
// Firefox, driven by WebDriver BiDi, on the web app as it is given out: its own way to a microphone through PulseAudio
// (tests/support/with-pulse), without an audio output, and without WebGL. The environment besides that of harness.mjs:
//   TUNESCOPE_FIREFOX  the browser (/usr/bin/firefox-esr)
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { folder, hears, median, modules, pcmFile, pictures, serve, site, tone } from "./harness.mjs";

const firefoxPath = process.env.TUNESCOPE_FIREFOX ?? "/usr/bin/firefox-esr";
const skip = missing() || false;
const SOURCE = ["module-remap-source", "master=tone.monitor", "source_name=mic", "source_properties=device.description=TestMic"];
const SINK = ["module-null-sink", "sink_name=tone", "rate=48000", "channels=2", "format=float32le"];
const is = (state) => `globalThis.tunescope?.state === '${state}'`;
const pactl = (...args) => execFileSync("pactl", args, { encoding: "utf8" }).trim();
let server;
let display;
let file;
let player;
const play = () => (player = spawn("paplay", ["--device=tone", file], { stdio: "ignore" }));

function missing() {
  if (!existsSync(join(site, "index.html"))) return `there is no web app in ${site} (wasm/build makes it)`;
  if (!existsSync(firefoxPath)) return `${firefoxPath} is not installed`;
  if (!existsSync(join(modules, "node_modules/puppeteer-core"))) return `puppeteer-core is not in ${modules}`;
  if (!process.env.TUNESCOPE_PULSE_PID) return "there is no PulseAudio of its own (tests/support/with-pulse)";
  return "";
}

/** Without a screen Firefox has no WebGL; in Xvfb Mesa draws. @returns {Promise<{name: string, stop: () => void}>} */
async function startDisplay() {
  const child = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1280x900x24", "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  process.on("exit", () => child.kill());
  const number = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", () => reject(new Error("Xvfb does not start")));
    child.stdio[3].once("data", (data) => resolve(String(data).trim()));
  });
  child.removeAllListeners("exit");
  return { name: `:${number}`, stop: () => child.kill() };
}

before(async () => {
  if (skip) return;
  server = await serve();
  display = await startDisplay();
  file = pcmFile(join(folder(), "a4.wav"), 300, 48000, tone(440, 48000));
  play();
});
after(async () => {
  player?.kill();
  display?.stop();
  await server?.stop();
});

/**
 * Runs body with a Firefox that lets every page have the microphone. Fails when the page complained or asked anyone but this machine.
 * @param {{isDrawn?: boolean, prefs?: object, mayComplain?: RegExp}} options isDrawn false: it has no screen, and no WebGL
 */
async function withFirefox({ isDrawn = true, prefs = {}, mayComplain }, body) {
  const { default: puppeteer } = await import(createRequire(join(modules, "x")).resolve("puppeteer-core"));
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: firefoxPath,
    headless: !isDrawn,
    env: { ...process.env, ...(isDrawn ? { DISPLAY: display.name } : {}) },
    defaultViewport: null,
    args: ["--width=1280", "--height=900"],
    extraPrefsFirefox: { "media.navigator.permission.disabled": true, ...prefs },
  });
  const said = [];
  const foreign = [];
  try {
    const [page] = await browser.pages();
    page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => said.push(`error: ${error.message}`));
    page.on("request", (request) => /^(http:\/\/localhost:\d+\/|about:|blob:|data:)/.test(request.url()) || foreign.push(request.url()));
    await body(page);
  } finally {
    await browser.close();
  }
  assert.deepEqual(said.filter((line) => /^error|Content-Security-Policy/i.test(line) && !mayComplain?.test(line)), []);
  assert.deepEqual(foreign, []);
}

async function until(page, expression, timeout = 60000) {
  let said;
  for (const end = Date.now() + timeout; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) {
    said = await page.evaluate(expression).catch((error) => error.message);
    if (said === true) return;
  }
  const state = await page.evaluate("`${globalThis.tunescope?.state}: ${globalThis.tunescope?.sentence}`").catch((error) => error.message);
  throw new Error(`not within ${timeout} ms: ${expression} (${said}; ${state})`);
}

const text = (page, id) => page.evaluate((name) => document.getElementById(name).textContent, id);
const sentence = (page) => page.evaluate(() => globalThis.tunescope.sentence);

/** With the microphone "mic". */
async function withMicrophone(body) {
  pactl("load-module", ...SOURCE);
  try {
    pactl("set-default-source", "mic");
    await body();
  } finally {
    if (pactl("list", "short", "modules").includes("module-remap-source")) pactl("unload-module", "module-remap-source");
  }
}

test("A4 reads 440 Hz in Firefox, through PulseAudio, after a start by key", { skip, timeout: 240000 }, () =>
  withMicrophone(() =>
    withFirefox({}, async (page) => {
      await page.goto(server.address);
      await until(page, is("stopped"));
      assert.match(await sentence(page), /needs the microphone/);
      await until(page, "document.getElementById('card').hidden");
      await page.keyboard.press(" ");
      await until(page, hears("A4"));
      const hertz = await page.evaluate(() => new Promise((resolve) => {
        const read = [];
        globalThis.tunescope.addEventListener("reading", ({ detail }) => detail.hz && read.push(detail.hz));
        setTimeout(() => resolve(read), 3000);
      }));
      assert.ok(hertz.length > 50 && Math.abs(median(hertz) - 440) < 0.2, `${median(hertz)} Hz of ${hertz.length}`);
      const { transport, streams, pictures: drawn } = await page.evaluate(() => globalThis.tunescope.statistics);
      assert.deepEqual([transport, streams], ["shared", 1]);
      await until(page, `globalThis.tunescope.statistics.pictures > ${drawn}`);
      if (pictures()) await page.screenshot({ path: join(pictures(), "firefox.png") });
      await page.keyboard.press(" ");
      await until(page, is("stopped"));
    })));

test("without an audio output Firefox hears nothing: the screen says what to do, and it listens once there is one", { skip, timeout: 300000 }, async () => {
  // A microphone that needs no sink.
  const sine = pactl("load-module", "module-sine-source", "source_name=sine", "frequency=440");
  player?.kill();
  pactl("unload-module", "module-null-sink");
  try {
    await withFirefox({}, async (page) => {
      await page.goto(server.address);
      await until(page, is("stopped"));
      await page.evaluate(() => globalThis.tunescope.start());
      await until(page, is("no-output"));
      assert.match(await sentence(page), /audio output.*Connect speakers or headphones.*\.$/);
      if (pictures()) await page.screenshot({ path: join(pictures(), "firefox-no-output.png") });
      await new Promise((resolve) => setTimeout(resolve, 6000));
      assert.equal(await page.evaluate(() => globalThis.tunescope.state), "no-output", "it says so while it tries again");
      pactl("load-module", ...SINK);
      await until(page, hears("A4"));
      assert.equal(await page.evaluate(() => globalThis.tunescope.statistics.streams), 1);
    });
  } finally {
    pactl("unload-module", sine);
    if (!pactl("list", "short", "modules").includes("module-null-sink")) pactl("load-module", ...SINK);
    play();
  }
});

test("a no in the site settings is reported", { skip, timeout: 240000 }, () =>
  withMicrophone(() =>
    withFirefox({ prefs: { "media.navigator.permission.disabled": false, "permissions.default.microphone": 2 } }, async (page) => {
      await page.goto(server.address);
      await until(page, is("denied"));
      assert.match(await sentence(page), /browser blocks the microphone.*site settings/);
    })));

test("without WebGL a card says so", { skip, timeout: 240000 }, () =>
  withFirefox({ isDrawn: false, mayComplain: /WebGL|webgl|OpenGL|Aborted/ }, async (page) => {
    await page.goto(server.address);
    await until(page, "document.getElementById('card').getAttribute('role') === 'alert'");
    assert.equal(await text(page, "title"), "This page cannot draw");
    assert.match(await text(page, "words"), /WebGL.*Switch on hardware acceleration, then load the page again/);
    assert.equal(await page.evaluate(() => globalThis.tunescope.state), "crashed");
  }));
