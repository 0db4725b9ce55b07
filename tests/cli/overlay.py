#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/examples/overlay.html shows the note in a browser, from the disk, and comes back after a restart of the program.

    overlay.py TUNESCOPE OVERLAY"""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))

from harness import PATIENCE_S, TUNESCOPE, check, environment, finish, path
from waiting import need, wait_until
from websocket import TEXT, WebSocket

need("chromium")
OVERLAY = os.path.abspath(sys.argv[2])


class Page:
    """A page in Chromium, by its debugging protocol."""

    def __init__(self, url):
        log = path("chromium.log")
        with open(log, "wb") as file:
            self.browser = subprocess.Popen(["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0",
                                             f"--user-data-dir={path('profile')}", url], env=environment(), stdout=file, stderr=file)
        found = wait_until("the browser", lambda: re.search(r"ws://127\.0\.0\.1:(\d+)/", open(log, encoding="utf-8", errors="replace").read())
                           or self.browser.poll() is not None)
        if found is True:
            print(f"skipped: chromium does not run here: {open(log, encoding='utf-8', errors='replace').read()[-1000:]}")
            sys.exit(77)
        port = int(found[1])
        pages = wait_until("the page", lambda: [page for page in self._list(port) if page["type"] == "page"])
        self.client = WebSocket(port, re.sub(r"^ws://[^/]*", "", pages[0]["webSocketDebuggerUrl"]))
        self.answers = self.client.frames()

    @staticmethod
    def _list(port):
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"http://127.0.0.1:{port}/json", timeout=PATIENCE_S) as answer:
            return json.load(answer)

    def text(self, name):
        expression = f"document.getElementById('{name}').textContent"
        self.client.send(TEXT, json.dumps({"id": 1, "method": "Runtime.evaluate", "params": {"expression": expression}}).encode())
        for opcode, payload in self.answers:
            if opcode == TEXT and "id" in (answer := json.loads(payload)):
                return answer["result"]["result"].get("value")
        return None

    def close(self):
        self.browser.terminate()
        self.browser.wait(timeout=PATIENCE_S)


def serve(port="0"):
    process = subprocess.Popen([TUNESCOPE, "--cli", "--demo", "--serve", port, "--token", "stage"], env=environment(),
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    return process, re.search(r":(\d+)/", process.stderr.readline().decode())[1]


def end(process):
    process.send_signal(signal.SIGINT)
    process.wait(timeout=PATIENCE_S)


program, port = serve()
page = Page(f"file://{OVERLAY}#port={port}&token=stage")
try:
    wait_until("a note", lambda: re.fullmatch("[A-G]#?[0-9]", page.text("note") or ""))
    check("the cents", re.fullmatch(r"[+\u2212]\d+\.\d cents", page.text("cents")), page.text("cents"))
    end(program)
    wait_until("its end is shown", lambda: page.text("cents") == "waiting for Tunescope")
    program, _ = serve(port)
    wait_until("it connects again", lambda: page.text("note"))
    check("the note is back", True)
finally:
    with contextlib.suppress(OSError):
        end(program)
    page.close()
finish()
