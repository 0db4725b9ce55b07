#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""--osc: what arrives at a UDP port, read without any library, is what the records say."""

import os
import socket
import struct
import threading

from harness import PATIENCE_S, check, check_error, finish, of_type, records, run, tone, wav


def padded(data, at):
    """The string at that place, and the place behind its padding."""
    end = data.index(b"\0", at)
    return data[at:end].decode("utf-8"), (end + 4) & ~3


def decode(datagram):
    """OSC 1.0: address, type tags, big-endian arguments."""
    address, at = padded(datagram, 0)
    tags, at = padded(datagram, at)
    values = []
    for tag in tags[1:]:
        if tag == "s":
            value, at = padded(datagram, at)
        else:
            value, at = struct.unpack_from({"f": ">f", "i": ">i"}[tag], datagram, at)[0], at + 4
        values.append(value)
    if at != len(datagram):
        raise ValueError(f"{len(datagram) - at} bytes too many: {datagram!r}")
    return address, tags, values


class Listener:
    """A port, read by a thread of its own, since the system keeps few datagrams."""

    END = b"end"

    def __init__(self, family=socket.AF_INET, address="127.0.0.1"):
        self.socket = socket.socket(family, socket.SOCK_DGRAM)
        self.socket.bind((address, 0))
        self.port = self.socket.getsockname()[1]
        self._messages = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self):
        for datagram in iter(lambda: self.socket.recv(65536), self.END):
            self._messages.append(decode(datagram))

    def messages(self):
        """All of them; nothing is read any more."""
        self.socket.sendto(self.END, self.socket.getsockname())
        self._thread.join(PATIENCE_S)
        self.socket.close()
        return self._messages


def of(messages, name):
    return [values for address, _, values in messages if address == f"/tunescope/{name}"]


def near(found, expected, decimals):
    return len(found) == len(expected) and all(abs(a - b) <= 0.51 * 10 ** -decimals + 2e-7 * abs(b) for a, b in zip(found, expected))


def check_messages():
    sound = wav(tone(441.0, 1.0) + [0.0] * 24000 + tone(330.0, 0.6), rate=48000)
    alone = run("--input", "-", "--format", "json", "--meters", stdin=sound)
    listener = Listener()
    result = run("--input", "-", "--format", "json", "--meters", "--osc", f"localhost:{listener.port}", stdin=sound)
    check("the output is the same", result.returncode == 0 and result.stdout == alone.stdout and result.stderr == b"", result.stderr)
    messages, lines = listener.messages(), records(alone)
    tags = {address: tags for address, tags, _ in messages}
    check("the addresses and their arguments", tags == {"/tunescope/level": ",ff", "/tunescope/loudness": ",ff", "/tunescope/note": ",si",
                                                        "/tunescope/pitch": ",ffff", "/tunescope/cents": ",f"}, tags)
    frames = of_type(lines, "frame")
    levels = [value for values in of(messages, "level") for value in values]
    check("every level", near(levels, [-200 if f[key] is None else f[key] for f in frames for key in ("rmsDb", "peakDb")], 2))
    loudness = [value for values in of(messages, "loudness") for value in values]
    expected = [-200 if m[key] is None else m[key] for m in of_type(lines, "meters") for key in ("lufsMomentary", "lufsShortTerm")]
    check("every loudness", len(expected) - len(loudness) <= 2 and near(loudness, expected[:len(loudness)], 2), (loudness, expected))
    check("the notes, and their ends", of(messages, "note") == [["A4", 69], ["", -1], ["E4", 64], ["", -1]], of(messages, "note"))
    pitches = of(messages, "pitch")
    rest = iter(frames)
    found = [values for values in pitches
             if any(f["note"] and near(values, [f["hz"], f["cents"], f["sigmaCents"], f["confidence"]], 3) for f in rest)]
    check("pitches are those of the frames, in their order", len(pitches) > 100 and found == pitches, (len(pitches), len(found)))
    check("cents come alone, too", of(messages, "cents") == [values[1:2] for values in pitches])


def check_who_listens():
    """Nobody, somebody who never reads, IPv6."""
    deaf = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
    deaf.bind(("127.0.0.1", 0))
    port = deaf.getsockname()[1]
    result = run("--demo", "--duration", "1", "--format", "json", "--osc", f"127.0.0.1:{port}")
    check("somebody who never reads costs nothing", result.returncode == 0 and records(result)[-1]["lostFrames"] == 0, result.stderr)
    deaf.close()
    sound = wav(tone(440.0, 0.3))
    check("nor does nobody", run("--input", "-", "--osc", f"127.0.0.1:{port}", stdin=sound).returncode == 0)
    if os.path.exists("/proc/net/if_inet6") and " lo\n" in open("/proc/net/if_inet6", encoding="ascii").read():
        listener = Listener(socket.AF_INET6, "::1")
        check("IPv6", run("--input", "-", "--osc", f"[::1]:{listener.port}", "--notation", "german", stdin=sound).returncode == 0)
        check("arrives", ["A4", 69] in of(listener.messages(), "note"))


def check_problems():
    for target in ("192.168.1.1:9000", "example.org:9000", "0.0.0.0:9000", "localhost", "localhost:0", "127.0.0.1.example.org:1", ":9000"):
        check_error(f"--osc {target}", run("--demo", "--osc", target), 2, "give a port of this machine")
    check_error("half an address", run("--demo", "--osc", "127.0:9000"), 2, "cannot send OSC")


check_messages()
check_who_listens()
check_problems()
finish()
