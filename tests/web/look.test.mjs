// SPDX-License-Identifier: GPL-3.0-or-later
// How it looks and how it is touched, at the sizes of a phone and of a desktop. TUNESCOPE_PICTURES names a folder for pictures
// that people look at.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { folder, hears, missing, pcmFile, pictures, serve, tone, until, wavFile, withPage } from "./harness.mjs";

const skip = missing() || false;
const PHONE = { width: 390, height: 844 };
let server;
let a4;
const files = folder();

before(async () => {
  if (skip) return;
  server = await serve();
  a4 = pcmFile(join(files, "a4.wav"), 10, 44100, tone(440, 44100));
});
after(() => server?.stop());

for (const [shape, size, touch] of [["phone", PHONE, true], ["desktop", { width: 1280, height: 800 }, false]]) {
  for (const theme of ["dark", "light"]) {
    test(`pictures of the ${theme} theme at ${shape} size`, { skip, timeout: 120000 }, () =>
      withPage({ microphone: a4, size, theme, touch }, async (page) => {
        await page.goto(server.address);
        await until(page, hears("A4"));
        await page.waitForTimeout(1500); // for the picture: the digits have settled
        const picture = await page.screenshot(pictures() ? { path: join(pictures(), `${shape}-${theme}.png`) } : {});
        assert.ok(picture.length > 10000, "there is something in it");
      }));
  }
}

test("Shift+1 to Shift+4 choose the display of the tuner, and the browser keeps the choice", { skip, timeout: 120000 }, () =>
  withPage({ microphone: a4 }, async (page) => {
    await page.goto(server.address);
    await until(page, hears("A4"));
    const kept = () => {
      const key = Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i)).find((each) => /\bdisplay$/.test(each));
      return key ? localStorage.getItem(key) : "";
    };
    for (const [digit, name] of [[2, "strobe"], [3, "history"], [4, "projector"], [1, "needle"]]) {
      await page.keyboard.press(`Shift+Digit${digit}`);
      await until(page, `(${kept})().includes("${name}")`);
      if (pictures()) await page.screenshot({ path: join(pictures(), `display-${name}.png`) });
    }
  }));

/** Qt's elements for screen readers, which say where each control is. @returns {Promise<(name: string) => Promise<{x: number, y: number}>>} its middle */
async function showControls(page) {
  await page.locator("button", { hasText: "Enable Screen Reader" }).dispatchEvent("click");
  return async (name) => {
    const control = page.locator(".qt-window-a11y-container [aria-hidden=false]").filter({ hasText: new RegExp(`^${name}`) }).last();
    await control.waitFor({ state: "attached" });
    const box = await control.boundingBox();
    assert.ok(box && box.width >= 40 && box.height >= 40, `${name} is large enough for a finger: ${JSON.stringify(box)}`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
}

// The page's history says whether a sheet is open: while one closes, it still lies over the bar.
const isSheetOpen = "history.state === 'sheet'";
const isSheetClosed = "history.state !== 'sheet'";

test("fingers: stop, start, and the sheet of the inputs, at phone size", { skip, timeout: 180000 }, () =>
  withPage({ microphone: a4, size: PHONE, touch: true }, async (page) => {
    await page.goto(server.address);
    await until(page, hears("A4"));
    const place = await showControls(page);
    const tapAt = (x, y) => page.touchscreen.tap(x, y);
    const tap = async (name) => {
      const { x, y } = await place(name);
      await tapAt(x, y);
    };
    // Of what is in a sheet, Qt 6.8 tells too late or never where it is; but this sheet stands on the foot, under its last rows and buttons.
    const FROM_FOOT = { "Fake Audio Input 2": 262, "Play the demo": 90, "Signal path": 38 };
    const choose = async (name) => {
      await tap("Choose an input");
      await until(page, isSheetOpen);
      for (const part of Object.keys(FROM_FOOT)) await place(part); // all of it is there
      const { pictures: drawn } = await page.evaluate(() => globalThis.tunescope.statistics);
      await until(page, `globalThis.tunescope.statistics.pictures > ${drawn + 3}`); // and in its place
      if (pictures()) await page.screenshot({ path: join(pictures(), "phone-inputs.png") });
      await tapAt(PHONE.width / 2, PHONE.height - FROM_FOOT[name]);
    };
    await tap("Stop");
    await until(page, "globalThis.tunescope.state === 'stopped'");
    await tap("Start");
    await until(page, hears("A4"));
    await choose("Play the demo");
    await until(page, "globalThis.tunescope.state === 'demo'");
    await until(page, isSheetClosed);
    await choose("Fake Audio Input 2");
    await until(page, hears("A4"));
    await until(page, "/Fake Audio Input 2/.test(globalThis.tunescope.sentence)");
    await until(page, isSheetClosed);
    await choose("Signal path");
    await place("Copy as text");
    await tapAt(PHONE.width / 2, 20); // beside it
    await until(page, isSheetClosed);
  }));

test("buttons, pressed by keys: a sound file is opened, and its readings are saved", { skip, timeout: 120000 }, () =>
  withPage({ microphone: a4 }, async (page) => {
    await page.goto(server.address);
    await until(page, hears("A4"));
    /** In the sheet of the inputs, counted as Tab goes: from the current row over the channels of a microphone that has
     *  several to the buttons, or, while a file is the input and no row is current, from the cross that closes the sheet on. */
    const press = async (button) => {
      await page.keyboard.press("d");
      await page.waitForTimeout(500); // it is open
      for (let i = 0; i < button; ++i) await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
    };
    const chosen = page.waitForEvent("filechooser");
    await press(2);
    await (await chosen).setFiles(wavFile(join(files, "e3.wav"), 1, 44100, tone(164.81, 44100)));
    await until(page, "globalThis.tunescope.state === 'finished'");
    const saved = page.waitForEvent("download");
    await press(3);
    const lines = readFileSync(await (await saved).path(), "utf8").trim().split("\n");
    const column = lines[0].split(",").indexOf("note");
    const notes = lines.slice(1).map((line) => line.split(",")[column]);
    assert.ok(notes.length > 60 && notes.includes("E3") && !notes.includes("A4"), `${lines.length} lines: ${notes.join(" ")}`);
  }));

test("keys: stop and start without a mouse", { skip, timeout: 120000 }, () =>
  withPage({ microphone: a4 }, async (page) => {
    await page.goto(server.address);
    await until(page, hears("A4"));
    await page.keyboard.press("Space");
    await until(page, "globalThis.tunescope.state === 'stopped'");
    await page.keyboard.press("Space");
    await until(page, hears("A4"));
  }));
