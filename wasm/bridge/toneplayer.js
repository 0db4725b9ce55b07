// SPDX-License-Identifier: GPL-3.0-or-later
// The way out: a context and a worklet that play the reference tone, while there is one. The program says what sounds
// (src/audio/web/webtone.cpp) and hears how that stands.
const RUN_MS = 3000; // how long a context may take to run: without an audio output it never does

export class TonePlayer {
  #page;
  #sound;
  #workletUrl;
  #tell = () => {};
  #voices = new Float64Array(0);
  #context;
  #node;

  /**
   * @param {Window & typeof globalThis} page
   * @param {import("./soundwindow.js").SoundWindow} sound
   * @param {string} workletUrl
   */
  constructor(page, sound, workletUrl) {
    this.#page = page;
    this.#sound = sound;
    this.#workletUrl = workletUrl;
  }

  /** Of the newest context. */
  get context() {
    return this.#context;
  }

  get node() {
    return this.#node;
  }

  /**
   * @param {Float64Array} voices as ToneVoices takes them
   * @param {(word: "sounding" | "silent" | "no-output" | "refused" | "left", rate: number) => void} tell
   */
  play(voices, tell) {
    this.#voices = voices;
    this.#tell = tell;
    if (this.#node) this.#node.port.postMessage(voices);
    else if (voices.length > 0 && !this.#context) this.#open();
  }

  async #open() {
    const { AudioContext, AudioWorkletNode } = this.#sound.current;
    if (!AudioContext || !AudioWorkletNode) return this.#tell("refused", 0);
    let context;
    try {
      context = this.#context = new AudioContext(); // throws where a page has too many, or no sound at all
      await context.audioWorklet.addModule(this.#workletUrl);
      if (!(await this.#runs(context))) return this.#fail(context, "no-output");
      if (this.#context !== context) return;
      const node = new AudioWorkletNode(context, "tunescope-tone", { numberOfInputs: 0, outputChannelCount: [2] });
      node.port.onmessage = () => this.#voices.length === 0 && this.close();
      node.onprocessorerror = () => this.#fail(context, "refused");
      node.connect(context.destination);
      node.port.postMessage(this.#voices);
      this.#node = node;
      this.#tell("sounding", context.sampleRate);
    } catch {
      this.#fail(context, "refused");
    }
  }

  /** A context that has no output, or waits for a tap, neither runs nor fails. */
  async #runs(context) {
    let timer;
    const late = new Promise((resolve) => (timer = this.#page.setTimeout(resolve, RUN_MS)));
    await Promise.race([context.resume(), late]);
    this.#page.clearTimeout(timer);
    return context.state === "running";
  }

  #fail(context, word) {
    if (this.#context !== context) return;
    this.#end();
    this.#tell(word, 0);
  }

  #end() {
    this.#node?.port.postMessage("stop");
    this.#node?.disconnect();
    this.#context?.close().catch(() => {});
    this.#node = this.#context = undefined;
  }

  /** At once; what has not faded out by then clicks. A tone that was to go on is over: a page that comes back is silent. */
  close() {
    const isLeft = this.#voices.length > 0;
    this.#voices = new Float64Array(0);
    if (!this.#context) return;
    this.#end();
    this.#tell(isLeft ? "left" : "silent", 0);
  }
}
