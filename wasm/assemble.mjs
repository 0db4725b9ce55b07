#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// Makes the folder to serve: every file named by its content (except index.html, sw.js and the licence), brotli
// and gzip versions of files that get smaller, and the service worker's list of all files.
//
//   wasm/assemble.mjs PROGRAM-FOLDER OUTPUT-FOLDER [--quick]      --quick: packs less tightly, for daily work
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const wasm = dirname(fileURLToPath(import.meta.url));
const root = dirname(wasm);
const [program, output, ...options] = process.argv.slice(2);
if (!program || !output) {
  console.error("usage: wasm/assemble.mjs PROGRAM-FOLDER OUTPUT-FOLDER [--quick]");
  process.exit(2);
}
const isQuick = options.includes("--quick");

export const CSP = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

// Each file after those that it names.
const SOURCES = [
  ...[128, 256, 64].map((size) => [`icon-${size}.png`, join(root, `resources/icons/${size}.png`)]),
  ["icon-512.png", join(wasm, "shell/icon-512.png")],
  ["page.css", join(wasm, "shell/page.css")],
  ["manifest.webmanifest", join(wasm, "shell/manifest.webmanifest")],
  ["ring.js", join(wasm, "worklet/ring.js")],
  ["pool.js", join(wasm, "worklet/pool.js")],
  ["capture.js", join(wasm, "worklet/capture.js")],
  ["tonevoices.js", join(wasm, "worklet/tonevoices.js")],
  ["tone.js", join(wasm, "worklet/tone.js")],
  ["words.js", join(wasm, "bridge/words.js")],
  ["devices.js", join(wasm, "bridge/devices.js")],
  ["soundwindow.js", join(wasm, "bridge/soundwindow.js")],
  ["stream.js", join(wasm, "bridge/stream.js")],
  ["toneplayer.js", join(wasm, "bridge/toneplayer.js")],
  ["bridge.js", join(wasm, "bridge/bridge.js")],
  ["abilities.js", join(wasm, "shell/abilities.js")],
  ...["address", "digits", "frame", "presence", "storage", "update"].map((name) => [`${name}.js`, join(wasm, `shell/${name}.js`)]),
  ["card.js", join(wasm, "shell/card.js")],
  ["loader.js", join(wasm, "shell/loader.js")],
  ["sound.js", join(wasm, "shell/sound.js")],
  ["api.js", join(wasm, "shell/api.js")],
  ["tunescope.wasm", join(program, "tunescope.wasm")],
  ["tunescope.js", join(program, "tunescope.js")],
  ["main.js", join(wasm, "shell/main.js")],
];

const TEXT = /\.(js|css|html|webmanifest)$/;
const PACKED = /\.(js|css|html|webmanifest|wasm)$/;
/** @type {Map<string, {name: string, bytes: number}>} */
const made = new Map();

function hashed(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  return name.replace(/(\.[^.]+)$/, `.${hash}$1`);
}

// Imports of other files and @NAME@ become the present names of those files.
function resolved(name, text) {
  return text
    .replace(/from "(\.[^"]*\/)([^"/]+\.js)"/g, (_, folder, file) => `from "./${known(name, file).name}"`)
    .replace(/@BYTES ([\w.-]+)@/g, (_, file) => String(known(name, file).bytes))
    .replace(/@([\w-]+\.\w+)@/g, (_, file) => known(name, file).name)
    .replace("@CSP@", CSP);
}

function known(from, file) {
  const found = made.get(file);
  if (!found) throw new Error(`${from} names ${file}, which is not made before it`);
  return found;
}

function write(name, content) {
  writeFileSync(join(output, name), content);
  if (!PACKED.test(name)) return;
  const quality = isQuick ? 5 : 11;
  writeFileSync(join(output, `${name}.br`), brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  }));
  writeFileSync(join(output, `${name}.gz`), gzipSync(content, { level: isQuick ? 6 : 9 }));
}

function read(name, path) {
  const content = readFileSync(path);
  return TEXT.test(name) && name !== "tunescope.js" ? Buffer.from(resolved(name, content.toString("utf8"))) : content;
}

rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
for (const [name, path] of SOURCES) {
  const content = read(name, path);
  made.set(name, { name: hashed(name, content), bytes: content.length });
  write(made.get(name).name, content);
}
const index = read("index.html", join(wasm, "shell/index.html"));
write("index.html", index);
const files = ["./", ...[...made.values()].map(({ name }) => name)];
const version = createHash("sha256").update(index).update(files.join("\n")).digest("hex").slice(0, 12);
const worker = readFileSync(join(wasm, "shell/sw.js"), "utf8");
write("sw.js", Buffer.from(worker.replace('"@FILES@"', JSON.stringify(files)).replace("@VERSION@", version)));
cpSync(join(root, "LICENSE"), join(output, "LICENSE.txt"));

const size = (name) => readFileSync(join(output, existsSync(join(output, `${name}.br`)) ? `${name}.br` : name)).length;
const first = ["index.html", ...[...made.values()].map(({ name }) => name).filter((name) => !/icon-(256|512)/.test(name))];
const total = first.reduce((sum, name) => sum + size(name), 0);
console.log(`${basename(output)}: version ${version}, ${files.length} files; ${total} bytes before the first frame${isQuick ? " (packed quickly)" : " with brotli"}`);
