// SPDX-License-Identifier: GPL-3.0-or-later
// The settings' store. A browser that blocks site data throws when local storage is accessed, and a full store
// throws on writing; either would crash the program. Here, values that cannot be stored are kept for the visit.

const PROBE = "tunescope-probe";

/** The part of Storage that Qt uses, and never throws. */
export class GuardedStorage {
  #store;
  #values = new Map();

  /** @param {() => Storage | null | undefined} open */
  constructor(open) {
    try {
      const store = open();
      store.setItem(PROBE, "");
      store.removeItem(PROBE);
      this.#store = store;
    } catch {
      // Blocked, switched off or full; #store stays empty.
    }
  }

  /** Whether what is written stays after the visit. */
  get isKept() {
    return this.#store !== undefined;
  }

  get length() {
    return this.#keys().length;
  }

  key(index) {
    return this.#keys()[index] ?? null;
  }

  getItem(key) {
    return this.#try((store) => store.getItem(key)) ?? this.#values.get(String(key)) ?? null;
  }

  setItem(key, value) {
    this.#try((store) => store.setItem(key, value));
    if (!this.#store) this.#values.set(String(key), String(value));
  }

  removeItem(key) {
    this.#try((store) => store.removeItem(key));
    this.#values.delete(String(key));
  }

  clear() {
    for (const key of this.#keys()) this.removeItem(key);
  }

  #keys() {
    return this.#try((store) => Array.from({ length: store.length }, (_, i) => store.key(i))) ?? [...this.#values.keys()];
  }

  /** Once the store has failed it is not asked again; what it held is copied where it can still be read. */
  #try(use) {
    const store = this.#store;
    if (!store) return undefined;
    try {
      return use(store);
    } catch {
      this.#store = undefined;
      try {
        for (let i = 0; i < store.length; ++i) this.#values.set(store.key(i), store.getItem(store.key(i)));
      } catch {
        // Not even that.
      }
      return undefined;
    }
  }
}

/**
 * Puts the guard in the place of the page's local storage.
 * @param {Window & typeof globalThis} page
 */
export function guardStorage(page) {
  const storage = new GuardedStorage(() => page.localStorage);
  Object.defineProperty(page, "localStorage", { value: storage, configurable: true });
  return storage;
}
