// SPDX-License-Identifier: GPL-3.0-or-later
// Firefox decides for each window, when it first uses sound, whether there is an audio output, and keeps that result: a window
// that found none gets no sound until it is reloaded. An empty frame is a window too, and checks again.

export class SoundWindow {
  #page;
  #frame;

  /** @param {Window & typeof globalThis} page */
  constructor(page) {
    this.#page = page;
  }

  /** The window whose microphone and contexts are used. */
  get current() {
    return this.#frame?.contentWindow ?? this.#page;
  }

  /** From now on it is a new one. What was made by the one before ends. */
  renew() {
    this.#frame?.remove();
    this.#frame = this.#page.document.createElement("iframe");
    this.#frame.hidden = true;
    this.#page.document.body.append(this.#frame);
  }
}
