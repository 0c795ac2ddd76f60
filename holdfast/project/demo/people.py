"""Who lives in the demo world; every name is invented."""

from __future__ import annotations

from typing import Final, NamedTuple

VENDOR: Final = "Pellucid"
SUPPORT: Final = "support@pellucid.example"
PHONE: Final = "+1 202 555 0143"
PASSWORD: Final = "hold fast, keep the word"  # noqa: S105
"""Of everybody in the demo world."""


class Staff(NamedTuple):
    key: str
    name: str
    roles: tuple[str, ...]
    zone: str
    title: str = ""


STAFF: Final = (
    Staff("tobin", "Tobin Adeyar", ("agent",), "Europe/London"),
    Staff("saoirse", "Saoirse Wendt", ("agent",), "Europe/Dublin"),
    Staff("ana", "Ana Brisk", ("agent",), "America/New_York"),
    Staff("hollis", "Hollis Umber", ("agent",), "Asia/Kolkata"),
    Staff("wren", "Wren Tallow", ("agent", "qa"), "Australia/Sydney"),
    Staff("kaveh", "Kaveh Lindqvar", ("lead",), "Europe/Stockholm", "Assistant Director, Software"),
    Staff("bea", "Bea Okonjo-Lund", ("lead", "agent"), "Europe/Berlin"),
    Staff("sunniva", "Sunniva Tarn", ("lead",), "America/Chicago"),
    Staff("dov", "Dov Halloran", ("lead",), "Asia/Kolkata"),
    Staff("mirela", "Mirela Osk", ("qa",), "Europe/Bucharest"),
    Staff("rafe", "Rafe Quillan", ("qa",), "America/New_York"),
    Staff("yusra", "Yusra Bellamine", ("qa", "lead"), "Africa/Casablanca"),
    Staff("ines", "Ines Marolt", ("account_manager",), "Europe/Ljubljana"),
    Staff("corin", "Corin Ashgrove", ("account_manager",), "America/New_York"),
    Staff("mabel", "Mabel Iwu", ("account_manager",), "Asia/Singapore"),
    Staff("theo", "Theo Marchbank", ("manager",), "Europe/London", "AVP Corporate Strategy"),
    Staff("juno", "Juno Pahlke", ("manager",), "Europe/Berlin", "Vice President"),
    Staff("delphine", "Delphine Quarrie", ("manager",), "Europe/Paris", "Chief Customer Officer"),
    Staff("piotr", "Piotr Salter", ("administrator",), "Europe/Warsaw"),
    Staff("nell", "Nell Fairweather", ("administrator", "manager", "agent", "lead"), "Europe/London"),
)

LADDER: Final = {1: "saoirse", 2: "kaveh", 3: "theo", 4: "juno", 5: "delphine"}


class Client(NamedTuple):
    key: str
    name: str
    domain: str
    zone: str
    account_manager: str
    is_enterprise: bool
    contacts: tuple[tuple[str, str, bool, bool], ...]
    """key, name, administrator, approver"""


CLIENTS: Final = (
    Client(
        "osprey",
        "Osprey Lane Clinics",
        "ospreylane.example",
        "America/New_York",
        "ines",
        True,
        (("orla", "Orla Thistlewick", True, True), ("bram", "Bram Oakhollow", False, False)),
    ),
    Client(
        "velda",
        "Velda Retail",
        "velda.example",
        "Europe/Berlin",
        "ines",
        True,
        (("lutz", "Lutz Ehrenfels", True, True), ("mina", "Mina Kestrel", False, False)),
    ),
    Client(
        "quillon",
        "Quillon Freight",
        "quillon.example",
        "America/Chicago",
        "corin",
        True,
        (("dara", "Dara Nightingale", True, False), ("emory", "Emory Vail", False, True)),
    ),
    Client(
        "harrow",
        "Harrow & Finch",
        "harrowfinch.example",
        "Europe/London",
        "corin",
        True,
        (("isolde", "Isolde Finch", True, True),),
    ),
    Client(
        "tessellate",
        "Tessellate Bank",
        "tessellate.example",
        "Asia/Singapore",
        "mabel",
        True,
        (("jun", "Jun Arkwell", True, True), ("priya", "Priya Sandoval-Rao", False, False)),
    ),
    Client(
        "marrow",
        "Marrow Street Housing",
        "marrowstreet.example",
        "Australia/Sydney",
        "mabel",
        True,
        (("cass", "Cass Embling", True, True),),
    ),
    Client(
        "lumen",
        "Lumen Tidewater",
        "lumentide.example",
        "America/Los_Angeles",
        "corin",
        True,
        (("odile", "Odile Brand", True, True), ("sem", "Sem Vandermolen", False, False)),
    ),
    Client(
        "brindle",
        "Brindle Airways",
        "brindle.example",
        "Asia/Dubai",
        "mabel",
        True,
        (("faris", "Faris Kettlewell", True, True),),
    ),
    Client(
        "cobalt",
        "Cobalt Nine",
        "cobaltnine.example",
        "Asia/Tokyo",
        "mabel",
        True,
        (("haruka", "Haruka Stroud", True, True),),
    ),
    Client(
        "pemberly",
        "Pemberly Insurance",
        "pemberly.example",
        "America/Toronto",
        "corin",
        True,
        (("neve", "Neve Lockwood", True, True), ("gil", "Gil Amberson", False, False)),
    ),
    Client(
        "sorrel",
        "Sorrel Foods",
        "sorrel.example",
        "America/Sao_Paulo",
        "ines",
        False,
        (("tadeu", "Tadeu Wainscott", True, True),),
    ),
    Client(
        "north",
        "Northwick School",
        "northwick.example",
        "Europe/London",
        "ines",
        False,
        (("agnes", "Agnes Pell", True, True),),
    ),
)

PRODUCTS: Final = ("Chat", "Mail", "Review", "Reports")
