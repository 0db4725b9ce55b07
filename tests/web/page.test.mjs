// SPDX-License-Identifier: GPL-3.0-or-later
// The page as its users meet it: before the microphone is allowed, inside another page, with site data blocked, with an address
// that cannot be used, hidden, and with the browser's own keys and buttons.
import assert from "node:assert/strict";
import { createReadStream, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { extname, join } from "node:path";
import { folder, hears, launchByPipe, missing, pcmFile, pictures, serve, site, tone, until, withPage } from "./harness.mjs";

const skip = missing() || false;
const files = folder();
const PHONE = { width: 390, height: 844 };
const is = (state) => `globalThis.tunescope?.state === '${state}'`;
const isDrawn = "document.getElementById('card').hidden && globalThis.tunescope.statistics?.pictures > 0";
const sentence = (page) => page.evaluate(() => globalThis.tunescope.sentence);
const picture = async (page, name) => pictures() && page.screenshot({ path: join(pictures(), `${name}.png`) });
let server;
let a4;

before(async () => {
  if (skip) return;
  server = await serve();
  a4 = pcmFile(join(files, "a4.wav"), 10, 44100, tone(440, 44100));
});
after(() => server?.stop());

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".webmanifest": "application/manifest+json", ".png": "image/png" };

/**
 * A host that sends types and nothing else, no ETag, no age, no policy.
 * @param {Record<string, string>} pages besides the web app
 * @param {(address: string, fetched: string[]) => Promise<void>} body fetched: the names of what was asked for
 */
async function withPlainHost(pages, body) {
  const fetched = [];
  const host = createServer((request, response) => {
    const name = new URL(request.url, "http://x").pathname.slice(1) || "index.html";
    const path = join(site, name);
    if (!pages[name] && !existsSync(path)) return response.writeHead(404).end();
    fetched.push(name);
    response.writeHead(200, { "Content-Type": TYPES[extname(name)] });
    if (pages[name]) response.end(pages[name]);
    else createReadStream(path).pipe(response);
  });
  await new Promise((resolve) => host.listen(0, "127.0.0.1", resolve));
  try {
    await body(`http://localhost:${host.address().port}/`, fetched);
  } finally {
    host.closeAllConnections();
    host.close();
  }
}

/** A page that is higher than the window, with a field that has the focus and the app in a frame. */
const around = (query) => ({
  "host.html": `<!doctype html><link rel="icon" href="data:,"><body style="height: 4000px"><input autofocus><iframe src="./${query}" allow="microphone"
    style="position: absolute; inset: 100px auto auto 0; width: 800px; height: 500px"></iframe>`,
});

test("Ctrl+Q and Alt+F4 close nothing: closing is the tab's", { skip, timeout: 120000 }, () =>
  withPage({ microphone: a4 }, async (page) => {
    await page.goto(server.address);
    await until(page, hears("A4"));
    for (const keys of ["Control+q", "Alt+F4"]) await page.keyboard.press(keys);
    const before = await page.evaluate(() => globalThis.tunescope.statistics.pictures);
    await until(page, `globalThis.tunescope.statistics.pictures > ${before + 3}`);
    await until(page, hears("A4"));
    await page.keyboard.press("Space");
    await until(page, is("stopped"));
  }));

for (const [shape, size, touch] of [["phone", PHONE, true], ["desktop", { width: 1280, height: 800 }, false]]) {
  test(`where site data is blocked it runs, says so, and keeps the settings for the visit (${shape})`, { skip, timeout: 120000 }, () =>
    withPage({ microphone: a4, size, touch, theme: touch ? "light" : "dark", mayComplain: /settings will not be kept/, preferences: { profile: { default_content_setting_values: { cookies: 2 } } } }, async (page) => {
      await page.goto(server.address);
      await until(page, "/settings last until/.test(document.getElementById('aside').textContent)");
      await picture(page, `blocked-card-${shape}`);
      await until(page, hears("A4"));
      await page.keyboard.press("l");
      await page.keyboard.press("a");
      await page.waitForTimeout(1000); // for the picture
      await picture(page, `blocked-settings-${shape}`);
      assert.equal(await page.evaluate(() => Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i)).some((key) => key.includes("appearance"))), true);
    }));
}

