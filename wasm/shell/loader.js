// SPDX-License-Identifier: GPL-3.0-or-later
// Fetches and starts the program.

/** Tells how much of a response has come, without taking it from who reads it. */
async function count(response, bytes, onProgress) {
  let received = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return;
    onProgress((received += value.byteLength) / bytes);
  }
}

/**
 * Fetches the program and compiles it while it comes. The browser's own response is what is compiled: of one that was made
 * here it would not keep the compiled code for the next visit. A browser compiles only what has its type while it comes; from a host
 * that does not know the type, the program is compiled when all of it is here.
 * @param {{wasm: string, wasmBytes: string}} files wasmBytes: how many there are, unpacked
 * @param {(part: number) => void} onProgress
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compileProgram({ wasm, wasmBytes }, onProgress) {
  const response = await fetch(wasm);
  if (!response.ok || !response.body) throw new TypeError(`${wasm}: ${response.status}`);
  count(response.clone(), Number(wasmBytes), onProgress).catch(() => {}); // compiling fails too, and reports it
  const isKnown = response.headers.get("Content-Type")?.trim().toLowerCase() === "application/wasm";
  return isKnown ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/**
 * Makes the instance.
 * @param {{program: string}} files
 * @param {Promise<WebAssembly.Module>} compiled
 * @param {object} settings of emscripten's Module
 */
export async function startProgram(files, compiled, settings) {
  const { default: createTunescope } = await import(new URL(files.program, document.baseURI).href);
  let reject;
  const failed = new Promise((_, no) => (reject = no));
  return Promise.race([
    failed,
    createTunescope({
      ...settings,
      noInitialRun: true,
      instantiateWasm(imports, done) {
        compiled
          .then(async (module) => done(await WebAssembly.instantiate(module, imports), module))
          .catch(reject);
        return {};
      },
    }),
  ]);
}

/**
 * Runs main(), which leaves by emscripten's "unwind" when its event loop has begun.
 * @returns {boolean} false: it has ended with an exit code, and said why
 */
export function runMain(module, argv) {
  try {
    return !module.callMain(argv);
  } catch (error) {
    if (error !== "unwind") throw error;
    return true;
  }
}
