#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What sound systems do to a program, done to the real one: servers that die, hang and come back, inputs that vanish, move and
starve, names that lie. For each it must say what happened, go on by itself, and keep its books.

    faults.py PROGRAM SCENARIO…        without one: all of them

Times are printed, not asserted, but for bounds far beyond what is promised (docs/realtime.md and docs/decisions/0003 have what was measured)."""

import glob
import os
import signal
import subprocess
import sys
import time

from pulse import SKIPPED, Listener, Pulse, need, path, wait_until, write
from harness import PATIENCE_S, tone, wav

TOLD = {}


def measured(name, seconds, most):
    """most: far more than is promised, so that only what is broken fails on a busy machine."""
    TOLD[name] = seconds
    print(f"  {name}: {seconds:.2f} s")
    assert seconds < most, f"{name} took {seconds:.2f} s"


def hear(pulse, device, *arguments):
    return Listener(pulse.env, "--api", "pulse", "--device", device, *arguments)


def server_killed(pulse):
    """F1. It comes back at another rate, and the note is the same."""
    pulse.start("tone")
    pulse.play("tone")
    listener = hear(pulse, "tone")
    try:
        listener.note("A4")
        running = listener.busy(2)
        killed = time.monotonic()
        pulse.kill()
        measured("server killed: noticed", listener.device("lost", killed)["after"], 10)
        waiting = listener.busy(3)
        print(f"  processor while it runs {100 * running:.1f} %, while the server is dead {100 * waiting:.1f} %")
        assert waiting < 0.05 + 0.2 * running, "a runaway"
        # Nothing of the stale block is ever heard: no frame after the last one of the living stream.
        listener.drain()
        heard = len([r for r in listener.records if r["type"] == "frame"])
        time.sleep(1)
        listener.drain()
        assert heard == len([r for r in listener.records if r["type"] == "frame"]), "frames of a dead server"
        pulse.start("tone", rate=44100)
        back = time.monotonic()
        pulse.play("tone", rate=22050)
        measured("server is back: runs again", listener.device("reopened", back)["after"], 20)
        listener.note("A4")
        headers = [r["sampleRate"] for r in listener.records if r["type"] == "header"]
        assert headers == [48000, 44100], headers
        gaps = [r for r in listener.records if r["type"] == "gap"]
        assert any(g["reason"] == "device" for g in gaps), gaps
        listener.finish()
    finally:
        listener.close()


def only_source_removed(pulse):
    """F1 again: the last source goes, the server stays."""
    pulse.start()
    index = pulse.load(pulse.sink("tone"))
    pulse.play("tone")
    listener = hear(pulse, "tone")
    try:
        listener.note("A4")
        gone = time.monotonic()
        pulse.unload(index)
        measured("only source removed: noticed", listener.device("lost", gone)["after"], 10)
        assert listener.busy(2) < 0.3, "a runaway"
        pulse.load(pulse.sink("tone"))
        back = time.monotonic()
        pulse.play("tone")
        measured("only source is back: runs again", listener.device("reopened", back)["after"], 20)
        listener.note("A4")
        listener.finish()
    finally:
        listener.close()


def source_removed_beside_another(pulse):
    """F3. PulseAudio moves the stream to the other one without a word; that one is not what was asked for."""
    pulse.start("other")
    index = pulse.load(pulse.sink("tone"))
    pulse.play("tone", 440)
    pulse.play("other", 330)
    listener = hear(pulse, "Monitor of tone")
    try:
        listener.note("A4")
        gone = time.monotonic()
        pulse.unload(index)
        measured("moved behind our back: noticed", listener.device("lost", gone)["after"], 10)
        listener.drain()
        begun = len(listener.records)
        pulse.load(pulse.sink("tone"))
        back = time.monotonic()
        pulse.play("tone", 440)
        measured("source is back: runs again", listener.device("reopened", back)["after"], 20)
        listener.note("A4")
        # What the other input delivered before the move was noticed is in the ring, and on a busy machine analysed after the loss is
        # told. The gap comes in order with the samples: behind it there must be none.
        since = listener.records[begun:]
        gaps = [i for i, r in enumerate(since) if r["type"] == "gap" and r["reason"] == "device"]
        assert gaps, "no gap for the outage"
        assert not any(r["type"] == "frame" and r["note"] == "E4" for r in since[gaps[0]:]), "heard the wrong input"
        listener.finish()
    finally:
        listener.close()


def stream_moved(pulse):
    """A person connects it to another input in a mixer: that one is heard, it says which, and then knows it by that name."""
    pulse.start("tone", "other")
    pulse.play("tone", 440)
    pulse.play("other", 330)
    # Two of one process's streams are told apart by what they hear; of two programs by the process.
    bystander = hear(pulse, "Monitor of other")
    listener = hear(pulse, "Monitor of tone")
    try:
        listener.note("A4")
        bystander.note("E4")
        stream = pulse.stream_of(listener.process.pid)
        moved = time.monotonic()
        pulse.ctl("move-source-output", stream, "other.monitor")
        said = listener.device("moved", moved)
        measured("moved by a person: told", said["after"], 10)
        assert "Monitor of other" in said["message"] and "Monitor of tone" in said["message"], said
        listener.note("E4")
        listener.wait_for("a status of that input", lambda r: r["type"] == "status" and r["device"] == "Monitor of other")
        pulse.ctl("move-source-output", stream, "tone.monitor")
        said = listener.device("moved")
        assert "Monitor of tone again" in said["message"], said
        listener.note("A4")
        # What is loud or quiet has not moved.
        pulse.ctl("set-source-output-volume", stream, "50%")
        pulse.ctl("move-source-output", stream, "other.monitor")
        listener.device("moved")
        # Its stream moves with the source: away with that, and it is the new one that is gone.
        pulse.end_players()
        pulse.unload(pulse.module_of("other"))
        said = listener.device("lost")
        assert "Monitor of other" in said["message"], said
        bystander.device("lost")
        bystander.drain()
        assert not any(r["type"] == "device" and r["state"] == "moved" for r in bystander.records), "the other program's stream was meant"
        listener.finish()
    finally:
        listener.close()
        bystander.close()


def stream_moved_to_other_channels(pulse):
    """To an interface with eight channels without positions, at another rate: it is opened anew, with all of its own channels."""
    pulse.start("tone")
    pulse.play("tone", 440)
    channel_map = ",".join(f"aux{i}" for i in range(8))
    pulse.load(f"module-null-sink sink_name=interface rate=44100 channels=8 channel_map={channel_map} format=float32le "
               "sink_properties=device.description=Interface")
    silence = [0.0] * 44100
    sound = wav(*[tone(330, 1, 44100) if i == 1 else silence for i in range(8)], rate=44100)[44:]
    pulse.players.append(subprocess.Popen(
        ["pacat", "--raw", "--device=interface", "--channels=8", "--rate=44100", "--format=s16le", f"--channel-map={channel_map}",
         write("interface.raw", PATIENCE_S * sound)], env=pulse.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    listener = hear(pulse, "Monitor of tone", "--channel", "2")
    try:
        listener.note("A4")
        moved = time.monotonic()
        pulse.ctl("move-source-output", pulse.stream_of(listener.process.pid), "interface.monitor")
        said = listener.device("moved", moved)
        assert "Interface" in said["message"], said
        header = listener.header()
        assert header["sampleRate"] == 44100 and "Interface" in header["source"], header
        measured("moved to other channels: heard", listener.note("E4", moved)["after"], 20)
        listener.finish()
        states = [r["state"] for r in listener.records if r["type"] == "device"]
        assert "lost" not in states, states
    finally:
        listener.close()


def another_input_stands_in(pulse):
    """The same with leave to hear another one: it says which it is, and returns."""
    pulse.start("other")
    index = pulse.load(pulse.sink("tone"))
    pulse.ctl("set-default-source", "other.monitor")
    pulse.play("tone", 440)
    pulse.play("other", 330)
    listener = hear(pulse, "Monitor of tone", "--fall-back")
    try:
        listener.note("A4")
        pulse.unload(index)
        listener.device("lost")
        said = listener.device("reopened")
        assert "Monitor of other until the requested input" in said["message"], said
        listener.note("E4")
        listener.wait_for("a status that says so", lambda r: r["type"] == "status" and r["fallback"])
        pulse.load(pulse.sink("tone"))
        back = time.monotonic()
        pulse.play("tone", 440)
        said = listener.device("reopened", back)
        assert "Monitor of tone, which is back" in said["message"], said
        measured("the wanted one is back: heard again", said["after"], 20)
        listener.note("A4")
        listener.finish()
    finally:
        listener.close()


def last_sink_removed(pulse):
    """An input that is no sink's monitor goes on when there is nothing left to play into."""
    pulse.start()
    index = pulse.load(pulse.sink("speakers"))
    pulse.load("module-null-source source_name=mic rate=48000 channels=1 description=Microphone")
    listener = hear(pulse, "Microphone")

    def hears(seconds):
        listener.wait_for(f"{seconds} s of sound", lambda r: r["type"] == "frame" and r["t"] > seconds)
    try:
        hears(0.5)
        pulse.unload(index)  # which PulseAudio tells at once
        hears(3)
        told = [r for r in listener.records if r["type"] == "gap" or r["type"] == "device" and r["state"] != "silent"]
        assert not told, told
        listener.finish()
    finally:
        listener.close()


