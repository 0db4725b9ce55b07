#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// Where the processor time until the web app's first picture goes: by thread of the browser, as the system counts it, beside that of a page
// that draws one triangle, and by what Chromium traced in each thread. Needs wasm/build and playwright-core (tests/web/harness.mjs says where).
//
//   tests/benchmarks/webprofile.mjs [FOLDER]    of first visits in new profiles; FOLDER: another page than build/web/site
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { folder, launch, median, missing, serve, site, until } from "../web/harness.mjs";

const MIN_MS = 15; // what takes less is summed up
const CATEGORIES = ["toplevel", "v8", "v8.wasm", "disabled-by-default-v8.compile", "blink", "loading", "devtools.timeline", "cc", "viz", "gpu", "ServiceWorker", "mojom"];

/** Milliseconds of processor time so far, by "process, thread". */
function threadTimes(profile) {
  const times = new Map();
  for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const line = readFileSync(`/proc/${id}/cmdline`, "latin1");
      if (!line.includes(profile)) continue;
      const kind = /--utility-sub-type=([\w.]+)/.exec(line)?.[1].split(".")[0] ?? /--type=([\w-]+)/.exec(line)?.[1] ?? "browser";
      for (const task of readdirSync(`/proc/${id}/task`)) {
        const stat = readFileSync(`/proc/${id}/task/${task}/schedstat`, "latin1").split(" ");
        const name = `${kind}, ${readFileSync(`/proc/${id}/task/${task}/comm`, "latin1").trim().replace(/[/#]?\d+$/, "")}`;
        times.set(name, (times.get(name) ?? 0) + Number(stat[0]) / 1e6);
      }
    } catch {
      // it has gone
    }
  }
  return times;
}

function watch() {
  globalThis.times = {};
  addEventListener("DOMContentLoaded", () => {
    const card = document.getElementById("card");
    new MutationObserver(() => card.hidden && (globalThis.times.picture ??= performance.now())).observe(card, { attributes: true });
  });
}

/** A page of one triangle: what the browser itself costs. */
function trianglePage() {
  const path = folder();
  writeFileSync(join(path, "index.html"), `<!doctype html><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="script-src 'unsafe-inline'">
<body style="margin: 0"><div id="card"></div><canvas width="1280" height="800"></canvas><script type="module">
const gl = document.querySelector("canvas").getContext("webgl2");
const program = gl.createProgram();
for (const [type, text] of [[gl.VERTEX_SHADER, "void main() { gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0, 0, 1); }"],
                            [gl.FRAGMENT_SHADER, "precision highp float; out vec4 colour; void main() { colour = vec4(0.2, 0.3, 0.4, 1); }"]]) {
  const shader = gl.createShader(type);
  gl.shaderSource(shader, "#version 300 es\\n" + text);
  gl.compileShader(shader);
  gl.attachShader(program, shader);
}
gl.linkProgram(program);
gl.useProgram(program);
requestAnimationFrame(() => {
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  requestAnimationFrame(() => (document.getElementById("card").hidden = true));
});
</script>`);
  return path;
}

function print(title, times) {
  const rows = [...times].sort((a, b) => b[1] - a[1]);
  const shown = rows.filter(([, ms]) => ms >= MIN_MS);
  const rest = rows.filter(([, ms]) => ms < MIN_MS).reduce((sum, [, ms]) => sum + ms, 0);
  console.log(`| ${title} | ms |\n| --- | ---: |`);
  for (const [name, ms] of shown) console.log(`| ${name} | ${ms.toFixed(0)} |`);
  console.log(`| all else | ${rest.toFixed(0)} |\n| all | ${rows.reduce((sum, [, ms]) => sum + ms, 0).toFixed(0)} |\n`);
}

/** Processor time that each event spent outside the events within it, by "thread: event". */
function selfTimes(events) {
  const names = new Map(events.filter(({ name }) => name === "thread_name").map(({ pid, tid, args }) => [`${pid} ${tid}`, args.name]));
  const threads = new Map();
  for (const event of events.filter(({ ph, tdur }) => ph === "X" && tdur !== undefined)) {
    const thread = `${event.pid} ${event.tid}`;
    threads.set(thread, [...(threads.get(thread) ?? []), event]);
  }
  const times = new Map();
  for (const [thread, list] of threads) {
    const open = [];
    for (const event of list.sort((a, b) => a.ts - b.ts || b.dur - a.dur)) {
      while (open.length > 0 && open.at(-1).ts + open.at(-1).dur <= event.ts) open.pop();
      const key = (e) => `${names.get(thread) ?? "?"}: ${e.name}`;
      times.set(key(event), (times.get(key(event)) ?? 0) + event.tdur / 1000);
      if (open.length > 0) times.set(key(open.at(-1)), times.get(key(open.at(-1))) - event.tdur / 1000);
      open.push(event);
    }
  }
  return times;
}

const why = missing();
if (why) throw new Error(why);
const ROUNDS = 5;

async function visit(address, body) {
  const browser = await launch({});
  const load = async () => {
    await browser.page.goto(`${address}?demo`, { waitUntil: "commit" });
    await until(browser.page, "globalThis.times?.picture > 0", 60000);
  };
  try {
    await browser.page.addInitScript(watch);
    return await body(browser, load);
  } finally {
    await browser.close();
  }
}

const byThread = (address) => visit(address, async ({ profile }, load) => {
  const before = threadTimes(profile);
  await load();
  return new Map([...threadTimes(profile)].map(([name, ms]) => [name, ms - (before.get(name) ?? 0)]));
});
const traced = (address) => visit(address, async ({ context, page }, load) => {
  const session = await context.newCDPSession(page);
  const collected = [];
  session.on("Tracing.dataCollected", ({ value }) => collected.push(...value));
  await session.send("Tracing.start", { traceConfig: { includedCategories: CATEGORIES, recordMode: "recordAsMuchAsPossible" } });
  await load();
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  return collected;
});
const sum = (times) => [...times.values()].reduce((total, ms) => total + ms, 0);

const pages = await Promise.all([trianglePage(), process.argv[2] ?? site].map((path) => serve({ folder: path })));
const rounds = pages.map(() => []);
for (let round = 0; round < ROUNDS; ++round) { // by turns
  for (const [i, { address }] of pages.entries()) rounds[i].push(await byThread(address));
}
const events = await traced(pages[1].address);
for (const page of pages) await page.stop();

const [triangle, ours] = rounds.map((times) => median(times.map(sum)));
console.log(`${ROUNDS} visits each, load ${loadavg()[0].toFixed(1)}. One triangle ${triangle.toFixed(0)} ms, this page ${ours.toFixed(0)} ms (${(ours / triangle).toFixed(2)} times).\n`);
const middle = (of) => [...of].sort((a, b) => sum(a) - sum(b))[Math.floor(of.length / 2)];
print("one triangle: process, thread", middle(rounds[0]));
print("this page: process, thread", middle(rounds[1]));
print("this page, traced: thread: event", selfTimes(events));
process.exit();
