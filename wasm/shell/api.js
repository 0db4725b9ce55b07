// SPDX-License-Identifier: GPL-3.0-or-later
// globalThis.tunescope: the interface for an embedding page, or a test. docs/web.md describes it.
import { decode } from "./sound.js";

const MAX_SESSION_BYTES = (16 << 20) + 1; // as below
const MAX_TUNING_BYTES = (1 << 20) + 1; // the program refuses larger ones

const isCapture = (options) => Boolean(typeof options === "object" && options ? options.capture : options);

export class Tunescope extends EventTarget {
  #page;
  #module;
  #bridge;
  #state = "loading";
  #isOver = false;
  #sentence = "Tunescope is loading.";
  /** @type {{listener: EventListenerOrEventListenerObject, isCapture: boolean, call: EventListenerOrEventListenerObject}[]} */
  #listeners = [];

  /** @param {Window & typeof globalThis} page */
  constructor(page) {
    super();
    this.#page = page;
  }

  /** The word of docs/web.md. */
  get state() {
    return this.#state;
  }

  /** The same for people, as it stands on the screen. */
  get sentence() {
    return this.#sentence;
  }

  /** The newest frame record of the headless mode, or null. */
  get reading() {
    return this.#module ? JSON.parse(this.#text(this.#module._tunescopeReading())) : null;
  }

