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

/** A page whose links and file choosers are noted; choosing answers with that file. */
function pageWithFiles(file) {
  const made = [];
  const page = {
    URL: { createObjectURL: (blob) => (made.push(blob), "blob:1"), revokeObjectURL() {} },
    document: {
      createElement: (name) => {
        const element = { name, files: [] };
        element.click = () => {
          made.push(element);
          if (name !== "input") return;
          element.files = file ? [file] : [];
          element.onchange();
        };
        return element;
      },
    },
  };
  return { page, made };
}

test("what the program saves is a download of that name", async (t) => {
  const { page, made } = pageWithFiles();
  t.mock.method(globalThis, "setTimeout", () => 0); // the link is let go ten seconds later
  new Tunescope(page).download("Practice.practice.json", new Uint8Array([123, 125]));
  assert.equal(await made[0].text(), "{}");
  assert.deepEqual([made[1].name, made[1].download, made[1].href], ["a", "Practice.practice.json", "blob:1"]);
});

test("a session that is chosen is handed to the program as a file, and so is the news that it cannot be read", async () => {
  for (const isReadable of [true, false]) {
    const bytes = { arrayBuffer: async () => { if (!isReadable) throw new Error("gone"); return new Uint8Array([91, 93]).buffer; } };
    const file = { name: "a/b.json", slice: () => bytes };
    const { page, made } = pageWithFiles(file);
    const [written, chosen] = [new Map(), []];
    const tunescope = new Tunescope(page);
    tunescope.connect(
      {
        _tunescopeListen() {}, stackSave: () => 0, stackRestore() {}, stringToUTF8OnStack: (text) => text,
        _tunescopeChosen: (path) => chosen.push([path, written.get(path)?.length]),
        FS: { analyzePath: () => ({ exists: false }), mkdir() {}, writeFile: (path, bytes) => written.set(path, bytes), unlink: (path) => written.delete(path) },
      },
      { statistics: () => ({}) },
    );
    tunescope.chooseText();
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.match(made[0].accept, /json/);
    assert.deepEqual(chosen, [["/chosen/a_b.json", isReadable ? 2 : undefined]]);
    assert.equal(written.size, 0);
  }
});

/** A file of that size that knows how much of it was read. */
function hugeFile(name, size) {
  const file = { name, size, read: 0, arrayBuffer: async () => ((file.read = size), new ArrayBuffer(size)) };
  file.slice = (from, to) => ({ arrayBuffer: async () => ((file.read = Math.min(to, size) - from), new ArrayBuffer(file.read)) });
  return file;
}

test("of a huge file, no more is read than the program refuses", async () => {
  const module = {
    _tunescopeListen() {}, _tunescopeOpenTuning() {}, _tunescopeChosen() {}, stackSave: () => 0, stackRestore() {}, stringToUTF8OnStack: (text) => text,
    FS: { analyzePath: () => ({ exists: true }), readdir: () => [], writeFile() {}, unlink() {} },
  };
  const session = hugeFile("session.json", 2 ** 26);
  const tunescope = new Tunescope(pageWithFiles(session).page);
  tunescope.connect(module, { statistics: () => ({}) });
  tunescope.chooseText();
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(session.read, 2 ** 24 + 1);
  const tuning = hugeFile("huge.scl", 2 ** 26);
  await tunescope.openTuning(tuning);
  assert.equal(tuning.read, 2 ** 20 + 1);
});

test("a tuning file that cannot be read is one that is not there", async () => {
  const opened = [];
  const tunescope = new Tunescope({});
  tunescope.connect(
    {
      _tunescopeListen() {}, _tunescopeOpenTuning: (path) => opened.push(path), stackSave: () => 0, stackRestore() {}, stringToUTF8OnStack: (text) => text,
      FS: { analyzePath: () => ({ exists: true }), readdir: () => [], writeFile: () => assert.fail("there is nothing to write"), unlink() {} },
    },
    { statistics: () => ({}) },
  );
  await tunescope.openTuning({ name: "gone.scl", slice: () => ({ arrayBuffer: async () => { throw new Error("gone"); } }) });
  assert.deepEqual(opened, ["/tuning/gone.scl"]);
});

test("a tuning file goes into the program's memory under its name, and the one before is gone", async () => {
  const written = new Map();
  const opened = [];
  const FS = {
    analyzePath: () => ({ exists: written.size > 0 }),
    mkdir() {},
    readdir: () => [".", "..", ...[...written.keys()].map((path) => path.split("/").at(-1))],
    unlink: (path) => void written.delete(path),
    writeFile: (path, bytes) => void written.set(path, new TextDecoder().decode(bytes)),
  };
  const module = {
    FS,
    _tunescopeListen() {},
    _tunescopeOpenTuning: (text) => opened.push(text),
    stackSave: () => 0,
    stackRestore() {},
    stringToUTF8OnStack: (text) => text,
  };
  const tunescope = new Tunescope({ location: { origin: "https://x.example", pathname: "/app/", search: "?demo" } });
  assert.equal(tunescope.address, "https://x.example/app/");
  tunescope.connect(module, { statistics: () => ({}) });
  const file = (name, text) => ({ name, slice: () => new Blob([text]) });
  await tunescope.openTuning(file("one.scl", "1"));
  await tunescope.openTuning(file("a/../two.kbm", "2"));
  assert.deepEqual(opened, ["/tuning/one.scl", "/tuning/a_.._two.kbm"]);
  assert.deepEqual([...written], [["/tuning/a_.._two.kbm", "2"]]);
});
