#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window's event loop while its sound server is killed, hangs, starves and moves it: window-alive.py PROGRAM
Nothing that the sound system does may keep it. Figures are printed; what is asserted is that no standstill is as long as a
fault lasts, or a call's deadline: a call to the sound system in the event loop would be."""

import json
import os
import signal
import subprocess
import time

from pulse import TUNESCOPE, Pulse, path, wait_until

FAULT_S = 4  # how long each lasts: longer than the supervisor's deadline for a call


class Window:
    """Without a display: Qt's offscreen platform, drawn by software."""

    def __init__(self, env, *arguments):
        self.report = path("report")
        self.process = subprocess.Popen(
            [TUNESCOPE, *arguments],
            env=dict(env, QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software", TUNESCOPE_TEST_REPORT=self.report),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def lines(self):
        assert self.process.poll() is None, f"the window ended with {self.process.returncode}"
        if not os.path.exists(self.report):
            return []
        with open(self.report, encoding="utf-8") as file:
            return [json.loads(line) for line in file if line.endswith("\n")]

    def wait_for(self, what, condition):
        """Until the newest line is so."""
        return wait_until(what, lambda: [line for line in self.lines()[-1:] if condition(line)])[0]

    def note(self, name):
        return self.wait_for(name, lambda shown: shown["note"] == name)

    def now_ms(self):
        return self.lines()[-1]["ms"]

    def latest_ms(self, since_ms):
        """How late the event loop was at most since then."""
        return max(line["lateMs"] for line in self.lines() if line["ms"] > since_ms)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


def killed(pulse, window):
    pulse.kill()
    window.wait_for("a dead server", lambda shown: shown["state"] == "Lost" and "sound server" in shown["sentence"]
                    and "keeps trying" in shown["sentence"])
    time.sleep(FAULT_S)
    pulse.start("tone", "other")
    pulse.play("tone")


def hung(pulse, window):
    pulse.signal(signal.SIGSTOP)
    window.wait_for("no data", lambda shown: shown["state"] in ("NoData", "Lost"))
    time.sleep(FAULT_S)
    pulse.signal(signal.SIGCONT)


def starved(pulse, window):
    pulse.ctl("suspend-sink", "tone", "1")
    window.wait_for("no data", lambda shown: shown["state"] in ("NoData", "Lost"))
    time.sleep(FAULT_S)
    pulse.ctl("suspend-sink", "tone", "0")


def moved(pulse, window):
    stream = pulse.stream_of(window.process.pid)
    pulse.ctl("move-source-output", stream, "other.monitor")
    window.wait_for("which it hears", lambda shown: "Monitor of other" in shown["sentence"] and "Monitor of tone" in shown["sentence"])
    pulse.ctl("move-source-output", stream, "tone.monitor")


def main():
    pulse = Pulse()
    window = None
    try:
        pulse.start("tone", "other")
        pulse.play("tone")
        window = Window(pulse.env, "--api", "pulse", "--device", "Monitor of tone")
        window.note("A4")
        settled = window.now_ms()
        time.sleep(FAULT_S)
        pulse.ctl("set-sink-mute", "tone", "1")  # a line that shows something else ends the measurement
        window.wait_for("silence", lambda shown: shown["note"] == "")
        pulse.ctl("set-sink-mute", "tone", "0")
        window.note("A4")
        print(f"all is well: at most {window.latest_ms(settled)} ms late")
        for fault in (killed, hung, starved, moved):
            begun = window.now_ms()
            fault(pulse, window)
            window.note("A4")
            late = window.latest_ms(begun)
            print(f"{fault.__name__}: at most {late} ms late")
            assert late < 1000 * FAULT_S / 4, f"{fault.__name__}: the event loop stood still"
    finally:
        if window:
            window.close()
        pulse.close()


main()
