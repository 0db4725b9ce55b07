// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeRingMemory, RingReader, RingWriter } from "../../wasm/worklet/ring.js";
import { chance, SequenceCheck } from "./support.mjs";

function pair(frames) {
  const memory = makeRingMemory(frames);
  return [new RingWriter(memory), new RingReader(memory)];
}

test("every sample is taken, or counted as lost at its exact place", () => {
  for (const seed of [1, 2, 3, 4]) {
    const random = chance(seed);
    const [writer, reader] = pair(1000);
    const check = new SequenceCheck();
    let produced = 0;
    for (let round = 0; round < 20000; ++round) {
      const block = check.make(produced, 1 + Math.floor(random() * 300));
      produced += block.length;
      writer.push(block);
      if (random() < 0.02) {
        writer.lose(77);
        produced += 77;
      }
      if (random() < 0.3) reader.drain((samples) => check.take(samples), (lost) => check.lose(lost));
    }
    writer.push(check.make(produced, 1)); // carries the last loss, once there is room
    reader.drain((samples) => check.take(samples), (lost) => check.lose(lost));
    assert.ok(check.lost > 0 && check.taken > 0);
    assert.equal(check.position + writer.pending, produced + 1);
  }
});

test("the counters go on over their wrap at 2^32", () => {
  const memory = makeRingMemory(256);
  const header = new Int32Array(memory, 0, 2);
  header.fill(-100);
  const writer = new RingWriter(memory);
  const reader = new RingReader(memory);
  writer.written = reader.read = -100 >>> 0;
  const check = new SequenceCheck();
  let produced = 0;
  for (let i = 0; i < 10; ++i) {
    writer.push(check.make(produced, 50));
    produced += 50;
    reader.drain((samples) => check.take(samples), (lost) => check.lose(lost));
  }
  assert.equal(check.taken, 500);
  assert.equal(check.lost, 0);
});

test("a reader that does not look is told once", () => {
  const [writer, reader] = pair(256);
  assert.equal(writer.shouldWake(), true);
  assert.equal(writer.shouldWake(), false);
  reader.drain(() => {}, () => {});
  assert.equal(writer.shouldWake(), true);
});

test("more gaps than there are records stay counted", () => {
  const [writer, reader] = pair(4096);
  for (let i = 0; i < 200; ++i) {
    writer.lose(1);
    writer.push(new Float32Array(1));
  }
  let taken = 0;
  let lost = 0;
  for (let i = 0; i < 3; ++i) {
    reader.drain((samples) => (taken += samples.length), (frames) => (lost += frames));
    writer.push(new Float32Array(1));
  }
  reader.drain((samples) => (taken += samples.length), (frames) => (lost += frames));
  assert.equal(taken + lost, 403);
});
