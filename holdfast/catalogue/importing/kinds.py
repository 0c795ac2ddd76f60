"""The four kinds of files and their columns; the first row of a file names them, and so tells the kind."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple


class Kind(StrEnum):
    CLIENTS = "clients"
    COMPONENTS = "components"
    USES = "uses"
    MONITORS = "monitors"


class Column(NamedTuple):
    name: str
    means: str
    example: str
    is_required: bool = False


COLUMNS: Final[dict[Kind, tuple[Column, ...]]] = {
    Kind.CLIENTS: (
        Column("client", "The name of the client, by which it is found again.", "Osprey Lane Clinics", True),
        Column("time_zone", "Where it works.", "America/New_York"),
        Column("domains", "Its mail domains, with commas between.", "ospreylane.example"),
        Column("account_manager", "The mail address of whoever looks after it.", ""),
        Column(
            "external_reference", "What your own systems call it, as a product’s token does.", "acct-1042"
        ),
        Column("note", "For your own people.", "Busiest on Mondays."),
    ),
    Kind.COMPONENTS: (
        Column("service", "The service that it is a part of; one that is new is entered.", "Chat", True),
        Column("component", "Its name within the service.", "Typing", True),
        Column("product", "The product of a new service; it must be there.", ""),
        Column("description", "What clients read of the component.", "Shows that somebody is typing."),
        Column("places", "Its regions or shards, with commas between.", "Europe, Americas"),
        Column("public", "yes or no: whether the status page shows it.", "yes"),
    ),
    Kind.USES: (
        Column("client", "The name of the client.", "Osprey Lane Clinics", True),
        Column("component", "Service, colon, component.", "Chat: Routing", True),
        Column("place", "One of the component’s places; empty: all of them.", "Americas"),
        Column("since", "The first day, as 2026-03-01; for a new use today, if empty.", "2026-03-01"),
        Column("until", "The last day, that day included.", ""),
        Column("contract", "The first day of the contract by which it is used.", ""),
    ),
    Kind.MONITORS: (
        Column("component", "Service, colon, component.", "Chat: Routing", True),
        Column("monitor", "Its name, by which it is found again at its component.", "Routing answers", True),
        Column("kind", "http, tcp, dns, tls or heartbeat; needed for a new one, and it stays.", "http"),
        Column("place", "One of the component’s places; empty: all of them.", ""),
        Column("address", "http: the address of the page.", "https://status.example.com/alive"),
        Column("host", "tcp, tls: the host; dns: the name that is asked for.", ""),
        Column("port", "tcp, tls: the port; of tls 443, if empty.", ""),
        Column("status", "http: the status that is expected; 200 to 299, if empty.", ""),
        Column("words", "http: words in the answer; dns: what one answer must be.", ""),
        Column("record", "dns: A, AAAA, CNAME, MX, NS or TXT.", ""),
        Column("server", "dns: the name server; that of this machine, if empty.", ""),
        Column("days", "tls: how many days ahead it warns; 21, if empty.", ""),
        Column("every", "Seconds from one look, or call, to the next.", "60"),
        Column("within", "Seconds that a look may take, or that a call may be late.", "10"),
        Column("tries", "How many looks in a row must fail; 3, if empty. Not of a heartbeat.", "3"),
        Column("pages", "yes, no, or the team whose duty is paged when it goes down.", "yes"),
    ),
}

EMPTIES: Final = "-"
"""An empty cell changes nothing; this one empties what stands there."""


def kind_of(columns: set[str]) -> Kind | None:
    """The kind of a file with these columns."""
    if "monitor" in columns:
        return Kind.MONITORS
    if {"client", "component"} <= columns:
        return Kind.USES
    if "client" in columns:
        return Kind.CLIENTS
    return Kind.COMPONENTS if "component" in columns else None


KNOWN: Final = frozenset(column.name for columns in COLUMNS.values() for column in columns)
