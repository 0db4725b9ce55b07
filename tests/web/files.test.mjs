// SPDX-License-Identifier: GPL-3.0-or-later
// Sound files and saved readings: the page against the native program.
//   TUNESCOPE_PROGRAM     the native program
//   TUNESCOPE_RECORDINGS  a folder of real recordings
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { basename, join } from "node:path";
import { folder, missing, serve, tone, until, wavFile, withPage } from "./harness.mjs";

const program = process.env.TUNESCOPE_PROGRAM ?? "";
const skip = missing() || (program ? false : "TUNESCOPE_PROGRAM is not set");
const recordings = process.env.TUNESCOPE_RECORDINGS ?? "";
const SOUNDFONT = "/usr/share/sounds/sf2/FluidR3_GM.sf2";
const files = folder();
let server;

before(async () => {
  if (!skip) server = await serve();
});
after(() => server?.stop());

/** A page with the program begun, and no microphone. */
const withProgram = (body) =>
  withPage({}, async (page) => {
    await page.goto(`${server.address}?demo`);
    await until(page, "globalThis.tunescope?.state === 'demo'");
    await body(page);
  });

/** Opens the file, as fast as it is analysed, and gives its readings as they would be saved. */
async function readingsOf(page, path, format = "json") {
  const bytes = readFileSync(path).toString("base64");
  const [state, text] = await page.evaluate(async ([name, bytes, format]) => {
    const { tunescope } = globalThis;
    const data = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
    await tunescope.open(new File([data], name), { realtime: false });
    while (!["finished", "failed"].includes(tunescope.state)) await new Promise((resolve) => setTimeout(resolve, 50));
    return [tunescope.state, tunescope.state === "finished" ? tunescope.readings(format) : tunescope.sentence];
  }, [basename(path), bytes, format]);
  assert.equal(state, "finished", text);
  return text;
}

const natively = (path, format = "json") =>
  execFileSync(program, ["--cli", "--input", path, "--format", format], { encoding: "utf8", maxBuffer: 1 << 28 });
const framesOf = (text) => text.trim().split("\n").map((line) => JSON.parse(line)).filter((record) => record.type === "frame");
const centsBetween = (a, b) => Math.abs(1200 * Math.log2(a / b));

/** The same notes at the same times, and pitches within so many cents. @returns {number} how many had one */
function assertSame(here, there, name, cents) {
  assert.equal(here.length, there.length, name);
  let voiced = 0;
  here.forEach((reading, i) => {
    assert.equal(reading.t, there[i].t, name);
    assert.equal(reading.note, there[i].note, `${name} at ${reading.t} s`);
    assert.equal(reading.hz === null, there[i].hz === null, `${name} at ${reading.t} s`);
    if (reading.hz === null) return;
    ++voiced;
    assert.ok(centsBetween(reading.hz, there[i].hz) < cents, `${name} at ${reading.t} s: ${reading.hz}, natively ${there[i].hz} Hz`);
  });
  return voiced;
}

const pluck = (hertz, rate) => {
  const partials = [1, 0.5, 0.33, 0.25, 0.2].map((amplitude, k) => [amplitude, hertz * (k + 1)]);
  return (i) => Math.exp(-i / rate) * partials.reduce((sum, [amplitude, f]) => sum + 0.2 * amplitude * Math.sin((2 * Math.PI * f * i) / rate), 0);
};

/** 24 bits, one channel. */
function aiffFile(path, seconds, rate, sample) {
  const frames = Math.round(seconds * rate);
  const aiff = Buffer.alloc(54 + 3 * frames);
  aiff.write("FORM", 0);
  aiff.writeUInt32BE(46 + 3 * frames, 4);
  aiff.write("AIFFCOMM", 8);
  aiff.writeUInt32BE(18, 16);
  aiff.writeUInt16BE(1, 20);
  aiff.writeUInt32BE(frames, 22);
  aiff.writeUInt16BE(24, 26);
  const exponent = Math.floor(Math.log2(rate));
  aiff.writeUInt16BE(16383 + exponent, 28); // an 80-bit float
  aiff.writeBigUInt64BE(BigInt(rate) << BigInt(63 - exponent), 30);
  aiff.write("SSND", 38);
  aiff.writeUInt32BE(8 + 3 * frames, 42);
  for (let i = 0; i < frames; ++i) aiff.writeIntBE(Math.round(8388607 * sample(i)), 54 + 3 * i, 3);
  writeFileSync(path, aiff);
  return path;
}