  get statistics() {
    if (!this.#module) return null;
    const program = JSON.parse(this.#text(this.#module._tunescopeStatistics()));
    const { transport, deliveredFrames, streams } = this.#bridge.statistics();
    return { ...program, transport, deliveredFrames, streams };
  }

  start() {
    this.#module?._tunescopeStart();
  }

  stop() {
    this.#module?._tunescopeStop();
  }

  /**
   * Analyses a sound file: what the program cannot read itself is decoded by the browser.
   * @param {File} file
   * @param {{realtime?: boolean}} options false: as fast as it is analysed
   */
  async open(file, { realtime = true } = {}) {
    if (!this.#module) throw new Error("Tunescope has not been loaded yet");
    const { FS } = this.#module;
    const bytes = new Uint8Array(await file.arrayBuffer());
    const name = file.name.replace(/[/\\\0]/g, "_").slice(-100) || "sound";
    const path = `/sound/${name}`;
    if (!FS.analyzePath("/sound").exists) FS.mkdir("/sound");
    for (const old of FS.readdir("/sound")) if (old !== "." && old !== "..") FS.unlink(`/sound/${old}`);
    FS.writeFile(path, bytes);
    if (!this.#withText(path, (text) => this.#module._tunescopeCanRead(text))) {
      const decoded = await decode(this.#page, bytes).catch(() => undefined); // then the program reports the problem
      if (decoded) FS.writeFile(path, decoded);
    }
    this.#withText(path, (text) => this.#module._tunescopePlayFile(text, realtime ? 1 : 0));
  }

  /**
   * Puts a scale (.scl, .ascl), a keyboard map (.kbm), instruments or a stretch in force; the program says what is wrong with one.
   * @param {File} file
   */
  async openTuning(file) {
    if (!this.#module) throw new Error("Tunescope has not been loaded yet");
    const { FS } = this.#module;
    const name = file.name.replace(/[/\\\0]/g, "_").slice(-100) || "tuning";
    if (!FS.analyzePath("/tuning").exists) FS.mkdir("/tuning");
    for (const old of FS.readdir("/tuning")) if (old !== "." && old !== "..") FS.unlink(`/tuning/${old}`);
    const bytes = await file.slice(0, MAX_TUNING_BYTES).arrayBuffer().catch(() => undefined); // then the program says so
    if (bytes) FS.writeFile(`/tuning/${name}`, new Uint8Array(bytes));
    this.#withText(`/tuning/${name}`, (text) => this.#module._tunescopeOpenTuning(text));
  }

  /** Of the page, without what it was asked for: links to tunings begin with it. */
  get address() {
    const { origin, pathname } = this.#page.location;
    return origin + pathname;
  }

  /**
   * The readings of the last half hour as text.
   * @param {"csv" | "json"} format
   */
  readings(format = "csv") {
    return this.#module ? this.#text(this.#module._tunescopeReadings(format === "csv" ? 1 : 0)) : "";
  }

  // The program writes its readings only while someone listens. An EventTarget does not report its listeners, so they are counted here:
  // a listener is identified by its function and whether it captures, and ends by removal, by a signal or after one call.
  addEventListener(type, listener, options) {
    if (type !== "reading" || !listener) return super.addEventListener(type, listener, options);
    const { once = false, signal } = typeof options === "object" && options ? options : {};
    if (signal?.aborted || this.#find(listener, options)) return; // none, and the one that is there
    const entry = { listener, isCapture: isCapture(options), call: listener };
    if (once) {
      entry.call = (event) => {
        this.#forget(entry);
        if (typeof listener === "function") listener.call(this, event);
        else listener.handleEvent(event);
      };
    }
    this.#listeners.push(entry);
    super.addEventListener(type, entry.call, options);
    signal?.addEventListener("abort", () => this.#forget(entry), { once: true });
    this.#tellListening();
  }

  removeEventListener(type, listener, options) {
    const entry = type === "reading" ? this.#find(listener, options) : undefined;
    super.removeEventListener(type, entry?.call ?? listener, options);
    if (entry) this.#forget(entry);
  }

  #find(listener, options) {
    return this.#listeners.find((entry) => entry.listener === listener && entry.isCapture === isCapture(options));
  }

  #forget(entry) {
    const at = this.#listeners.indexOf(entry);
    if (at < 0) return;
    this.#listeners.splice(at, 1);
    this.#tellListening();
  }

  #tellListening() {
    this.#module?._tunescopeListen(this.#listeners.length > 0 ? 1 : 0);
  }

  /** The rest is for the page's own scripts: the program has begun. */
  connect(module, bridge) {
    this.#module = module;
    this.#bridge = bridge;
    this.#tellListening();
  }

  setState(state, sentence = "") {
    if (this.#isOver || (state === this.#state && sentence === this.#sentence)) return;
    this.#state = state;
    this.#sentence = sentence;
    this.dispatchEvent(new Event("statechange"));
  }

  /** It cannot go on: "failed" before it has begun, "crashed" afterwards. */
  fail(state, sentence) {
    if (this.#isOver) return;
    this.setState(state, sentence);
    this.#isOver = true;
    this.dispatchEvent(new CustomEvent("error", { detail: { state, sentence } }));
  }

  publish(record) {
    this.dispatchEvent(new CustomEvent("reading", { detail: JSON.parse(record) }));
  }

  chooseFile() {
    const input = this.#page.document.createElement("input");
    input.type = "file";
    input.accept = "audio/*";
    // The program reports a file that cannot be read (it has gone, or is too large).
    const missing = (file) => this.#withText(`/sound/gone/${file.name}`, (text) => this.#module._tunescopePlayFile(text, 1));
    input.onchange = () => input.files[0] && this.open(input.files[0]).catch(() => missing(input.files[0]));
    input.click();
  }

  chooseTuning() {
    const input = this.#page.document.createElement("input");
    input.type = "file";
    input.accept = ".scl,.ascl,.kbm,.instruments,.stretch";
    input.onchange = () => input.files[0] && this.openTuning(input.files[0]);
    input.click();
  }

  save(format) {
    const name = `tunescope-${new Date().toISOString().slice(0, 19).replaceAll(":", "")}.${format}`;
    this.download(name, this.readings(format), format === "csv" ? "text/csv" : "application/x-ndjson");
  }

  /** @param {BlobPart} content */
  download(name, content, type = "application/octet-stream") {
    const link = this.#page.document.createElement("a");
    link.href = this.#page.URL.createObjectURL(new Blob([content], { type }));
    link.download = name;
    link.click();
    setTimeout(() => this.#page.URL.revokeObjectURL(link.href), 10000);
  }

  /** A file of the program's own, a practice session. */
  chooseText() {
    const input = this.#page.document.createElement("input");
    input.type = "file";
    input.accept = ".json,application/json";
    input.onchange = () => input.files[0] && this.#hand(input.files[0]);
    input.click();
  }

  async #hand(file) {
    const { FS } = this.#module;
    const name = file.name.replace(/[/\\\0]/g, "_").slice(-100) || "session";
    const path = `/chosen/${name}`;
    if (!FS.analyzePath("/chosen").exists) FS.mkdir("/chosen");
    const bytes = await file.slice(0, MAX_SESSION_BYTES).arrayBuffer().catch(() => undefined); // then the program says that it has nothing
    if (bytes) FS.writeFile(path, new Uint8Array(bytes));
    this.#withText(path, (text) => this.#module._tunescopeChosen(text));
    if (bytes) FS.unlink(path);
  }

  #text(address) {
    return this.#module.UTF8ToString(address);
  }

  #withText(text, call) {
    const stack = this.#module.stackSave();
    try {
      return call(this.#module.stringToUTF8OnStack(text));
    } finally {
      this.#module.stackRestore(stack);
    }
  }
}
