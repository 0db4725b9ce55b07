// SPDX-License-Identifier: GPL-3.0-or-later
// What the browser must be able to do before the program can begin.

// The smallest module with a SIMD instruction in it.
const SIMD = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

/**
 * @param {Window & typeof globalThis} page
 * @returns {string} a key of CARDS, or "" when all is there
 */
export function missingAbility(page) {
  const { WebAssembly, document } = page;
  if (typeof WebAssembly !== "object" || !WebAssembly.validate(SIMD)) return "no-wasm";
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("webgl2") ?? canvas.getContext("webgl");
  if (!context) return "no-webgl";
  context.getExtension("WEBGL_lose_context")?.loseContext(); // give it back
  return "";
}