test("WAV and AIFF are read as on the desktop: levels to the last digit, the same notes, and pitches within .001 cent", { skip, timeout: 120000 }, () =>
  withProgram(async (page) => {
    const paths = [
      wavFile(join(files, "440.wav"), 3, 48000, tone(440, 48000)),
      wavFile(join(files, "e2.wav"), 3, 44100, pluck(82.41, 44100)),
      aiffFile(join(files, "g3.aiff"), 3, 44100, pluck(196, 44100)),
    ];
    for (const path of paths) {
      const here = framesOf(await readingsOf(page, path));
      const there = framesOf(natively(path));
      assert.ok(assertSame(here, there, basename(path), 0.001) > 100, `${basename(path)} has a pitch`);
      here.forEach((reading, i) => {
        assert.equal(reading.rmsDb, there[i].rmsDb, `${basename(path)} at ${reading.t} s`);
        assert.equal(reading.peakDb, there[i].peakDb, `${basename(path)} at ${reading.t} s`);
      });
    }
  }));

test("what the program cannot read is decoded by the browser: Ogg Vorbis, within .2 cent", { skip: skip || (!existsSync(SOUNDFONT) && `${SOUNDFONT} is not installed`), timeout: 120000 }, () =>
  withProgram(async (page) => {
    const song = join(files, "song.mid");
    const ogg = join(files, "guitar.ogg");
    const notes = [40, 45, 50, 55, 59, 64].flatMap((key) => [0, 0x90, key, 100, 0x8f, 0, 0x80, key, 0]); // each for 1920 ticks
    const track = Buffer.from([0, 0xc0, 25, ...notes, 0, 0xff, 0x2f, 0]);
    const head = Buffer.from([0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, 0x03, 0xc0, 0x4d, 0x54, 0x72, 0x6b, 0, 0, 0, track.length]);
    writeFileSync(song, Buffer.concat([head, track]));
    execFileSync("fluidsynth", ["-ni", "-q", "-g", "0.8", "-R", "0", "-C", "0", "-r", "44100", "-F", ogg, "-T", "oga", SOUNDFONT, song], { stdio: "ignore" });
    assert.equal(readFileSync(ogg).toString("latin1", 0, 4), "OggS");
    const here = framesOf(await readingsOf(page, ogg));
    const there = framesOf(natively(ogg));
    assert.ok(assertSame(here.slice(0, there.length), there.slice(0, here.length), "guitar.ogg", 0.2) > 200); // two decoders round differently: .06 was seen
  }));

test("what is no sound is said", { skip, timeout: 60000 }, () =>
  withProgram(async (page) => {
    const path = join(files, "letter.wav");
    writeFileSync(path, "Dear listener, this is no sound at all, though it is called one.");
    await assert.rejects(readingsOf(page, path), /holds no sound/);
  }));

test("real recordings have the same notes, and the same pitches within .05 cent, as natively", { skip: skip || (!recordings && "TUNESCOPE_RECORDINGS is not set"), timeout: 400000 }, () =>
  withProgram(async (page) => {
    const paths = readdirSync(recordings, { recursive: true }).filter((name) => /guitar.*\.flac$/.test(name)).sort();
    assert.ok(paths.length > 0, "there are recordings");
    for (const name of paths) {
      const path = join(recordings, name);
      assertSame(framesOf(await readingsOf(page, path)), framesOf(natively(path)), name, 0.05);
    }
  }));

test("readings are saved through the browser, as the native program writes them", { skip, timeout: 120000 }, () =>
  withProgram(async (page) => {
    const path = wavFile(join(files, "a4-to-save.wav"), 2, 48000, tone(440, 48000));
    for (const format of ["csv", "json"]) {
      const text = await readingsOf(page, path, format);
      const [download] = await Promise.all([page.waitForEvent("download"), page.evaluate((format) => globalThis.tunescope.save(format), format)]);
      assert.match(download.suggestedFilename(), new RegExp(`^tunescope-.*\\.${format}$`));
      const saved = readFileSync(await download.path(), "utf8");
      assert.equal(saved, text);
      const lines = saved.trim().split("\n");
      const native = natively(path, format).trim().split("\n").filter((line) => format === "csv" || /"type":"(header|frame)"/.test(line));
      assert.equal(lines.length, native.length);
      if (format === "csv") assert.equal(lines[0], native[0]);
      else assert.deepEqual(Object.keys(JSON.parse(lines[0])), Object.keys(JSON.parse(native[0])));
    }
  }));