def source_starved(pulse):
    """F2. The source is suspended, and wakes up again."""
    pulse.start("tone")
    pulse.play("tone")
    listener = hear(pulse, "tone")
    try:
        listener.note("A4")
        starved = time.monotonic()
        pulse.ctl("suspend-sink", "tone", "1")
        measured("source starved: noticed", listener.device("stalled", starved)["after"], 10)
        time.sleep(1)
        pulse.ctl("suspend-sink", "tone", "0")
        fed = time.monotonic()
        measured("source is fed again: heard", listener.note("A4", fed)["after"], 20)
        listener.finish()
    finally:
        listener.close()


def server_hangs(pulse):
    """F2 at its worst: the server answers nothing for longer than any deadline, and goes on as if nothing had been."""
    pulse.start("tone")
    pulse.play("tone")
    listener = hear(pulse, "tone")
    try:
        listener.note("A4")
        hung = time.monotonic()
        pulse.signal(signal.SIGSTOP)
        measured("server hangs: noticed", listener.device("stalled", hung)["after"], 10)
        listener.device("lost")
        # The program's own loop goes on meanwhile.
        for _ in range(3):
            listener.wait_for("a status", lambda r: r["type"] == "status")
        pulse.signal(signal.SIGCONT)
        freed = time.monotonic()
        measured("server goes on: runs again", listener.device("reopened", freed)["after"], 10)
        listener.note("A4")
        listener.finish()
    finally:
        listener.close()


