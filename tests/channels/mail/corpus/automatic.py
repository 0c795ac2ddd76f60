# ruff: noqa: E501
"""Out-of-office notes and other machines' mail, with and without the marks of RFC 3834 (T17)."""

from tests.channels.mail.corpus.case import Case


def _note(
    name: str,
    marks: str,
    *,
    auto: bool,
    subject: str = "Automatic reply: Ticket 412",
    body: str = "I am away until Monday.",
) -> Case:
    raw = f"From: Jan Both <jan@client.example>\nTo: support@vendor.example\nSubject: {subject}\nMessage-ID: <a1@client.example>\nIn-Reply-To: <n.1@vendor.example>\n{marks}\n{body}\n"
    return Case(
        name, raw.encode(), {"auto_submitted": auto, "bounce": False, "text": body, "reply_text": body}
    )


CASES = [
    _note(
        "exchange",
        "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\nX-MS-Exchange-Inbox-Rules-Loop: jan@client.example\n",
        auto=True,
    ),
    _note("exchange_null_sender", "Return-Path: <>\nX-Auto-Response-Suppress: All\n", auto=True),
    _note(
        "exchange_german",
        "Auto-Submitted: auto-replied\n",
        auto=True,
        subject="Automatische Antwort: Ticket 412",
        body="Ich bin nicht im Haus.",
    ),
    _note("gmail", "Auto-Submitted: auto-replied\nPrecedence: bulk\nX-Autoreply: yes\n", auto=True),
    _note("apple_icloud", "Auto-Submitted: auto-replied (vacation)\n", auto=True),
    _note(
        "sieve",
        "Auto-Submitted: auto-replied (vacation)\nX-Sieve: Pigeonhole Sieve 0.5\n",
        auto=True,
        subject="Auto: Ticket 412",
    ),
    _note("sieve_zimbra", "Auto-Submitted: auto-replied (zimbra; vacation)\nPrecedence: bulk\n", auto=True),
    _note(
        "bsd_vacation",
        "Precedence: bulk\nAuto-Submitted: auto-replied\n",
        auto=True,
        subject="away from my mail",
    ),
    _note("qmail_autorespond", "X-Autorespond: Ticket 412\n", auto=True),
    _note("postfixadmin", "Precedence: auto_reply\n", auto=True),
    _note("precedence_dashed", "Precedence: auto-reply\n", auto=True),
    _note("cpanel", "X-Autorespond: yes\nPrecedence: auto_reply\nX-Precedence: auto_reply\n", auto=True),
    _note("horde", "Auto-Submitted: auto-replied\nX-Mailer: Horde\n", auto=True),
    _note(
        "domino",
        "Auto-Submitted: auto-generated\nX-Mailer: Lotus Domino\n",
        auto=True,
        subject="Jan Both is out of the office.",
    ),
    _note("groupwise", "Auto-Submitted: auto-generated\n", auto=True),
    _note("kerio", "Auto-Submitted: auto-replied\nX-Mailer: Kerio Connect\n", auto=True),
    _note("upper_case", "AUTO-SUBMITTED: Auto-Replied\n", auto=True),
    _note("folded_value", 'Auto-Submitted:\n auto-replied;\n\towner-email="jan@client.example"\n', auto=True),
    _note("notified", "Auto-Submitted: auto-notified\n", auto=True, subject="[monitor] disk full"),
    _note("null_path_of_postfix", "Return-Path: <MAILER-DAEMON>\n", auto=True),
    _note("path_of_a_daemon_with_host", "Return-Path: <MAILER-DAEMON@mx.client.example>\n", auto=False),
    _note("null_path_spaced", "Return-Path:  <> \n", auto=True),
    _note(
        "ticket_system",
        "Auto-Submitted: auto-replied\nX-RT-Loop-Prevention: client.example\n",
        auto=True,
        subject="[client.example #12] AutoReply: Ticket 412",
    ),
    _note("unmarked_vacation", "", auto=False, subject="Out of office"),
    _note("unmarked_german", "X-Mailer: Something\n", auto=False, subject="Abwesenheitsnotiz"),
    _note("says_no", "Auto-Submitted: no\n", auto=False, subject="Out of office next week"),
    _note("says_no_commented", "Auto-Submitted: no (person)\n", auto=False, subject="Re: Ticket 412"),
    _note(
        "bulk_is_no_machine",
        "Precedence: bulk\nList-Id: <users.lists.example>\n",
        auto=False,
        subject="Re: Ticket 412",
    ),
    _note("suppress_is_no_machine", "X-Auto-Response-Suppress: All\n", auto=False, subject="Re: Ticket 412"),
    _note(
        "automatic_word_in_subject",
        "Return-Path: <jan@client.example>\n",
        auto=False,
        subject="Automatic reply wanted: undeliverable failure notice",
    ),
]
