// SPDX-License-Identifier: GPL-3.0-or-later
// A real Chromium on the web app as it is given out. The environment says where things are:
//   TUNESCOPE_SITE     what wasm/build made; without it the tests skip
//   TUNESCOPE_MODULES  the folder whose node_modules has playwright-core
//   TUNESCOPE_CHROMIUM the browser (/usr/bin/chromium)
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { floatWav } from "../../wasm/shell/sound.js";

const here = dirname(fileURLToPath(import.meta.url));
export const site = process.env.TUNESCOPE_SITE ?? join(here, "../../build/web/site");
export const modules = process.env.TUNESCOPE_MODULES ?? join(here, "../../build/web-tests");
const chromiumPath = process.env.TUNESCOPE_CHROMIUM ?? "/usr/bin/chromium";

/** Why nothing can be tested here; empty: it can. */
export function missing() {
  if (!existsSync(join(site, "index.html"))) return `there is no web app in ${site} (wasm/build makes it)`;
  if (!existsSync(chromiumPath)) return `${chromiumPath} is not installed`;
  if (!existsSync(join(modules, "node_modules/playwright-core"))) return `playwright-core is not in ${modules}`;
  return "";
}

export function folder() {
  const path = mkdtempSync(join(tmpdir(), "tunescope-web-"));
  process.on("exit", () => rmSync(path, { recursive: true, force: true }));
  return path;
}

/**
 * wasm/serve on a free port.
 * @param {{folder?: string, isPlain?: boolean}} options
 * @returns {Promise<{address: string, stop: () => Promise<void>}>}
 */
export async function serve({ folder = site, isPlain = false } = {}) {
  const child = spawn(join(here, "../../wasm/serve"), [folder, "--port", "0", ...(isPlain ? ["--plain"] : [])], { stdio: ["ignore", "pipe", "inherit"] });
  const stopped = new Promise((resolve) => child.on("exit", resolve));
  const address = await new Promise((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (data) => {
      text += data;
      const found = /http:\/\/localhost:\d+\//.exec(text);
      if (found) resolve(found[0]);
    });
    child.on("exit", () => reject(new Error("wasm/serve ended")));
  });
  child.unref(); // a test that fails does not stop it, and nothing waits for it then
  child.stdout.unref();
  process.on("exit", () => child.kill());
  return { address, stop: () => (child.ref(), child.kill(), stopped) };
}

/** A mono WAV file of floats. @param {(i: number) => number} sample */
export function wavFile(path, seconds, rate, sample) {
  writeFileSync(path, floatWav([Float32Array.from({ length: Math.round(seconds * rate) }, (_, i) => sample(i))], rate));
  return path;
}

