// SPDX-License-Identifier: GPL-3.0-or-later
// One microphone from the permission request to its end. All its listeners use one AbortController; close() leaves
// nothing behind: listeners, port, track and context.
import { inputOf, inputsOf } from "./devices.js";
import { processingOf, wordFor } from "./words.js";
import { SoundWindow } from "./soundwindow.js";
import { makeRingMemory, RingReader } from "../worklet/ring.js";

const BLOCK_S = 0.0107; // a block of 512 frames at 48 kHz
const POOL_S = 2.5; // how long the page may stand still without a loss
const RING_S = 2.5;
const MOST_CHANNELS = 8; // in a frame
const BEAT_MS = 500;
const MOST_BEATS = 30;
const OUTPUT_MS = 3000; // how long a context may take to run
const ASK_MS = 1000; // how long a browser may take to allow the microphone without a question

/**
 * @typedef {object} Port what the program (wasm/bridge/library.js) hears of a stream
 * @property {() => void} asking
 * @property {() => void} opening it is still on its way
 * @property {(rate: number, bufferFrames: number, channels: number, name: string, processing: string) => void} started
 * @property {(word: string, device: string, detail: string) => void} failed
 * @property {(word: string, device: string, detail: string) => void} lost
 * @property {(word: string) => void} interrupted
 * @property {() => void} resumed
 * @property {(frames: number, isStall: boolean) => void} gap
 * @property {(samples: Float32Array, isHidden: boolean) => void} push whole frames of all channels, interleaved
 */

export class Stream {
  /**
   * @param {Window & typeof globalThis} page the window, or what a test puts in its place
   * @param {Port} port
   * @param {{deviceId: string, channel: number, workletUrl: string, isShared: boolean}} wish deviceId empty: the default
   * @param {(isMuted: boolean) => void} onMuted whether the system has muted it, from the start on
   * @param {SoundWindow} sound
   */
  constructor(page, port, wish, onMuted = () => {}, sound = new SoundWindow(page)) {
    this.page = page;
    this.sound = sound;
    this.window = sound.current; // it makes the track and everything that is connected to it
    this.port = port;
    this.wish = wish;
    this.onMuted = onMuted;
    this.abort = new AbortController();
    this.name = "";
    this.inputId = ""; // of what is heard
    this.channels = 1; // of a frame
    this.frames = 0; // delivered to the program
    this.lost = 0;
    this.isInterrupted = false;
    this.isStarted = false;
    this.isAsked = false;
  }

  get isClosed() {
    return this.abort.signal.aborted;
  }

  async open() {
    // A headset that changes its profile or a phone that wakes up takes time; the program waits while the bridge reports progress.
    let beats = 0;
    const beat = this.page.setInterval(() => ++beats <= MOST_BEATS && !this.isClosed && !this.isAsked && this.port.opening(), BEAT_MS);
    try {
      await this.openAll();
    } finally {
      this.page.clearInterval(beat);
    }
  }

  async openAll() {
    const { isSecureContext, navigator, AudioContext, AudioWorkletNode } = this.window;
    if (!isSecureContext) return this.fail("insecure");
    if (!navigator.mediaDevices?.getUserMedia || !AudioContext || !AudioWorkletNode) return this.fail("no-api");
    try {
      const isGranted = (await this.permission()) === "granted";
      if (this.isClosed) return;
      await this.openTrack(!isGranted);
      if (this.isClosed) return this.release();
      await this.openContext();
      if (!this.isClosed && (await this.lacksOutput())) {
        this.fail("no-output");
        return this.sound.renew();
      }
      if (this.isClosed) return this.release();
      this.connect();
    } catch (error) {
      if (this.isClosed) return this.release();
      this.fail(wordFor(error, await this.permission()), String(error?.message ?? error));
    }
  }

  async openTrack(isAsked) {
    const { deviceId, channel } = this.wish;
    const audio = {
      echoCancellation: false,
      noiseSuppression: false,
      autoGainControl: false,
      channelCount: { ideal: Math.max(2, channel) },
    };
    if (deviceId) audio.deviceId = { exact: deviceId };
    const { mediaDevices } = this.window.navigator;
    const asking = isAsked ? this.ask() : undefined;
    this.media = await mediaDevices.getUserMedia({ audio, video: false }).finally(() => this.page.clearTimeout(asking));
    this.track = this.media.getAudioTracks()[0];
    const { id, name } = inputOf(this.track, await mediaDevices.enumerateDevices());
    this.inputId = id;
    this.name = name;
  }

  /**
   * A person is asked, and waited for, however long that takes. Firefox mostly allows a new frame without a question what it has just
   * allowed the page.
   * @returns {number | undefined} a timer
   */
  ask() {
    const ask = () => {
      if (this.isClosed) return;
      this.isAsked = true;
      this.port.asking();
    };
    return this.window === this.page ? ask() : this.page.setTimeout(ask, ASK_MS);
  }

  async openContext() {
    // The rate is the browser's: a forced one makes Firefox refuse the microphone.
    this.context = new this.window.AudioContext({ latencyHint: "interactive" });
    try {
      await this.context.audioWorklet.addModule(this.wish.workletUrl);
    } catch (error) {
      throw new Error(`a part of the page could not be loaded (${error?.message ?? error})`); // not the microphone's fault
    }
  }

