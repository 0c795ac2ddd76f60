# ruff: noqa: E501
"""What an attribution looks like, judged by its words alone: 'On …, … wrote:' in any language (T40)."""

import re

from holdfast.channels.mail.reading.languages import STARTS, WROTE

ENDS_OPEN = re.compile(r"[:：﹕︰]\s*[*_|]*\s*$")
ADDRESS = re.compile(r"[<(\[]?\s?(?:mailto:)?[^\s<>()\[\],;:]{1,100}@[^\s<>()\[\],;:]{1,200}[>)\]]?")
ADDRESS_IN_FENCE = re.compile(r"[<\[(]\s?(?:mailto:)?[^\s<>()\[\]]{1,100}@[^\s<>()\[\]]{1,200}")
DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d|25[5-9]\d)(?!\d)|(?<!\d)\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}|\d{1,2}月\s?\d{1,2}日|\d{1,2}월 \d{1,2}일|[٠-٩۰-۹]{4}|"
    r"(?<!\d)\d{1,2}(?:st|nd|rd|th|\.|er|º)? (?:de |d’|d')?[^\W\d_]{3,10}\.?(?!\w)|[^\W\d_]{3,9}\.? \d{1,2}(?!\d)|[^\W\d_]{3,9}-\d{1,2}-\d{2,4}(?!\d)|(?<!\d)\d{1,2}[-/][^\W\d_]{3,4}\.?[-/]\d{2}(?!\d)"
)
TIME = re.compile(
    r"(?<!\d)\d{1,2}\s?[:.hH點时時]\s?\d{2}(?!\d)|[上下]午|오[전후]|\d\s?[AaPp]\.?[Mm]|[٠-٩۰-۹]{1,2}[:.][٠-٩۰-۹]{2}|\d{1,2}(?:時|시)|\d{1,2} ?(?:uhr|h)\b",
    re.I,
)
QUOTING = re.compile(
    r"^\s*(?:quoting|zitat von|citando|quotando|citerar|citát|citat|selon|citant|in article|quoth)\b.{1,200}[:：]\s*$",
    re.I,
)
MOST_LINES = 6
MOST_CHARS = 600

_CLOSED = re.compile(
    r"^\[?[^\[\]]{0,80}\d{1,2}[:.]\d{2}[^\[\]]{0,80}\]?$|[<(]\s?[^\s<>()]{1,100}@[^\s<>()]{1,200}[>)]$|^quoting \S.{1,120}\)$|\bin message news:\S{3,200}$",
    re.I,
)
_DOTTED_DATE = re.compile(r"\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,4}")
_RUN_ON = re.compile(r"^(.{20,250}?[^\s\d] ?[:：])[ \xa0]{2,}\S")
_STAMP = re.compile(
    r"^\s*\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?,?\s[^<>:]{2,60}<[^\s<>@]{1,100}@[^\s<>@]{1,200}>,?\s*:?\s*$",
    re.I,
)
_BY_ADDRESS = re.compile(
    r"^\s*([^<>:@]{6,30}\d[:.]\d{2}(?:\s?[ap]m)?),?\s[^\W\d_]{1,5}\s[^\s<>@:]{1,100}@[^\s<>@:]{1,200}:\s*$",
    re.I,
)
_DIGIT_FIRST = re.compile(r"^\W{0,4}\d")
_FENCED_FIRST = re.compile(r"^\s*<|^\s*[(\[]\s?(?:mailto:)?[^\s<>()\[\]]{1,100}@")
_DATE_AND_ADDRESS = re.compile(
    r"^\s*(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}\s[^<>:]{1,80}<[^\s<>@]{1,100}@[^\s<>@]{1,200}>$"
)
_NO_COLON = re.compile(r"[\s.\xa0]*-{0,6}\s*$")
_VERB_ALONE = re.compile(r"^\W*(?:ha |has |hat |a |je |heeft )?\S{2,20}\W*$")


