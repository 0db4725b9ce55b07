// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps the whole app for offline use. A version is a set of files: a new one is downloaded completely beside the old
// one and takes over when it is complete and no page uses the old one any more. It also adds the headers
// for shared memory if the host does not send them.

const FILES = "@FILES@";
const SCOPE = self.registration.scope; // other copies may exist on this host, and caches belong to the whole origin
const VERSION = `tunescope-@VERSION@ ${SCOPE}`;
const isOurs = (name) => name.startsWith("tunescope-") && name.endsWith(` ${SCOPE}`);

async function install() {
  const cache = await caches.open(VERSION);
  // A file named by its content is the same from any host, and mostly in the browser's cache already.
  const isNamedByContent = (file) => /\.[0-9a-f]{10}\.\w+$/.test(file);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: isNamedByContent(file) ? "force-cache" : "no-cache" })));
  // A host may still serve the page of the old version, whose files are not among these.
  const page = await (await cache.match("./")).text();
  if (FILES.some((file) => /^main\./.test(file) && !page.includes(file))) {
    await caches.delete(VERSION);
    throw new Error("the page and its files are of different versions; it is tried again with the next visit");
  }
}

self.addEventListener("install", (event) => event.waitUntil(install()));

// On request, unless another page uses the old version: the port reports that.
async function takeOver(port) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.filter(({ url }) => url.startsWith(SCOPE)).length <= 1) await self.skipWaiting();
  else port?.postMessage("other-pages"); // pages of earlier versions send no port
}

self.addEventListener("message", (event) => event.data === "take-over" && event.waitUntil(takeOver(event.ports[0])));

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => isOurs(name) && name !== VERSION).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

function isolated(response) {
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

async function answer(request) {
  const cache = await caches.open(VERSION);
  const key = request.mode === "navigate" ? "./" : request;
  const kept = await cache.match(key, { ignoreSearch: true });
  const response = kept ?? (await fetch(request));
  return request.mode === "navigate" ? isolated(response) : response;
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  const isThisPage = [SCOPE, `${SCOPE}index.html`].includes(url.origin + url.pathname);
  if (event.request.mode === "navigate" && !isThisPage) return; // another page of that host
  event.respondWith(answer(event.request));
});
