// SPDX-License-Identifier: GPL-3.0-or-later
// The reference tone's samples in a browser, read without one: frequency, purity, no clicks; and its processor.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PARTIALS, ToneVoices, VOICE_DOUBLES } from "../../wasm/worklet/tonevoices.js";
import { TonePlayer } from "../../wasm/bridge/toneplayer.js";
import { chance } from "./support.mjs";

const RATE = 48000;
const LEVEL = 0.25;

let Processor;
globalThis.AudioWorkletProcessor = class {
  port = { onmessage: null, sent: [], postMessage(message) { this.sent.push(message); } };
};
globalThis.registerProcessor = (name, type) => {
  assert.equal(name, "tunescope-tone");
  Processor = type;
};
globalThis.sampleRate = RATE;
await import("../../wasm/worklet/tone.js");

function wish(notes, beat) {
  const voices = [];
  const partials = (amplitudes) => Array.from({ length: PARTIALS }, (_, i) => amplitudes[i] ?? 0);
  for (const { hertz, amplitudes = [1] } of notes) voices.push(hertz, amplitudes.length, LEVEL / notes.length, 0, 0, 0, 0, ...partials(amplitudes));
  if (beat) voices.push(beat.hertz, 1, LEVEL / 2, 1, beat.beats, beat.depth, beat.pan, ...partials([1]));
  assert.equal(voices.length % VOICE_DOUBLES, 0);
  return Float64Array.from(voices);
}

function render(voices, seconds) {
  const count = Math.round(seconds * RATE);
  const sound = { left: new Float32Array(count), right: new Float32Array(count) };
  for (let at = 0; at < count; at += 128) voices.render(sound.left.subarray(at, at + 128), sound.right.subarray(at, at + 128));
  return sound;
}

/** Amplitude and phase of that frequency in a second, under a Hann window. */
function line(samples, hertz, fromS) {
  let [re, im] = [0, 0];
  const from = Math.round(fromS * RATE);
  for (let i = 0; i < RATE; ++i) {
    const window = 1 - Math.cos((2 * Math.PI * i) / RATE);
    const angle = 2 * Math.PI * ((((from + i) * hertz) / RATE) % 1);
    re += window * samples[from + i] * Math.cos(angle);
    im -= window * samples[from + i] * Math.sin(angle);
  }
  return { amplitude: (2 * Math.hypot(re, im)) / RATE, phase: Math.atan2(im, re) };
}

const db = (ratio) => 20 * Math.log10(ratio);

/** before: the sample before the first one */
function biggestStep(samples, before = 0) {
  let step = Math.abs((samples[0] ?? before) - before);
  for (let i = 1; i < samples.length; ++i) step = Math.max(step, Math.abs(samples[i] - samples[i - 1]));
  return step;
}

test("the frequency is exact, and the sine has no harmonics", () => {
  for (const hertz of [27.5, 440.123, 4186.009]) {
    const voices = new ToneVoices(RATE);
    voices.setWish(wish([{ hertz }]));
    const { left, right } = render(voices, 10);
    assert.deepEqual(left, right);
    const turned = Math.atan2(...["sin", "cos"].map((part) => Math[part](line(left, hertz, 8.9).phase - line(left, hertz, 0.9).phase)));
    const cents = 1200 * Math.log2(1 + turned / (2 * Math.PI * 8) / hertz);
    assert.ok(Math.abs(cents) < 0.001, `${cents} cents at ${hertz} Hz`);
    const { amplitude } = line(left, hertz, 1);
    assert.ok(Math.abs(db(amplitude / LEVEL)) < 0.001);
    for (let partial = 2; hertz > 100 && partial * hertz < 20000 && partial < 12; ++partial) { // nearer, the window leaks
      const harmonic = db(line(left, partial * hertz, 1).amplitude / amplitude);
      assert.ok(harmonic < -110, `${harmonic} dB at ${partial} × ${hertz} Hz`);
    }
  }
});

