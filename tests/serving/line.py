"""A line to a database that can be cut: a server between the two that hands on bytes until it is told otherwise."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Thread

import sqlalchemy as sa

Watched = Callable[[bytes], bool]


class Line:
    """`cut` ends every connection and refuses new ones; `mend` takes them again, at the same address.

    `before` and `after` look at what a client sends, before it is handed on and after; True cuts that connection.
    """

    def __init__(self, to: tuple[str, int]) -> None:
        self._to, self._lock = to, Lock()
        self._open: set[socket.socket] = set()
        self.before: Watched = lambda _: False
        self.after: Watched = lambda _: False
        self._listener = self._listen(0)
        self.port = self._listener.getsockname()[1]

    def _listen(self, port: int) -> socket.socket:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen()
        Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = socket.create_connection(self._to)
                with self._lock:
                    self._open |= {client, server}
                Thread(target=self._hand_on, args=(client, server, True), daemon=True).start()
                Thread(target=self._hand_on, args=(server, client, False), daemon=True).start()

    def _hand_on(self, giver: socket.socket, taker: socket.socket, asks: bool) -> None:
        with suppress(OSError):
            while said := giver.recv(65536):
                if asks and self.before(said):
                    break
                taker.sendall(said)
                if asks and self.after(said):
                    break
        self._end(giver, taker)

    def _end(self, *ends: socket.socket) -> None:
        with self._lock:
            self._open -= set(ends)
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def cut(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._end(*self._open)

    def mend(self) -> None:
        self._listener = self._listen(self.port)


@contextmanager
def line_to(url: str) -> Iterator[tuple[Line, str]]:
    """A line to the server of an address, and the address through it."""
    address = sa.make_url(url)
    line = Line((str(address.host), address.port or 5432))
    try:
        yield line, address.set(host="127.0.0.1", port=line.port).render_as_string(hide_password=False)
    finally:
        with suppress(OSError):
            line.cut()
