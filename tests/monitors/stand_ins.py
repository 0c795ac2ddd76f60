"""Far ends of the loopback that monitors look at: a TLS server, a name server, a port that nobody listens on."""

from __future__ import annotations

import shutil
import socket
import ssl
import struct
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def certificate(folder: Path, *, days: int) -> Path:
    """A certificate for localhost that signs itself and is good for so many days from now, its key beside it."""
    openssl = shutil.which("openssl")
    assert openssl, "these tests need the package `openssl`"
    key, request, chain = (folder / f"{days}.{each}" for each in ("key", "request", "pem"))
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", str(key)]
    names = ["-subj", f"/CN=good for {days}", "-addext", "subjectAltName=DNS:localhost"]
    sign = ["-signkey", str(key), "-days", str(days), "-copy_extensions", "copy"]
    for command in (
        ["req", *curve, *names, "-out", str(request)],
        ["x509", "-req", "-in", str(request), *sign, "-out", str(chain)],
    ):
        subprocess.run([openssl, *command], check=True, capture_output=True)
    return chain


@contextmanager
def tls_server(chain: Path) -> Iterator[int]:
    """Shakes hands by that certificate with whoever comes; gives its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, chain.with_suffix(".key"))
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                try:
                    with context.wrap_socket(line, server_side=True) as safe:
                        safe.recv(1)
                except OSError:
                    line.close()

        threading.Thread(target=serve, daemon=True).start()
        yield int(server.getsockname()[1])
        server.shutdown(socket.SHUT_RDWR)


def _same_port() -> tuple[socket.socket, socket.socket, int]:
    """For datagrams and for connections one number, which is free for both."""
    while True:
        line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        line.bind(("127.0.0.1", 0))
        port = int(line.getsockname()[1])
        try:
            server.bind(("127.0.0.1", port))
        except OSError:  # somebody has the other one
            line.close()
            server.close()
        else:
            return line, server, port


@contextmanager
def name_server(
    records: bytes, *, count: int = 1, flags: int = 0x8180, tcp: bytes | None = None
) -> Iterator[int]:
    """Answers every question with these records behind it; over TCP with others, where those are given."""
    line, server, port = _same_port()
    with line, server:
        server.listen()

        def answer(asked: bytes, behind: bytes, shown: int) -> bytes:
            return asked[:2] + struct.pack(">HHHHH", shown, 1, count, 0, 0) + asked[12:] + behind

        def serve() -> None:
            while True:
                asked, whose = line.recvfrom(512)
                if not asked:
                    return
                line.sendto(b"\0\0" + answer(asked, records, flags)[2:], whose)  # somebody guesses
                line.sendto(answer(asked, records, flags), whose)
                if tcp is not None:
                    talk, _ = server.accept()
                    with talk:
                        whole = answer(talk.recv(514)[2:], tcp, flags & ~0x0200)
                        talk.sendall(len(whole).to_bytes(2) + whole)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield port
        line.sendto(b"", ("127.0.0.1", port))
        thread.join()


def record(kind: int, data: bytes) -> bytes:
    """One answer, its name a pointer to the question's."""
    return b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 60, len(data)) + data


def closed_port() -> int:
    """A port of the loopback that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
