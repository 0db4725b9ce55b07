#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// What the web app costs, as tables:
//
//   tests/benchmarks/webcost.mjs [hops] [page]        without a word: both
//
//   tests/benchmarks/webcost.mjs compare FOLDER    processor time until the first picture, beside a web app of another commit
//
// hops: nanoseconds for each hop of 512 samples, stage by stage, natively, as WebAssembly with SIMD and without. Needs the native
//       hopcost (cmake --preset bench && cmake --build --preset bench --target hopcost; TUNESCOPE_HOPCOST names another one) and
//       wasm/build --checks.
// page: bytes, first picture, first pitch, pictures a second and processor time in Chromium with software rendering. Needs wasm/build
//       and playwright-core (tests/web/harness.mjs says where). Times are those of this machine; its load is told. The last two
//       columns before it are processor time of page and GPU process together.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { folder, launch, median, missing, pcmFile, serve, site, until } from "../web/harness.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const ROUNDS = 5;
const wanted = process.argv.slice(2);
const row = (...cells) => console.log(`| ${cells.join(" | ")} |`);
const fixed = (value, digits) => value.toFixed(digits);

/** Node with its clock set to its processor time, for that is what WebAssembly measures by. */
const nodeByProcessor = ["--import", "data:text/javascript,performance.now=Date.now=()=>{const{user,system}=process.cpuUsage();return(user+system)/1000}"];

function costsOf(program, ...args) {
  const text = execFileSync(program, args, { encoding: "utf8" });
  return new Map(text.trim().split("\n").map((line) => [line.slice(0, 18).trim(), Number(line.slice(18))]));
}

function measureHops() {
  const native = [process.env.TUNESCOPE_HOPCOST, ...["bench", "release"].map((preset) => join(root, `build/${preset}/tests/benchmarks/hopcost`))]
    .find((path) => path && existsSync(path));
  if (!native) throw new Error("there is no native hopcost: cmake --preset bench && cmake --build --preset bench --target hopcost");
  const checks = process.env.TUNESCOPE_CHECKS ?? join(root, "build/web/program/checks");
  const programs = [[native], ...["hopcost", "hopcost-scalar"].map((name) => [process.execPath, ...nodeByProcessor, join(checks, `${name}.cjs`)])];
  const columns = programs.map(() => new Map());
  for (let round = 0; round < ROUNDS; ++round) { // by turns, and the least of each: other work on the machine only adds
    programs.forEach((program, i) => {
      for (const [stage, ns] of costsOf(...program)) columns[i].set(stage, Math.min(ns, columns[i].get(stage) ?? Infinity));
    });
  }
  row("ns a hop of 512 samples", "native", "wasm with SIMD", "", "wasm without", "");
  row("---", "---:", "---:", "---:", "---:", "---:");
  for (const [stage, base] of columns[0]) {
    const times = (column) => [fixed(column.get(stage), 0), `${fixed(column.get(stage) / base, 2)} ×`];
    row(stage, fixed(base, 0), ...times(columns[1]), ...times(columns[2]));
  }
}

/** Plucked notes, so that something moves. */
function music(path) {
  const rate = 44100;
  const notes = [82.41, 110, 146.83, 196, 246.94, 329.63];
  return pcmFile(path, 12, rate, (i) => {
    const at = i / rate;
    const hertz = notes[Math.floor(at / 2) % notes.length];
    const since = at % 2;
    return Math.exp(-1.2 * since) * [1, 2, 3, 4].reduce((sum, k) => sum + (0.3 / k) * Math.sin(2 * Math.PI * hertz * k * since), 0);
  });
}

/** Runs in the page before its own scripts: notes when the first picture and the first pitch were there. */
function watch() {
  const { mediaDevices } = navigator;
  const ask = mediaDevices.getUserMedia.bind(mediaDevices);
  globalThis.times = {};
  mediaDevices.getUserMedia = async (wish) => {
    const media = await ask(wish);
    globalThis.times.allowed ??= performance.now();
    globalThis.tunescope.addEventListener("reading", ({ detail }) => detail.note && (globalThis.times.pitch ??= performance.now()));
    return media;
  };
  addEventListener("DOMContentLoaded", () => {
    const card = document.getElementById("card");
    new MutationObserver(() => card.hidden && (globalThis.times.picture ??= performance.now())).observe(card, { attributes: true });
  });
}

/** Seconds of processor time so far: of a renderer's main thread, and of each kind of process of that browser. */
function processorTimes(profile) {
  const seconds = {};
  const of = (path) => {
    const fields = readFileSync(path, "latin1").replace(/^.*\) /s, "").split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  };
  for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const line = readFileSync(`/proc/${id}/cmdline`, "latin1");
      if (!line.includes(profile)) continue;
      const kind = /--utility-sub-type=audio/.test(line) ? "audio" : (/--type=([\w-]+)/.exec(line)?.[1] ?? "browser");
      seconds[kind] = (seconds[kind] ?? 0) + of(`/proc/${id}/stat`);
      if (kind === "renderer") seconds.main = (seconds.main ?? 0) + of(`/proc/${id}/task/${id}/stat`);
    } catch {
      // it has gone
    }
  }
  return seconds;
}