test("neither start nor stop nor change clicks", () => {
  const random = chance(5);
  for (const hertz of [27.5, 110, 440, 2093]) {
    const slope = ((2 * Math.PI * hertz) / RATE) * LEVEL;
    const voices = new ToneVoices(RATE);
    for (let turn = 0; turn < 20; ++turn) {
      voices.setWish(wish([{ hertz }]));
      const on = render(voices, 0.02 + 0.2 * random());
      voices.setWish(wish([]));
      const off = render(voices, 0.3);
      assert.ok(voices.isSilent);
      const step = biggestStep([...on.left, ...off.left]);
      assert.ok(step <= 1.02 * slope, `${step / slope} times the slope at ${hertz} Hz`);
    }
  }
});

test("a change of pitch has no step above the slope of the steeper note", () => {
  const random = chance(9);
  for (const hertz of [27.5, 110, 440, 2093]) {
    for (const cents of [-2400, -100, -1, 2, 100, 1900]) {
      const notes = [hertz, hertz * 2 ** (cents / 1200), hertz * 2 ** (-cents / 2400)];
      const allowed = ((2 * Math.PI * Math.max(...notes)) / RATE) * LEVEL;
      const voices = new ToneVoices(RATE);
      let last = 0;
      for (let turn = 0; turn < 12; ++turn) {
        for (const [i, which] of [0, 1, turn % 2 ? 2 : 0, 1].entries()) {
          voices.setWish(wish([{ hertz: notes[which] }]));
          const { left } = render(voices, (i === 0 ? 0.15 : 0) + 0.06 * random());
          const step = biggestStep(left, last);
          assert.ok(step <= 1.02 * allowed, `${step / allowed} times the slope at ${hertz} Hz, ${cents} cents`);
          last = left.at(-1) ?? last;
        }
      }
    }
  }
});

test("chords that change at any moment have no step above their notes' slopes", () => {
  const GONE = Math.round(0.08 * RATE); // after which a note that is no longer wanted is over
  const random = chance(5);
  const voices = new ToneVoices(RATE);
  const sound = [];
  const ends = [];
  for (let change = 0; change < 200; ++change) {
    const notes = Array.from({ length: change % 4 }, () => ({ hertz: 55 + Math.round(random() * 165) }));
    const beat = change % 5 === 0 && { hertz: 110, beats: 3, depth: 1, pan: random() - 0.5 };
    voices.setWish(wish(notes, beat));
    sound.push(...render(voices, 0.06 * random()).left);
    const hertz = notes.reduce((sum, note) => sum + note.hertz / notes.length, 0) + (beat ? beat.hertz / 2 : 0);
    ends.push({ at: sound.length, slope: ((2 * Math.PI * hertz) / RATE) * LEVEL });
  }
  for (let i = 1, present = 0; i < sound.length; ++i) {
    while (ends[present].at <= i) ++present;
    let allowed = ends[present].slope;
    for (let past = present - 1; past >= 0 && ends[past].at + GONE > i; --past) allowed = Math.max(allowed, ends[past].slope);
    const step = Math.abs(sound[i] - sound[i - 1]);
    assert.ok(step <= 1.02 * allowed + 1e-7, `${step / allowed} times the slope at sample ${i}`);
  }
});

test("a beat is on the left when flat, and steady in tune", () => {
  const voices = new ToneVoices(RATE);
  voices.setWish(wish([], { hertz: 440, beats: 5, depth: 1, pan: -1 }));
  const flat = render(voices, 2.5);
  assert.equal(biggestStep(flat.right), 0);
  assert.ok(line(flat.left, 440, 1).amplitude > 0.02);
  assert.ok(line(flat.left, 445, 1).amplitude > 0.02, "the loudness beats five times a second");
  voices.setWish(wish([], { hertz: 440, beats: 0, depth: 0, pan: 0 }));
  render(voices, 1);
  const steady = render(voices, 1);
  assert.ok(Math.abs(line(steady.right, 440, 0).amplitude - LEVEL / 2) < 1e-4);
});

