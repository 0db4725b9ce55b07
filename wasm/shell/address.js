// SPDX-License-Identifier: GPL-3.0-or-later
// The options in the page's address.

const OWN = new Set(["autostart", "keys"]); // of the page, not of the program

/**
 * ?demo plays the demo; settings of the program are given by name, as ?a4=442. autostart=0 waits for a start, keys=0 leaves
 * single keys to the page around. The program gets every pair and knows which are its own (src/analysis/settingstable.h);
 * nothing that looks like an option of Qt.
 * @param {string} search
 * @returns {{argv: string[], isDemo: boolean, mayStart: boolean, hasShortcuts: boolean}}
 */
export function parseAddress(search) {
  const query = new URLSearchParams(search);
  const argv = [...query].filter(([key]) => /^[a-z]/.test(key) && !OWN.has(key)).map(([key, value]) => `${key}=${value}`);
  return { argv, isDemo: query.has("demo"), mayStart: query.get("autostart") !== "0", hasShortcuts: query.get("keys") !== "0" };
}

/** The address without what the program was given, of which it has refused something. */
export function withoutOptions(address) {
  const url = new URL(address);
  for (const key of [...url.searchParams.keys()]) if (!OWN.has(key)) url.searchParams.delete(key);
  return url.href;
}

/** The program's sentence for a reader who wrote an address and no command line. */
export function inAddress(sentence) {
  return `In the address, ${sentence.replace(/--(?=[a-z])/g, "")}.`;
}
