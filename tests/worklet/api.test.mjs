// SPDX-License-Identifier: GPL-3.0-or-later
// globalThis.tunescope without the program: what it tells it about listeners.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Tunescope } from "../../wasm/shell/api.js";

// Browsers have it; node has it from 19 on.
globalThis.CustomEvent ??= class extends Event {
  constructor(type, options) {
    super(type, options);
    this.detail = options?.detail ?? null;
  }
};

/** With a program that notes what it is told. */
function connected() {
  const told = [];
  const tunescope = new Tunescope(globalThis);
  tunescope.connect({ _tunescopeListen: (isListening) => told.push(isListening) }, { statistics: () => ({}) });
  return { tunescope, told, isListening: () => told.at(-1) === 1 };
}

test("readings are written out from the first listener on until the last has gone", () => {
  const { tunescope, isListening } = connected();
  const [one, two] = [() => {}, { handleEvent() {} }];
  assert.equal(isListening(), false);
  tunescope.addEventListener("statechange", one);
  assert.equal(isListening(), false);
  tunescope.addEventListener("reading", one);
  tunescope.addEventListener("reading", one); // twice is once
  tunescope.addEventListener("reading", two, true);
  assert.equal(isListening(), true);
  tunescope.removeEventListener("reading", one);
  tunescope.removeEventListener("reading", one);
  tunescope.removeEventListener("reading", two); // captures: it is not this one
  assert.equal(isListening(), true);
  tunescope.removeEventListener("reading", two, { capture: true });
  assert.equal(isListening(), false);
});

test("while it loads it has a sentence, and that it cannot go on is an event, once", () => {
  const { tunescope } = connected();
  const errors = [];
  tunescope.addEventListener("error", ({ detail }) => errors.push(detail));
  assert.deepEqual([tunescope.state, tunescope.sentence], ["loading", "Tunescope is loading."]);
  tunescope.setState("running", "Listening.");
  tunescope.fail("crashed", "Something in it went wrong.");
  tunescope.fail("crashed", "Once more.");
  tunescope.setState("running", "Listening.");
  assert.deepEqual([tunescope.state, tunescope.sentence], ["crashed", "Something in it went wrong."]);
  assert.deepEqual(errors, [{ state: "crashed", sentence: "Something in it went wrong." }]);
});

test("a listener for one reading, and one with a signal, go by themselves", () => {
  const { tunescope, isListening } = connected();
  const heard = [];
  tunescope.addEventListener("reading", ({ detail }) => heard.push(detail.hz), { once: true });
  assert.equal(isListening(), true);
  tunescope.publish('{"hz":440}');
  assert.equal(isListening(), false);
  tunescope.publish('{"hz":441}');
  assert.deepEqual(heard, [440]);
  const listener = ({ detail }) => heard.push(detail.hz);
  tunescope.addEventListener("reading", listener, { once: true });
  tunescope.addEventListener("reading", listener); // the one that is there already
  tunescope.publish('{"hz":442}');
  tunescope.publish('{"hz":443}');
  assert.deepEqual(heard.splice(1), [442]);
  assert.equal(isListening(), false);
  const abort = new AbortController();
  tunescope.addEventListener("reading", ({ detail }) => heard.push(detail.hz), { signal: abort.signal });
  assert.equal(isListening(), true);
  abort.abort();
  assert.equal(isListening(), false);
  tunescope.addEventListener("reading", () => {}, { signal: abort.signal }); // is none
  assert.equal(isListening(), false);
  tunescope.publish('{"hz":444}');
  assert.deepEqual(heard, [440]);
});

test("who listened before the program had begun is heard, and a removal before a listener of one reading is one", () => {
  const told = [];
  const tunescope = new Tunescope(globalThis);
  const listener = () => assert.fail("it was removed");
  tunescope.addEventListener("reading", listener, { once: true });
  tunescope.addEventListener("reading", () => {});
  tunescope.removeEventListener("reading", listener);
  tunescope.connect({ _tunescopeListen: (isListening) => told.push(isListening) }, { statistics: () => ({}) });
  assert.deepEqual(told, [1]);
  tunescope.publish("{}");
});
