# ruff: noqa: E501
"""One mail of the corpus and what must come out."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Case:
    """`expected` names keys of the contract; `says` are words that `text` must hold, `hides` what it must
    not."""

    name: str
    raw: bytes
    expected: dict[str, Any]
    says: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()


HEAD = """\
Return-Path: <orla@client.example>
Received: from mx.client.example (mx.client.example [192.0.2.7]) by mail.vendor.example; Mon, 5 Jan 2026
10:12:13 +0000
From: Orla Brandt <orla@client.example>
To: Support <support@vendor.example>
Subject: {subject}
Message-ID: <5d2e1@client.example>
In-Reply-To: <t.8f1c@vendor.example>
References: <t.8f1c@vendor.example>
Date: Mon, 5 Jan 2026 11:12:13 +0100
MIME-Version: 1.0
"""


def plain_reply(name: str, body: str, own: str, *, subject: str = "Re: Ticket 412") -> Case:
    """An answer in text/plain."""
    head = (
        HEAD.format(subject=subject)
        + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    )
    return Case(
        name,
        (head + body).encode(),
        {"reply_text": own, "bounce": False, "auto_submitted": False, "attachments": []},
    )


def html_reply(name: str, body: str, own: str, *, subject: str = "Re: Ticket 412") -> Case:
    """An answer in text/html alone."""
    head = (
        HEAD.format(subject=subject)
        + "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    )
    return Case(name, (head + body).encode(), {"reply_text": own, "html": body, "bounce": False})


def both_reply(name: str, plain: str, html: str, own: str, *, subject: str = "Re: Ticket 412") -> Case:
    """An answer in text/plain and text/html."""
    head = HEAD.format(subject=subject) + 'Content-Type: multipart/alternative; boundary="000_a1"\n\n'
    body = f"--000_a1\nContent-Type: text/plain; charset=utf-8\n\n{plain}\n--000_a1\nContent-Type: text/html; charset=utf-8\n\n{html}\n--000_a1--\n"
    return Case(name, (head + body).encode(), {"reply_text": own, "attachments": []})


RETURNED_MAIL = """\
Received: from app.vendor.example (app.vendor.example [192.0.2.1])
	by gw.example.org with ESMTP id AA11; Thu, 29 Apr 2010 23:34:45 +0900
Message-ID: <0000@app.vendor.example>
Date: Thu, 29 Apr 2010 23:34:45 +0900
From: Support <support@vendor.example>
To: gone@example.org
Subject: Ticket 412
MIME-Version: 1.0

Hello
"""


def notice(name: str, text: str, *, bounce: bool, auto: bool | None = None) -> Case:
    """A mail that is a failure notice, or only looks like one."""
    expected: dict[str, object] = {"bounce": bounce}
    if auto is not None:
        expected["auto_submitted"] = auto
    return Case(name, text.encode(), expected)
