// SPDX-License-Identifier: GPL-3.0-or-later
// The page around the program: its address, what it stores, how it behaves in another page, when it is hidden, and Back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inAddress, parseAddress, withoutOptions } from "../../wasm/shell/address.js";
import { watchDigits } from "../../wasm/shell/digits.js";
import { behaveInFrame } from "../../wasm/shell/frame.js";
import { Awake, Back, watchHidden } from "../../wasm/shell/presence.js";
import { GuardedStorage, guardStorage } from "../../wasm/shell/storage.js";

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

function fakeStore() {
  const values = new Map();
  return {
    values,
    get length() { return values.size; },
    key: (i) => [...values.keys()][i] ?? null,
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

/** A page with timers that the test runs. */
function fakePage() {
  const page = new EventTarget();
  page.parent = page;
  page.document = Object.assign(new EventTarget(), { hidden: false });
  page.timers = new Map();
  let last = 0;
  page.setTimeout = (call, ms) => (page.timers.set(++last, { call, ms }), last);
  page.clearTimeout = (id) => page.timers.delete(id);
  page.run = () => { for (const [id, { call }] of [...page.timers]) (page.timers.delete(id), call()); };
  page.hide = (hidden) => { page.document.hidden = hidden; page.document.dispatchEvent(new Event("visibilitychange")); };
  return page;
}

test("the address: settings of the program, embedding options, and what Qt would take for its own", () => {
  assert.deepEqual(parseAddress("?a4=442&utm=x&min-hz=30&-platform=x&--a4=1"), {
    argv: ["a4=442", "utm=x", "min-hz=30"], isDemo: false, mayStart: true, hasShortcuts: true,
  });
  assert.deepEqual(parseAddress("?demo&autostart=0&keys=0"), { argv: ["demo="], isDemo: true, mayStart: false, hasShortcuts: false });
  assert.equal(withoutOptions("http://localhost/?a4=abc&keys=0&a4=442&demo&utm=x"), "http://localhost/?keys=0");
  assert.equal(inAddress("--min-hz 90 is above --max-hz 30"), "In the address, min-hz 90 is above max-hz 30.");
});

test("what a browser stores is kept; what it blocks lives for the visit", () => {
  const store = fakeStore();
  const kept = new GuardedStorage(() => store);
  kept.setItem("a4", "442");
  assert.deepEqual([kept.isKept, kept.getItem("a4"), kept.length, kept.key(0), store.values.get("a4")], [true, "442", 1, "a4", "442"]);
  const page = { get localStorage() { throw new Error("blocked"); } };
  Object.defineProperty(page, "localStorage", { get() { throw new Error("blocked"); }, configurable: true });
  for (const guarded of [guardStorage(page), new GuardedStorage(() => null)]) {
    assert.equal(guarded.isKept, false);
    guarded.setItem("a4", "442");
    guarded.setItem("theme", "ink");
    guarded.removeItem("theme");
    assert.deepEqual([guarded.getItem("a4"), guarded.getItem("theme"), guarded.length, guarded.key(0), guarded.key(1)], ["442", null, 1, "a4", null]);
  }
  assert.equal(page.localStorage.isKept, false, "the program finds the guard in its place");
});

test("a store that fills up later loses nothing of the visit", () => {
  const store = fakeStore();
  const guarded = new GuardedStorage(() => store);
  guarded.setItem("a4", "442");
  store.setItem = () => { throw new Error("full"); };
  guarded.setItem("theme", "ink");
  assert.deepEqual([guarded.isKept, guarded.getItem("a4"), guarded.getItem("theme"), guarded.length], [false, "442", "ink", 2]);
});

test("in another page it takes the focus only when it is its turn, and the wheel only for a sheet", () => {
  const page = fakePage();
  const classes = new Set();
  const focused = [];
  let hasFocus = false;
  let isSheetOpen = false;
  page.HTMLElement = class { isConnected = true; focus() { focused.push(this); } };
  Object.assign(page.document, { hasFocus: () => hasFocus, documentElement: { classList: { add: (c) => classes.add(c), remove: (c) => classes.delete(c) } } });
  const original = page.HTMLElement.prototype.focus;
  behaveInFrame(page, () => isSheetOpen);
  assert.equal(page.HTMLElement.prototype.focus, original, "a page of its own is left alone");
  page.parent = {};
  page.focus = () => { hasFocus = true; page.dispatchEvent(new Event("focus")); };
  behaveInFrame(page, () => isSheetOpen);
  const canvas = new page.HTMLElement();
  canvas.focus();
  assert.deepEqual(focused, []);
  let wheels = 0;
  page.addEventListener("wheel", () => ++wheels);
  page.dispatchEvent(new Event("wheel"));
  assert.equal(wheels, 0);
  page.dispatchEvent(new Event("pointerup"));
  assert.deepEqual(focused, [canvas]);
  assert.ok(classes.has("framed") && classes.has("entered"));
  canvas.focus();
  assert.equal(focused.length, 2);
  isSheetOpen = true;
  page.dispatchEvent(new Event("wheel"));
  assert.equal(wheels, 1);
  page.dispatchEvent(new Event("blur"));
  assert.ok(!classes.has("entered"));
});

test("the screen stays lit while it listens and is shown", async () => {
  const page = fakePage();
  const locks = [];
  page.navigator = { wakeLock: { request: async (type) => {
    const lock = { type, released: false, async release() { this.released = true; } };
    locks.push(lock);
    return lock;
  } } };
  const held = () => locks.filter(({ released }) => !released).length;
  const awake = new Awake(page);
  awake.set(true);
  awake.set(true);
  await settled();
  assert.deepEqual([held(), locks[0].type, awake.isHeld], [1, "screen", true]);
  locks[0].released = true; // the browser takes it from a hidden page
  page.hide(true);
  await settled();
  assert.equal(held(), 0);
  page.hide(false);
  await settled();
  assert.equal(held(), 1);
  awake.set(false);
  await settled();
  assert.equal(held(), 0);
  awake.set(true);
  awake.set(false); // while the browser still thinks
  await settled();
  assert.equal(held(), 0);
  const refusing = new Awake(Object.assign(fakePage(), { navigator: { wakeLock: { request: async () => { throw new Error("low battery"); } } } }));
  refusing.set(true);
  await settled();
  assert.equal(refusing.isHeld, false);
});

test("a tab that is hidden for a minute is reported, a shorter time is not", () => {
  const page = fakePage();
  const told = [];
  watchHidden(page, { onHidden: () => told.push("hidden") > 0, onShown: () => told.push("shown") });
  page.hide(true);
  page.hide(false);
  page.run();
  assert.deepEqual(told, ["shown"]);
  page.hide(true);
  assert.deepEqual([...page.timers.values()].map(({ ms }) => ms), [60000]);
  page.run();
  assert.deepEqual(told, ["shown", "hidden"]);
});

test("a tab that was opened in the background counts as hidden from the beginning", () => {
  const page = fakePage();
  page.document.hidden = true;
  const told = [];
  watchHidden(page, { onHidden: () => told.push("hidden") > 0, onShown: () => told.push("shown") });
  page.run();
  assert.deepEqual(told, ["hidden"]);
  page.hide(false);
  page.run();
  assert.deepEqual(told, ["hidden", "shown"]);
});

test("a tab that was hidden for a minute while the program loaded is reported again", () => {
  const page = fakePage();
  page.document.hidden = true;
  let hasProgram = false;
  let calls = 0;
  watchHidden(page, { onHidden: () => (++calls, hasProgram), onShown() {} });
  page.run();
  assert.deepEqual([calls, page.timers.size], [1, 1]);
  hasProgram = true;
  page.run();
  assert.deepEqual([calls, page.timers.size], [2, 0]);
});

test("Back closes a sheet, and a sheet that is closed otherwise leaves no entry behind", () => {
  const page = fakePage();
  let entries = 0;
  let backs = 0;
  page.history = { pushState: () => ++entries, back: () => { --entries; page.dispatchEvent(new Event("popstate")); } };
  const back = new Back(page, () => ++backs);
  back.set(true);
  back.set(false);
  back.set(true); // the next sheet
  page.run();
  assert.deepEqual([entries, backs], [1, 0]);
  page.history.back();
  assert.deepEqual([entries, backs], [0, 1]);
  back.set(false);
  back.set(true);
  back.set(false);
  page.run();
  assert.deepEqual([entries, backs], [0, 1]);
});

test("Shift and a digit key are that digit to the program, but not to who types", () => {
  const page = new EventTarget();
  page.KeyboardEvent = class extends Event {
    constructor(type, init) {
      super(type, init);
      Object.assign(this, { key: init.key, code: init.code, shiftKey: init.shiftKey ?? false, ctrlKey: init.ctrlKey ?? false, altKey: false, metaKey: false });
    }
  };
  let isTyping = false;
  watchDigits(page, () => isTyping);
  const heard = [];
  page.addEventListener("keydown", (event) => heard.push(event.key));
  const press = (init) => page.dispatchEvent(new page.KeyboardEvent("keydown", { cancelable: true, ...init }));
  press({ key: "@", code: "Digit2", shiftKey: true });
  press({ key: "3", code: "Digit3", shiftKey: true }); // a keyboard whose digits need Shift
  press({ key: "2", code: "Digit2" });
  press({ key: "@", code: "Digit2", shiftKey: true, ctrlKey: true });
  press({ key: "A", code: "KeyA", shiftKey: true });
  isTyping = true;
  press({ key: "@", code: "Digit2", shiftKey: true });
  assert.deepEqual(heard, ["2", "3", "2", "@", "A", "@"]);
});
