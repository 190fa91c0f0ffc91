"""Messages between processes of one machine: JSON, and open files handed over with it."""

from __future__ import annotations

import json
import os
import socket
import struct
from collections.abc import Sequence
from dataclasses import dataclass

_LENGTH = struct.Struct("!I")
MOST_FILES = 16


@dataclass(frozen=True)
class Message:
    """What came: its content and the files that came with it, open in this process."""

    content: dict
    files: tuple[int, ...] = ()


def send(connection: socket.socket, content: dict, files: Sequence[int] = ()) -> None:
    """Send a message; its files go along with its first bytes."""
    text = json.dumps(content).encode()
    head = _LENGTH.pack(len(text))
    if files:
        socket.send_fds(connection, [head], list(files))
    else:
        connection.sendall(head)
    connection.sendall(text)


def receive(connection: socket.socket) -> Message | None:
    """Wait for a message; None where the other side has closed.

    Raises
    ------
    OSError
        Where it does not come in the connection's time, or is cut short.
    """
    head, files, _, _ = socket.recv_fds(connection, _LENGTH.size, MOST_FILES)
    if not head:
        return None
    for file in files:
        os.set_inheritable(file, False)
    (length,) = _LENGTH.unpack(head + _exactly(connection, _LENGTH.size - len(head)))
    return Message(json.loads(_exactly(connection, length)), tuple(files))


def _exactly(connection: socket.socket, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = connection.recv(length - len(parts))
        if not part:
            raise ConnectionResetError("a message was cut short")
        parts += part
    return bytes(parts)
