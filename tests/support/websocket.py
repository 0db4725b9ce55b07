# SPDX-License-Identifier: GPL-3.0-or-later
"""A client of a WebSocket (RFC 6455) as a test needs it: also one that breaks the rules. Python 3, nothing else."""

import base64
import random
import socket
import struct
import threading

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
PATIENCE_S = 60
RANDOM = random.Random(78)


class Refused(Exception):
    """The answer was not 101; args: the status, or None where the connection ended without one."""


class WebSocket:
    """Reads nothing by itself: frames() and Reader do."""

    def __init__(self, port, target, headers=(), host=None, receive_bytes=None):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if receive_bytes:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        self.socket.settimeout(PATIENCE_S)
        self.socket.connect(("127.0.0.1", port))
        lines = [f"GET {target} HTTP/1.1", f"Host: {host or f'127.0.0.1:{port}'}", "Upgrade: websocket", "Connection: Upgrade",
                 "Sec-WebSocket-Key: " + base64.b64encode(RANDOM.randbytes(16)).decode(), "Sec-WebSocket-Version: 13", *headers]
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.file = self.socket.makefile("rb")
        status = self.file.readline().split()
        if status[1:2] != [b"101"]:
            self.close()
            raise Refused(int(status[1]) if len(status) > 1 else None)
        while self.file.readline() not in (b"\r\n", b""):
            pass

    def send(self, opcode, payload=b""):
        mask = RANDOM.randbytes(4)
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else bytes([0x80 | 126]) + struct.pack(">H", size) if size < 65536 else \
            bytes([0x80 | 127]) + struct.pack(">Q", size)
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
        self.socket.sendall(bytes([0x80 | opcode]) + length + mask + masked)

    def frames(self):
        """(opcode, payload) until the connection ends, or after the frame that closes it."""
        while True:
            try:
                head = self.file.read(2)
                if len(head) < 2:
                    return
                size = head[1] & 127
                if size == 126:
                    size = struct.unpack(">H", self.file.read(2))[0]
                elif size == 127:
                    size = struct.unpack(">Q", self.file.read(8))[0]
                payload = self.file.read(size)
            except ConnectionError:
                return
            yield head[0] & 15, payload
            if head[0] & 15 == CLOSE:
                return

    def close(self):
        self.file.close()
        self.socket.close()


class Reader:
    """Reads a client's messages in a thread of its own, and answers pings."""

    def __init__(self, client, answers_pings=True):
        self.client = client
        self.messages = []
        self.pings = 0
        self.close_code = None  # of the frame that closed it; 1006: there was none
        self._answers = answers_pings
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self):
        code = 1006
        for opcode, payload in self.client.frames():
            if opcode == TEXT:
                self.messages.append(payload.decode("utf-8"))
            elif opcode == CLOSE:
                code = struct.unpack(">H", payload[:2])[0] if len(payload) > 1 else 1005
            elif opcode == PING:
                self.pings += 1
                if self._answers:
                    self.client.send(PONG, payload)
        self.close_code = code

    def has_ended(self):
        return self.close_code is not None

    def join(self):
        self._thread.join(PATIENCE_S)
        return self.has_ended()
