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
    structures,
)

MODULES = (
    plain_replies,
    html_replies,
    bounces,
    bounce_dialects,
    bounce_look_alikes,
    automatic,
    structures,
    fields,
    charsets,
)
