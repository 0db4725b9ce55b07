#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program or the sound server stands still for a while (SIGSTOP) and goes on. Afterwards `available` must agree with the clock
as before: what the server kept is delivered, and only the rest is lost.

    with-pulse|with-pipewire standstill.py PROGRAM program|server [SECONDS…]

Without SECONDS: 2 and 12; with TUNESCOPE_LONG_TESTS 1, 2, 5, 7, 12, 20 and 30, and the bound that holds on an idle machine."""

import os
import signal
import statistics
import sys
import time

from pulse import Listener, wait_until

RATE = 48000
STEADY_S = 5
SHORT = [2, 12]
LONG = [1, 2, 5, 7, 12, 20, 30]
IS_LONG = bool(os.environ.get("TUNESCOPE_LONG_TESTS"))
MAX_SHIFT_S = 0.020 if IS_LONG else 0.050
KEPT_S = 10  # PulseAudio keeps 11 s of two channels for a client
BLOCK = 1024  # twice the buffer at the start


class Timed(Listener):
    """Keeps the moment at which each frame came."""

    def __init__(self, *arguments):
        super().__init__(os.environ, *arguments)
        self.frames = []
        self.others = []

    def take(self):
        while not self._queue.empty():
            item = self._queue.get_nowait()
            if item is None:
                return
            moment, record = item
            self.records.append(record)
            (self.frames if record["type"] == "frame" else self.others).append((moment, record))

    def lag(self, since, until):
        """How long after `available` the frames of that time came: median and extremes."""
        self.take()
        lags = [moment - record["available"] for moment, record in self.frames if since <= moment < until]
        assert len(lags) > 100, f"{len(lags)} frames in {until - since:.1f} s"
        return statistics.median(lags), min(lags), max(lags)


def check_summary(summary, records):
    """Every sample is in a frame or counted as lost, but for the hop that was not full yet and what a gap cut off."""
    hop = next(r for r in records if r["type"] == "header")["hop"]
    gaps = sum(r["type"] == "gap" for r in records)
    passed = summary["seconds"] * RATE
    heard = summary["frames"] * hop + summary["lostFrames"]
    assert abs(passed - heard) <= hop * (gaps + 1), f"{passed} samples passed, {heard} are accounted for"


def stand_still(whom, seconds):
    """By how much `available` is off afterwards, in seconds."""
    listener = Timed("--api", "pulse", "--device", "TuneSink")
    try:
        listener.header()
        wait_until("frames come", lambda: listener.take() or len(listener.frames) > 50)
        time.sleep(STEADY_S + 1)
        now = time.monotonic()
        before, *_ = listener.lag(now - STEADY_S, now)
        process = listener.process.pid if whom == "program" else int(os.environ["TUNESCOPE_PULSE_PID"])
        os.kill(process, signal.SIGSTOP)
        try:
            time.sleep(seconds)
        finally:
            os.kill(process, signal.SIGCONT)
        freed = time.monotonic()
        listener.take()
        count = len(listener.frames)
        wait_until("frames come again", lambda: listener.take() or len(listener.frames) > count + 200)
        time.sleep(2)  # until the backlog is drained
        drained = time.monotonic()
        time.sleep(STEADY_S)
        after, least, most = listener.lag(drained, drained + STEADY_S)
        shift = after - before
        gaps = [r for _, r in listener.others if r["type"] == "gap"]
        states = [r["state"] for _, r in listener.others if r["type"] == "device"]
        again = listener.frames[count][0] - freed
        summary = listener.finish()
        check_summary(summary, listener.records)
        lost = summary["lostFrames"]
        print(f"  {whom} stopped for {seconds:g} s: lag {1000 * before:.1f} ms before, {1000 * after:.1f} ms after ({1000 * least:.1f} to {1000 * most:.1f}), "
              f"shift {1000 * shift:+.1f} ms; lost {lost / RATE:.3f} s; first frame {again:.2f} s later; states {states}; "
              f"gaps {[(g['reason'], g['t'], g['lostFrames']) for g in gaps]}", flush=True)
        if whom == "program" and seconds <= KEPT_S and "TUNESCOPE_PIPEWIRE_PID" not in os.environ:
            assert lost <= BLOCK, f"{lost} samples are counted as lost, and the server kept them all"
        return shift
    finally:
        listener.close()


def main(whom, lengths):
    shifts = {seconds: stand_still(whom, seconds) for seconds in lengths}
    wrong = {seconds: f"{1000 * shift:+.1f} ms" for seconds, shift in shifts.items() if abs(shift) > MAX_SHIFT_S}
    assert not wrong, f"t does not agree with the clock as before: {wrong}"
    print("all is as it should be")


if __name__ == "__main__":
    chosen = [float(s) for s in sys.argv[3:]] or (LONG if IS_LONG else SHORT)
    main(sys.argv[2], chosen)
