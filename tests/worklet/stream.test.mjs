// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { setMaxListeners } from "node:events";
import { test } from "node:test";
import { Bridge } from "../../wasm/bridge/bridge.js";
import { describeDevices } from "../../wasm/bridge/devices.js";
import { processingOf, wordFor } from "../../wasm/bridge/words.js";

setMaxListeners(0); // a stream's one signal has all its listeners

/** Counts the listeners that are still there. */
class Target extends EventTarget {
  static listeners = 0;
  addEventListener(type, call, options = {}) {
    ++Target.listeners;
    options.signal?.addEventListener("abort", () => --Target.listeners);
    super.addEventListener(type, call, options);
  }
}

function fakePage({ permission = "granted", error, settings = { channelCount: 1 }, state = "running", shared = false, policy } = {}) {
  const page = new Target();
  const track = Object.assign(new Target(), {
    label: "Mic", muted: false, isStopped: false, getSettings: () => settings, stop() { this.isStopped = true; },
  });
  const media = { getAudioTracks: () => [track], getTracks: () => [track] };
  const contexts = [];
  const nodes = [];
  const node = () => ({ connect: (next) => next, disconnect() {} });
  page.AudioContext = class extends Target {
    constructor() { super(); this.sampleRate = 44100; this.state = state; this.destination = node(); contexts.push(this); }
    audioWorklet = { addModule: async () => {} };
    createMediaStreamSource() { return node(); }
    async resume() { page.resumes = (page.resumes ?? 0) + 1; }
    async close() { this.state = "closed"; }
  };
  page.AudioWorkletNode = class {
    constructor(_, name, options) {
      this.options = options;
      this.port = { sent: [], onmessage: null, isClosed: false, postMessage(m) { this.sent.push(m); }, close() { this.isClosed = true; } };
      nodes.push(this);
    }
    connect(next) { return next; }
    disconnect() {}
  };
  page.timers = [];
  page.setTimeout = (call) => page.timers.push(call);
  page.clearTimeout = (id) => id && (page.timers[id - 1] = undefined);
  page.intervals = [];
  page.setInterval = (call) => (page.intervals.push(call), call);
  page.clearInterval = (call) => (page.intervals = page.intervals.filter((other) => other !== call));
  page.isSecureContext = true;
  page.crossOriginIsolated = shared;
  page.SharedArrayBuffer = SharedArrayBuffer;
  page.document = Object.assign(new Target(), { hidden: false });
  const mediaDevices = Object.assign(new Target(), {
    asked: [],
    inputs: [],
    async getUserMedia(constraints) { this.asked.push(constraints); if (error) throw error; return media; },
    async enumerateDevices() { return this.inputs; },
  });
  const status = Object.assign(new Target(), { state: permission });
  page.navigator = { mediaDevices, permissions: { query: async () => status } };
  if (policy) page.navigator.getAutoplayPolicy = () => policy;
  return Object.assign(page, { track, contexts, nodes, mediaDevices, status });
}