  /**
   * Firefox runs no context, and hears nothing, without an audio output. A context that waits for a tap looks the same, but for
   * what the browser says of its policy; those that do not say it run without an output.
   */
  async lacksOutput() {
    const { context, page, window } = this;
    if (context.state !== "suspended" || window.navigator.getAutoplayPolicy?.(context) !== "allowed") return false;
    context.resume().catch(() => {});
    await new Promise((resolve) => {
      context.addEventListener("statechange", resolve, { once: true, signal: this.abort.signal });
      page.setTimeout(resolve, OUTPUT_MS);
    });
    return !this.isClosed && context.state === "suspended";
  }

  connect() {
    const { context, track, wish } = this;
    const settings = track.getSettings();
    const channels = Math.min(settings.channelCount ?? 1, MOST_CHANNELS);
    if (wish.channel > channels) return this.fail("no-such-channel", `it has ${channels}`);
    const rate = context.sampleRate;
    const blockFrames = 2 ** Math.round(Math.log2(BLOCK_S * rate));
    const memory = wish.isShared ? makeRingMemory(RING_S * rate, channels) : undefined;
    this.channels = channels;
    this.reader = memory ? new RingReader(memory, channels) : undefined;
    this.source = context.createMediaStreamSource(this.media);
    this.node = new this.window.AudioWorkletNode(context, "tunescope-capture", {
      numberOfInputs: 1,
      numberOfOutputs: 1,
      processorOptions: { memory, blockFrames, blocks: Math.ceil((POOL_S * rate) / blockFrames), channels },
    });
    this.isStarted = true;
    this.port.started(rate, blockFrames, channels, this.name, processingOf(settings)); // before the first sample
    if (this.isClosed) return;
    this.node.port.onmessage = (event) => this.take(event.data);
    this.source.connect(this.node).connect(context.destination); // its output is silence
    this.listen();
    this.resume();
  }

  listen() {
    const { signal } = this.abort;
    const { track, context, page } = this;
    track.addEventListener("ended", () => this.ended(), { signal });
    for (const isMuted of [true, false]) {
      track.addEventListener(isMuted ? "mute" : "unmute", () => this.onMuted(isMuted), { signal });
    }
    this.onMuted(track.muted);
    context.addEventListener("statechange", () => this.stateChanged(), { signal });
    page.document.addEventListener("visibilitychange", () => page.document.hidden || this.resume(), { signal });
    for (const type of ["pointerdown", "keydown"]) {
      page.addEventListener(type, () => this.resume(), { signal, capture: true });
    }
  }

  /** The browser may hold the context until someone touches the page, and phones take it away for a call. */
  resume() {
    if (this.isClosed || this.context.state === "running") return;
    this.context.resume().catch(() => {});
    this.stateChanged();
  }

  stateChanged() {
    if (this.isClosed) return;
    if (this.context.state === "running") {
      if (this.isInterrupted) this.port.resumed();
      this.isInterrupted = false;
    } else if (this.context.state === "interrupted") {
      this.interrupt("interrupted");
    } else if (this.context.state === "suspended") {
      this.interrupt(this.frames > 0 ? "interrupted" : "gesture");
    }
  }

  interrupt(word) {
    if (this.isInterrupted) return;
    this.isInterrupted = true;
    this.port.interrupted(word);
  }

  /** @param {0 | {samples: Float32Array, lost: number}} data 0: something waits in the shared ring */
  take(data) {
    if (this.isClosed) return;
    if (this.isInterrupted) this.stateChanged();
    const isHidden = this.page.document.hidden;
    if (this.reader) {
      this.reader.drain(
        (samples) => this.push(samples, isHidden),
        (frames) => this.gap(frames),
      );
      return;
    }
    if (data.lost > 0) this.gap(data.lost);
    this.push(data.samples, isHidden);
    const { buffer } = data.samples;
    this.node.port.postMessage(buffer, [buffer]);
  }

  push(samples, isHidden) {
    this.frames += samples.length / this.channels;
    this.port.push(samples, isHidden);
  }

  gap(frames) {
    this.lost += frames;
    this.port.gap(frames, true);
  }

  async ended() {
    const word = (await this.permission()) === "denied" ? "denied" : "ended";
    this.lose(word);
  }

  /** The list of inputs has changed. Some browsers hear another device in place of one that has gone, and do not say so. */
  devicesChanged(devices) {
    if (this.inputId && !inputsOf(devices).some(({ id }) => id === this.inputId)) this.lose("ended");
  }

  /** Ends a stream that ran, and says why; one that never ran has failed. */
  lose(word) {
    if (!this.isStarted) return this.fail(word);
    if (this.isClosed) return;
    this.close();
    this.port.lost(word, this.name, "");
  }

  fail(word, detail = "") {
    if (this.isClosed) return;
    this.close();
    this.port.failed(word, this.name, detail);
  }

  close() {
    if (this.isClosed) return;
    this.abort.abort();
    this.release();
  }

  release() {
    if (this.node) {
      this.node.port.postMessage("stop");
      this.node.port.onmessage = null;
      this.node.port.close();
      this.node.disconnect();
    }
    this.source?.disconnect();
    this.media?.getTracks().forEach((track) => track.stop());
    if (this.context && this.context.state !== "closed") this.context.close().catch(() => {});
    this.node = this.source = this.media = this.context = this.reader = undefined;
  }

  async permission() {
    try {
      const status = await this.page.navigator.permissions.query({ name: "microphone" });
      return status.state;
    } catch {
      return ""; // Firefox before 131 and some others do not report it
    }
  }
}
