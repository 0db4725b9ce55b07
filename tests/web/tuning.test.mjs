// SPDX-License-Identifier: GPL-3.0-or-later
// Tunings, instruments, pianos and practice in a real Chromium, by keys, links and dropped files.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
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
let notes;
let piano;

// The page's history says whether a sheet is open.
const isSheetOpen = "history.state === 'sheet'";
const isSheetClosed = "history.state !== 'sheet'";
const reads = (condition) => `Boolean(globalThis.tunescope?.reading?.note) && (({ note, cents, string, degree, targetHz }) => ${condition})(globalThis.tunescope.reading)`;

/** Plucks of A4 and E4, each for a second with a rest behind it. */
function pluck(i) {
  const [at, since] = [i / 44100, (i / 44100) % 1.25];
  const hertz = Math.floor(at / 1.25) % 2 ? 329.628 : 440;
  const partials = [1, 2, 3, 4].reduce((sum, n) => sum + (0.3 / n) * Math.sin(2 * Math.PI * n * hertz * since), 0);
  return since > 1 ? 0 : Math.exp(-1.2 * since) * Math.min(1, (1 - since) / 0.02) * partials;
}

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
  notes = pcmFile(join(files, "notes.wav"), 10, 44100, pluck);
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
    await until(page, reads("Math.abs(cents) < 0.2 && Math.abs(targetHz - 440) < 0.001 && degree === 9"));
    // A link has the text of the scale itself.
    const other = await context.newPage();
    await page.close();
    await other.goto(`${server.address}?scale=${encodeURIComponent(FIVE)}&key=C`);
    await until(other, reads("note === 're:4' && degree === 1 && Math.abs(cents) < 0.2"));
    await other.goto(`${server.address}?scale=${encodeURIComponent("bad\n1\n697//441\n")}`);
    await until(other, "document.getElementById('card').getAttribute('role') === 'alert'");
    assert.match(await other.textContent("#words"), /line 3.*697\/\/441/);
  }));

test("an instrument is searched and chosen, and its string is named", { skip, timeout: 120000 }, () =>
  withPage({ microphone: a4 }, async (page) => {
    await page.goto(server.address);
    await until(page, hears("A4"));
    await openSheet(page, "i");
    await page.keyboard.type("violin");
    await page.keyboard.press("Enter");
    await until(page, isSheetClosed);
    await until(page, reads("string === 2 && note === 'A4'"));
    await page.reload(); // it is kept
    await until(page, reads("string === 2"));
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

test("a dropped scale is in force, and one that is no scale is said with its line", { skip, timeout: 120000 }, () =>
  withPage({ microphone: a4 }, async (page) => {
    const place = async (name) => (await showControls(page))(name);
    await page.goto(server.address);
    await until(page, hears("A4"));
    const [good, bad] = ["five.scl", "bad.scl"].map((name) => join(files, name));
    writeFileSync(good, FIVE);
    writeFileSync(bad, "bad\n2\n697//441\n2/1\n");
    await drop(page, good);
    await until(page, reads("note === 're:4' && degree === 1"));
    await until(page, isSheetOpen);
    await place("Source: a test");
    await closeSheets(page);
    await drop(page, bad);
    await until(page, isSheetOpen);
    await place("bad.scl, line 3: ");
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

test("a practice session starts, stops and is saved with its notes", { skip, timeout: 180000 }, () =>
  withPage({ microphone: notes }, async (page) => {
    await page.goto(server.address);
    await until(page, reads("note === 'A4' || note === 'E4'"));
    const place = await showControls(page);
    const middle = (box) => [box.x + box.width / 2, box.y + box.height / 2];
    await page.keyboard.press("5");
    await page.mouse.click(...middle(await place("Start"))); // the bar's own button says Stop
    await place("\\d+ notes, in tune"); // the headline
    const clear = await place("Clear");
    await page.mouse.click(clear.x - 30, clear.y + clear.height / 2); // Stop, at its left
    await page.waitForTimeout(500);
    const headline = page.locator(".qt-window-a11y-container [aria-hidden=false]").filter({ hasText: /^\d+ notes, in tune/ }).last();
    const before = await headline.textContent();
    await page.waitForTimeout(3000); // in which two more notes are heard
    assert.equal(await headline.textContent(), before, "a stopped session takes no notes");
    await page.mouse.click(...middle(await place("Files")));
    await until(page, isSheetOpen);
    await page.waitForTimeout(500);
    const saved = page.waitForEvent("download");
    await page.keyboard.press("Tab"); // to Close
    await page.keyboard.press("Tab"); // to "Save session"
    await page.keyboard.press("Enter");
    const session = JSON.parse(readFileSync(await (await saved).path(), "utf8"));
    const names = new Set(session.notes.map((note) => note.midi));
    assert.ok(session.notes.length === Number.parseInt(before, 10), `${session.notes.length} notes, and the page says: ${before}`);
    assert.ok([...names].every((midi) => midi === 69 || midi === 64), `notes ${[...names].join(" ")}`);
    await closeSheets(page);
  }));