def server_arrives_later(pulse):
    """Nothing is there at the start; both server and input come later."""
    listener = hear(pulse, "tone", "--wait")
    try:
        time.sleep(1)
        assert listener.process.poll() is None, listener.process.stderr.read()
        pulse.start()
        time.sleep(1)
        pulse.load(pulse.sink("tone"))
        there = time.monotonic()
        pulse.play("tone")
        measured("arrives later: heard", listener.note("A4", there)["after"], 20)
        listener.finish()
    finally:
        listener.close()


def names_that_lie(pulse):
    """F8. Twins, and names that would steer a terminal."""
    pulse.start("tone")
    for name in ("one", "two"):
        pulse.load(pulse.sink(name, description="Twin"))
    # Escape sequence, newline, right-to-left override, a formula.
    pulse.load(pulse.sink("bad", description="'=1+1\x1b[2J\u202eevil\x9b'"))
    for form in ("text", "json", "csv"):
        result = subprocess.run([listener_program(), "--cli", "--list-devices", "--api", "pulse", "--format", form], env=pulse.env,
                                stdout=subprocess.PIPE, check=True, timeout=60)
        text = result.stdout.decode("utf-8")
        assert "evil" in text and "Twin" in text, text
        assert not any(ord(c) < 32 and c != "\n" or ord(c) in (0x7f, 0x9b, 0x202e) for c in text), repr(text)
    pulse.play("bad")
    listener = hear(pulse, "evil")
    try:
        assert "evil" in listener.header()["source"]
        listener.note("A4")
        listener.finish()
    finally:
        listener.close()


def two_at_once(pulse):
    pulse.start("tone")
    pulse.play("tone")
    both = [hear(pulse, "tone"), hear(pulse, "tone")]
    try:
        for listener in both:
            listener.note("A4")
        both[0].finish()
        both[1].note("A4")
        both[1].finish()
    finally:
        for listener in both:
            listener.close()


def alsa_busy(pulse):
    """A card that one program has at a time, in use by another: that is said, and with --wait it is had as soon as it is free."""
    if not glob.glob("/usr/lib/*/alsa-lib/libasound_module_pcm_pulse.so"):
        print("skipped: ALSA's PulseAudio plugin is not installed (Debian: libasound2-plugins)")
        sys.exit(SKIPPED)
    pulse.start("tone")
    pulse.play("tone")
    config = write("asound.conf", f"""
        pcm_type.exclusive {{ lib "{os.environ['TUNESCOPE_EXCLUSIVE_PCM']}" }}
        pcm.shared {{ type pulse device "tone.monitor" }}
        pcm.default {{ type exclusive slave "shared" lock "{path('alsa.lock')}" }}
        ctl.default {{ type pulse }}
        """.encode())
    env = dict(pulse.env, ALSA_CONFIG_PATH=config)
    first = Listener(env, "--api", "alsa")
    second = None
    try:
        first.note("A4")
        for device in ([], ["--device", "default"]):
            refused = subprocess.run([listener_program(), "--cli", "--api", "alsa", *device], env=env, stdin=subprocess.DEVNULL,
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60, check=False)
            assert refused.returncode == 3 and b"in use by another program" in refused.stderr, refused
        second = Listener(env, "--api", "alsa", "--wait")
        time.sleep(2)
        assert second.process.poll() is None, second.process.stderr.read()
        first.note("A4", time.monotonic())
        first.finish()
        free = time.monotonic()
        measured("a busy card is free: heard", second.note("A4", free)["after"], 20)
        second.finish()
    finally:
        first.close()
        if second:
            second.close()


