// SPDX-License-Identifier: GPL-3.0-or-later
// Manners inside another page (<iframe>): the program takes the keyboard only after a click, a tap or Tab into it, and the
// wheel and fingers scroll the page around it except where a sheet of the program scrolls.

/**
 * @param {Window & typeof globalThis} page
 * @param {() => boolean} isSheetOpen
 */
export function behaveInFrame(page, isSheetOpen) {
  if (page.parent === page) return;
  const { document, HTMLElement } = page;
  document.documentElement.classList.add("framed");
  let wanted; // what the program wanted to focus before it was its turn
  const { focus } = HTMLElement.prototype;
  HTMLElement.prototype.focus = function (options) {
    if (document.hasFocus()) focus.call(this, options);
    else wanted = this;
  };
  const take = () => {
    document.documentElement.classList.add("entered");
    if (wanted?.isConnected) focus.call(wanted, { preventScroll: true });
    wanted = undefined;
  };
  page.addEventListener("focus", take);
  page.addEventListener("blur", () => document.documentElement.classList.remove("entered"));
  page.addEventListener("pointerup", () => document.hasFocus() || (page.focus(), take()), { capture: true });
  page.addEventListener("wheel", (event) => isSheetOpen() || event.stopImmediatePropagation(), { capture: true, passive: true });
}