for (const [query, words] of [["?a4=abc", /a4 cannot be 'abc'/], ["?min-hz=500&max-hz=100", /min-hz.*max-hz/], ["?a4=440&a4=442", /a4/]]) {
  test(`the address ${query} is refused on a card that says why, and in the page's interface`, { skip, timeout: 120000 }, () =>
    withPage({}, async (page) => {
      await page.addInitScript(() => {
        globalThis.errors = [];
        addEventListener("load", () => globalThis.tunescope?.addEventListener("error", ({ detail }) => globalThis.errors.push(detail)));
      });
      await page.goto(server.address + query);
      await until(page, "document.getElementById('card').getAttribute('role') === 'alert'");
      assert.equal(await page.textContent("#title"), "This address cannot be used");
      const text = await page.textContent("#words");
      assert.match(text, words);
      assert.doesNotMatch(text, /--/);
      assert.deepEqual(await page.evaluate(() => [globalThis.tunescope.state, globalThis.tunescope.sentence]), ["failed", text]);
      assert.deepEqual(await page.evaluate(() => globalThis.errors), [{ state: "failed", sentence: text }]);
      await picture(page, `bad-address-${query.length}`);
      await page.click("#action");
      await until(page, is("running"));
    }));
}

test("inside another page it takes neither focus nor wheel before someone clicks into it", { skip, timeout: 120000 }, () =>
  withPlainHost(around(""), (address) =>
    withPage({ microphone: a4 }, async (page) => {
      await page.goto(`${address}host.html`);
      const app = `document.querySelector('iframe').contentWindow.tunescope`;
      await until(page, `${app}?.state === 'running' && ${app}.statistics.pictures > 3`);
      const focused = () => page.evaluate(() => document.activeElement.tagName);
      assert.equal(await focused(), "INPUT");
      await page.keyboard.type("d a");
      assert.equal(await page.inputValue("input"), "d a");
      assert.equal(await page.evaluate(`${app}.state`), "running");
      await page.mouse.move(400, 300);
      await page.mouse.wheel(0, 60);
      await until(page, "scrollY > 0");
      await page.mouse.click(400, 250);
      await page.keyboard.press("Space");
      await until(page, `${app}.state === 'stopped'`);
      assert.equal(await focused(), "IFRAME");
      const before = await page.evaluate(() => scrollY);
      await page.mouse.wheel(0, 60);
      await until(page, `scrollY > ${before}`);
    })));

test("keys=0 and autostart=0: it waits for a start, and leaves single keys alone", { skip, timeout: 120000 }, () =>
  withPlainHost(around("?keys=0&autostart=0"), (address) =>
    withPage({ microphone: a4 }, async (page) => {
      await page.goto(`${address}host.html`);
      const app = `document.querySelector('iframe').contentWindow.tunescope`;
      await until(page, `${app}?.state === 'stopped' && ${app}.statistics.pictures > 0`);
      assert.equal(await page.evaluate(`${app}.statistics.streams`), 0);
      await page.evaluate(`${app}.start()`);
      await until(page, `${app}.state === 'running'`);
      await page.mouse.click(400, 250);
      await page.keyboard.press("Space");
      const { readings, pictures } = await page.evaluate(`${app}.statistics`); // after a stop there would be no more of them
      await until(page, `${app}.statistics.readings > ${readings + 50} && ${app}.statistics.pictures > ${pictures + 5}`);
      assert.equal(await page.evaluate(`${app}.state`), "running");
    })));

