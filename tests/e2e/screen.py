# SPDX-License-Identifier: GPL-3.0-or-later
"""A display without a screen and the real window on it, for tests that press keys: Xvfb, xdotool and, for full screen,
a window manager (openbox). What is shown is read from TUNESCOPE_TEST_REPORT (docs/testing-the-window.md) and from the
display's own pixels. Python 3, nothing else."""

import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))

from waiting import PATIENCE_S, SKIPPED, need, wait_until


class Screen:
    """An X server of its own with a window manager, in that folder."""

    def __init__(self, folder, width=1280, height=800):
        self.width, self.height = width, height
        self.picture = os.path.join(folder, "Xvfb_screen0")
        reader, writer = os.pipe()
        self.server = subprocess.Popen(["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{width}x{height}x24", "-fbdir", folder,
                                        "-nolisten", "tcp", "-noreset"], pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader) as pipe:
            self.name = ":" + pipe.readline().strip()
        if self.name == ":":
            print("skipped: Xvfb does not start here")
            sys.exit(SKIPPED)
        self.environment = dict(os.environ, DISPLAY=self.name, QT_QPA_PLATFORM="xcb", HOME=folder)
        self.manager = subprocess.Popen(["openbox"], env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until("the window manager", lambda: self.tool("search", "--onlyvisible", "--name", "^nothing$") is not None)

    def tool(self, *arguments):
        done = subprocess.run(["xdotool", *arguments], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              timeout=PATIENCE_S, check=False)
        return done.stdout.decode()

    def pixels(self):
        """Every 37th pixel of the display, four bytes each (xwd: header, colours, pixels)."""
        with open(self.picture, "rb") as file:
            data = file.read()
        begin = int.from_bytes(data[0:4], "big") + 12 * int.from_bytes(data[76:80], "big")
        return [data[i:i + 4] for i in range(begin, len(data) - 4, 4 * 37)]

    def colour(self, x, y):
        """Of one pixel: red, green, blue."""
        with open(self.picture, "rb") as file:
            data = file.read()
        at = int.from_bytes(data[0:4], "big") + 12 * int.from_bytes(data[76:80], "big") + 4 * (y * self.width + x)
        blue, green, red = data[at:at + 3]
        return red, green, blue

    def brightness(self):
        """Of the display, 0 to 255."""
        pixels = self.pixels()
        return sum(p[0] + p[1] + p[2] for p in pixels) / (3 * len(pixels))

    def close(self):
        for program in (self.manager, self.server):
            program.terminate()
            program.wait(timeout=PATIENCE_S)


class Window:
    """The program with its window, until it ends. Its settings are in folder/config."""

    def __init__(self, screen, folder, *command):
        self.screen = screen
        self.report = os.path.join(folder, "report")
        if os.path.exists(self.report):
            os.remove(self.report)
        environment = dict(screen.environment, XDG_CONFIG_HOME=os.path.join(folder, "config"), TUNESCOPE_TEST_REPORT=self.report)
        self.errors = open(os.path.join(folder, "errors"), "w+b")
        self.process = subprocess.Popen(command, env=environment, stderr=self.errors)

    def lines(self):
        """All of the report."""
        if self.process.poll() is not None:
            raise RuntimeError(f"the window ended with {self.process.returncode}: {self.said()}")
        if not os.path.exists(self.report):
            return []
        with open(self.report, encoding="utf-8") as file:
            return [json.loads(line) for line in file if line.endswith("\n")]

    def shown(self):
        """The newest line of the report, or nothing."""
        lines = self.lines()
        return lines[-1] if lines else None

    def wait_for(self, **wanted):
        """Until the window shows all of that."""
        def is_shown():
            shown = self.shown()
            return shown if shown and all(shown[k] == v for k, v in wanted.items()) else None
        try:
            return wait_until(str(wanted), is_shown)
        except TimeoutError:
            raise TimeoutError(f"the window never showed {wanted}; it shows {self.shown()}") from None

    def press(self, *keys):
        """To the window that has the focus, as a keyboard would."""
        self.screen.tool("key", "--clearmodifiers", *keys)

    def said(self):
        self.errors.seek(0)
        return self.errors.read().decode(errors="replace")

    def ended(self):
        return self.process.wait(timeout=PATIENCE_S)


__all__ = ["PATIENCE_S", "SKIPPED", "Screen", "Window", "need", "wait_until"]
