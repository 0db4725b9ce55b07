// SPDX-License-Identifier: GPL-3.0-or-later
// The service worker: use without a network, and a notice when a new version is ready.

/**
 * Called when the program is on the screen: what the worker keeps is then in the browser's cache and is not fetched twice.
 * @param {Window & typeof globalThis} page
 * @param {(load: (onRefused: () => void) => void) => void} onReady a new version waits. load() changes to it, or calls
 *        onRefused() while other pages use the old one
 */
export async function keepOffline(page, onReady) {
  try {
    const { serviceWorker } = page.navigator; // throws in a sandboxed frame
    if (!serviceWorker || !page.isSecureContext) return;
    const registration = await serviceWorker.register("sw.js");
    const reload = () => page.location.reload();
    const load = (onRefused) => {
      const { port1, port2 } = new page.MessageChannel();
      port1.onmessage = () => {
        serviceWorker.removeEventListener("controllerchange", reload);
        port1.close();
        onRefused();
      };
      serviceWorker.addEventListener("controllerchange", reload, { once: true });
      registration.waiting?.postMessage("take-over", [port2]);
    };
    const look = () => registration.waiting && serviceWorker.controller && onReady(load);
    look();
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", look);
    });
  } catch {
    // Offline use is a bonus.
  }
}

/**
 * Shows the notice of a new version, with its first sentence also where an earlier one has left another.
 * @param {Document} document
 * @param {(onRefused: () => void) => void} load
 */
export function announce(document, load) {
  const [notice, news] = ["notice", "news"].map((id) => document.getElementById(id));
  news.textContent = "A new version is ready.";
  document.getElementById("load").onclick = () => {
    news.textContent = "Loading the new version.";
    load(() => (news.textContent = "Close the other tabs of Tunescope first."));
  };
  document.getElementById("later").onclick = () => (notice.hidden = true);
  notice.hidden = false;
}