def strength(text: str, quote_follows: bool) -> str:
    """`strong`, `weak` (counts only before lines that are marked as quoted) or empty."""
    wrote = WROTE.search(text) is not None
    date = DATE.search(text) is not None
    address = ADDRESS.search(text) is not None
    time = TIME.search(text) is not None
    if wrote and date and (time or address or "пользователь" in text):
        return "strong"
    if wrote and address and text.startswith("--- "):
        return "strong"
    fence = ADDRESS_IN_FENCE.search(text)
    if (
        fence is not None
        and len(text) < 250
        and (wrote or (date and time and _begins_like_one(text, fence.start())))
    ):
        return "strong"
    if quote_follows and len(text) < 400:
        if wrote and (date or address or len(text) < 120):
            return "weak"
        if date and (time or address) and len(text) < 200:
            return "weak"
        if address and len(text) < 160:
            return "weak"
    return ""


def _begins_like_one(text: str, address_at: int) -> bool:
    """Without a verb: with a date, or with the name and the address; a sentence begins otherwise."""
    date = DATE.search(text)
    return (
        STARTS.match(text) is not None
        or _DIGIT_FIRST.match(text) is not None
        or (date is not None and (address_at < date.start() or not text[: date.start()].strip()))
    )


def is_dated(text: str) -> bool:
    """Whether it holds a date and a time, each for itself."""
    return DATE.search(text) is not None and TIME.search(_DOTTED_DATE.sub(" ", text)) is not None


def runs_on(text: str) -> bool:
    """Yahoo for Android goes on with the quoted words on the same line, after some spaces."""
    if STARTS.match(text) is None or (found := _RUN_ON.match(text)) is None:
        return False
    return (
        WROTE.search(found[1]) is not None
        and is_dated(found[1])
        and ADDRESS_IN_FENCE.search(found[1]) is not None
    )


def is_stamp(text: str) -> bool:
    """Whether it is nothing but a date, a time, a name and an address, which nobody types."""
    if _STAMP.match(text):
        return True
    found = _BY_ADDRESS.match(text)
    return found is not None and is_dated(found[1])


def ends_with_verb(text: str) -> bool:
    """Some leave the colon out: 'schreef het volgende', or '写道' at the end of the line."""
    found = WROTE.search(text[-46:])
    return found is not None and found.end() + max(0, len(text) - 46) >= len(_NO_COLON.sub("", text)) - 1


def is_whole_without_colon(text: str) -> bool:
    """'On …, … <…@…> wrote' and nothing else, as Zoho writes it: enough even where no mark follows."""
    return (
        len(text) < 250
        and STARTS.match(text) is not None
        and is_dated(text)
        and ADDRESS_IN_FENCE.search(text) is not None
        and ends_with_verb(text)
    )


def is_closed(text: str) -> bool:
    """Whether it is an attribution to its last letter, though nothing opens at its end: 'Op … schreef …
    <…@…>', '[2026-01-05 10:00] … <…@…>', 'Quoting … (…)', '… wrote in message news:…'."""
    bare = text.strip().rstrip(".")
    if not 10 < len(bare) < 250 or _CLOSED.search(bare) is None:
        return False
    if bare.startswith("[") and DATE.search(bare):
        return bare.endswith("]") or ADDRESS_IN_FENCE.search(bare) is not None
    if _DATE_AND_ADDRESS.match(bare):
        return True
    if WROTE.search(bare) is None:
        return False
    return (
        (
            STARTS.match(bare) is not None
            and DATE.search(bare) is not None
            and ADDRESS_IN_FENCE.search(bare) is not None
        )
        or bare.casefold().startswith("quoting ")
        or " news:" in bare
    )


def is_tail(text: str) -> bool:
    """Whether it can only be the end of a wrapped attribution: a fence or an address, or the verb alone."""
    return _FENCED_FIRST.match(text) is not None or (
        WROTE.search(text) is not None and _VERB_ALONE.match(text) is not None
    )
