// SPDX-License-Identifier: GPL-3.0-or-later
// A real Chromium on the web app as it is given out. The environment says where things are:
//   TUNESCOPE_SITE     what wasm/build made; without it the tests skip
//   TUNESCOPE_MODULES  the folder whose node_modules has playwright-core
//   TUNESCOPE_CHROMIUM the browser (/usr/bin/chromium)
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { floatWav } from "../../wasm/shell/sound.js";

const here = dirname(fileURLToPath(import.meta.url));
export const site = process.env.TUNESCOPE_SITE ?? join(here, "../../build/web/site");
const modules = process.env.TUNESCOPE_MODULES ?? join(here, "../../build/web-tests");
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

/** wasm/serve on a free port. @returns {Promise<{address: string, stop: () => Promise<void>}>} */
export async function serve(...options) {
  const child = spawn(join(here, "../../wasm/serve"), [site, "--port", "0", ...options], { stdio: ["ignore", "pipe", "inherit"] });
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
  return { address, stop: () => (child.kill(), stopped) };
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

/**
 * @param {{microphone?: string, deny?: boolean, isReal?: boolean, size?: {width: number, height: number}, theme?: "dark" | "light",
 *          touch?: boolean, args?: string[], keep?: string[], context?: object}} options microphone: a WAV file it hears
 */
export async function launch(options = {}) {
  const { chromium } = createRequire(join(modules, "x"))("playwright-core");
  const args = [
    "--no-sandbox", "--headless=new", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--mute-audio",
    ...(options.isReal ? [] : ["--use-fake-device-for-media-stream"]),
    ...(options.deny ? [] : ["--use-fake-ui-for-media-stream"]),
    ...(options.microphone ? [`--use-file-for-fake-audio-capture=${options.microphone}`] : []),
    ...(options.args ?? []),
  ];
  const profile = folder();
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
  context.on("request", (request) => requests.push(request.url()));
  return { context, page, said, requests, close: () => context.close() };
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