/** 16 bits, which is what Chromium's fake microphone reads. */
export function pcmFile(path, seconds, rate, sample) {
  const frames = Math.round(seconds * rate);
  const wav = Buffer.alloc(44 + 2 * frames);
  wav.write("RIFF", 0);
  wav.writeUInt32LE(36 + 2 * frames, 4);
  wav.write("WAVEfmt ", 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(2 * rate, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write("data", 36);
  wav.writeUInt32LE(2 * frames, 40);
  for (let i = 0; i < frames; ++i) wav.writeInt16LE(Math.round(32767 * sample(i)), 44 + 2 * i);
  writeFileSync(path, wav);
  return path;
}

export const tone = (hertz, rate, amplitude = 0.3) => (i) => amplitude * Math.sin((2 * Math.PI * hertz * i) / rate);

function argumentsFor(options) {
  return [
    "--no-sandbox", "--headless=new", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--mute-audio",
    ...(options.isReal ? [] : ["--use-fake-device-for-media-stream"]),
    ...(options.deny ? [] : ["--use-fake-ui-for-media-stream"]),
    ...(options.microphone ? [`--use-file-for-fake-audio-capture=${options.microphone}`] : []),
    ...(options.args ?? []),
  ];
}

/**
 * @param {{microphone?: string, deny?: boolean, isReal?: boolean, size?: {width: number, height: number}, theme?: "dark" | "light",
 *          touch?: boolean, args?: string[], keep?: string[], context?: object, preferences?: object}} options microphone: a WAV file it hears
 */
export async function launch(options = {}) {
  process.env.PW_EXPERIMENTAL_SERVICE_WORKER_NETWORK_EVENTS = "1";
  const { chromium } = createRequire(join(modules, "x"))("playwright-core");
  const args = argumentsFor(options);
  const profile = folder();
  if (options.preferences) {
    mkdirSync(join(profile, "Default"));
    writeFileSync(join(profile, "Default/Preferences"), JSON.stringify(options.preferences));
  }
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath,
    headless: false, // --headless=new says it
    args,
    ignoreDefaultArgs: options.keep,
    viewport: options.size ?? { width: 1280, height: 800 },
    colorScheme: options.theme ?? "dark",
    hasTouch: options.touch ?? false,
    isMobile: options.touch ?? false,
    deviceScaleFactor: 1,
    ...options.context,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const said = [];
  const requests = [];
  page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => said.push(`pageerror: ${error.message}`));
  context.on("request", (request) => requests.push(request.url())); // the service worker's too
  return { context, page, profile, said, requests, close: () => context.close() };
}

/**
 * Runs body with a browser. Fails when the page complained about anything, broke its policy or asked anyone but this machine.
 * @param {Parameters<typeof launch>[0] & {mayComplain?: RegExp}} options
 */
export async function withPage(options, body, mayComplain = options.mayComplain) {
  const browser = await launch(options);
  try {
    await body(browser.page, browser);
  } finally {
    await browser.close();
  }
  const bad = browser.said.filter((line) => /^(error|pageerror)|Content Security Policy/i.test(line) && !mayComplain?.test(line));
  assert.deepEqual(bad, []);
  const foreign = browser.requests.filter((url) => !mayComplain?.test(url) && !/^(http:\/\/localhost:\d+\/|about:|blob:http:\/\/localhost:|data:)/.test(url));
  assert.deepEqual(foreign, []);
}

/** The process of that browser that does its sound. */
export function audioService(profile) {
  const found = readdirSync("/proc").filter((id) => /^\d+$/.test(id)).find((id) => {
    try {
      const line = readFileSync(`/proc/${id}/cmdline`, "latin1");
      return line.includes(profile) && line.includes("audio.mojom.AudioService");
    } catch {
      return false; // it has gone
    }
  });
  assert.ok(found, "there is an audio service");
  return Number(found);
}

/**
 * A browser that is driven by its own protocol and nothing between: Playwright keeps every page shown.
 * @param {Parameters<typeof launch>[0]} options
 */
export async function launchByPipe(options = {}) {
  const args = [...argumentsFor(options), `--user-data-dir=${folder()}`, "--window-size=1280,800", "--remote-debugging-pipe", "about:blank"];
  const child = spawn(chromiumPath, args, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const stopped = new Promise((resolve) => child.on("exit", resolve));
  const waiting = new Map();
  let last = 0;
  let text = "";
  child.stdio[4].on("data", (data) => {
    text += data;
    const messages = text.split("\0");
    text = messages.pop();
    for (const { id, result, error } of messages.map((message) => JSON.parse(message))) {
      if (!waiting.has(id)) continue;
      if (error) waiting.get(id).reject(new Error(error.message));
      else waiting.get(id).resolve(result);
      waiting.delete(id);
    }
  });
  const send = (method, params = {}, sessionId = undefined) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      child.stdio[3].write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
    });
  const open = async (url) => {
    const { targetId } = await send("Target.createTarget", { url });
    const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
    const evaluate = async (expression) =>
      (await send("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true }, sessionId).catch(() => ({}))).result?.value;
    return {
      evaluate,
      until: async (expression, timeout = 30000) => {
        for (const end = Date.now() + timeout; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
          if ((await evaluate(expression)) === true) return;
        }
        throw new Error(`not within ${timeout} ms: ${expression} (${await evaluate("globalThis.tunescope?.sentence")})`);
      },
      activate: () => send("Target.activateTarget", { targetId }),
      close: () => send("Target.closeTarget", { targetId }),
    };
  };
  return {
    open,
    close: async () => {
      send("Browser.close").catch(() => {});
      await stopped;
    },
  };
}

/** Waits until an expression of the page holds. By the protocol itself: the page's policy allows no eval. */
export async function until(page, expression, timeout = 30000) {
  const session = await page.context().newCDPSession(page);
  const end = Date.now() + timeout;
  let said;
  while (Date.now() < end) {
    const answer = await session.send("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true }).catch((error) => ({ error }));
    said = answer.result?.value ?? answer.error?.message;
    if (said === true) return session.detach().catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const state = await page.evaluate(() => `${globalThis.tunescope?.state}: ${globalThis.tunescope?.sentence}`).catch((error) => error.message);
  throw new Error(`not within ${timeout} ms: ${expression} (${said}; ${state})`);
}

export const hears = (note) => `globalThis.tunescope?.reading?.note === '${note}' && globalThis.tunescope.state === 'running'`;

/** The readings of so many seconds, as the page's own event gives them. */
export const collect = (page, seconds) =>
  page.evaluate(
    (ms) =>
      new Promise((resolve) => {
        const readings = [];
        const take = (event) => readings.push(event.detail);
        globalThis.tunescope.addEventListener("reading", take);
        setTimeout(() => {
          globalThis.tunescope.removeEventListener("reading", take);
          resolve(readings);
        }, ms);
      }),
    1000 * seconds,
  );

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Where pictures go that people look at; empty: nowhere. */
export function pictures() {
  const path = process.env.TUNESCOPE_PICTURES ?? "";
  if (path) mkdirSync(path, { recursive: true });
  return path;
}
