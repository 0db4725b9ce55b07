// SPDX-License-Identifier: GPL-3.0-or-later
// Features that the browser must have before the program can start.

// The smallest module with a SIMD instruction in it.
const SIMD = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

/** @param {Window & typeof globalThis} page */
export function canCompile({ WebAssembly }) {
  return typeof WebAssembly === "object" && WebAssembly.validate(SIMD);
}
