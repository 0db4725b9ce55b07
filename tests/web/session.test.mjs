// SPDX-License-Identifier: GPL-3.0-or-later
// What the page asks for and what it keeps: no foreign request, no broken policy, use without a network, new versions.
import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { folder, hears, missing, pcmFile, serve, site, tone, until, wavFile, withPage } from "./harness.mjs";

const skip = missing() || false;
const files = folder();
let a4;
let plain;

before(async () => {
  if (skip) return;
  a4 = pcmFile(join(files, "a4.wav"), 10, 44100, tone(440, 44100));
  plain = await serve({ isPlain: true });
});
after(() => plain?.stop());

test("a whole session makes no foreign request and breaks no policy", { skip, timeout: 180000 }, () =>
  withPage({ microphone: a4 }, async (page, { requests }) => {
    await page.addInitScript(() => {
      globalThis.violations = [];
      addEventListener("securitypolicyviolation", (event) => violations.push(`${event.violatedDirective}: ${event.blockedURI}`));
    });
    const isClean = async (what) => assert.deepEqual(await page.evaluate(() => globalThis.violations), [], what);
    const sound = readFileSync(wavFile(join(files, "e2.wav"), 1, 44100, tone(82.41, 44100))).toString("base64");
    await page.goto(plain.address);
    await until(page, hears("A4"));
    await page.evaluate(() => globalThis.tunescope.stop());
    await until(page, "globalThis.tunescope.state === 'stopped'");
    for (const key of ["d", "Escape", "a", "Escape", "?", "Escape"]) await page.keyboard.press(key);
    await page.evaluate(async (sound) => {
      const data = Uint8Array.from(atob(sound), (letter) => letter.charCodeAt(0));
      await globalThis.tunescope.open(new File([data], "e2.wav"));
    }, sound);
    await until(page, "globalThis.tunescope.state === 'finished'");
    await Promise.all([page.waitForEvent("download"), page.evaluate(() => globalThis.tunescope.save("csv"))]);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await until(page, "caches.keys().then((names) => names.length === 1)");
    await isClean("at the first visit");
    await page.reload();
    await until(page, "globalThis.tunescope?.state === 'running'");
    await isClean("at the second");
    assert.ok(requests.some((url) => url.endsWith("/sw.js")), "the service worker's requests are seen too");
    // The policy does forbid, and these checks do see it.
    await page.evaluate(() => fetch("https://example.invalid/").catch(() => {}));
    await until(page, "globalThis.violations[0] === 'connect-src: https://example.invalid/'");
  }, /example\.invalid/));

test("after the first visit the page works without its server, and isolated where the server does not isolate it", { skip, timeout: 180000 }, async () => {
  const server = await serve({ isPlain: true });
  await withPage({ microphone: a4 }, async (page) => {
    await page.goto(server.address);
    await until(page, hears("A4"));
    assert.equal(await page.evaluate(() => globalThis.tunescope.statistics.transport), "port");
    await until(page, "caches.keys().then((names) => names.length === 1) ");
    await page.evaluate(() => navigator.serviceWorker.ready);
    await server.stop();
    await page.reload();
    await until(page, hears("A4"));
    assert.equal(await page.evaluate(() => crossOriginIsolated), true);
    assert.equal(await page.evaluate(() => globalThis.tunescope.statistics.transport), "shared");
  });
});

test("a new version is fetched whole beside the old one, and takes over when no page of that is open", { skip, timeout: 180000 }, async () => {
  const copy = join(files, "site");
  cpSync(site, copy, { recursive: true });
  const server = await serve({ folder: copy });
  const publish = (description) => {
    const change = (name, from, to) => {
      const path = join(copy, name);
      writeFileSync(path, readFileSync(path, "utf8").replace(from, to));
      for (const end of [".br", ".gz"]) rmSync(path + end);
    };
    change("index.html", /name="description" content="[^"]*"/, `name="description" content="${description}"`);
    change("sw.js", /tunescope-[0-9a-f]{12}/, `tunescope-${description.padEnd(12, "0")}`);
  };
  const description = (page) => page.getAttribute("meta[name=description]", "content");
  await withPage({}, async (page, { context }) => {
    await page.goto(`${server.address}?demo`);
    await page.evaluate(() => navigator.serviceWorker.ready);
    publish("eeee");
    await page.reload();
    await page.evaluate(() => navigator.serviceWorker.getRegistration().then((registration) => registration.update())); // now, not soon
    await until(page, "navigator.serviceWorker.getRegistration().then((registration) => registration.waiting !== null)");
    assert.notEqual(await description(page), "eeee", "the old version goes on");
    const other = await context.newPage();
    await page.close();
    // On a busy machine the browser is slow to see that the last page has gone; who comes too early keeps the old version.
    const hasTakenOver = "caches.keys().then((names) => names.length === 1 && names[0].startsWith('tunescope-eeee'))";
    for (let tries = 1; ; ++tries) {
      await other.goto("about:blank");
      await other.waitForTimeout(1000 * tries);
      await other.goto(`${server.address}?demo`);
      if (await until(other, hasTakenOver, 5000).then(() => true, (error) => tries === 5 && Promise.reject(error))) break;
    }
    await other.reload();
    assert.equal(await description(other), "eeee");
  });
  await server.stop();
});

test("it can be installed: Chromium finds no fault with the manifest", { skip, timeout: 60000 }, () =>
  withPage({}, async (page, { context }) => {
    await page.goto(`${plain.address}?demo`);
    const session = await context.newCDPSession(page);
    const { url, errors, data } = await session.send("Page.getAppManifest");
    assert.match(url, /manifest\.[0-9a-f]{10}\.webmanifest$/);
    assert.deepEqual(errors, []);
    assert.equal(JSON.parse(data).name, "Tunescope");
    const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
    assert.deepEqual(installabilityErrors.map(({ errorId }) => errorId), []);
  }));
