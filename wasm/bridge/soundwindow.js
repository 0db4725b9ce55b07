// SPDX-License-Identifier: GPL-3.0-or-later
// Firefox decides for each window, when it first uses sound, whether there is an audio output, and keeps to that: a window that
// found none hears nothing until it is loaded again. An empty frame is a window too, and finds out anew.

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