for (const [shape, size, touch] of [["phone", PHONE, true], ["desktop", { width: 1280, height: 800 }, false]]) {
  for (const theme of ["dark", "light"]) {
    test(`nobody is asked for the microphone before a start (${shape}, ${theme})`, { skip, timeout: 120000 }, () =>
      withPage({ microphone: a4, deny: true, size, touch, theme }, async (page) => {
        await page.addInitScript(() => {
          globalThis.asked = 0;
          const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
          navigator.mediaDevices.getUserMedia = (wish) => (++globalThis.asked, ask(wish));
        });
        await page.goto(server.address);
        await until(page, `${is("stopped")} && ${isDrawn}`);
        await page.waitForTimeout(500);
        await picture(page, `start-${shape}-${theme}`);
        assert.match(await sentence(page), /needs the microphone/);
        assert.equal(await page.evaluate(() => globalThis.asked), 0);
        if (touch) await page.touchscreen.tap(24 + 8, size.height - 32);
        else await page.keyboard.press("Space");
        await until(page, "globalThis.asked === 1");
        await until(page, "['denied', 'dismissed'].includes(globalThis.tunescope.state)"); // a browser without a face says no
        await page.waitForTimeout(500);
        await picture(page, `denied-${shape}-${theme}`);
        assert.doesNotMatch(await sentence(page), /privacy settings/);
      }));
  }
}

test("a microphone that the system mutes is reported as muted, and heard again afterwards", { skip, timeout: 120000 }, () =>
  withPage({ microphone: a4 }, async (page) => {
    await page.addInitScript(() => {
      const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (wish) => {
        const media = await ask(wish);
        [globalThis.track] = media.getAudioTracks();
        return media;
      };
    });
    await page.goto(server.address);
    await until(page, hears("A4"));
    await page.evaluate(() => globalThis.track.dispatchEvent(new Event("mute")));
    await until(page, is("muted"));
    assert.match(await sentence(page), /^The system has muted/);
    await page.evaluate(() => globalThis.track.dispatchEvent(new Event("unmute")));
    await until(page, hears("A4"));
  }));

test("Back closes a sheet and does not leave the page", { skip, timeout: 120000 }, () =>
  withPage({ microphone: a4 }, async (page) => {
    await page.goto("about:blank");
    await page.goto(server.address);
    await until(page, hears("A4"));
    for (const key of ["?", "d"]) {
      await page.mouse.click(640, 200); // browsers skip entries that nobody has asked for
      await page.keyboard.press(key);
      await until(page, "history.state === 'sheet'");
      await page.evaluate(() => history.back());
      await until(page, "history.state === null");
      await page.waitForTimeout(500); // it has closed
      await page.keyboard.press("Space");
      await until(page, is("stopped"));
      await page.keyboard.press("Space");
      await until(page, hears("A4"));
    }
    await page.goBack();
    assert.equal(page.url(), "about:blank");
  }));

test("where the system asks for less motion, a sheet does not fade in", { skip, timeout: 120000 }, () =>
  withPage({ microphone: a4 }, async (page) => {
    await page.goto(`${server.address}?autostart=0`);
    await until(page, isDrawn);
    const count = () => page.evaluate(() => globalThis.tunescope.statistics.pictures);
    const settled = async () => {
      for (let last = -1, now = await count(); now !== last; now = await count()) {
        last = now;
        await page.waitForTimeout(400);
      }
      return count();
    };
    // A fade draws at least its first picture and its last, however slow the machine is; without one there is a single picture.
    const drawn = { reduce: [], "no-preference": [] };
    for (let i = 0; i < 8; ++i) {
      const reducedMotion = i % 2 === 0 ? "no-preference" : "reduce";
      await page.emulateMedia({ reducedMotion });
      const before = await settled();
      await page.keyboard.press("?");
      await until(page, `globalThis.tunescope.statistics.pictures > ${before}`);
      drawn[reducedMotion].push((await settled()) - before);
      await page.keyboard.press("Escape");
    }
    const sum = (counts) => counts.slice(1).reduce((a, b) => a + b); // the first time the sheet is made
    assert.ok(2 * sum(drawn.reduce) <= sum(drawn["no-preference"]), JSON.stringify(drawn));
  }));

