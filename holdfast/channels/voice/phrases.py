"""Our own words on the telephone; what stands in their marks is filled in as plain text (T38)."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

from holdfast.notices.languages import in_language

GREETING = gettext_noop("Thank you for calling %(name)s.")
CLOSED = gettext_noop("Thank you for calling %(name)s. We are closed at the moment.")
RECORDED = gettext_noop("This call may be recorded.")
CHOICE = gettext_noop("For %(what)s, press %(key)s.")
NO_SUCH_KEY = gettext_noop("That is none of the keys.")
PLACE = gettext_noop("You are number %(place)s in the queue.")
NEXT = gettext_noop("You are next. Please hold the line.")
LEAVE_MESSAGE = gettext_noop("Please leave a message after the tone. We call you back.")
MESSAGE_TAKEN = gettext_noop("Thank you. We call you back.")
CONNECTING = gettext_noop("We connect you with whoever is on duty.")
NOBODY_TOOK_IT = gettext_noop(
    "Nobody could take your call. Whoever is on duty is called on. Please leave a message."
)
A_CALL = gettext_noop("A call from %(who)s. To take it, press any key.")
AN_URGENT_CALL = gettext_noop("A call on the line for Priority 1, from %(who)s. To take it, press any key.")
TAKEN = gettext_noop("Somebody else has this call already.")
YOU_CALL = gettext_noop("You call %(who)s. Press any key.")


def spoken(language: str, phrase: str, **values: object) -> str:
    """One of these in that language."""
    return in_language(language, lambda: gettext(phrase) % values if values else gettext(phrase))