test("the processor tells once that the tone has faded", () => {
  const processor = new Processor();
  const quantum = () => processor.process([], [[new Float32Array(128), new Float32Array(128)]]);
  processor.port.onmessage({ data: wish([{ hertz: 440 }]) });
  for (let i = 0; i < 500; ++i) assert.equal(quantum(), true);
  assert.deepEqual(processor.port.sent, []);
  processor.port.onmessage({ data: wish([]) });
  for (let i = 0; i < 500; ++i) quantum();
  assert.deepEqual(processor.port.sent, ["silent"]);
  processor.port.onmessage({ data: "stop" });
  assert.equal(quantum(), false);
});

/** A page whose context runs, or never does. */
function page({ state = "running" } = {}) {
  const made = { contexts: 0, closed: 0, sent: [] };
  class Context {
    state = state;
    sampleRate = RATE;
    audioWorklet = { addModule: async () => {} };
    destination = {};
    constructor() {
      ++made.contexts;
    }
    resume = () => (this.state === "running" ? Promise.resolve() : new Promise(() => {}));
    close = async () => void ++made.closed;
  }
  class Node {
    port = { onmessage: null, postMessage: (message) => made.sent.push(message) };
    connect() {}
    disconnect() {}
    constructor() {
      made.node = this;
    }
  }
  const timers = { setTimeout: (run) => setTimeout(run, 0), clearTimeout };
  return { made, page: timers, sound: { current: { AudioContext: Context, AudioWorkletNode: Node } } };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

test("the context lives as long as the tone", async () => {
  const { made, page: timers, sound } = page();
  const told = [];
  const player = new TonePlayer(timers, sound, "tone.js");
  const tell = (word) => told.push(word);
  player.play(wish([]), tell);
  assert.equal(made.contexts, 0);
  player.play(wish([{ hertz: 440 }]), tell);
  player.play(wish([{ hertz: 441 }]), tell);
  await settled();
  assert.deepEqual(told, ["sounding"]);
  assert.equal(made.contexts, 1);
  assert.equal(made.sent.at(-1)[0], 441);
  player.play(wish([]), tell);
  made.node.port.onmessage({ data: "silent" });
  assert.deepEqual(told, ["sounding", "silent"]);
  assert.equal(made.closed, 1);
});

test("a page that is left while the tone plays ends it", async () => {
  const { made, page: timers, sound } = page();
  const told = [];
  const player = new TonePlayer(timers, sound, "tone.js");
  player.play(wish([{ hertz: 440 }]), (word) => told.push(word));
  await settled();
  player.close();
  assert.deepEqual(told, ["sounding", "left"]);
  player.close();
  assert.equal(made.closed, 1);
  player.play(wish([{ hertz: 440 }]), (word) => told.push(word));
  await settled();
  assert.deepEqual(told, ["sounding", "left", "sounding"]);
});

test("a browser that makes no context is reported", async () => {
  const { page: timers, sound } = page();
  let isBroken = true;
  const Context = sound.current.AudioContext;
  sound.current.AudioContext = class extends Context {
    constructor() {
      if (isBroken) throw new DOMException("too many contexts", "NotSupportedError");
      super();
    }
  };
  const told = [];
  const player = new TonePlayer(timers, sound, "tone.js");
  player.play(wish([{ hertz: 440 }]), (word) => told.push(word));
  await settled();
  assert.deepEqual(told, ["refused"]);
  isBroken = false;
  player.play(wish([{ hertz: 440 }]), (word) => told.push(word));
  await settled();
  assert.deepEqual(told, ["refused", "sounding"]);
});

test("without an audio output it says so, and tries again", async () => {
  const { made, page: timers, sound } = page({ state: "suspended" });
  const told = [];
  const player = new TonePlayer(timers, sound, "tone.js");
  for (let time = 1; time <= 2; ++time) {
    player.play(wish([{ hertz: 440 }]), (word) => told.push(word));
    await settled();
    assert.equal(made.contexts, time);
  }
  assert.deepEqual(told, ["no-output", "no-output"]);
  assert.equal(made.closed, 2);
});
