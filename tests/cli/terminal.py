#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The live display on a terminal of its own: drawn in place, at any size, and gone without a trace."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time

from harness import PATIENCE_S, TUNESCOPE, check, environment, finish, tone, wav, write

SEQUENCE = re.compile(r"\x1b\[[?0-9;]*[A-Za-z]")
KNOWN = re.compile(r"\x1b\[(H|K|J|2J|[0-9;]*m|\?1049[hl]|\?25[hl]|\?7[hl])$")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Terminal:
    """keys: it is the program's standard input and its session's own terminal too. through: a command that starts it."""

    def __init__(self, *arguments, columns=80, rows=24, terminal_type="xterm-256color", keys=False, through=(), pass_fds=(), **env):
        self.master, slave = pty.openpty()
        self.modes = termios.tcgetattr(slave)
        self.resize(columns, rows)
        self.text = ""
        self.bytes = b""
        self.process = subprocess.Popen([*through, TUNESCOPE, "--cli", *arguments], pass_fds=pass_fds, stdin=slave if keys else subprocess.DEVNULL, stdout=slave,
                                        stderr=subprocess.PIPE, env=environment(TERM=terminal_type, **env), start_new_session=keys,
                                        preexec_fn=(lambda: fcntl.ioctl(slave, termios.TIOCSCTTY, 0)) if keys else None)
        self.slave = slave if keys else None  # whose modes are read in the end
        if not keys:
            os.close(slave)

    def resize(self, columns, rows):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read_until(self, condition):
        """Reads on until the condition holds for what came, the program is gone, or patience ends."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline and not condition(self.text):
            if not select.select([self.master], [], [], 1)[0]:
                continue
            try:
                self.bytes += os.read(self.master, 65536)
                self.text = self.bytes.decode("utf-8", "replace").replace("\r\r\n", "\r\n")
            except OSError:  # the other end is closed
                break
        return condition(self.text)

    def end(self, with_signal=None, with_key=None):
        if with_signal:
            self.process.send_signal(with_signal)
        if with_key:
            os.write(self.master, with_key)
        self.read_until(lambda text: self.slave is not None and self.process.poll() is not None)
        if self.slave is not None:
            self.is_restored = termios.tcgetattr(self.slave) == self.modes
            os.close(self.slave)
            self.read_until(lambda text: False)
        code = self.process.wait(timeout=PATIENCE_S)
        os.close(self.master)
        return code


def frames(text):
    return text.split("\x1b[H")[1:]


def check_restored(name, terminal):
    tail = terminal.text[terminal.text.rfind("\x1b[?1049l") - 40:]
    check(f"{name}: cursor, wrap and screen are back", "\x1b[?25h" in tail and "\x1b[?7h" in tail and
          "\x1b[?1049l" in tail and "\x1b[?25l" not in tail, repr(tail[-200:]))


def check_drawn(name, text, columns, rows):
    for frame in frames(text):
        if "\x1b[J" not in frame:
            continue  # cut off by our own reading
        body = frame.split("\x1b[J")[0]
        lines = SEQUENCE.sub("", body).split("\r\n")
        check(f"{name}: fits {columns}x{rows}", len(lines) <= rows and all(len(line) <= columns for line in lines),
              repr(body[:300]))


long = write("a440.wav", wav(tone(440, 20)))

# The demo until Ctrl-C.
terminal = Terminal("--demo")
drawn = terminal.read_until(lambda text: len(frames(text)) > 20 and "dBFS" in text)
code = terminal.end(signal.SIGINT)
check("SIGINT: 130", code == 130, code)
check("it is redrawn in place", drawn and terminal.text.startswith("\x1b[?1049h"), repr(terminal.text[:80]))
check("only known sequences are sent", all(KNOWN.match(s) for s in SEQUENCE.findall(terminal.text)),
      set(SEQUENCE.findall(terminal.text)))
check("there is a waveform", any(0x2800 < ord(c) <= 0x28FF for c in terminal.text))
check("colours are used", COLOUR.search(terminal.text) is not None)
check("the summary follows", "s analysed" in terminal.text.split("\x1b[?1049l")[-1])
check_restored("SIGINT", terminal)
check_drawn("80x24", terminal.text.split("\x1b[?1049l")[0], 80, 24)

# A key ends it; Ctrl-C still does.
for key, expected in ((b"q", 0), (b"Q", 0), (b"\x03", 130)):
    terminal = Terminal("--demo", keys=True)
    terminal.read_until(lambda text: len(frames(text)) > 3 and "q quits" in text)
    os.write(terminal.master, b"x")  # means nothing, and is not echoed
    code = terminal.end(with_key=key)
    check(f"key {key}: exit code", code == expected, code)
    check(f"key {key}: the summary follows", "s analysed" in terminal.text.split("\x1b[?1049l")[-1], repr(terminal.text[-300:]))
    check(f"key {key}: nothing is echoed", "x" not in SEQUENCE.sub("", terminal.text.split("\x1b[?1049l")[0]))
    check(f"key {key}: the terminal has its modes back", terminal.is_restored)
    check_restored(f"key {key}", terminal)
terminal = Terminal("--demo", keys=True)
terminal.read_until(lambda text: len(frames(text)) > 3)
terminal.process.send_signal(signal.SIGINT)
check("two interruptions with keys: 130", terminal.end(signal.SIGINT) == 130)
check("two interruptions with keys: the terminal has its modes back", terminal.is_restored)

# With lines instead of the display, the key ends it too.
terminal = Terminal("--demo", "--status", keys=True)
terminal.read_until(lambda text: "dBFS" in text)
check("q with --status: exit code", terminal.end(with_key=b"q") == 0)
check("q with --status: the summary follows", " s analysed" in terminal.text, repr(terminal.text[-300:]))
check("q with --status: nothing is echoed", "q" not in terminal.text)
check("q with --status: the terminal has its modes back", terminal.is_restored)


def main_thread_seconds(pid):
    with open(f"/proc/{pid}/task/{pid}/stat", encoding="ascii") as file:
        user, system = file.read().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


# Ctrl-Z leaves the terminal whole; in the background nothing is drawn and typed input costs nothing; fg draws again.
wait_end, go_end = os.pipe()
SHELL = f"""exec 2>&1; set -m; "$@"; echo "stopped $? pid $(jobs -p) $(stty -a | grep -oE -- '-?icanon')"
read -u {wait_end}; bg; echo behind; read -u {wait_end}; fg; echo "ended $?" """
terminal = Terminal("--demo", keys=True, through=("bash", "-c", SHELL, "bash"), pass_fds=(wait_end,))
terminal.read_until(lambda text: len(frames(text)) > 3)
os.write(terminal.master, b"\x1a")
terminal.read_until(lambda text: re.search(r"stopped.*icanon", text))
stopped = re.search(r"stopped (\d+) pid (\d+) (\S+)", terminal.text)
check("Ctrl-Z: it stops", stopped and stopped[1] == "148", repr(terminal.text[-300:]))
check("Ctrl-Z: the terminal has its modes back", stopped[3] == "icanon", stopped[3])
check_restored("Ctrl-Z", terminal)
os.write(go_end, b"\n")
terminal.read_until(lambda text: "behind" in text)
os.write(terminal.master, b"ab\n")
before, since = main_thread_seconds(stopped[2]), time.monotonic()
terminal.read_until(lambda text: time.monotonic() - since > 1.5)  # what is drawn must not block it
spent = (main_thread_seconds(stopped[2]) - before) / (time.monotonic() - since)
check("in the background: typed input does not keep the event loop busy", spent < 0.2, spent)
os.write(go_end, b"\n")
drawn = terminal.read_until(lambda text: len(frames(text.split("behind")[1])) > 3)
check("fg: it is drawn again, and was not in between", drawn and "\x1b[H" not in terminal.text.split("stopped")[1].split("\x1b[?1049h")[0],
      repr(terminal.text.split("stopped")[1][:300]))
terminal.end(with_key=b"q")
check("fg: the key still ends it", "ended 0" in terminal.text, repr(terminal.text[-300:]))
check("fg: the terminal has its modes back", terminal.is_restored)
check_restored("fg", terminal)

# A file at its own speed: the right words.
terminal = Terminal("--input", long, "--realtime")
check("in tune is shown in words", terminal.read_until(lambda text: "in tune" in text and "440.0" in text))
terminal.read_until(lambda text: "\u00b10.01" in text or "\u00b10.00" in text)  # of a sine it is less
check("SIGTERM: 130", terminal.end(signal.SIGTERM) == 130)
check("the uncertainty is never shown as nothing", "\u00b10.01" in terminal.text and "\u00b10.00" not in terminal.text)
check_restored("SIGTERM", terminal)

# Records that options add are shown too, and their summary follows.
for columns, rows in ((80, 24), (40, 12)):
    terminal = Terminal("--input", long, "--realtime", "--meters", columns=columns, rows=rows)
    drawn = terminal.read_until(lambda text: "LUFS" in SEQUENCE.sub("", text) and "440.0" in text)
    code = terminal.end(signal.SIGINT)
    shown, after = terminal.text.split("\x1b[?1049l")[:2]
    check(f"--meters at {columns}x{rows}: the newest record is shown", drawn and "dBTP" in SEQUENCE.sub("", shown), repr(shown[-600:]))
    check(f"--meters at {columns}x{rows}: the note is shown too", "440.0" in shown, repr(shown[-600:]))
    check(f"--meters at {columns}x{rows}: the summary follows", "Loudness: " in after and "Meters" not in after, repr(after))
    check_drawn("--meters", shown, columns, rows)
    check_restored("--meters", terminal)

# Any size.
for columns, rows in ((1, 1), (5, 3), (20, 6), (200, 60)):
    terminal = Terminal("--demo", "--duration", "0.6", columns=columns, rows=rows)
    check(f"{columns}x{rows}: ends by itself", terminal.end() == 0)
    check_drawn("small or large", terminal.text.split("\x1b[?1049l")[0], columns, rows)
    check_restored(f"{columns}x{rows}", terminal)

# A new size while it runs.
terminal = Terminal("--demo", columns=100, rows=30)
terminal.read_until(lambda text: len(frames(text)) > 5)
terminal.resize(30, 8)
terminal.process.send_signal(signal.SIGWINCH)
before = len(frames(terminal.text))
terminal.read_until(lambda text: len(frames(text)) > before + 20)
check("after SIGWINCH: ends", terminal.end(signal.SIGINT) == 130)
check_drawn("after SIGWINCH", "\x1b[H" + "\x1b[H".join(frames(terminal.text.split("\x1b[?1049l")[0])[before + 15:]), 30, 8)

# No colour, no display.
for name, terminal in (("--no-color", Terminal("--demo", "--no-color", "--duration", "0.5")),
                       ("NO_COLOR", Terminal("--demo", "--duration", "0.5", NO_COLOR="1"))):
    terminal.end()
    check(f"{name} is heeded", not COLOUR.search(terminal.text.split("\x1b[?1049l")[0].replace("\x1b[0m", "")))
dumb = Terminal("--demo", "--duration", "0.5", terminal_type="dumb")
dumb.end()
check("a terminal that cannot move its cursor gets lines", "\x1b" not in dumb.text and "dBFS" in dumb.text)
lines = Terminal("--demo", "--duration", "0.5", "--format", "json")
lines.end()
check("JSON on a terminal is JSON", "\x1b" not in lines.text and '"type":"summary"' in lines.text)

# A failure is reported below the display.
terminal = Terminal("--input", "/nowhere.wav")
code = terminal.end()
check("a failure: code and one line", code == 4 and terminal.process.stderr.read().count(b"\n") == 1, code)
check_restored("a failure", terminal)

# The second Ctrl-C ends it at once, and the terminal is whole.
terminal = Terminal("--demo")
terminal.read_until(lambda text: len(frames(text)) > 3)
terminal.process.send_signal(signal.SIGINT)
check("two interruptions: 130", terminal.end(signal.SIGINT) == 130)
check_restored("two interruptions", terminal)

finish()
