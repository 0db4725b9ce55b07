#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Listens for so long and looks whether anything grows or goes missing: soak.py PROGRAM SECONDS [--load]
An hour: tests/faults/soak.py build/release/src/app/tunescope 3600
--load: with every processor kept busy by stress-ng meanwhile"""

import os
import subprocess
import sys
import time

from pulse import Listener, Pulse, need

# What libraries and the histories of the analysis may still take after the first quarter; AddressSanitizer keeps what was freed
# for a while.
MAY_GROW_KB = 65536 if "--asan" in sys.argv else 1536


def resident_kb(process):
    with open(f"/proc/{process.pid}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS:"))


def descriptors(process):
    return len(os.listdir(f"/proc/{process.pid}/fd"))


def main(seconds, is_loaded):
    if is_loaded:
        need("stress-ng")
    pulse = Pulse()
    listener = load = None
    try:
        pulse.start("tone")
        pulse.play("tone")
        listener = Listener(pulse.env, "--api", "pulse", "--device", "tone")
        listener.note("A4")
        if is_loaded:
            load = subprocess.Popen(["stress-ng", "--cpu", "0", "--quiet"], stdin=subprocess.DEVNULL)
        settled = None
        begun = time.monotonic()
        while time.monotonic() < begun + seconds:
            time.sleep(min(1.0, seconds / 20))
            if pulse.players[-1].poll() is not None:  # the tone is over: again
                pulse.end_players()
                pulse.play("tone")
            listener.drain()
            # Readings would fill this script's memory; what is looked at in the end stays.
            if settled is None and time.monotonic() > begun + seconds / 4:
                settled = (resident_kb(listener.process), descriptors(listener.process))
        now = (resident_kb(listener.process), descriptors(listener.process))
        cpu = listener.cpu()
        assert load is None or load.poll() is None, "the load ended before its time"
        summary = listener.finish()
        status = [r for r in listener.records if r["type"] == "status"][-1]
        print(f"{seconds:.0f} s: {settled[0]} kB after a quarter, {now[0]} kB at the end; {now[1]} descriptors; "
              f"{100 * cpu / seconds:.1f} % of a processor")
        print(f"{summary['frames']} readings, {summary['lostFrames']} samples lost, callback p99.9 {status['callbackP999Us']} us, "
              f"most {status['callbackMaxUs']} us, clock {status['clockPpm']} +- {status['clockSigmaPpm']} ppm, "
              f"delay {status['delayMs']} ms")
        assert now[0] < settled[0] + MAY_GROW_KB, "memory grows"
        assert now[1] <= settled[1], "descriptors are left open"
        # Every sample is in a reading or counted as lost, but for the hop that was not full yet and what a gap cut off.
        rate, hop = status["sampleRate"], next(r for r in listener.records if r["type"] == "header")["hop"]
        gaps = sum(r["type"] == "gap" for r in listener.records)
        print(f"{summary['seconds'] * rate:.0f} samples passed = {summary['frames']} readings of {hop} + {summary['lostFrames']} lost + the rest of a hop; "
              f"{gaps} gaps")
        heard = summary["frames"] * hop + summary["lostFrames"]
        whole = summary["seconds"] * rate
        assert abs(whole - heard) <= hop * (gaps + 1), f"{whole} samples passed, {heard} are accounted for"
    finally:
        if load:
            load.terminate()
            load.wait()
        if listener:
            listener.close()
        pulse.close()


main(float(sys.argv[2]), "--load" in sys.argv[3:])
