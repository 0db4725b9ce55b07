// SPDX-License-Identifier: GPL-3.0-or-later
// The card in front of the program: the progress of loading, or the problem and its solution.

import { withoutOptions } from "./address.js";

const RELOAD = { label: "Load again", run: (page) => page.location.reload() };

/** @type {Record<string, {title: string, words: string, action?: typeof RELOAD}>} */
export const CARDS = {
  "no-wasm": {
    title: "This browser is too old",
    words: "Tunescope needs WebAssembly with SIMD, which browsers have had since 2021 (Safari since 2023). Open this page in a newer one.",
  },
  "bad-address": {
    title: "This address cannot be used",
    words: "An option in it has a value that Tunescope does not know.",
    action: { label: "Start without options", run: (page) => page.location.assign(withoutOptions(page.location.href)) },
  },
  "no-webgl": {
    title: "This page cannot draw",
    words: "Tunescope draws with WebGL, and this browser has it switched off. Switch on hardware acceleration, then load the page again.",
    action: RELOAD,
  },
  "no-network": {
    title: "Tunescope did not arrive",
    words: "A part of it could not be fetched. Check the connection, then load the page again.",
    action: RELOAD,
  },
  crashed: {
    title: "Tunescope has stopped",
    words: "Something in it went wrong. The microphone is off. Load the page again to go on.",
    action: RELOAD,
  },
  "lost-webgl": {
    title: "The picture was lost",
    words: "The system took the graphics away from this page. Load it again to go on.",
    action: RELOAD,
  },
};

export class Card {
  /** @param {Window} page */
  constructor(page) {
    this.page = page;
    const { document } = page;
    this.card = document.getElementById("card");
    this.title = document.getElementById("title");
    this.words = document.getElementById("words");
    this.aside = document.getElementById("aside");
    this.progress = document.getElementById("progress");
    this.action = document.getElementById("action");
    this.shown = "";
  }

  /** @param {number} part 0 to 1 */
  setProgress(part) {
    this.progress.value = Math.min(1, part);
    if (part >= 1) this.words.textContent = "Starting.";
  }

  /** A second, smaller line. */
  note(text) {
    this.aside.textContent = text;
    this.aside.hidden = false;
  }

  hide() {
    if (!this.shown) this.card.hidden = true;
  }

  /**
   * Reports the first failure.
   * @param {string} what a key of CARDS
   * @param {string} [details] in place of the card's own words
   * @returns {string} the words on the card now
   */
  show(what, details) {
    if (this.shown) return this.words.textContent;
    this.shown = what;
    const { title, action } = CARDS[what];
    const words = details ?? CARDS[what].words;
    this.title.textContent = title;
    this.words.textContent = words;
    this.progress.hidden = true;
    this.action.hidden = !action;
    if (action) {
      this.action.textContent = action.label;
      this.action.onclick = () => action.run(this.page);
    }
    this.card.setAttribute("role", "alert");
    this.card.hidden = false;
    this.aside.hidden = true;
    if (action) this.action.focus();
    return words;
  }
}
