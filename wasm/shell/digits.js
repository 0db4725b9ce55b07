// SPDX-License-Identifier: GPL-3.0-or-later
// Shift+1 to Shift+9: with Shift, a digit key means another character on most keyboards, and Qt for WebAssembly knows the
// character only. Where nobody types, the program gets the digit of the key.

/**
 * @param {Window & typeof globalThis} page
 * @param {() => boolean} isTyping a sheet is open, which may have fields
 */
export function watchDigits(page, isTyping) {
  const translate = (event) => {
    const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
    const isPlain = event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!digit || !isPlain || event.key === digit || isTyping()) return;
    event.stopImmediatePropagation();
    const { code, repeat } = event;
    const copy = { key: digit, code, repeat, shiftKey: true, bubbles: true, cancelable: true, composed: true };
    if (!event.composedPath()[0].dispatchEvent(new page.KeyboardEvent(event.type, copy))) event.preventDefault();
  };
  for (const type of ["keydown", "keyup"]) page.addEventListener(type, translate, true);
}
