// SPDX-License-Identifier: GPL-3.0-or-later
// The page's beginning: looks at what the browser can do, loads the program, connects it with the microphone bridge and
// with globalThis.tunescope, and shows a card where something goes wrong.
import { canCompile } from "./abilities.js";
import { Tunescope } from "./api.js";
import { Bridge } from "../bridge/bridge.js";
import { Card } from "./card.js";
import { compileProgram, runMain, startProgram } from "./loader.js";

const files = document.querySelector("script[data-program]").dataset;
const card = new Card(window);
const tunescope = new Tunescope(window);
let bridge;

globalThis.tunescope = tunescope;

function crash(what) {
  bridge?.end();
  tunescope.setState("crashed");
  card.show(what);
}

/** It has not begun. */
function fail(what) {
  tunescope.setState("failed");
  card.show(what);
}

// A trap of the program comes here and nowhere else.
window.addEventListener("error", (event) => event.error && event.error !== "unwind" && crash("crashed"));
window.addEventListener("unhandledrejection", (event) => event.reason !== "unwind" && crash("crashed"));

// Whether there is WebGL is seen when Qt asks for it: a context made only to look costs most of a second where the processor draws.
// Qt does not come back from a lost one. It asks for four samples a pixel, and smooths its edges itself all the same:
// one is enough, and costs a quarter where WebGL is drawn by the processor.
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

// ?demo plays the demo; other options of the program can be given by name, as ?a4=442.
function argumentsOf(search) {
  const allowed = new Set(["a4", "min-hz", "max-hz", "mains", "channel"]);
  const argv = [];
  for (const [key, value] of new URLSearchParams(search)) {
    if (key === "demo") argv.push("--demo");
    else if (allowed.has(key)) argv.push(`--${key}`, value);
  }
  return argv;
}

async function begin() {
  if (!canCompile(window)) return fail("no-wasm");
  const compiled = compileProgram(files, (part) => card.setProgress(part));
  compiled.catch(() => {}); // told below; until then nobody asks
  watchContexts();
  const screen = document.getElementById("screen");
  let module;
  bridge = new Bridge(window, {
    workletUrl: new URL(files.worklet, document.baseURI).href,
    onDevicesChanged: () => module?._tunescopeDevicesChanged(),
    onAllowed: () => module?._tunescopeAllowed(),
    onMuted: () => tunescope.dispatchEvent(new Event("statechange")),
  });
  window.addEventListener("pageshow", (event) => event.persisted && module?._tunescopeShown());
  try {
    module = await startProgram(
      files,
      compiled,
      {
        qtContainerElements: [screen],
        tunescopeBridge: bridge,
        tunescopePage: {
          setState: (state, sentence) => tunescope.setState(state, sentence),
          publish: (record) => tunescope.publish(record),
          chooseFile: () => tunescope.chooseFile(),
          save: (format) => tunescope.save(format),
          drawn: () => card.hide(),
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
  runMain(module, argumentsOf(location.search));
}

begin();
if ("serviceWorker" in navigator && isSecureContext) {
  navigator.serviceWorker.register("sw.js").catch(() => {}); // offline use is a bonus
}
