// SPDX-License-Identifier: GPL-3.0-or-later
// A new version that waits: its service worker takes over on request, unless another page uses the old version.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { runInNewContext } from "node:vm";
import { announce, keepOffline } from "../../wasm/shell/update.js";

const SCOPE = "http://localhost/tuner/";
const source = readFileSync(new URL("../../wasm/shell/sw.js", import.meta.url), "utf8");

// Node runs for as long as one of them is open; a page that reloads closes its own.
const channels = [];
class Channel extends MessageChannel {
  constructor() {
    super();
    channels.push(this);
  }
}
after(() => channels.forEach(({ port1 }) => port1.close()));

/** The service worker, waiting, and one page with the notice. @param {string[]} others addresses of other pages of the host */
async function waiting(others) {
  const worker = Object.assign(new EventTarget(), {
    registration: { scope: SCOPE },
    clients: { matchAll: async () => [SCOPE, ...others].map((url) => ({ url })) },
    skipWaiting: async () => container.dispatchEvent(new Event("controllerchange")),
  });
  runInNewContext(source, { self: worker, caches: {}, URL });
  let done;
  const registration = Object.assign(new EventTarget(), {
    waiting: {
      postMessage: (data, ports) =>
        worker.dispatchEvent(Object.assign(new Event("message"), { data, ports, waitUntil: (promise) => (done = promise) })),
    },
  });
  const container = Object.assign(new EventTarget(), { controller: {}, register: async () => registration });
  const seen = { reloads: 0, refusals: 0 };
  const page = { isSecureContext: true, navigator: { serviceWorker: container }, location: { reload: () => ++seen.reloads }, MessageChannel: Channel };
  let load;
  await keepOffline(page, (change) => (load = change));
  const click = () =>
    new Promise((resolve) => {
      load(() => (++seen.refusals, resolve()));
      done.then(() => seen.reloads > 0 && resolve());
    });
  return { click, others, seen };
}

test("a new version is loaded on request, whatever else of that host is open", async () => {
  const { click, seen } = await waiting(["http://localhost/", "http://localhost/other/"]);
  await click();
  assert.deepEqual(seen, { reloads: 1, refusals: 0 });
});

test("while another tab uses the old version the request is refused, and works once that is closed", async () => {
  const { click, others, seen } = await waiting([`${SCOPE}?demo`]);
  await click();
  await click();
  assert.deepEqual(seen, { reloads: 0, refusals: 2 });
  others.pop();
  await click();
  assert.deepEqual(seen, { reloads: 1, refusals: 2 });
});

test("the notice says what happened to a request, and nothing of it once a newer version is ready", () => {
  const parts = Object.fromEntries(["notice", "news", "load", "later"].map((id) => [id, { hidden: true }]));
  const document = { getElementById: (id) => parts[id] };
  let refuse;
  const show = () => announce(document, (onRefused) => (refuse = onRefused));
  show();
  assert.deepEqual([parts.notice.hidden, parts.news.textContent], [false, "A new version is ready."]);
  parts.load.onclick();
  assert.equal(parts.news.textContent, "Loading the new version.");
  refuse();
  assert.match(parts.news.textContent, /^Close the other tabs/);
  parts.load.onclick();
  assert.equal(parts.news.textContent, "Loading the new version.");
  refuse();
  parts.later.onclick();
  assert.equal(parts.notice.hidden, true);
  show();
  assert.deepEqual([parts.notice.hidden, parts.news.textContent], [false, "A new version is ready."]);
});
