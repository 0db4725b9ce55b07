// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeRingMemory, RingReader } from "../../wasm/worklet/ring.js";
import { SequenceCheck } from "./support.mjs";

// The scope of an AudioWorklet, as far as the processor uses it.
let Processor;
globalThis.AudioWorkletProcessor = class {
  port = { onmessage: null, sent: [], postMessage(message, transfer) { this.sent.push(structuredClone(message, { transfer })); } };
};
globalThis.registerProcessor = (name, type) => {
  assert.equal(name, "tunescope-capture");
  Processor = type;
};
globalThis.currentFrame = 0;
globalThis.sampleRate = 48000;
await import("../../wasm/worklet/capture.js");

/** One that has begun, so that its next frame is its first. */
function make(options) {
  const processor = makeFresh(options);
  run(processor, [new Float32Array(511)]);
  return processor;
}

function makeFresh(options) {
  globalThis.currentFrame = 0;
  return new Processor({ processorOptions: { blockFrames: 512, blocks: 8, channels: 1, ...options } });
}

function run(processor, channels, { skip = 0 } = {}) {
  globalThis.currentFrame += skip;
  const goesOn = processor.process([channels]);
  globalThis.currentFrame += channels[0]?.length ?? 128;
  return goesOn;
}

/** Plays the page: takes all messages and gives the buffers back. */
function drainPort(processor, check, { keep = false } = {}) {
  const sent = processor.port.sent.splice(0);
  for (const { samples, lost } of sent) {
    check.lose(lost);
    check.take(samples);
    if (!keep) processor.port.onmessage({ data: samples.buffer });
  }
  return sent.length;
}

test("quanta of any size arrive whole and in order by the port", () => {
  const processor = make({});
  const check = new SequenceCheck();
  let produced = 0;
  for (const size of [128, 256, 1, 1000, 64, 128, 2048, 128, 128, 301]) {
    run(processor, [check.make(produced, size)]);
    produced += size;
    drainPort(processor, check);
  }
  assert.equal(check.lost, 0);
  assert.equal(check.taken, Math.floor(produced / 512) * 512);
});

test("a page that stands still loses what the pool cannot hold, and is notified how much", () => {
  const processor = make({ blocks: 4 });
  const check = new SequenceCheck();
  let produced = 0;
  const play = (quanta) => {
    for (let i = 0; i < quanta; ++i, produced += 128) run(processor, [check.make(produced, 128)]);
  };
  play(40); // 5120 frames into 4 blocks of 512
  drainPort(processor, check);
  play(40);
  drainPort(processor, check);
  play(4);
  drainPort(processor, check);
  assert.ok(check.lost >= 2 * 3072, `lost ${check.lost}`);
  assert.equal(check.taken + check.lost + processor.writer.filled + processor.writer.pending, produced);
});

test("a pool that is given back in time loses nothing", () => {
  const processor = make({ blocks: 140 });
  const check = new SequenceCheck();
  for (let i = 0, produced = 0; i < 500; ++i, produced += 128) run(processor, [check.make(produced, 128)]);
  assert.ok(processor.port.sent.length > 100); // over a second, nobody looked
  drainPort(processor, check);
  assert.equal(check.lost, 0);
});

test("frames that the browser left out are a gap at their place", () => {
  for (const memory of [undefined, makeRingMemory(4096)]) {
    const processor = make({ memory });
    const check = new SequenceCheck();
    const gaps = [];
    const at = (position) => check.make(position, 128);
    run(processor, [at(0)]);
    run(processor, [at(128)]);
    run(processor, [at(640)], { skip: 384 });
    for (let i = 0; i < 8; ++i) run(processor, [at(768 + 128 * i)]);
    if (memory) {
      new RingReader(memory).drain((s) => check.take(s), (lost) => { gaps.push(check.position); check.lose(lost); });
    } else {
      for (const { samples, lost } of processor.port.sent) {
        if (lost) gaps.push(check.position);
        check.lose(lost);
        check.take(samples);
      }
    }
    assert.deepEqual(gaps, [256]);
    assert.equal(check.lost, 384);
  }
});

test("what lies between the graph's first calls and its running for good is not lost", () => {
  for (const memory of [undefined, makeRingMemory(4096)]) {
    const processor = makeFresh({ memory });
    const check = new SequenceCheck();
    run(processor, [new Float32Array(128)]);
    run(processor, [new Float32Array(128)], { skip: 2304 }); // as Chromium did
    run(processor, []);
    for (let i = -3; i < 16; ++i) run(processor, [check.make(Math.max(0, 128 * i), 128)]);
    if (memory) new RingReader(memory).drain((s) => check.take(s), (lost) => check.lose(lost));
    else drainPort(processor, check);
    assert.equal(check.lost, 0);
    assert.equal(check.taken, 2048);
  }
});

