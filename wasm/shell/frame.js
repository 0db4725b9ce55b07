// SPDX-License-Identifier: GPL-3.0-or-later
// Inside another page (<iframe>) the program takes keyboard focus only after a click, a tap or Tab into it. The wheel and
// touch scroll the page around it, except where a sheet of the program scrolls.

/**
 * @param {Window & typeof globalThis} page
 * @param {() => boolean} isSheetOpen
 */
export function behaveInFrame(page, isSheetOpen) {
  if (page.parent === page) return;
  const { document, HTMLElement } = page;
  document.documentElement.classList.add("framed");
  let wanted; // the element that the program wanted to focus while the frame had no focus
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
