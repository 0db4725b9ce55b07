// SPDX-License-Identifier: GPL-3.0-or-later
// Tunings and pianos in a real Chromium, by keys, links and dropped files.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { folder, hears, missing, pcmFile, serve, tone, until, withPage } from "./harness.mjs";

const skip = missing() || false;
const files = folder();
const C4 = 440 * 2 ** (-9 / 12);
const FIVE = "Five equal steps\n5\n240.0\n480.0\n720.0\n960.0\n2/1\n! @ABL NOTE_NAMES do re mi fa la\n! @ABL REFERENCE_PITCH 4 1 440\n! @ABL SOURCE a test\n";
let server;
let a4;
let c4;
let piano;

// The page's history says whether a sheet is open.
const isSheetOpen = "history.state === 'sheet'";
const isSheetClosed = "history.state !== 'sheet'";
const reads = (condition) => `Boolean(globalThis.tunescope?.reading?.note) && (({ note, cents }) => ${condition})(globalThis.tunescope.reading)`;

/** A3 of a piano, struck every five seconds; each partial above its multiple by the law of a stiff string. */
function struck(i) {
  const B = 4e-4;
  const since = (i / 44100) % 5;
  if (since > 4.5) return 0;
  let sum = 0;
  for (let n = 1; n <= 14; ++n) {
    const hertz = 220 * n * Math.sqrt((1 + B * n * n) / (1 + B));
    sum += (0.25 / n ** 1.3) * Math.exp(-since * Math.sqrt(n) * 0.7) * Math.sin(2 * Math.PI * hertz * since + n);
  }
  return sum * Math.min(1, since / 0.002, (4.5 - since) / 0.05);
}

before(async () => {
  if (skip) return;
  server = await serve();
  a4 = pcmFile(join(files, "a4.wav"), 10, 44100, tone(440, 44100));
  c4 = pcmFile(join(files, "c4.wav"), 40, 44100, tone(C4, 44100));
  piano = pcmFile(join(files, "piano.wav"), 10, 44100, struck);
});
after(() => server?.stop());

/** Opens a sheet by its key, drawn and with its first control in the keyboard's focus. */
async function openSheet(page, key) {
  await page.keyboard.press(key);
  await until(page, isSheetOpen);
  await page.waitForTimeout(500); // it has faded in
}

async function closeSheets(page) {
  for (let i = 0; i < 3 && (await page.evaluate(() => history.state)) === "sheet"; ++i) {
    await page.keyboard.press("Escape");
    await page.waitForTimeout(500);
  }
  await until(page, isSheetClosed);
}

async function pressTimes(page, key, times) {
  for (let i = 0; i < times; ++i) await page.keyboard.press(key);
}

/** Drops a file on the middle of the page, as from a file manager. */
async function drop(page, path) {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) await session.send("Input.dispatchDragEvent", { type, x: 640, y: 400, data });
  await session.detach();
}

/** Qt's elements for screen readers: their words, and where those of the window itself are. */
async function showControls(page) {
  await page.locator("button", { hasText: "Enable Screen Reader" }).dispatchEvent("click");
  return async (name) => {
    const control = page.locator(".qt-window-a11y-container [aria-hidden=false]").filter({ hasText: new RegExp(`^${name}`) }).last();
    await control.waitFor({ state: "attached", timeout: 60000 });
    return control.boundingBox();
  };
}

test("a link to a tuning opens it, and its notes have its names", { skip, timeout: 120000 }, () =>
  withPage({ microphone: a4 }, async (page, { context }) => {
    const query = new URLSearchParams({ a4: "440", temperament: "werckmeister-3", key: "C" });
    await page.goto(`${server.address}?${query}`);
    await until(page, hears("A4"));
    await until(page, reads("note === 'A4' && Math.abs(cents) < 0.2"));
    // A link has the text of the scale itself.
    const other = await context.newPage();
    await page.close();
    await other.goto(`${server.address}?scale=${encodeURIComponent(FIVE)}&key=C`);
    await until(other, reads("note === 're:4' && Math.abs(cents) < 0.2"));
    await other.goto(`${server.address}?scale=${encodeURIComponent("bad\n1\n697//441\n")}`);
    await until(other, "document.getElementById('card').getAttribute('role') === 'alert'");
    assert.match(await other.textContent("#words"), /line 3.*697\/\/441/);
  }));

test("readings name the string of an instrument, and what a tuning asks for", { skip, timeout: 120000 }, () =>
  withPage({ microphone: a4 }, async (page) => {
    await page.goto(`${server.address}?instrument=violin`);
    await until(page, "globalThis.tunescope?.reading?.string === 2"); // of E5, A4, D4 and G3
    assert.equal(await page.evaluate("'targetHz' in globalThis.tunescope.reading"), false);
    await page.goto(`${server.address}?temperament=werckmeister-3&a4=430&instrument=violin`);
    await until(page, "Math.abs((globalThis.tunescope?.reading?.targetHz ?? 0) - 430) < 0.01");
  }));

test("a note of the tuning is edited, and the change is undone", { skip, timeout: 120000 }, () =>
  withPage({ microphone: c4 }, async (page) => {
    await page.goto(server.address);
    await until(page, hears("C4"));
    await until(page, reads("Math.abs(cents) < 0.5"));
    await openSheet(page, "t");
    await pressTimes(page, "Tab", 3); // over the list and "Open" to "Edit the notes"
    await page.keyboard.press("Enter");
    await page.waitForTimeout(1000); // the editor has come, with its name in focus
    await page.keyboard.press("Tab"); // to C, the first note
    await page.keyboard.type("10");
    await page.keyboard.press("Enter");
    await until(page, reads("note === 'C4' && Math.abs(cents + 10) < 0.5"));
    await closeSheets(page);
    await openSheet(page, "t");
    await pressTimes(page, "Tab", 5); // further over "Back to equal temperament" to "Undo the last change"
    await page.keyboard.press("Enter");
    await until(page, reads("note === 'C4' && Math.abs(cents) < 0.5"));
  }));

test("a dropped scale is in force, and stays so if the next one is no scale", { skip, timeout: 120000 }, () =>
  withPage({ microphone: a4 }, async (page) => {
    await page.goto(server.address);
    await until(page, hears("A4"));
    const [good, bad] = ["five.scl", "bad.scl"].map((name) => join(files, name));
    writeFileSync(good, FIVE);
    writeFileSync(bad, "bad\n2\n697//441\n2/1\n");
    await drop(page, good);
    await until(page, reads("note === 're:4'"));
    await until(page, isSheetOpen);
    await closeSheets(page);
    await drop(page, bad);
    await until(page, isSheetOpen);
    await until(page, reads("note === 're:4'")); // what was in force stays
  }));

test("a piano's key is measured in its sheet, and the tuner goes on when that closes", { skip, timeout: 180000 }, () =>
  withPage({ microphone: piano }, async (page) => {
    await page.goto(server.address);
    await until(page, hears("A3"));
    const place = await showControls(page);
    await openSheet(page, "w");
    await place("Piano stretch");
    await place("A3: B 0.000"); // the measurement itself
    await closeSheets(page);
    await until(page, hears("A3"));
  }));