def jack_env(name):
    return dict(os.environ, JACK_DEFAULT_SERVER=name, JACK_NO_AUDIO_RESERVATION="1", JACK_NO_START_SERVER="1")


def start_jack(env, jacktone):
    """The server with a client that plays 220 Hz into it."""
    server = subprocess.Popen(["jackd", "--no-realtime", "-n", env["JACK_DEFAULT_SERVER"], "-d", "dummy", "-r", "48000", "-p", "1024"],
                              env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return server, play_into_jack(env, jacktone)


def play_into_jack(env, jacktone):
    def play():
        player = subprocess.Popen([jacktone, "Strings", "220"], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL)
        if player.stdout.readline() == b"playing\n":
            return player
        player.wait()
        return None
    return wait_until("JACK lets a client in", play)


def end_jack(player, server):
    """Not killed: a server that is leaves its place among the eight that JACK knows taken, and its files in /dev/shm."""
    for process in (player, server):
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def jack_killed(_pulse):
    """F4. RtAudio 5.2 closes from a thread of its own then."""
    need("jackd")
    jacktone = os.environ["TUNESCOPE_JACKTONE"]
    env = jack_env(f"tunescope-fault-{os.getpid()}")
    server, player = start_jack(env, jacktone)
    listener = None
    try:
        listener = Listener(env, "--api", "jack", "--device", "strings")
        listener.note("A3")
        killed = time.monotonic()
        server.kill()
        server.wait()
        player.kill()
        player.wait()
        measured("jackd killed: noticed", listener.wait_for("a word", lambda r: r["type"] == "device", killed)["after"], 10)
        assert listener.busy(2) < 0.5, "a runaway"
        server, player = start_jack(env, jacktone)
        back = time.monotonic()
        measured("jackd is back: runs again", listener.device("reopened", back)["after"], 40)
        listener.note("A3")
        listener.finish()
    finally:
        if listener:
            listener.close()
        end_jack(player, server)


# What jack_bufsize does, which Debian 13 has in a package of its own.
SET_JACK_BUFFER = """
import ctypes
jack = ctypes.CDLL("libjack.so.0")
jack.jack_client_open.restype = ctypes.c_void_p
client = jack.jack_client_open(b"bufsize", 1, None)  # JackNoStartServer
assert client, "JACK lets no client in"
assert jack.jack_set_buffer_size(ctypes.c_void_p(client), 512) == 0
jack.jack_client_close(ctypes.c_void_p(client))
"""


def jack_buffer_changed(_pulse):
    """F5. RtAudio's stream is dead then and says that it runs."""
    need("jackd")
    env = jack_env(f"tunescope-buffer-{os.getpid()}")
    server, player = start_jack(env, os.environ["TUNESCOPE_JACKTONE"])
    listener = None
    try:
        listener = Listener(env, "--api", "jack", "--device", "strings")
        listener.note("A3")
        changed = time.monotonic()
        subprocess.run([sys.executable, "-c", SET_JACK_BUFFER], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60, check=True)
        # What plays has lost its place in the graph as well, and comes anew.
        player.kill()
        player.wait()
        player = play_into_jack(env, os.environ["TUNESCOPE_JACKTONE"])
        said = listener.device("lost", changed)
        measured("JACK's buffer changed: noticed", said["after"], 20)
        # Not by waiting until an input that is open and silent is given up.
        assert "no longer calls" in said["message"], said
        record = listener.wait_for("hears A3 a second later",
                                   lambda r: r["type"] == "frame" and r["note"] == "A3" and time.monotonic() > changed + 1, changed)
        measured("JACK's buffer changed: heard", record["after"], 40)
        listener.finish()
    finally:
        if listener:
            listener.close()
        end_jack(player, server)


def listener_program():
    return sys.argv[1]


SCENARIOS = [server_killed, only_source_removed, source_removed_beside_another, stream_moved, stream_moved_to_other_channels,
             another_input_stands_in, last_sink_removed, source_starved, server_hangs, server_arrives_later, names_that_lie, two_at_once, alsa_busy, jack_killed,
             jack_buffer_changed]


def main(names):
    known = {s.__name__: s for s in SCENARIOS}
    for name in names or known:
        print(name, flush=True)
        pulse = Pulse(name)
        try:
            known[name](pulse)
        finally:
            pulse.close()
    print("all is as it should be")


main(sys.argv[2:])
