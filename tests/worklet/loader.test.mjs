// SPDX-License-Identifier: GPL-3.0-or-later
// How the program is fetched and compiled.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compileProgram } from "../../wasm/shell/loader.js";

const EMPTY = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

/** compileProgram() with a host that answers so. */
async function compiled(status, headers, bytes = EMPTY) {
  const { fetch } = globalThis;
  globalThis.fetch = async () => new Response(bytes, { status, headers });
  try {
    const parts = [];
    const module = await compileProgram({ wasm: "tunescope.wasm", wasmBytes: String(bytes.length) }, (part) => parts.push(part));
    // What is counted beside it may come in its own time.
    for (let turn = 0; turn < 1000 && parts.at(-1) !== 1; ++turn) await new Promise((resolve) => setTimeout(resolve));
    return { module, parts };
  } finally {
    globalThis.fetch = fetch;
  }
}

for (const type of ["application/wasm", "application/octet-stream", "application/wasm; charset=utf-8", undefined]) {
  test(`a host that calls the program ${type ?? "nothing"} can give it out`, async () => {
    const { module, parts } = await compiled(200, type ? { "Content-Type": type } : {});
    assert.ok(module instanceof WebAssembly.Module);
    assert.equal(parts.at(-1), 1);
  });
}

test("a program that is not there is no program, and one that is damaged neither", async () => {
  await assert.rejects(compiled(404, {}), TypeError);
  await assert.rejects(compiled(200, {}, EMPTY.slice(1)), WebAssembly.CompileError);
});
