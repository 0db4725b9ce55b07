# SPDX-License-Identifier: GPL-3.0-or-later
"""A PulseAudio of a test's own, that can be killed, starved and started again, and the program that listens to it."""

import json
import os
import queue
import signal
import struct
import subprocess
import sys
import threading
import time

for _folder in ("cli", "support"):
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", _folder))

from harness import FOLDER, PATIENCE_S, TUNESCOPE, environment, path, tone, wav, write
from waiting import SKIPPED, need, wait_until


def long_tone(hertz, rate):
    """A WAV of two minutes, made of one second, which holds whole periods: at once, since what is measured may wait for it."""
    second = wav(tone(hertz, 1, rate=rate), rate=rate)
    data = 2 * PATIENCE_S * second[44:]
    return b"RIFF" + struct.pack("<I", 36 + len(data)) + second[8:40] + struct.pack("<I", len(data)) + data


class Pulse:
    """Its null sinks each have a monitor, which is the microphone."""

    def __init__(self, name="pulse"):
        need("pulseaudio", "pactl", "pacat", "paplay")
        self.folder = path(name)
        home = os.path.join(self.folder, "home")
        os.makedirs(os.path.join(home, ".config", "pulse"))
        os.makedirs(os.path.join(self.folder, "run"), mode=0o700)
        with open(os.path.join(home, ".config", "pulse", "client.conf"), "w", encoding="ascii") as file:
            file.write("autospawn = no\nenable-shm = no\n")
        self.socket = os.path.join(self.folder, "native")
        self.env = environment(HOME=home, XDG_RUNTIME_DIR=os.path.join(self.folder, "run"), PULSE_SERVER="unix:" + self.socket)
        for name_ in ("DBUS_SESSION_BUS_ADDRESS", "PULSE_SINK", "PULSE_SOURCE", "PULSE_RUNTIME_PATH", "XDG_CONFIG_HOME"):
            self.env.pop(name_, None)
        self.server = None
        self.players = []

    def start(self, *sinks, rate=48000):
        if os.path.exists(self.socket):
            os.remove(self.socket)
        load = ["-L", f"module-native-protocol-unix auth-anonymous=1 socket={self.socket}"]
        for sink in sinks:
            load += ["-L", self.sink(sink, rate)]
        self.server = subprocess.Popen(
            ["pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--realtime=no",
             "--high-priority=no", "--disable-shm=yes", "--log-target=stderr", "--log-level=error", *load],
            env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until("PulseAudio starts", lambda: self.ctl("info").returncode == 0)

    @staticmethod
    def sink(name, rate=48000, description=None):
        return (f"module-null-sink sink_name={name} rate={rate} channels=2 format=float32le "
                f"sink_properties=device.description={description or name}")

    def ctl(self, *arguments):
        return subprocess.run(["pactl", *arguments], env=self.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              timeout=PATIENCE_S, check=False)

    def load(self, module):
        """Its index, for unload()."""
        result = self.ctl("load-module", *module.split(" ", 2))
        assert result.returncode == 0, module
        return result.stdout.decode().strip()

    def unload(self, index):
        assert self.ctl("unload-module", index).returncode == 0

    def stream_of(self, process):
        """The index of the stream by which that process records."""
        index = None
        for line in self.ctl("list", "source-outputs").stdout.decode().splitlines():
            if line.startswith("Source Output #"):
                index = line.split("#")[1]
            if line.strip() == f'application.process.id = "{process}"':
                return index
        raise AssertionError("it does not record")

    def module_of(self, sink):
        for line in self.ctl("list", "short", "modules").stdout.decode().splitlines():
            if f"sink_name={sink} " in line:
                return line.split("\t")[0]
        raise AssertionError(f"there is no {sink}")

    def play(self, sink, hertz=440, rate=16000):
        """rate: a sink that nobody else plays into takes up the one of its family, 44,100 or 48,000."""
        name = f"tone{hertz}-{rate}.wav"
        if not os.path.exists(path(name)):
            write(name, long_tone(hertz, rate))
        player = subprocess.Popen(["paplay", "--latency-msec=20", f"--device={sink}", path(name)], env=self.env,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.players.append(player)

    def kill(self):
        """As a crash would: no one is notified."""
        self.server.kill()
        self.server.wait()
        self.end_players()

    def signal(self, number):
        self.server.send_signal(number)

    def end_players(self):
        for player in self.players:
            player.kill()
            player.wait()
        self.players = []

    def close(self):
        self.end_players()
        if self.server and self.server.poll() is None:
            self.server.send_signal(signal.SIGCONT)
            self.server.terminate()
            try:
                self.server.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()


class Listener:
    """The program, writing JSON, with the moment at which each record came."""

    def __init__(self, env, *arguments):
        self.process = subprocess.Popen([TUNESCOPE, "--cli", "--format", "json", "--status", *arguments], env=env,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.records = []
        self._queue = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self._queue.put((time.monotonic(), json.loads(line)))
        self._queue.put(None)

    def wait_for(self, what, matches, since=None):
        """The first record from now on that matches; its moment counted from since."""
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                item = self._queue.get(timeout=max(0.01, end - time.monotonic()))
            except queue.Empty:
                item = None
            if item is None:
                code = self.process.poll()
                said = "" if code is None else self.process.stderr.read().decode(errors="replace")
                raise AssertionError(f"timeout: {what}; last: {self.records[-3:]}; " + ("it runs" if code is None else f"it ended with {code}: {said}"))
            moment, record = item
            self.records.append(record)
            if matches(record):
                record["after"] = moment - since if since else 0
                return record

    def note(self, name, since=None):
        return self.wait_for(f"hears {name}", lambda r: r["type"] == "frame" and r["note"] == name, since)

    def device(self, state, since=None):
        return self.wait_for(f"says {state}", lambda r: r["type"] == "device" and r["state"] == state, since)

    def header(self):
        return self.wait_for("a header", lambda r: r["type"] == "header")

    def drain(self):
        """What has come by now."""
        while True:
            try:
                item = self._queue.get_nowait()
            except queue.Empty:
                return
            if item:
                self.records.append(item[1])

    def cpu(self):
        """Seconds of processor time so far."""
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def busy(self, seconds):
        """How much of a processor it takes, over so long."""
        before, begun = self.cpu(), time.monotonic()
        time.sleep(seconds)
        return (self.cpu() - before) / (time.monotonic() - begun)

    def finish(self):
        """Interrupts it; the summary, with all records in records."""
        self.process.send_signal(signal.SIGINT)
        summary = self.wait_for("a summary", lambda r: r["type"] == "summary")
        code = self.process.wait(timeout=PATIENCE_S)
        assert code == 130, f"ended with {code}: {self.process.stderr.read()}"
        check_books(self.records)
        return summary

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def check_books(records):
    """Every sample is either in a frame or in a gap, and time never goes back."""
    summary = records[-1]
    gaps = [r for r in records if r["type"] == "gap"]
    assert sum(g["lostFrames"] for g in gaps) == summary["lostFrames"], (gaps, summary)
    available = [r["available"] for r in records if r["type"] == "frame"]
    assert all(a <= b for a, b in zip(available, available[1:])), "time went back"


__all__ = ["FOLDER", "SKIPPED", "TUNESCOPE", "Listener", "Pulse", "need", "path", "wait_until", "write"]
