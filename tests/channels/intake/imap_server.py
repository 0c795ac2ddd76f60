"""A small IMAP server on a real socket: one user, folders in memory, the commands that a fetcher uses (RFC 3501, 2177)."""

from __future__ import annotations

import base64
import contextlib
import re
import socket
import threading
from dataclasses import dataclass, field

ARRIVED = "24-Nov-2026 11:30:00 +0000"


@dataclass
class Kept:
    uid: int
    raw: bytes
    arrived: str = ARRIVED
    flags: set[str] = field(default_factory=set)


@dataclass
class Folder:
    mails: list[Kept] = field(default_factory=list)
    uid_validity: int = 1
    next_uid: int = 1

    def put(self, raw: bytes, *, arrived: str = ARRIVED, seen: bool = False) -> Kept:
        kept = Kept(self.next_uid, raw, arrived, {"\\Seen"} if seen else set())
        self.next_uid += 1
        self.mails.append(kept)
        return kept


class ImapServer:
    """Answers each connection in a thread of its own; `said` holds the commands as they came."""

    def __init__(self, *, can_idle: bool = True) -> None:
        self.folders = {"INBOX": Folder(), "Done": Folder()}
        self.can_idle = can_idle
        self.password = "right"
        self.finds_since = True
        """Whether anything came in lately."""
        self.said: list[str] = []
        self.refused: dict[int, str] = {}
        """Mails that it will not give, by UID: how it answers, `NO` or `BAD`."""
        self.changed = threading.Event()
        self._lines: list[socket.socket] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def inbox(self) -> Folder:
        return self.folders["INBOX"]

    def arrive(self, raw: bytes) -> Kept:
        """A mail comes in while somebody idles."""
        kept = self.inbox.put(raw)
        self.changed.set()
        return kept

    def drop_lines(self) -> None:
        """Break every connection."""
        for line in self._lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        self._lines.clear()

    def close(self) -> None:
        self._socket.close()
        self.drop_lines()

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            self._lines.append(line)
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        try:
            _Session(self, line).run()
        except (OSError, ValueError):
            line.close()


class _Session:
    def __init__(self, server: ImapServer, line: socket.socket) -> None:
        self.server = server
        self.line = line
        self.reader = line.makefile("rb")
        self.folder = server.inbox

    def run(self) -> None:
        self._say("* OK ready")
        while command := self.reader.readline().decode().strip():
            tag, _, rest = command.partition(" ")
            self.server.said.append(re.sub(r"LOGIN .*", "LOGIN", rest))
            name = rest.split(" ")[0].upper()
            if name == "LOGOUT":
                self._say("* BYE bye", f"{tag} OK done")
                return
            getattr(self, f"_{name.lower()}", self._unknown)(tag, rest)

    def _capability(self, tag: str, rest: str) -> None:
        self._say(
            "* CAPABILITY IMAP4rev1" + (" IDLE" if self.server.can_idle else "") + " MOVE", f"{tag} OK done"
        )

    def _login(self, tag: str, rest: str) -> None:
        self._say(
            f"{tag} OK done"
            if f'"{self.server.password}"' in rest or rest.endswith(self.server.password)
            else f"{tag} NO wrong"
        )

    def _authenticate(self, tag: str, rest: str) -> None:
        self._say("+ ")
        said = base64.b64decode(self.reader.readline()).decode()
        self._say(f"{tag} OK done" if said.endswith(f"\0{self.server.password}") else f"{tag} NO wrong")

    def _select(self, tag: str, rest: str) -> None:
        self.folder = self.server.folders[rest.split(" ", 1)[1].strip('"')]
        folder = self.folder
        self._say(
            f"* {len(folder.mails)} EXISTS",
            f"* OK [UIDVALIDITY {folder.uid_validity}]",
            f"* OK [UIDNEXT {folder.next_uid}]",
            f"{tag} OK [READ-WRITE]",
        )

    def _noop(self, tag: str, rest: str) -> None:
        self._say(f"{tag} OK done")

    def _expunge(self, tag: str, rest: str) -> None:
        self.folder.mails = [each for each in self.folder.mails if "\\Deleted" not in each.flags]
        self._say(f"{tag} OK done")

    def _idle(self, tag: str, rest: str) -> None:
        self._say("+ idling")
        self.line.settimeout(0.02)
        done = b""
        while b"DONE" not in done:
            if self.server.changed.is_set():
                self.server.changed.clear()
                self._say(f"* {len(self.folder.mails)} EXISTS")
            try:
                done += self.line.recv(100)
                if not done:
                    return
            except TimeoutError:
                continue
        self.line.settimeout(None)
        self._say(f"{tag} OK done")

    def _uid(self, tag: str, rest: str) -> None:
        _, kind, arguments = rest.split(" ", 2)
        status = self.server.refused.get(int(arguments.split(" ")[0])) if kind.lower() == "fetch" else None
        if status and "BODY" in arguments:
            self._say(f"{tag} {status} cannot read this message")
            return
        if (
            kind.lower() in ("copy", "move")
            and arguments.split(" ", 1)[1].strip('"') not in self.server.folders
        ):
            self._say(f"{tag} NO [TRYCREATE] there is no such folder")
            return
        getattr(self, f"_uid_{kind.lower()}")(arguments)
        self._say(f"{tag} OK done")

    def _uid_search(self, criteria: str) -> None:
        mails = self.folder.mails
        if "UNSEEN" in criteria:
            found = [each.uid for each in mails if "\\Seen" not in each.flags]
        elif above := re.search(r"UID (\d+):\*", criteria):
            # as RFC 3501 has it, `n:*` always names the last mail
            found = [each.uid for each in mails if each.uid >= int(above[1])] or [
                each.uid for each in mails[-1:]
            ]
        else:
            found = [each.uid for each in mails if self.server.finds_since]
        self._say("* SEARCH " + " ".join(map(str, found)))

    def _uid_fetch(self, arguments: str) -> None:
        uid, parts = arguments.split(" ", 1)
        for number, mail in enumerate(self.folder.mails, 1):
            if mail.uid != int(uid):
                continue
            if "RFC822.SIZE" in parts:
                self._say(
                    f'* {number} FETCH (UID {uid} RFC822.SIZE {len(mail.raw)} INTERNALDATE "{mail.arrived}")'
                )
            else:
                content = mail.raw.split(b"\r\n\r\n")[0] if "HEADER" in parts else mail.raw
                head = f"* {number} FETCH (UID {uid} BODY[] {{{len(content)}}}\r\n".encode()
                self.line.sendall(head + content + b")\r\n")

    def _uid_store(self, arguments: str) -> None:
        uids, _, flags = arguments.split(" ", 2)
        for mail in self.folder.mails:
            if str(mail.uid) in uids.split(","):
                mail.flags |= set(flags.strip("()").split())

    def _uid_copy(self, arguments: str) -> None:
        uids, goal = arguments.split(" ", 1)
        for mail in self.folder.mails:
            if str(mail.uid) in uids.split(","):
                self.server.folders[goal.strip('"')].put(mail.raw)

    def _uid_move(self, arguments: str) -> None:
        self._uid_copy(arguments)
        uids = arguments.split(" ", 1)[0].split(",")
        self.folder.mails = [each for each in self.folder.mails if str(each.uid) not in uids]

    def _unknown(self, tag: str, rest: str) -> None:
        self._say(f"{tag} BAD unknown")

    def _say(self, *lines: str) -> None:
        self.line.sendall("".join(f"{line}\r\n" for line in lines).encode())