async function measurePage(server, microphone, size, isPhone) {
  const browser = await launch({ microphone, size, touch: isPhone });
  const { page, profile } = browser;
  try {
    await page.addInitScript(watch);
    await page.goto(server.address);
    await until(page, "globalThis.times?.picture > 0");
    const first = processorTimes(profile);
    await until(page, "globalThis.times.pitch > 0");
    const times = await page.evaluate(() => globalThis.times);
    await page.waitForTimeout(3000);
    const look = () => page.evaluate(() => ({ pictures: globalThis.tunescope.statistics.pictures, lost: globalThis.tunescope.statistics.lostFrames, at: performance.now() / 1000 }));
    const [before, used] = [await look(), processorTimes(profile)];
    await page.waitForTimeout(10000);
    const [after, usedThen] = [await look(), processorTimes(profile)];
    const seconds = after.at - before.at;
    const share = Object.fromEntries(Object.entries(usedThen).map(([kind, s]) => [kind, (s - (used[kind] ?? 0)) / seconds]));
    return {
      picture: times.picture / 1000,
      pitch: (times.pitch - times.allowed) / 1000,
      rate: (after.pictures - before.pictures) / seconds,
      lost: after.lost - before.lost,
      first: first.renderer + first["gpu-process"],
      each: ((share.renderer + share["gpu-process"]) * seconds * 1000) / (after.pictures - before.pictures),
      share,
    };
  } finally {
    await browser.close();
  }
}

function bytesBeforeFirstPicture() {
  const names = readdirSync(site).filter((name) => !/\.(br|gz)$|^LICENSE|^sw\.js|icon-(256|512)/.test(name));
  const size = (name, end) => readFileSync(join(site, existsSync(join(site, name + end)) ? name + end : name)).length;
  return [".br", ".gz", ""].map((end) => names.reduce((sum, name) => sum + size(name, end), 0));
}

async function measurePages() {
  const why = missing();
  if (why) throw new Error(why);
  const [brotli, gzip, raw] = bytesBeforeFirstPicture();
  row("before the first picture", "");
  row("---", "---:");
  row("bytes with brotli", fixed(brotli / 1e6, 2) + " MB");
  row("bytes with gzip", fixed(gzip / 1e6, 2) + " MB");
  row("bytes unpacked", fixed(raw / 1e6, 2) + " MB");
  console.log();
  const server = await serve();
  const microphone = music(join(folder(), "music.wav"));
  row("size", "first picture", "first pitch after “allow”", "pictures a second", "main thread", "page", "GPU process", "audio", "browser", "lost", "until the first picture", "each picture", "load");
  row("---", ...Array(12).fill("---:"));
  try {
    for (const [name, size, isPhone] of [["1280 × 800", { width: 1280, height: 800 }, false], ["390 × 844", { width: 390, height: 844 }, true]]) {
      const rounds = [];
      for (let i = 0; i < 3; ++i) rounds.push(await measurePage(server, microphone, size, isPhone));
      const middle = (of) => median(rounds.map(of));
      const cores = (kind) => `${fixed(middle(({ share }) => share[kind] ?? 0), 2)} cores`;
      row(name, `${fixed(middle((r) => r.picture), 2)} s`, `${fixed(middle((r) => r.pitch), 2)} s`, fixed(middle((r) => r.rate), 1),
        cores("main"), cores("renderer"), cores("gpu-process"), cores("audio"), cores("browser"), middle((r) => r.lost),
        `${fixed(middle((r) => r.first), 1)} s`, `${fixed(middle((r) => r.each), 0)} ms`, fixed(loadavg()[0], 1));
    }
  } finally {
    await server.stop();
  }
}

/**
 * Processor time of all processes of the browser from a navigation to the first picture, of this web app and of another one by turns:
 * the first visit in a new profile, and a second one after it.
 * @param {string} other a folder that wasm/build made of another commit
 */
async function comparePages(other) {
  if (!existsSync(join(other, "index.html"))) throw new Error(`there is no web app in ${other}`);
  const visit = async (browser, address) => {
    const all = () => Object.entries(processorTimes(browser.profile)).reduce((sum, [kind, s]) => sum + (kind === "main" ? 0 : s), 0);
    const before = all();
    await browser.page.goto(address, { waitUntil: "commit" });
    await until(browser.page, "globalThis.times?.picture > 0", 60000);
    return all() - before;
  };
  const folders = [other, site];
  const servers = await Promise.all(folders.map((path) => serve({ folder: path })));
  const seconds = { first: [[], []], second: [[], []] };
  try {
    for (let round = 0; round < ROUNDS; ++round) {
      for (const [i, { address }] of servers.entries()) {
        const browser = await launch({});
        try {
          await browser.page.addInitScript(watch);
          seconds.first[i].push(await visit(browser, `${address}?demo`));
          await until(browser.page, "navigator.serviceWorker.ready.then(() => true)", 60000);
          await browser.page.goto("about:blank");
          await browser.page.waitForTimeout(1000);
          seconds.second[i].push(await visit(browser, `${address}?demo`));
        } finally {
          await browser.close();
        }
      }
    }
  } finally {
    for (const server of servers) await server.stop();
  }
  row("processor time until the first picture", "other", "this", "this to other", "load");
  row("---", "---:", "---:", "---:", "---:");
  for (const [name, [theirs, ours]] of Object.entries(seconds)) {
    row(`${name} visit`, `${fixed(median(theirs), 2)} s`, `${fixed(median(ours), 2)} s`, fixed(median(ours) / median(theirs), 2), fixed(loadavg()[0], 1));
  }
}

const isWanted = (what) => wanted.length === 0 || wanted.includes(what);
if (wanted[0] === "compare") {
  await comparePages(wanted[1] ?? "");
  process.exit();
}
if (isWanted("hops")) measureHops();
if (isWanted("hops") && isWanted("page")) console.log();
if (isWanted("page")) await measurePages();