function recorder() {
  const said = [];
  const port = new Proxy({}, { get: (_, name) => (...values) => said.push([name, ...values]) });
  return { said, port, words: () => said.map(([name, word]) => (typeof word === "string" ? `${name} ${word}` : name)) };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

async function started(options = {}) {
  return begun(fakePage(options), options);
}

async function begun(page, options = {}) {
  const bridge = new Bridge(page, { workletUrl: "worklet.js", onDevicesChanged() {} });
  const { said, port, words } = recorder();
  bridge.start(1, port, { deviceId: "", channel: 1, ...options.wish });
  await settled();
  return { page, bridge, said, words };
}

test("the browser is asked for sound as it is, and the rate that it has is reported before the first sample", async () => {
  const { page, said } = await started();
  assert.deepEqual(page.mediaDevices.asked[0].audio, {
    echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: { ideal: 2 },
  });
  assert.deepEqual(said, [["started", 44100, 512, 1, "Mic", ""]]);
  page.nodes[0].port.onmessage({ data: { samples: new Float32Array(512), lost: 7 } });
  assert.deepEqual(said.slice(1).map(([name]) => name), ["gap", "push"]);
  assert.equal(page.nodes[0].port.sent.length, 1, "the buffer goes back");
});

test("processing that cannot be switched off is reported, and absent is no answer", () => {
  assert.equal(processingOf({ noiseSuppression: true, echoCancellation: false }), "noise suppression");
  assert.equal(processingOf({}), "");
  assert.equal(processingOf({ echoCancellation: "all", autoGainControl: true }), "echo cancellation, automatic gain");
});

test("each refusal has its word", async () => {
  const refusal = (name) => Object.assign(new Error("no"), { name });
  for (const [name, permission, word] of [
    ["NotAllowedError", "denied", "denied"], ["NotAllowedError", "prompt", "dismissed"], ["NotFoundError", "granted", "no-device"],
    ["NotReadableError", "granted", "busy"], ["OverconstrainedError", "granted", "no-such-device"], ["SecurityError", "", "insecure"],
  ]) {
    assert.equal(wordFor(refusal(name), permission), word);
    const { words, page } = await started({ permission, error: refusal(name) });
    assert.equal(words().at(-1), `failed ${word}`);
    assert.equal(page.contexts.length, 0);
  }
});

test("without a safe connection or the browser's interface nothing is asked", async () => {
  const page = fakePage();
  page.isSecureContext = false;
  const { port, words } = recorder();
  const bridge = new Bridge(page, { workletUrl: "", onDevicesChanged() {} });
  bridge.start(1, port, { deviceId: "", channel: 1 });
  page.isSecureContext = true;
  page.AudioContext = undefined;
  bridge.start(2, port, { deviceId: "", channel: 1 });
  await settled();
  assert.deepEqual(words(), ["failed insecure", "failed no-api"]);
});

test("who has not decided yet is waited for", async () => {
  const { words } = await started({ permission: "prompt" });
  assert.deepEqual(words(), ["asking", "started"]);
});

test("50 starts and stops leave no listener, track, port or context", async () => {
  const page = fakePage({ shared: true });
  const bridge = new Bridge(page, { workletUrl: "", onDevicesChanged() {} });
  await settled();
  const before = Target.listeners;
  for (let i = 0; i < 50; ++i) {
    bridge.start(1, recorder().port, { deviceId: "", channel: 1 });
    await settled();
    assert.ok(Target.listeners > before);
    bridge.stop(1);
    assert.ok(page.track.isStopped);
    page.track.isStopped = false;
  }
  assert.equal(Target.listeners, before);
  assert.ok(page.nodes.every((node) => node.port.isClosed && node.port.sent.includes("stop")));
  assert.ok(page.contexts.every((context) => context.state === "closed"));
  assert.equal(bridge.streams.size, 0);
});

test("a stop while the browser still asks gives the microphone back when it comes", async () => {
  const page = fakePage();
  const bridge = new Bridge(page, { workletUrl: "", onDevicesChanged() {} });
  const { port, words } = recorder();
  bridge.start(1, port, { deviceId: "", channel: 1 });
  bridge.stop(1);
  await settled();
  assert.deepEqual(words(), []);
  assert.ok(page.mediaDevices.asked.length === 0 || page.track.isStopped);
});

test("a track that ends is reported once, with the reason", async () => {
  for (const [permission, word] of [["granted", "ended"], ["denied", "denied"]]) {
    const { page, words } = await started({ permission });
    page.track.dispatchEvent(new Event("ended"));
    page.track.dispatchEvent(new Event("ended"));
    await settled();
    assert.deepEqual(words().filter((word_) => word_.startsWith("lost")), [`lost ${word}`]);
    assert.equal(page.contexts[0].state, "closed");
  }
});

test("a permission that is taken back ends the stream with that reason; one that is given is reported", async () => {
  const page = fakePage();
  let allowed = 0;
  const bridge = new Bridge(page, { workletUrl: "", onDevicesChanged() {}, onAllowed: () => ++allowed });
  const { port, words } = recorder();
  bridge.start(1, port, { deviceId: "", channel: 1 });
  await settled();
  page.status.state = "denied";
  page.status.dispatchEvent(new Event("change"));
  assert.equal(words().at(-1), "lost denied");
  assert.ok(page.track.isStopped);
  assert.equal(allowed, 0);
  page.status.state = "granted";
  page.status.dispatchEvent(new Event("change"));
  assert.equal(allowed, 1);
});

test("a context that is held is reported, and so is its end", async () => {
  const { page, words } = await started({ state: "suspended" });
  assert.equal(words().at(-1), "interrupted gesture");
  page.contexts[0].state = "running";
  page.contexts[0].dispatchEvent(new Event("statechange"));
  assert.equal(words().at(-1), "resumed");
  page.nodes[0].port.onmessage({ data: { samples: new Float32Array(512), lost: 0 } });
  page.contexts[0].state = "interrupted";
  page.contexts[0].dispatchEvent(new Event("statechange"));
  assert.equal(words().at(-1), "interrupted interrupted");
  const resumes = page.resumes;
  page.dispatchEvent(new Event("pointerdown"));
  assert.equal(page.resumes, resumes + 1);
});

test("leaving the page gives the microphone back", async () => {
  const { page, words } = await started();
  page.dispatchEvent(new Event("pagehide"));
  assert.equal(words().at(-1), "lost ended");
  assert.ok(page.track.isStopped);
});

test("a no while the browser still asks is a failure, and no loss of what never ran", async () => {
  const page = fakePage({ permission: "prompt" });
  page.mediaDevices.getUserMedia = () => new Promise(() => {});
  const { words } = await begun(page);
  page.status.state = "denied";
  page.status.dispatchEvent(new Event("change"));
  assert.deepEqual(words(), ["asking", "failed denied"]);
});

test("a microphone that takes its time is waited for", async () => {
  const page = fakePage();
  page.mediaDevices.getUserMedia = () => new Promise(() => {});
  const { words, bridge } = await begun(page);
  page.intervals.forEach((call) => call());
  assert.deepEqual(words(), ["opening"]);
  bridge.stop(1);
  page.intervals.forEach((call) => call());
  assert.deepEqual(words(), ["opening"]);
});

test("a part of the page that cannot be loaded is not mistaken for another program that has the microphone", async () => {
  const page = fakePage();
  page.AudioContext = class extends page.AudioContext {
    audioWorklet = { addModule: async () => { throw Object.assign(new Error("gone"), { name: "AbortError" }); } };
  };
  const { words, said } = await begun(page);
  assert.deepEqual(words(), ["failed refused"]);
  assert.match(said[0][3], /part of the page/);
});

test("after a crash no microphone is opened again", async () => {
  const { page, bridge, words } = await started();
  bridge.end();
  assert.equal(words().at(-1), "lost ended");
  const again = recorder();
  bridge.start(2, again.port, { deviceId: "", channel: 1 });
  await settled();
  assert.deepEqual(again.words(), ["failed no-api"]);
  assert.equal(page.mediaDevices.asked.length, 1);
});

test("a muted track is reported, and so is one that begins unmuted after it", async () => {
  const told = [];
  const page = fakePage();
  const bridge = new Bridge(page, { workletUrl: "", onDevicesChanged() {}, onMuted: (isMuted) => told.push(isMuted) });
  bridge.start(1, recorder().port, { deviceId: "", channel: 1 });
  await settled();
  page.track.dispatchEvent(new Event("mute"));
  page.track.dispatchEvent(new Event("unmute"));
  page.track.dispatchEvent(new Event("mute"));
  bridge.start(1, recorder().port, { deviceId: "", channel: 1 });
  await settled();
  assert.deepEqual(told, [false, true, false, true, false]);
});

test("a channel that is not there is refused", async () => {
  const { words } = await started({ wish: { channel: 3 } });
  assert.equal(words().at(-1), "failed no-such-channel");
});

const input = (deviceId, label, groupId = "") => ({ kind: "audioinput", deviceId, label, groupId });

test("the list names each input once and marks the default", () => {
  assert.equal(describeDevices([input("", "")]), "\tMicrophone\tdefault\n");
  assert.equal(
    describeDevices([
      input("default", "Default - USB\tMic", "g2"), input("communications", "x"), input("a", "Built-in", "g1"),
      input("b", "USB\tMic", "g2"), { kind: "videoinput", deviceId: "c", label: "Cam", groupId: "" },
    ]),
    "a\tBuilt-in\t\nb\tUSB Mic\tdefault\n",
  );
  assert.equal(describeDevices([]), "");
  assert.equal(describeDevices([input("default", "Default", "g0"), input("a", "Mic", "g1")]), "a\tMic\tdefault\n");
  assert.equal(
    describeDevices([input("default", "Default", "g0"), input("a", "Mic", "g1"), input("b", "Line", "g2")]),
    "default\tDefault\tdefault\na\tMic\t\nb\tLine\t\n",
    "which of several the default is, nobody says",
  );
});

test("what the default input is called, and that another one silently took its place", async () => {
  const page = fakePage({ settings: { channelCount: 1, deviceId: "default" } });
  let listings = 0;
  const bridge = new Bridge(page, { workletUrl: "", onDevicesChanged: () => ++listings });
  const { said, port, words } = recorder();
  const listed = async (...inputs) => {
    page.mediaDevices.inputs = inputs;
    page.mediaDevices.dispatchEvent(new Event("devicechange"));
    await settled();
  };
  page.mediaDevices.inputs = [input("default", "Default", "g0"), input("a", "Fiddle", "g1")];
  bridge.start(1, port, { deviceId: "", channel: 1 });
  await settled();
  assert.equal(said[0][4], "Fiddle");
  await listed(input("a", "Fiddle"), input("b", "Line"));
  assert.deepEqual(words(), ["started"]);
  await listed(input("default", "Default"), input("b", "Line"));
  assert.deepEqual(words(), ["started", "lost ended"]);
  assert.equal(said[1][2], "Fiddle");
  page.mediaDevices.inputs = [input("a", "Fiddle")]; // and no event
  page.intervals[0]();
  await settled();
  page.intervals[0]();
  await settled();
  assert.equal(listings, 3, "what has not changed is not told");
  page.dispatchEvent(new Event("pagehide"));
  assert.equal(page.intervals.length, 0);
});

test("without an audio output Firefox's context never runs: that is reported, and the next start is in a window of its own", async () => {
  const page = fakePage({ state: "suspended", policy: "allowed", permission: "prompt" });
  const frames = [];
  page.document.createElement = () => ({ contentWindow: fakePage({ permission: "prompt" }), remove() { this.isRemoved = true; } });
  page.document.body = { append: (frame) => frames.push(frame) };
  const { bridge, words } = await begun(page);
  assert.deepEqual(words(), ["asking"]);
  page.timers[0](); // it has had its time
  await settled();
  assert.deepEqual(words(), ["asking", "failed no-output"]);
  assert.deepEqual([page.track.isStopped, page.contexts[0].state], [true, "closed"]);
  const again = recorder();
  bridge.start(1, again.port, { deviceId: "", channel: 1 });
  await settled();
  assert.deepEqual(again.words(), ["started"], "it is not asked again");
  assert.deepEqual([page.mediaDevices.asked.length, frames.length, frames[0].contentWindow.contexts.length], [1, 1, 1]);
});

test("a context that takes its time to run is waited for, one that waits for a tap is not, and a stop ends the wait", async () => {
  const slow = await started({ state: "suspended", policy: "allowed" });
  slow.page.contexts[0].state = "running";
  slow.page.contexts[0].dispatchEvent(new Event("statechange"));
  await settled();
  assert.deepEqual(slow.words(), ["started"]);
  assert.deepEqual((await started({ state: "suspended", policy: "disallowed" })).words(), ["started", "interrupted gesture"]);
  const stopped = await started({ state: "suspended", policy: "allowed" });
  stopped.bridge.stop(1);
  stopped.page.timers[0]();
  await settled();
  assert.deepEqual([stopped.words(), stopped.page.track.isStopped], [[], true]);
});
