#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices that are not there, wrong, busy or gone. --with-sound: a PulseAudio or PipeWire with an input is running."""

import json
import os
import signal
import subprocess
import sys
import time

from harness import (PATIENCE_S, TUNESCOPE, check, check_error, environment, finish, of_type, path, records, run,
                     wait_for_handler)

# What the contract promises, of a machine that has time: how long a program takes that does nothing is not counted, and
# one quick attempt of a few will do.
ABSENT_S = 5
ATTEMPTS = 3


def without_sound():
    return environment(PULSE_SERVER="unix:" + path("nowhere"), JACK_NO_START_SERVER="1", ALSA_CONFIG_PATH="/dev/null",
                       XDG_RUNTIME_DIR=path(""), HOME=path(""))


def timed(*arguments, env):
    begin = time.monotonic()
    result = run(*arguments, env=env)
    return result, time.monotonic() - begin


def check_absent(env):
    for arguments in ([], ["--device", "Nobody's Microphone"], ["--api", "pulse"], ["--api", "jack"],
                      ["--api", "alsa", "--device", "hw:99"]):
        taken = []
        while len(taken) < ATTEMPTS and not (taken and min(taken) < ABSENT_S):
            _, idle = timed("--version", env=env)
            result, elapsed = timed(*arguments, "--format", "json", env=env)
            taken.append(elapsed - idle)
        check_error(f"absent {arguments}", result, 3, "because")
        check(f"absent {arguments} within {ABSENT_S} s", min(taken) < ABSENT_S, taken)
        check(f"absent {arguments} writes nothing", result.stdout == b"", result.stdout)


def check_unreachable(env):
    """A server that is not there is no system without inputs: the sentence says which it is, and what to do."""
    for arguments in (["--api", "pulse"], ["--api", "jack"], ["--list-devices", "--api", "pulse"]):
        result = run(*arguments, env=env)
        check_error(f"unreachable {arguments}", result, 3, "sound server cannot be reached")
        check(f"unreachable {arguments} says what to do", b"start PulseAudio" in result.stderr, result.stderr)


def check_waiting(env):
    program = subprocess.Popen([TUNESCOPE, "--cli", "--wait", "--device", "Nobody", "--format", "json"], env=env,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    check("--wait goes on", wait_for_handler(program, signal.SIGINT), program.poll())
    program.send_signal(signal.SIGINT)
    out, errors = program.communicate(timeout=PATIENCE_S)
    check("--wait is interrupted with a summary", program.returncode == 130 and b'"summary"' in out and errors == b"",
          f"{program.returncode} {out} {errors}")
    try:
        result, elapsed = timed("--wait", "--duration", "2", "--device", "Nobody", "--format", "json", env=env)
    except subprocess.TimeoutExpired:
        check("--wait ends after --duration", False, "still running")
        return
    check_error("--wait ends after --duration", result, 3, "'Nobody' did not appear")
    check("--wait waits for all of --duration", elapsed >= 2 and result.stdout == b"", f"{elapsed} {result.stdout}")


def check_list_without():
    for form in ("text", "json", "csv"):
        result = run("--list-devices", "--format", form, env=without_sound())
        check(f"list without sound, {form}", result.returncode in (0, 3) and
              result.stderr.count(b"\n") == (1 if result.returncode == 3 else 0), f"{result.returncode} {result.stderr}")


def check_with_sound():
    env = environment()
    listed = [json.loads(line) for line in run("--list-devices", "--api", "pulse", "--format", "json", env=env).stdout.splitlines()]
    check("the list has the monitor", any("TuneSink" in d["name"] for d in listed), listed)
    check("the list has its keys", all(list(d) == ["type", "id", "api", "name", "channels", "preferredRate", "rates", "default"]
                                       for d in listed))
    text = run("--list-devices", "--api", "pulse", env=env).stdout.decode()
    check("the list as text", "TuneSink" in text, text)
    if os.path.exists("/dev/full"):
        with open("/dev/full", "wb") as full:
            check_error("the list to a full disk", run("--list-devices", "--api", "pulse", env=env, stdout=full), 1,
                        "standard output, because")
    if not listed:
        return
    device = next(d for d in listed if "TuneSink" in d["name"])
    for name in (device["id"], device["name"], "tunesink"):
        # A monitor may take over a second until its first sample.
        result = run("--api", "pulse", "--device", name, "--duration", "3", "--format", "json", env=env)
        all_records = records(result)
        headers = of_type(all_records, "header")  # a slow monitor is said to be stalled before that
        check(f"opened as {name!r}", result.returncode == 0 and len(headers) == 1 and
              "TuneSink" in headers[0]["source"], f"{result.returncode} {result.stderr} {all_records[:2]}")
    result = run("--api", "pulse", "--device", "tunesink", "--duration", "6", "--format", "json", "--status", env=env)
    statuses = of_type(records(result), "status")
    last = (statuses or [{}])[-1]
    check("--status tells every two seconds how it does", len(statuses) >= 2 and last.get("api") == "pulse" and
          last.get("sampleRate") == 48000 and last.get("bufferFrames") and last.get("lostFrames") == 0 and
          0 < last.get("callbackP50Us") <= last["callbackP999Us"] <= last["callbackMaxUs"] and
          0.5 < last["callbacksPerSecond"] / (48000 / last["bufferFrames"]) < 2 and last["delayMs"] > 0, statuses)
    check_error("a name that nothing has", run("--api", "pulse", "--device", "Nobody", env=env), 3, "no input matches")
    check_error("a channel that it has not", run("--api", "pulse", "--device", "tunesink", "--channel", "9", env=env), 2,
                "channel 9")

    # The server dies: lost, tried again, given up.
    program = subprocess.Popen([TUNESCOPE, "--cli", "--api", "pulse", "--device", "tunesink", "--format", "json", "--give-up", "1"],
                               env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    for _ in range(20):
        program.stdout.readline()
    os.kill(int(os.environ["TUNESCOPE_PULSE_PID"]), signal.SIGKILL)
    out, errors = program.communicate(timeout=PATIENCE_S)
    states = [r["state"] for r in of_type([json.loads(line) for line in out.splitlines()], "device")]
    check("a device that is lost for good: 3", program.returncode == 3 and "lost" in states and
          (b"because" in errors or b"did not come back" in errors), f"{program.returncode} {states} {errors}")
    check("its summary is written", out.splitlines()[-1].startswith(b'{"type":"summary"'), out[-200:])


if "--with-sound" in sys.argv:
    check_with_sound()
else:
    check_absent(without_sound())
    check_unreachable(without_sound())
    check_waiting(without_sound())
    check_list_without()
finish()