test("where blocks keep missing, it begins after half a second and counts the losses from then on", () => {
  for (const memory of [undefined, makeRingMemory(65536)]) {
    const processor = makeFresh({ memory, blocks: 32 });
    const check = new SequenceCheck();
    for (let i = 0; i < 94; ++i) run(processor, [new Float32Array(128)], { skip: 128 }); // the last 23808 frames after the first
    for (let i = 0; i < 16; ++i) run(processor, [check.make(256 * i, 128)], { skip: 128 });
    run(processor, [check.make(16 * 256 - 128, 384)]);
    if (memory) new RingReader(memory).drain((s) => check.take(s), (lost) => check.lose(lost));
    else drainPort(processor, check);
    assert.deepEqual([check.lost, check.taken], [15 * 128, 16 * 128 + 384]);
  }
});

test("no channels, then channels again: the time between is a gap", () => {
  const processor = make({});
  const check = new SequenceCheck();
  run(processor, [check.make(0, 128)]);
  run(processor, []);
  run(processor, []);
  for (let i = 3; i < 12; ++i) run(processor, [check.make(128 * i, 128)]);
  drainPort(processor, check);
  assert.equal(check.lost, 256);
});

/** Takes all that waits: the samples, and how many frames were lost. */
function takeAll(processor, reader) {
  const taken = { samples: [], lost: 0 };
  reader?.drain((samples) => taken.samples.push(...samples), (lost) => (taken.lost += lost));
  for (const { samples, lost } of processor.port.sent.splice(0).filter(Boolean)) {
    taken.samples.push(...samples);
    taken.lost += lost;
    processor.port.onmessage({ data: samples.buffer });
  }
  return taken;
}

test("frames hold all channels, by the port and by shared memory", () => {
  const left = Float32Array.from({ length: 300 }, (_, i) => i);
  const right = left.map((value) => value + 0.5);
  for (const channels of [2, 3]) {
    for (const memory of [undefined, makeRingMemory(512, channels)]) {
      const processor = make({ channels, memory });
      const reader = memory && new RingReader(memory, channels);
      const taken = [];
      for (let i = 0; i < 24; ++i) {
        run(processor, i === 20 ? [left] : [left, right]); // once from a browser that mixes; of three, the last is not there
        const { samples, lost } = takeAll(processor, reader);
        assert.equal(lost, 0);
        taken.push(...samples);
      }
      assert.equal(taken.length, channels * (memory ? 7200 : 7168));
      for (let frame = 0; frame < taken.length / channels; ++frame) {
        const place = frame % 300;
        const expected = Math.floor(frame / 300) === 20 ? [place, place, place] : [place, place + 0.5, 0];
        assert.deepEqual(taken.slice(frame * channels, (frame + 1) * channels), expected.slice(0, channels), `frame ${frame}`);
      }
    }
  }
});

test("losses are counted in frames, whatever a frame holds", () => {
  for (const memory of [undefined, makeRingMemory(1024, 2)]) {
    const processor = make({ channels: 2, memory, blocks: 2 });
    const reader = memory && new RingReader(memory, 2);
    const play = () => run(processor, [new Float32Array(128), new Float32Array(128)]);
    for (let i = 0; i < 80; ++i) play();
    assert.equal(processor.writer.pending, 80 * 128 - 1024);
    const first = takeAll(processor, reader);
    for (let i = 0; i < 4; ++i) play();
    const second = takeAll(processor, reader);
    assert.deepEqual([first.samples.length, first.lost], [2048, 0]);
    assert.deepEqual([second.samples.length, second.lost], [1024, 80 * 128 - 1024]);
  }
});

test("shared memory: one message until the page has looked", () => {
  const memory = makeRingMemory(65536);
  const processor = make({ memory });
  const check = new SequenceCheck();
  let produced = 0;
  for (let i = 0; i < 40; ++i, produced += 128) run(processor, [check.make(produced, 128)]);
  assert.deepEqual(processor.port.sent, [0]);
  new RingReader(memory).drain((s) => check.take(s), (lost) => check.lose(lost));
  assert.equal(check.taken, produced);
});

test("it ends when it is told to", () => {
  const processor = make({});
  assert.equal(run(processor, [new Float32Array(128)]), true);
  processor.port.onmessage({ data: "stop" });
  assert.equal(run(processor, [new Float32Array(128)]), false);
});
