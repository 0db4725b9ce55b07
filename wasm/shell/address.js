// SPDX-License-Identifier: GPL-3.0-or-later
// What the page's address asks for.

const OPTIONS = new Set(["a4", "min-hz", "max-hz", "mains", "channel"]); // of the program

/**
 * ?demo plays the demo; options of the program are given by name, as ?a4=442. autostart=0 waits for a start, keys=0 leaves
 * single keys to the page around.
 * @param {string} search
 * @returns {{argv: string[], isDemo: boolean, mayStart: boolean, hasShortcuts: boolean}}
 */
export function parseAddress(search) {
  const query = new URLSearchParams(search);
  const argv = [];
  for (const [key, value] of query) {
    if (key === "demo") argv.push("--demo");
    else if (OPTIONS.has(key)) argv.push(`--${key}`, value);
  }
  return { argv, isDemo: query.has("demo"), mayStart: query.get("autostart") !== "0", hasShortcuts: query.get("keys") !== "0" };
}

/** The address without what the program was given, of which it has refused something. */
export function withoutOptions(address) {
  const url = new URL(address);
  for (const key of [...url.searchParams.keys()]) if (key === "demo" || OPTIONS.has(key)) url.searchParams.delete(key);
  return url.href;
}

/** The program's sentence for a reader who wrote an address and no command line. */
export function inAddress(sentence) {
  return `In the address, ${sentence.replace(/--(?=[a-z])/g, "")}.`;
}
