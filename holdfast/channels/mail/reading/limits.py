"""How much of a mail is looked at, so that reading stays within two seconds and 300 MB whatever it is fed."""

RAW_BYTES = 160 * 1024 * 1024
"""Beyond this the rest of a message is not read at all."""

HEADER_BYTES = 4 * 1024 * 1024
FIELDS = 25_000
FIELD_BYTES = 256 * 1024
ADDRESSES = 10_000
REFERENCES = 2_000
NAME_CHARS = 1_000

PARTS = 500
DEPTH = 20
BOUNDARY_BYTES = 1_000

TEXT_BYTES = 4 * 1024 * 1024
"""Of one text part, after transfer decoding."""

TEXT_CHARS = 1_000_000
"""Of the whole readable body."""

HTML_CHARS = 2_000_000
"""Of the HTML that is turned into text; the HTML itself is kept as sent."""

HTML_TAGS = 80_000
"""After so many tags the rest of an HTML body is stripped coarsely."""

OPAQUE_BYTES = 40 * 1024 * 1024
"""Of a mail signed in one piece; a larger one stays the attachment that it is."""

TNEF_BYTES = 40 * 1024 * 1024
TNEF_PARTS = 200
UUENCODED_FILES = 50

BOUNCE_CHARS = 16_000
"""Where the wording of a failure notice is looked for: the head of the body."""
