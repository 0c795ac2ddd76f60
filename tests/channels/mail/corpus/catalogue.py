"""Every module of the corpus."""

from tests.channels.mail.corpus import (
    automatic,
    bounce_dialects,
    bounce_look_alikes,
    bounces,
    charsets,
    fields,
    html_replies,
    plain_replies,
    reply_dialects,
    structures,
)

MODULES = (
    plain_replies,
    reply_dialects,
    html_replies,
    bounces,
    bounce_dialects,
    bounce_look_alikes,
    automatic,
    structures,
    fields,
    charsets,
)
