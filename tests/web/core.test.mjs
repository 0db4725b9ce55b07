// SPDX-License-Identifier: GPL-3.0-or-later
// The core as WebAssembly, under node: its tests without Qt, and the same readings as natively.
//   TUNESCOPE_CHECKS   the folder of the compiled programs (build/web/program/checks)
//   TUNESCOPE_HOPCOST  the native hopcost; without it there is nothing to compare with
//   TUNESCOPE_DECODER  the native decodesound; the same
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { FORMATS, makeSound } from "./soundformats.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const checks = process.env.TUNESCOPE_CHECKS ?? join(root, "build/web/program/checks");
const native = process.env.TUNESCOPE_HOPCOST ?? join(root, "build/release/tests/benchmarks/hopcost");
const nativeDecoder = process.env.TUNESCOPE_DECODER ?? join(root, "build/release/tests/support/decodesound");
const skip = existsSync(join(checks, "core_ring_tests.cjs")) ? false : `nothing is built in ${checks} (wasm/build --checks)`;

const run = (program, ...args) => execFileSync(program, args, { encoding: "utf8", maxBuffer: 1 << 26 });
const runNode = (name, ...args) => run(process.execPath, join(checks, `${name}.cjs`), ...args);

test("core_ring_tests passes as WebAssembly", { skip }, () => assert.match(runNode("core_ring_tests"), /PASS/));

test("the readings are those of the native build, within .001 cent", { skip: skip || (!existsSync(native) && "there is no native hopcost") }, () => {
  const parse = (text) => text.trim().split("\n").map((line) => line.split(" ").map(Number));
  const here = parse(runNode("hopcost", "--readings"));
  const there = parse(run(native, "--readings"));
  assert.equal(here.length, there.length);
  let voiced = 0;
  here.forEach(([t, hertz], i) => {
    assert.equal(t, there[i][0]);
    assert.equal(hertz > 0, there[i][1] > 0, `at ${t} s one has a pitch and the other has none`);
    if (hertz === 0) return;
    ++voiced;
    assert.ok(Math.abs(1200 * Math.log2(hertz / there[i][1])) < 0.001, `at ${t} s: ${hertz} and ${there[i][1]} Hz`);
  });
  assert.ok(voiced > here.length / 2);
});

test("sound files are decoded to the same bits as natively, and to what is in them", { skip: skip || (!existsSync(nativeDecoder) && "there is no native decodesound") }, () => {
  const folder = mkdtempSync(join(tmpdir(), "tunescope-core-"));
  try {
    for (const name of FORMATS) {
      const { bytes, samples } = makeSound(name);
      const [file, here, there] = ["sound", "here", "there"].map((end) => join(folder, end));
      writeFileSync(file, bytes);
      runNode("decodesound", file, here);
      run(nativeDecoder, file, there);
      const bits = readFileSync(here);
      assert.ok(bits.equals(readFileSync(there)), `${name}: the two builds differ`);
      assert.ok(bits.equals(Buffer.from(samples.buffer)), `${name}: it is not what was written`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
