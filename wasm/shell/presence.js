// SPDX-License-Identifier: GPL-3.0-or-later
// Depends on whether the page is visible: the screen stays lit while it listens, and a tab that has been hidden for a
// minute releases the microphone.

const HIDDEN_MS = 60000;

/** Keeps the screen lit while it is wanted and the page is shown. */
export class Awake {
  #page;
  #isWanted = false;
  #lock;
  #isAsking = false;

  /** @param {Window & typeof globalThis} page */
  constructor(page) {
    this.#page = page;
    page.document.addEventListener("visibilitychange", () => this.#update());
  }

  get isHeld() {
    return Boolean(this.#lock) && !this.#lock.released;
  }

  set(isWanted) {
    if (isWanted === this.#isWanted) return;
    this.#isWanted = isWanted;
    this.#update();
  }

  async #update() {
    const { navigator, document } = this.#page;
    if (!navigator.wakeLock || this.#isAsking) return;
    const isDue = () => this.#isWanted && !document.hidden;
    if (!isDue()) {
      this.#lock?.release().catch(() => {});
      this.#lock = undefined;
    } else if (!this.isHeld) {
      this.#isAsking = true;
      this.#lock = await navigator.wakeLock.request("screen").catch(() => undefined); // a low battery, or a policy
      this.#isAsking = false;
      if (!isDue()) this.#update();
    }
  }
}

/**
 * @param {Window & typeof globalThis} page
 * @param {{onHidden: () => boolean, onShown: () => void}} calls onHidden: for a minute. False: nobody is there to act on it yet,
 *        and it is called again after another minute
 */
export function watchHidden(page, { onHidden, onShown }) {
  const { document } = page;
  let timer;
  const arm = () => {
    if (document.hidden) timer = page.setTimeout(() => onHidden() || arm(), HIDDEN_MS);
  };
  arm(); // a tab may be opened in the background
  document.addEventListener("visibilitychange", () => {
    page.clearTimeout(timer);
    arm();
    if (!document.hidden) onShown();
  });
}

/** The Back button closes what is open over the tuner, instead of leaving the page. */
export class Back {
  #page;
  #onBack;
  #isOpen = false;
  #hasEntry = false;
  #timer;

  /** @param {Window} page @param {() => void} onBack */
  constructor(page, onBack) {
    this.#page = page;
    this.#onBack = onBack;
    page.addEventListener("popstate", () => {
      const wasOpen = this.#hasEntry;
      this.#hasEntry = false;
      if (wasOpen) this.#onBack();
    });
  }

  get isOpen() {
    return this.#isOpen;
  }

  set(isOpen) {
    this.#isOpen = isOpen;
    this.#page.clearTimeout(this.#timer);
    if (this.#page.parent !== this.#page) return; // the history is that of the embedding page
    if (isOpen && !this.#hasEntry) {
      this.#page.history.pushState("sheet", "");
      this.#hasEntry = true;
    } else if (!isOpen && this.#hasEntry) {
      this.#timer = this.#page.setTimeout(() => this.#leave(), 300); // one sheet may open the next
    }
  }

  #leave() {
    if (!this.#hasEntry) return;
    this.#hasEntry = false;
    this.#page.history.back();
  }
}
