// SPDX-License-Identifier: GPL-3.0-or-later
// The start of the page: checks the browser's features, loads the program, connects it with the microphone bridge and
// with globalThis.tunescope, and shows a card if something fails.
import { canCompile } from "./abilities.js";
import { inAddress, parseAddress } from "./address.js";
import { Tunescope } from "./api.js";
import { Bridge } from "../bridge/bridge.js";
import { Card } from "./card.js";
import { watchDigits } from "./digits.js";
import { behaveInFrame } from "./frame.js";
import { compileProgram, runMain, startProgram } from "./loader.js";
import { Awake, Back, watchHidden } from "./presence.js";
import { guardStorage } from "./storage.js";
import { announce, keepOffline } from "./update.js";

const files = document.querySelector("script[data-program]").dataset;
const card = new Card(window);
const tunescope = new Tunescope(window);
const address = parseAddress(location.search);
const storage = guardStorage(window);
const motion = matchMedia("(prefers-reduced-motion: reduce)");
const [fingers, mouse] = ["coarse", "fine"].map((pointer) => matchMedia(`(any-pointer: ${pointer})`));
const awake = new Awake(window);
let bridge;
let module;
const back = new Back(window, () => module?._tunescopeBack());

globalThis.tunescope = tunescope;

function crash(what) {
  bridge?.end();
  awake.set(false);
  tunescope.fail("crashed", card.show(what));
}

/** It has not begun. */
function fail(what, details) {
  tunescope.fail("failed", card.show(what, details));
}

// A trap of the program arrives only here.
window.addEventListener("error", (event) => event.error && event.error !== "unwind" && crash("crashed"));
window.addEventListener("unhandledrejection", (event) => event.reason !== "unwind" && crash("crashed"));

// Qt finds out whether there is WebGL: a context made only to test it costs most of a second with software rendering.
// Qt cannot restore a lost one. It requests four samples per pixel, although it smooths edges itself:
// one is enough, and costs a quarter with software rendering.
const getContext = HTMLCanvasElement.prototype.getContext;
const canDraw = () => ["webgl2", "webgl"].some((type) => getContext.call(document.createElement("canvas"), type));
function watchContexts() {
  HTMLCanvasElement.prototype.getContext = function (type, wish) {
    const isWebGl = type.startsWith("webgl");
    const context = getContext.call(this, type, isWebGl ? { ...wish, antialias: false } : wish);
    if (context && isWebGl) {
      this.addEventListener("webglcontextlost", () => crash("lost-webgl"), { once: true });
    } else if (isWebGl && !canDraw()) {
      crash("no-webgl");
    }
    return context;
  };
}

/** Whether a start would make the browser ask: then it is the user's to begin. */
async function wouldAsk() {
  if (!isSecureContext || !navigator.mediaDevices) return false; // the program reports what is missing
  try {
    return (await navigator.permissions.query({ name: "microphone" })).state === "prompt";
  } catch {
    return true; // Firefox before 131 and some others do not report it
  }
}

function drawn() {
  card.hide();
  keepOffline(window, (load) => announce(document, load));
}

async function begin() {
  if (!canCompile(window)) return fail("no-wasm");
  const compiled = compileProgram(files, (part) => card.setProgress(part));
  compiled.catch(() => {}); // handled below
  watchContexts();
  behaveInFrame(window, () => back.isOpen);
  watchDigits(window, () => back.isOpen);
  if (!storage.isKept) card.note("This browser stores no data for this page: settings last until it is closed.");
  const screen = document.getElementById("screen");
  const asks = wouldAsk();
  bridge = new Bridge(window, {
    workletUrl: new URL(files.worklet, document.baseURI).href,
    toneUrl: new URL(files.tone, document.baseURI).href,
    onDevicesChanged: () => module?._tunescopeDevicesChanged(),
    onAllowed: () => module?._tunescopeAllowed(),
    onMuted: (isMuted) => module?._tunescopeMuted(isMuted ? 1 : 0),
  });
  window.addEventListener("pageshow", (event) => event.persisted && module?._tunescopeRestored());
  const onHidden = () => {
    module?._tunescopeHidden();
    return module !== undefined;
  };
  watchHidden(window, { onHidden, onShown: () => module?._tunescopeShown() });
  for (const query of [motion, fingers, mouse]) query.addEventListener("change", () => module?._tunescopeTraitsChanged());
  const startsAtOnce = address.mayStart && (address.isDemo || !(await asks));
  const traits = {
    autostart: () => startsAtOnce,
    shortcuts: () => address.hasShortcuts,
    keyboard: () => mouse.matches || !fingers.matches, // a page cannot know better
    "reduced-motion": () => motion.matches,
    storage: () => storage.isKept,
  };
  try {
    module = await startProgram(
      files,
      compiled,
      {
        qtContainerElements: [screen],
        tunescopeBridge: bridge,
        tunescopePage: {
          setState: (state, sentence) => {
            tunescope.setState(state, sentence);
            awake.set(state === "running" || state === "paused");
          },
          publish: (record) => tunescope.publish(record),
          chooseFile: () => tunescope.chooseFile(),
          save: (format) => tunescope.save(format),
          chooseTuning: () => tunescope.chooseTuning(),
          saveText: (name, text) => tunescope.download(name, text, "text/plain"),
          address: tunescope.address,
          drawn,
          sheet: (isOpen) => back.set(isOpen),
          refuse: (sentence) => fail("bad-address", inAddress(sentence)),
          has: (trait) => traits[trait](),
        },
        locateFile: () => files.wasm,
        onAbort: () => crash("crashed"),
      },
    );
  } catch (error) {
    console.error(error);
    return fail(error instanceof TypeError ? "no-network" : "crashed");
  }
  card.setProgress(1);
  screen.hidden = false;
  tunescope.connect(module, bridge);
  if (!runMain(module, address.argv)) fail("crashed");
}

begin();
