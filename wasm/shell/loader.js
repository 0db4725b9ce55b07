// SPDX-License-Identifier: GPL-3.0-or-later
// Fetches and starts the program.

/**
 * @param {string} url
 * @param {number} bytes how many there are, unpacked
 * @param {(part: number) => void} onProgress
 * @returns {Promise<Response>}
 */
export async function fetchWithProgress(url, bytes, onProgress) {
  const response = await fetch(url);
  if (!response.ok || !response.body) throw new TypeError(`${url}: ${response.status}`);
  let received = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      received += chunk.byteLength;
      onProgress(received / bytes);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counter), { headers: { "Content-Type": "application/wasm" } });
}

/**
 * Makes the instance and runs main(), which comes back by an "unwind" of emscripten's when its event loop has begun.
 * @param {{program: string, wasm: string, wasmBytes: string}} files
 * @param {object} settings of emscripten's Module
 * @param {(part: number) => void} onProgress
 */
export async function startProgram(files, settings, onProgress) {
  const wasm = fetchWithProgress(files.wasm, Number(files.wasmBytes), onProgress);
  wasm.catch(() => {}); // told below; until then nobody asks
  const { default: createTunescope } = await import(new URL(files.program, document.baseURI).href);
  let reject;
  const failed = new Promise((_, no) => (reject = no));
  const module = await Promise.race([
    failed,
    createTunescope({
      ...settings,
      noInitialRun: true,
      instantiateWasm(imports, done) {
        wasm
          .then((response) => WebAssembly.instantiateStreaming(response, imports))
          .then(({ instance, module }) => done(instance, module))
          .catch(reject);
        return {};
      },
    }),
  ]);
  return module;
}

export function runMain(module, argv) {
  try {
    module.callMain(argv);
  } catch (error) {
    if (error !== "unwind") throw error;
  }
}
