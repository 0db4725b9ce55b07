#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""--serve: who gets the records and who does not, and that no client costs a sample, whatever it does. The sound comes through a
pipe, so that the test decides when."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))

from harness import PATIENCE_S, TUNESCOPE, check, check_error, environment, finish, run, tone, wav
from waiting import wait_until
from websocket import BINARY, PING, RANDOM, TEXT, Reader, Refused, WebSocket

TOKEN = "a+token/&=?"  # its characters have to be encoded in the URL
SECONDS = 60  # more records than are kept for a client
BEGIN = wav(tone(440.0, 1.0))
HEADER, SECOND = BEGIN[:44].replace(BEGIN[40:44], b"\xff\xff\xff\xff"), BEGIN[44:]


class Served:
    """The program with --serve. lines: of its standard output so far."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([TUNESCOPE, "--cli", "--serve", "0", "--format", "json", *arguments], env=environment(),
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.told = self.process.stderr.readline().decode()
        found = re.fullmatch(r"tunescope: serving at ws://127\.0\.0\.1:(\d+)(/\?token=(\S+))\n", self.told)
        if not found:
            sys.exit(f"no address: {self.told!r} {self.process.stderr.read()!r}")
        self.port, self.target, self.token = int(found[1]), found[2], found[3]
        self.lines = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.decode().rstrip("\n"))

    def client(self, **more):
        return WebSocket(self.port, self.target, **more)

    def end(self):
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        code = self.process.wait(timeout=PATIENCE_S)
        self._thread.join(PATIENCE_S)
        return code

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)
        return self.end()


def status_of(served, target=None, **more):
    try:
        WebSocket(served.port, target or served.target, **more).close()
    except Refused as refused:
        return refused.args[0]
    except ConnectionError:
        return None
    return 101


def answer_to(served, data):
    """What a request that is none gets, until the server closes; None: an abrupt end."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE_S) as connection:
        try:
            connection.sendall(data)
            return b"".join(iter(lambda: connection.recv(65536), b""))
        except ConnectionError:
            return None


def listening_sockets(pid):
    """Local addresses, as /proc/net has them, of those that the process listens at."""
    inodes = set()
    for name in os.listdir(f"/proc/{pid}/fd"):
        with contextlib.suppress(OSError):
            inodes.update(re.findall(r"socket:\[(\d+)\]", os.readlink(f"/proc/{pid}/fd/{name}")))
    found = []
    for table in ("tcp", "tcp6", "udp", "udp6"):
        with contextlib.suppress(OSError), open(f"/proc/{pid}/net/{table}", encoding="ascii") as file:
            found += [(table, fields[1].split(":")[0]) for fields in map(str.split, list(file)[1:]) if fields[9] in inodes]
    return found


def check_door(served):
    encoded = served.token
    check("the token is encoded", encoded == "a%2Btoken%2F%26%3D%3F", encoded)
    for name, target in {"a wrong token": "/?token=b", "no token": "/", "an empty one": "/?token=", "its beginning": f"/?token={encoded[:-1]}",
                         "more than it": f"{served.target}x", "another path": f"/x?token={encoded}"}.items():
        check(f"{name} is refused", status_of(served, target) == 403, status_of(served, target))
    for origin, status in {"https://example.org": 403, "http://localhost.example.org": 403, "http://127.0.0.1.example.org": 403,
                           "http://localhost": 101, "http://localhost:8080": 101, "http://127.0.0.1:3000": 101, "null": 101,
                           "file://": 101, "http://localhost:80@example.org": 403}.items():
        found = status_of(served, headers=[f"Origin: {origin}"])
        check(f"origin {origin}", found == status, found)
    check("a name that points here is refused", status_of(served, host=f"rebound.example.org:{served.port}") == 403)
    check("localhost is this machine", status_of(served, host=f"localhost:{served.port}") == 101)
    check("what is no HTTP", (answer_to(served, b"\x16\x03\x01" + b"\xff" * 100) or b"").startswith(b"HTTP/1.1 400 "))
    check("another method", (answer_to(served, b"POST / HTTP/1.1\r\n\r\n") or b"").startswith(b"HTTP/1.1 400 "))
    browser = f"GET {served.target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    check("a page instead of a WebSocket", (answer_to(served, browser) or b"").startswith(b"HTTP/1.1 400 "))
    no_key = browser.replace(b"\r\n\r\n", b"\r\nUpgrade: websocket\r\n\r\n")
    check("an upgrade without a key ends", b" 101 " not in (answer_to(served, no_key) or b""))
    long_header = b"GET / HTTP/1.1\r\nX: " + b"x" * 100000
    check("a request without an end", (answer_to(served, long_header) or b"HTTP/1.1 431 ").startswith(b"HTTP/1.1 431 "))


