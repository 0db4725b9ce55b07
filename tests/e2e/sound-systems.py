#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""RtAudio's other APIs, on real servers without sound hardware: JACK with its dummy driver, into which jacktone plays, and
ALSA through its PulseAudio plugin (run by tests/support/with-pulse).

    sound-systems.py PROGRAM jack JACKTONE | alsa

Exit code 77 (skipped), saying why, where jackd or the plugin is not installed."""

import glob
import os
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))

from harness import PATIENCE_S, check, check_error, environment, finish, of_type, path, records, run, tone, wav, write

SKIPPED = 77


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def check_hears(name, result, note):
    """That note, in most of the readings that have one: a slow machine's gaps are not held against the API."""
    all_records = records(result)
    notes = [f["note"] for f in of_type(all_records, "frame") if f["note"]]
    check(f"{name} hears {note}", result.returncode == 0 and len(notes) > 10 and notes.count(note) > 0.8 * len(notes),
          f"{result.returncode} {result.stderr} {len(notes)} readings, {set(notes)}")
    return (of_type(all_records, "header") or [{}])[0]


def check_jack(jacktone):
    if not shutil.which("jackd"):
        skip("jackd is not installed (Debian: jackd2)")
    # A server of this test's own: nothing of the user's is touched.
    env = environment(JACK_DEFAULT_SERVER=f"tunescope-{os.getpid()}", JACK_NO_AUDIO_RESERVATION="1", JACK_NO_START_SERVER="1")
    check_error("no JACK server", run("--api", "jack", env=env), 3, "sound server cannot be reached")
    with open(path("jackd.log"), "wb") as log:
        server = subprocess.Popen(["jackd", "--no-realtime", "-n", env["JACK_DEFAULT_SERVER"], "-d", "dummy", "-r", "48000", "-p",
                                   "2048"], env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        player = play_into_jack(jacktone, env, server)
        listed = run("--list-devices", "--api", "jack", "--format", "json", env=env)
        names = {d["name"]: d for d in records(listed)}
        check("the clients are listed", {"system", "Strings"} <= set(names) and names["Strings"]["preferredRate"] == 48000,
              f"{listed.returncode} {listed.stderr} {names}")
        header = check_hears("jack", run("--api", "jack", "--device", "strings", "--duration", "4", "--format", "json", env=env), "A3")
        check("jack: the header", header.get("sampleRate") == 48000 and header.get("source") == "Strings", header)
        check_error("jack has one rate", run("--api", "jack", "--device", "strings", "--rate", "44100", env=env), 2, "44100")
        check_error("a client that is not there", run("--api", "jack", "--device", "Harp", env=env), 3, "no input matches")
        player.stdin.close()
        player.wait(timeout=PATIENCE_S)
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE_S)


def play_into_jack(jacktone, env, server):
    """Until the server lets the client in: it may not be up at once."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and server.poll() is None:
        player = subprocess.Popen([jacktone, "Strings", "220"], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL)
        if player.stdout.readline() == b"playing\n":
            return player
        player.stdin.close()
        player.wait(timeout=PATIENCE_S)
        time.sleep(0.1)
    with open(path("jackd.log"), encoding="utf-8", errors="replace") as log:
        print(log.read()[-2000:])
    skip("jackd does not run here")


# RtAudio 5.2 has the one name, 6 the other.
ALSA_DEFAULT = ("default", "Default ALSA Device")


def check_alsa():
    if not glob.glob("/usr/lib/*/alsa-lib/libasound_module_pcm_pulse.so"):
        skip("ALSA's PulseAudio plugin is not installed (Debian: libasound2-plugins)")
    config = write("asound.conf", b'pcm.default { type pulse device "tone.monitor" }\nctl.default { type pulse }\n')
    env = environment(ALSA_CONFIG_PATH=config)
    listed = run("--list-devices", "--api", "alsa", "--format", "json", env=env)
    check("ALSA's default is listed", any(d["name"] in ALSA_DEFAULT for d in records(listed)), f"{listed.stderr} {listed.stdout}")
    player = subprocess.Popen(["paplay", "--latency-msec=20", "--device=tone",
                               write("a4.wav", wav(tone(440, PATIENCE_S, rate=16000), rate=16000))])
    try:
        for device in ([], ["--device", "default"]):
            header = check_hears(f"alsa {device}", run("--api", "alsa", *device, "--duration", "4", "--format", "json", env=env), "A4")
            check(f"alsa {device}: the header", header.get("source") in ALSA_DEFAULT, header)
    finally:
        player.terminate()
        player.wait(timeout=PATIENCE_S)
    check_error("a card that is not there", run("--api", "alsa", "--device", "hw:7", env=env), 3, "no input matches")


check_jack(sys.argv[3]) if sys.argv[2] == "jack" else check_alsa()
finish()
