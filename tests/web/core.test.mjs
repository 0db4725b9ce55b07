// SPDX-License-Identifier: GPL-3.0-or-later
// The core as WebAssembly, under node: its tests without Qt, and the same readings as natively.
//   TUNESCOPE_CHECKS   the folder of the compiled programs (build/web/program/checks)
//   TUNESCOPE_HOPCOST  the native hopcost; without it there is nothing to compare with
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const checks = process.env.TUNESCOPE_CHECKS ?? join(root, "build/web/program/checks");
const native = process.env.TUNESCOPE_HOPCOST ?? join(root, "build/release/tests/benchmarks/hopcost");
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