def check_clients():
    """A minute of sound to clients of all kinds. All records are numbered by their place in the output of a run without any."""
    sound = HEADER + SECOND * SECONDS
    alone = run("--input", "-", "--format", "json", stdin=sound).stdout.decode().splitlines()
    served = Served("--input", "-", "--token", TOKEN)
    check("it listens on this machine only", listening_sockets(served.process.pid) == [("tcp", "0100007F")],
          listening_sockets(served.process.pid))
    check_door(served)
    served.process.stdin.write(HEADER + SECOND)
    served.process.stdin.flush()
    wait_until("a header", lambda: served.lines)
    good = [Reader(served.client()) for _ in range(2)]
    slow, deaf = served.client(receive_bytes=4096), served.client(receive_bytes=4096)
    flood, huge, rude = (Reader(served.client()) for _ in range(3))
    half = socket.create_connection(("127.0.0.1", served.port))
    half.sendall(b"GET /?tok")
    wait_until("the header for those who come later", lambda: all(client.messages for client in (*good, flood, huge, rude)))
    check("it is the first of the output", all(client.messages[0] == served.lines[0] for client in good))
    begun = [client.messages[1:2] for client in good]
    huge.client.send(TEXT, b"x" * 2000)
    rude.client.socket.sendall(RANDOM.randbytes(500))
    with contextlib.suppress(ConnectionError):
        for i in range(2000):
            flood.client.send((TEXT, BINARY, PING)[i % 3], b"hello")
    for _ in range(SECONDS - 1):
        served.process.stdin.write(SECOND)
        served.process.stdin.flush()
        wait_until("the good clients", lambda: all(len(client.messages) + 200 > len(served.lines) for client in good))
    check("too long a message ends that client", huge.join() and huge.close_code in (1009, 1006), huge.close_code)
    check("so do too many", flood.join() and flood.close_code in (1008, 1006), flood.close_code)
    check("and nonsense", rude.join(), rude.close_code)
    wait_until("the end of the sound", lambda: len(served.lines) > len(alone) - 50)
    late = Reader(slow)
    wait_until("the slow client", lambda: late.messages[-1:] == served.lines[-1:])
    code = served.end()
    check("no client costs a record", code == 0 and served.lines == alone, (code, len(served.lines), len(alone)))
    for client in good:
        client.join()
        first = alone.index(client.messages[1])
        check("a good client has all from its beginning on", client.messages[1:] == alone[first:], (begun, len(client.messages), len(alone)))
        check("and it gets the close code of a server that ends", client.close_code == 1001, client.close_code)
    late.join()
    records = [json.loads(message) for message in late.messages]
    dropped = sum(record.pop("dropped", 0) for record in records)
    check("a slow client misses records", dropped > 0, len(records))
    check("and knows how many", [json.loads(line) for line in alone[-1:]] == records[-1:] and
          dropped + len(records) - 1 == len(alone) - alone.index(late.messages[1]), (dropped, len(records), len(alone)))
    for connection in (deaf, half):
        connection.close()


def check_time():
    """On a source that goes on by itself."""
    served = Served("--demo", "--quiet")
    check("a random token", re.fullmatch("[0-9a-f]{32}", served.token), served.told)
    polite, silent = Reader(served.client()), Reader(served.client(), answers_pings=False)
    half = socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE_S)
    others = [served.client() for _ in range(14)]
    check("no more than sixteen clients", status_of(served) == 503, status_of(served))
    for client in others:
        client.close()
    wait_until("their places are free", lambda: status_of(served) == 101)
    check("half a request is not waited for", half.recv(100) == b"")
    check("a silent client goes", silent.join() and not polite.has_ended(), (silent.close_code, polite.close_code))
    check("one that answers stays", polite.pings > 2 and len(polite.messages) > 94 * 5, (polite.pings, len(polite.messages)))
    check("an interrupt", served.interrupt() == 130 and polite.join() and polite.close_code == 1001, polite.close_code)
    check("--quiet holds for clients", {json.loads(message)["type"] for message in polite.messages} <= {"frame", "note"})


def check_problems():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        check_error("a port in use", run("--demo", "--serve", port), 2, f"cannot serve at port {port}, because another program uses that port")
    check_error("no port", run("--demo", "--serve", "65536"), 2, "give a port from 1 to 65535")


for_time = threading.Thread(target=check_time)
for_time.start()
check_problems()
check_clients()
for_time.join()
finish()
