// SPDX-License-Identifier: GPL-3.0-or-later
// The service worker: use without a network, and a notice when a new version is ready.

/**
 * Called when the program is on the screen: what the worker keeps is then in the browser's cache and is not fetched twice.
 * @param {Window & typeof globalThis} page
 * @param {(load: () => void) => void} onReady a new version waits; load() changes to it
 */
export async function keepOffline(page, onReady) {
  try {
    const { serviceWorker } = page.navigator; // throws in a sandboxed frame
    if (!serviceWorker || !page.isSecureContext) return;
    const registration = await serviceWorker.register("sw.js");
    const load = () => {
      serviceWorker.addEventListener("controllerchange", () => page.location.reload(), { once: true });
      registration.waiting?.postMessage("take-over");
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
