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

/** Qt's elements for screen readers, which say where each control is. */
async function showControls(page) {
  await page.locator("button", { hasText: "Enable Screen Reader" }).dispatchEvent("click");
  const boxOf = async (name) => {
    const control = page.locator(".qt-window-a11y-container [aria-hidden=false]").filter({ hasText: new RegExp(`^${name}`) }).last();
    await control.waitFor({ state: "attached" });
    const box = await control.boundingBox();
    assert.ok(box && box.width >= 40 && box.height >= 40, `${name} is large enough for a finger: ${JSON.stringify(box)}`);
    return box;
  };
  return {
    /** Taps the middle of the control of that name. */
    async tap(page, name) {
      const box = await boxOf(name);
      await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
    },
    /** Taps it in the sheet of the inputs. */
    async choose(page, name) {
      await this.tap(page, "Choose an input");
      await this.placeInSheet(name, "Signal path");
      await page.waitForTimeout(500); // it has come up
      if (pictures()) await page.screenshot({ path: join(pictures(), "phone-inputs.png") });
      await page.touchscreen.tap(...(await this.placeInSheet(name, "Signal path")));
    },
    /** The middle of a control in a sheet that came up from the foot, whose last control is named too: screen readers are not told that a sheet
     *  has moved (Qt 6.8), but what is in it keeps its distance from that last one. */
    async placeInSheet(name, last) {
      const [box, lowest] = [await boxOf(name), await boxOf(last)];
      const margin = 16;
      return [PHONE.width / 2, PHONE.height - margin - (lowest.y + lowest.height - box.y - box.height / 2)];
    },
  };
}

test("fingers: stop, start, and another input out of the list, at phone size", { skip, timeout: 120000 }, () =>
  withPage({ microphone: a4, size: PHONE, touch: true }, async (page) => {
    await page.goto(server.address);
    await until(page, hears("A4"));
    const controls = await showControls(page);
    const tap = (name) => controls.tap(page, name);
    await tap("Stop");
    await until(page, "globalThis.tunescope.state === 'stopped'");
    await tap("Start");
    await until(page, hears("A4"));
    await controls.choose(page, "Play the demo");
    await until(page, "globalThis.tunescope.state === 'demo'");
    await controls.choose(page, "Fake Audio Input 1");
    await until(page, hears("A4"));
  }));

test("buttons, pressed by keys: a sound file is opened, and its readings are saved", { skip, timeout: 120000 }, () =>
  withPage({ microphone: a4 }, async (page) => {
    await page.goto(server.address);
    await until(page, hears("A4"));
    /** In the sheet of the inputs, counted as Tab goes: from the current row to the buttons, or, while a file is the input and no row is
     *  current, from the cross that closes the sheet on. */
    const press = async (button) => {
      await page.keyboard.press("d");
      await page.waitForTimeout(500); // it is open
      for (let i = 0; i < button; ++i) await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
    };
    const chosen = page.waitForEvent("filechooser");
    await press(1);
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