test("a tab that is hidden for a minute gives the microphone back, and listens again when it is shown", { skip, timeout: 120000 }, async () => {
  const browser = await launchByPipe({ microphone: a4 });
  try {
    const page = await browser.open(server.address);
    await page.until(hears("A4"));
    await page.evaluate("globalThis.setTimeout = ((later) => (call, ms, ...more) => later(call, ms === 60000 ? 100 : ms, ...more))(setTimeout), 0"); // a short minute
    const other = await browser.open("about:blank");
    await page.until("document.hidden && tunescope.statistics.streams === 0");
    await other.close();
    await page.activate();
    await page.until(hears("A4"));
  } finally {
    await browser.close();
  }
});

test("on a phone the help is about buttons", { skip, timeout: 120000 }, () =>
  withPage({ microphone: a4, size: PHONE, touch: true }, async (page) => {
    await page.goto(server.address);
    await until(page, hears("A4"));
    await page.locator("button", { hasText: "Enable Screen Reader" }).dispatchEvent("click");
    await page.touchscreen.tap(PHONE.width - 32, PHONE.height - 32);
    await page.locator(".qt-window-a11y-container").getByText("Stop listening").first().waitFor({ state: "attached" });
    await page.waitForTimeout(700);
    await picture(page, "phone-help");
  }));

test("a first visit fetches every file once, also where the host sends neither ETag nor age", { skip, timeout: 120000 }, () =>
  withPlainHost({}, (address, fetched) =>
    withPage({}, async (page) => {
      await page.goto(`${address}?demo`);
      await until(page, is("demo"));
      await page.evaluate(() => navigator.serviceWorker.ready);
      await until(page, "caches.keys().then((names) => names.length === 1)");
      const hashed = fetched.filter((name) => /\.[0-9a-f]{10}\./.test(name) && !name.endsWith(".png")).sort();
      assert.deepEqual(hashed, [...new Set(hashed)], "no file twice");
      assert.ok(hashed.some((name) => name.endsWith(".wasm")));
    })));

test("wasm/serve knows what the browser has by its ETag", { skip, timeout: 60000 }, async () => {
  const page = await fetch(server.address);
  const tag = page.headers.get("etag");
  assert.match(tag ?? "", /^"[0-9a-f]{32}"$/);
  await page.text();
  const again = await fetch(server.address, { headers: { "If-None-Match": `"other", W/${tag}` } });
  assert.deepEqual([again.status, await again.text()], [304, ""]);
  assert.equal((await fetch(server.address, { headers: { "If-None-Match": '"other"' } })).status, 200);
});

test("a new version is announced, and loaded on request", { skip, timeout: 120000 }, async () => {
  const copy = join(files, "renewed");
  cpSync(site, copy, { recursive: true });
  const own = await serve({ folder: copy });
  await withPage({ size: PHONE }, async (page) => {
    await page.goto(`${own.address}?demo`);
    await until(page, "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)");
    assert.equal(await page.isVisible("#notice"), false, "the first version is no news");
    for (const [name, from, to] of [["index.html", /name="description" content="[^"]*"/, 'name="description" content="eeee"'], ["sw.js", /tunescope-[0-9a-f]{12}/, "tunescope-eeee00000000"]]) {
      writeFileSync(join(copy, name), readFileSync(join(copy, name), "utf8").replace(from, to));
      for (const end of [".br", ".gz"]) rmSync(join(copy, name + end));
    }
    await page.evaluate(() => navigator.serviceWorker.getRegistration().then((registration) => registration.update()));
    await page.waitForSelector("#notice", { state: "visible" });
    await picture(page, "notice-phone");
    const other = await page.context().newPage();
    await other.goto(`${own.address}?demo`);
    await page.bringToFront();
    await page.click("#load");
    await until(page, "document.getElementById('news').textContent === 'Close the other tabs of Tunescope first.'");
    await picture(page, "notice-other-tabs-phone");
    await other.close();
    // Repeats the click: the browser may take a moment to forget the closed page.
    await until(page, "document.querySelector('meta[name=description]')?.content === 'eeee' || (document.getElementById('load')?.click(), false)");
    await until(page, "document.getElementById('card').hidden", 60000);
    assert.equal(await page.isVisible("#notice"), false);
  });
  await own.stop();
});
