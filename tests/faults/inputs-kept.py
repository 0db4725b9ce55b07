#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An input that nothing happens to is kept, whatever else happens in the sound server. Runs inside with-pulse or with-pipewire:

    with-pipewire inputs-kept.py PROGRAM SCENARIO…"""

import json
import os
import signal
import subprocess
import sys
import time

from pulse import Listener, Pulse, wait_until

LONG = bool(os.environ.get("TUNESCOPE_LONG_TESTS"))
IDLE_S = 65  # over the longest period between two looks at the list
MIC = "module-remap-source master=tone.monitor source_name={0} source_properties=device.description={1}"


class Given(Pulse):
    """The server that this process was started in."""

    def __init__(self, name):
        super().__init__(name)
        self.env = dict(os.environ)
        self.is_pipewire = "TUNESCOPE_PIPEWIRE_PID" in os.environ
        self.pid = int(os.environ["TUNESCOPE_PULSE_PID"])

    def signal(self, number):
        os.kill(self.pid, number)

    def kill_and_start(self):
        """Only pipewire-pulse: sound cards' nodes are PipeWire's, and stay."""
        self.signal(signal.SIGKILL)
        wait_until("pipewire-pulse is gone", lambda: self.ctl("info").returncode != 0)
        self.server = subprocess.Popen(["pipewire-pulse"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.pid = self.server.pid
        wait_until("pipewire-pulse starts", lambda: self.ctl("info").returncode == 0)

    def load_mic(self, name, description):
        index = self.load(MIC.format(name, description))
        wait_until(f"{name} is there", lambda: name in self.sources())
        return index

    def sources(self):
        return [line.split("\t")[1] for line in self.ctl("list", "short", "sources").stdout.decode().splitlines()]

    def source_of(self, process):
        """Name of the source that the process records from."""
        names = {line.split("\t")[0]: line.split("\t")[1] for line in self.ctl("list", "short", "sources").stdout.decode().splitlines()}
        source = None
        for line in self.ctl("list", "source-outputs").stdout.decode().splitlines():
            if line.strip().startswith("Source: "):
                source = names.get(line.split(": ")[1])
            if line.strip() == f'application.process.id = "{process}"':
                return source
        return None


def listed():
    result = subprocess.run([sys.argv[1], "--cli", "--list-devices", "--api", "pulse", "--format", "json"], stdout=subprocess.PIPE,
                            timeout=60, check=True)
    return [json.loads(line) for line in result.stdout.splitlines()]


def hear(server, *arguments):
    listener = Listener(server.env, "--api", "pulse", *arguments)
    listener.note("A4")
    return listener


def settle(*listeners):
    """From here on check_kept() looks. Each client that comes changes the latency of PulseAudio's null sink, which may then send nothing
    for a second or skip."""
    time.sleep(2)
    for listener in listeners:
        listener.drain()
        listener.settled = len(listener.records)


def check_kept(listener):
    """Nothing was told of the input, and not one sample of it is missing."""
    listener.drain()
    told = [r for r in listener.records[listener.settled:] if r["type"] in ("gap", "device")]
    assert not told, told


def same_description(server):
    """Inputs that share a description, one of them with an output, as PipeWire's of one card do: all are listed, and each is opened
    as itself."""
    server.load_mic("first", "TuneSink")
    server.load_mic("second", "TuneSink")
    names = [d["name"] for d in listed()]
    assert sorted(names) == ["Monitor of TuneSink", "TuneSink", "TuneSink"], names
    ids = [d["id"] for d in listed() if d["name"] == "TuneSink"]
    opened = {}
    for device in ["pulse:Monitor of TuneSink", *ids]:
        listener = hear(server, "--device", device)
        opened[device] = server.source_of(listener.process.pid)
        listener.finish()
        listener.close()
    assert sorted(opened.values()) == ["first", "second", "tone.monitor"], opened


def twin_goes(server):
    """The twin of the input goes, and then the input itself: the one that is left is not mistaken for it."""
    index = {name: server.load_mic(name, "Twin") for name in ("first", "second")}
    listener = hear(server, "--device", "pulse:Twin")
    try:
        ours = server.source_of(listener.process.pid)
        other = "second" if ours == "first" else "first"
        settle(listener)
        server.unload(index[other])
        listener.wait_for("a second more", lambda r, end=time.monotonic() + 1: r["type"] == "frame" and time.monotonic() > end)
        check_kept(listener)
        server.load_mic(other, "Twin")
        server.unload(index[ours])
        listener.device("lost")
        time.sleep(2)
        assert server.source_of(listener.process.pid) is None, "it records from the other one"
        server.load_mic(ours, "Twin")
        listener.device("reopened")
        listener.note("A4")
        assert server.source_of(listener.process.pid) == ours
        listener.finish()
    finally:
        listener.close()


def idle(server):
    """A monitor and a real input, while other inputs come and go, and then while nothing does."""
    server.load_mic("mic", "TestMic")
    listeners = [hear(server, "--device", name) for name in ("TuneSink", "TestMic")]
    try:
        settle(*listeners)
        for _ in range(3):
            index = server.load(server.sink("another"))
            wait_until("another input is there", lambda: "another.monitor" in server.sources())
            server.unload(index)
            wait_until("it is gone", lambda: "another.monitor" not in server.sources())
        for period in range(3 if LONG else 1):
            end = time.monotonic() + IDLE_S
            while time.monotonic() < end:
                for listener in listeners:
                    listener.drain()
                time.sleep(1)
            for listener in listeners:
                check_kept(listener)
            print(f"  period {period + 1}: kept")
        for listener in listeners:
            listener.finish()
            check_kept(listener)
    finally:
        for listener in listeners:
            listener.close()


def default_changed(server):
    """Where no input was asked for, the default one is heard, whichever that is; one that was asked for is kept."""
    index = server.load(server.sink("other"))
    server.play("other", 330)

    def choose(source):
        server.ctl("set-default-source", source)
        wait_until(f"{source} is the default", lambda: server.ctl("get-default-source").stdout.decode().strip() == source)
        return time.monotonic()

    choose("tone.monitor")
    listener = hear(server)
    chosen = hear(server, "--device", "Monitor of TuneSink")
    try:
        settle(chosen)
        for source, note, name, before in (("other.monitor", "E4", "Monitor of other", "Monitor of TuneSink"),
                                           ("tone.monitor", "A4", "Monitor of TuneSink", "Monitor of other"),
                                           ("other.monitor", "E4", "Monitor of other", "Monitor of TuneSink")):
            said = listener.device("moved", choose(source))
            assert f"{name}, the new default input" in said["message"] and before in said["message"], said
            heard = listener.note(note, time.monotonic())
            wait_until("the chosen input is kept", lambda: server.source_of(chosen.process.pid) == "tone.monitor")
            print(f"  {source}: told after {said['after']:.2f} s, heard {heard['after']:.2f} s later")
            listener.wait_for("a status of it", lambda r, name=name: r["type"] == "status" and r["device"] == name)
        server.players.pop().kill()  # it would be moved to the other sink
        server.unload(index)
        listener.note("A4")
        check_kept(chosen)
        chosen.finish()
        listener.finish()
        lost = [r["lostFrames"] / 48000 for r in listener.records if r["type"] == "gap"]
        print(f"  lost at the changes: {lost} s")
        assert max(lost) < 2, "a change takes too long"
    finally:
        listener.close()
        chosen.close()


def pulse_killed(server):
    """pipewire-pulse crashes and is started again; the nodes of sound cards stay, as PipeWire's own."""
    node = ("{ factory.name=support.null-audio-sink media.class=Audio/Sink node.name=card node.description=Card audio.position=[FL FR] "
            "object.linger=true }")
    subprocess.run(["pw-cli", "create-node", "adapter", node], stdout=subprocess.DEVNULL, timeout=60, check=True)
    wait_until("the card is there", lambda: "card.monitor" in server.sources())
    server.play("card")
    listener = hear(server, "--device", "Monitor of Card")
    try:
        killed = time.monotonic()
        server.kill_and_start()
        print(f"  lost after {listener.device('lost', killed)['after']:.2f} s")
        back = time.monotonic()
        server.play("card")
        print(f"  reopened after {listener.device('reopened', back)['after']:.2f} s")
        listener.note("A4")
        stopped = time.monotonic()
        server.signal(signal.SIGSTOP)
        print(f"  stalled after {listener.device('stalled', stopped)['after']:.2f} s")
        listener.device("lost")
        server.signal(signal.SIGCONT)
        free = time.monotonic()
        print(f"  reopened after {listener.device('reopened', free)['after']:.2f} s")
        listener.note("A4")
        listener.finish()
    finally:
        listener.close()


SCENARIOS = [same_description, twin_goes, idle, default_changed, pulse_killed]


def main(names):
    known = {s.__name__: s for s in SCENARIOS}
    for name in names:
        print(name, flush=True)
        server = Given(name)
        server.play("tone")
        try:
            known[name](server)
        finally:
            server.close()
    print("all is as it should be")


main(sys.argv[2:])
