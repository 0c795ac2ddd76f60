"""What a form asks for is done once, however often it arrives: by a double press, or sent again as the answer got lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.db import connection, transaction

from holdfast.kernel import tokens
from holdfast.kernel.refusal import Refused

OTHER_WORDS: Final = "other_words"


@transaction.atomic
def once(form: str, words: str, act: Callable[[], int]) -> int:
    """Do it and keep which row it made; a form that did it leads to that row again, and nothing happens.

    `form` is told from every other by something unguessable. Of two at once the later waits for the earlier. What is
    refused leaves the form unused. Other words in a used form are refused, for they would be lost in silence.
    """
    name, said = tokens.digest(form), tokens.digest(words)
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, [name, said])
        if cursor.rowcount:
            made = act()
            cursor.execute(_KEEP, [made, name])
            return made
        cursor.execute(_KNOWN, [name])
        known, made = cursor.fetchone()
    if known != said:
        raise Refused(
            "What you sent from here before has arrived, and these are other words. Nothing of them is lost: send them"
            " once more if they are to be said too.",
            code=OTHER_WORDS,
            field="text",
        )
    return int(made)


_BEGIN: Final = """
INSERT INTO kernel_sentform (form, words, made, at) VALUES (%s, %s, 0, holdfast_now()) ON CONFLICT (form) DO NOTHING
"""
_KNOWN: Final = "SELECT words, made FROM kernel_sentform WHERE form = %s"
# kept for longer than a browser keeps what was typed (js/drafts.js)
_KEEP: Final = """
WITH forgotten AS (
    DELETE FROM kernel_sentform WHERE id IN (
        SELECT id FROM kernel_sentform WHERE at < holdfast_now() - interval '30 days'
        ORDER BY at LIMIT 50 FOR UPDATE SKIP LOCKED))
UPDATE kernel_sentform SET made = %s WHERE form = %s
"""
