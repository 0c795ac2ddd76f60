"""The words of the panel, in the visitor's language as far as somebody translated them: the script holds none."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from holdfast.kernel.refusal import Refused
from holdfast.policy.allowance import Allowance, Unit


def panel_words(*, support: str, within: Allowance | None = None) -> dict[str, str]:
    """By the names that the script uses, in the language that is active; `within` is what a first answer may take."""
    return {
        "open": gettext("Chat with us"),
        "title": gettext("Chat with %(support)s") % {"support": support},
        "close": gettext("Close chat"),
        "dismiss": gettext("Close this message"),
        "messages": gettext("Messages"),
        "message": gettext("Message"),
        "write": gettext("Write a message"),
        "send": gettext("Send"),
        "you": gettext("You"),
        "typing": gettext("Somebody is typing"),
        "unread": gettext("unread"),
        "here": gettext("We are here now."),
        "away": _away(within),
        "gone": gettext("Nobody is here right now; we answer by mail and here."),
        "hours": gettext("Our hours begin again {when}, your time."),
        "back": gettext(
            "Nobody is here right now. Our hours begin again {when}, your time. Leave a message; we answer by mail"
            " and here."
        ),
        "call": gettext("Everything down? Call {phone}."),
        "duty": gettext("Everything down? Somebody is on duty for that now. Call {phone}."),
        "answers": gettext("Does one of these answer it?"),
        "promised": gettext("A first answer is promised by {when}."),
        "with": gettext("In this chat with you"),
        "reference": gettext("Your reference:"),
        "unsent": gettext("Not sent yet"),
        "delivered": gettext("Delivered"),
        "read": gettext("Read"),
        "queued": gettext("You are number {n} in the queue."),
        "usual": gettext("Usually answered after {n} seconds."),
        "minutes": gettext("Usually answered after {n} minutes."),
        "left": gettext("Your message is kept as {reference}. Where shall the answer go?"),
        "name": gettext("Your name"),
        "address": gettext("Your mail address"),
        "keep": gettext("Keep it"),
        "kept": gettext("The answer comes here, and by mail to {address}."),
        "transcript": gettext("Mail me this chat"),
        "mailed": gettext("It is on its way to your mailbox."),
        "attach": gettext("Attach a file"),
        "end": gettext("End chat"),
        "ended": gettext("The chat is over. Write again whenever you like."),
        "rate": gettext("How was it?"),
        "more": gettext("A word about it, if you like"),
        "bad": gettext("bad"),
        "good": gettext("good"),
        "rated": gettext("Thank you."),
        "sending": gettext("Sending a file…"),
        "offline": gettext("No connection. What you write is kept here and sent when it is back."),
    }


def refusal_words(refused: Refused) -> str:
    """Why something is not taken, in the language that is active."""
    said = gettext(refused.words)
    return said % refused.values if refused.values else said


def _away(within: Allowance | None) -> str:
    """What runs round the clock is promised whatever the hour is, and so is said instead of hours."""
    if within is None or not within.is_elapsed:
        return gettext("Nobody is here right now. Leave a message; we answer by mail and here.")
    n = within.amount
    if within.unit == Unit.HOURS:
        length = ngettext("%(n)s hour", "%(n)s hours", n) % {"n": n}
    else:
        length = ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}
    return gettext(
        "Nobody is here right now. Leave a message: a first answer is promised within %(length)s. We answer by mail"
        " and here."
    ) % {"length": length}
