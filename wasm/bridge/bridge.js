// SPDX-License-Identifier: GPL-3.0-or-later
// The page's side of the microphones and of the reference tone: the functions that the program calls (wasm/bridge/library.js), and the events it gets.
import { describeDevices } from "./devices.js";
import { SoundWindow } from "./soundwindow.js";
import { Stream } from "./stream.js";
import { TonePlayer } from "./toneplayer.js";

const LOOK_EVERY_MS = 2000;

export class Bridge {
  /**
   * @param {Window & typeof globalThis} page
   * @param {{workletUrl: string, toneUrl?: string, onDevicesChanged: () => void, onAllowed?: () => void, onMuted?: (isMuted: boolean) => void}} options onAllowed: the
   *   microphone was allowed in the browser's settings, after a no; onMuted: it was muted by the system, or no longer is
   */
  constructor(page, { workletUrl, toneUrl, onDevicesChanged, onAllowed, onMuted }) {
    this.page = page;
    this.workletUrl = workletUrl;
    this.onAllowed = onAllowed;
    this.onMuted = onMuted;
    /** @type {Map<number, Stream>} */
    this.streams = new Map();
    this.sound = new SoundWindow(page);
    this.tone = new TonePlayer(page, this.sound, toneUrl);
    this.onDevicesChanged = onDevicesChanged;
    page.navigator.mediaDevices?.addEventListener?.("devicechange", () => this.devicesChanged());
    // main's destructors never run in a browser: leaving the page releases the microphone here.
    page.addEventListener("pagehide", () => this.leave());
    this.watchPermission();
  }

  async watchPermission() {
    try {
      this.permission = await this.page.navigator.permissions.query({ name: "microphone" }); // kept: its events end with it
      this.permission.addEventListener("change", () => this.permissionChanged());
    } catch {
      // Firefox before 131 and some others do not report changes; there only the end of a stream is visible.
    }
  }

  /** A no in the browser's settings ends what runs also where the browser itself would let it run on until the next load. */
  permissionChanged() {
    if (this.permission.state === "denied") for (const stream of this.streams.values()) stream.lose("denied");
    if (this.permission.state === "granted") this.onAllowed?.();
  }

  /** Asks for the inputs, and tells the streams of them. @returns {Promise<boolean>} whether anything is new */
  async look() {
    const devices = (await this.page.navigator.mediaDevices?.enumerateDevices()) ?? [];
    const before = this.description;
    this.description = describeDevices(devices);
    for (const stream of this.streams.values()) stream.devicesChanged(devices);
    return this.description !== before;
  }

  async devicesChanged() {
    if (await this.look().catch(() => false)) this.onDevicesChanged();
  }

  /** From the first start on: Chromium on Linux hears of devices from udev, which knows nothing of those that only a sound server has. */
  keepLooking() {
    this.looking ??= this.page.setInterval(() => this.page.document.hidden || this.devicesChanged(), LOOK_EVERY_MS);
  }

  get isShared() {
    return this.page.crossOriginIsolated === true && typeof this.page.SharedArrayBuffer === "function";
  }

  /** Lets go of every microphone for good: the page has crashed, and what is left of the program is not to be trusted. */
  end() {
    this.isEnded = true;
    this.leave();
  }

  start(id, port, { deviceId, channel }) {
    this.stop(id);
    if (this.isEnded) return port.failed("no-api", "", "the page has crashed"); // it is not asked again
    this.keepLooking();
    const stream = new Stream(this.page, port, { deviceId, channel, workletUrl: this.workletUrl, isShared: this.isShared }, (isMuted) => this.onMuted?.(isMuted), this.sound);
    this.streams.set(id, stream);
    stream.open();
  }

  /** @type {TonePlayer["play"]} */
  playTone(voices, tell) {
    if (!this.isEnded) this.tone.play(voices, tell);
  }

  stop(id) {
    this.streams.get(id)?.close();
    this.streams.delete(id);
  }

  async list(port) {
    try {
      await this.look();
      port.listed(this.description);
    } catch {
      port.listed("");
    }
  }

  leave() {
    for (const stream of this.streams.values()) stream.lose("ended");
    this.streams.clear();
    this.tone.close();
    this.page.clearInterval(this.looking);
    this.looking = undefined;
  }

  /** Of the newest stream. */
  statistics() {
    const stream = [...this.streams.values()].at(-1);
    return {
      sampleRate: stream?.context?.sampleRate ?? null,
      transport: stream?.context ? (this.isShared ? "shared" : "port") : null,
      deliveredFrames: stream?.frames ?? 0,
      lostFrames: stream?.lost ?? 0,
      isInterrupted: stream?.isInterrupted ?? false,
      streams: this.streams.size,
    };
  }
}
