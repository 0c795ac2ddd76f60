"""The marks by which mail programs fence off what they quote, in HTML.

Gathered from what Gmail, Outlook (desktop, web, mobile), Apple Mail, Thunderbird, Yahoo, Proton, Zoho, GMX,
Zimbra, QQ and
163, Yandex, Mail.ru and their kind write. Prefixes that web mailers put before foreign ids (`x_`, `m_-123`)
are ignored.
"""

import re

_PREFIX = re.compile(r"^(?:x_|m_-?\d+|ydp[0-9a-z]+)+")

_QUOTE_NAMES = re.compile(
    r"^(?:yahoo_?quoted(?:_.*)?|yqt\w*|protonmail_quote|tutanota_quote|zmail_extra|front-blockquote|missive_quote|"
    r"ik_mail_quote|mail-editor-reference-message-container|"
    r"ntes-mailmaster-quote|isreplycontent|replymessage|hm_quote|cm_quote|mailbox_quote|"
    r"nylas-quote|moz-cite-quote|wangyi_quote|ntes-quote|history_container|messagereplysection|"
    r"quoted-content|oldcontent|reply-quote|original-message|aqm-original|zm_blockquote|mail_quote_body)$",
    re.I,
)
_REST_NAMES = re.compile(
    r"^(?:divrplyfwdmsg|outlookmessageheader|zwchr|stopspelling|ms-outlook-mobile-reference-message|origbody|orm_separator|_mapi_header)$",
    re.I,
)
_ATTRIBUTION_NAMES = re.compile(
    r"^(?:gmail_attr|moz-cite-prefix|moz-email-headers-table|adm|quote-header|reply-intro)$", re.I
)
_FORWARD_NAMES = re.compile(r"^(?:moz-forward-container|isforwardcontent)$", re.I)
_HEADER_BORDER = re.compile(
    r"border-top:\s*(?:solid\s+|1(?:\.0)?pt\s+|1px\s+)*(?:#?(?:E1E1E1|B5C4DF|ADC0D9|C4C4C4|CCCCCC)|windowtext|gr[ae]y|rgb\(\s*(?:225|181))",
    re.I,
)
_LEFT_BORDER = re.compile(
    r"border-left(?:-width|-style|-color)?\s*:|border-width:\s*(?:medium|0(?:px|pt)?|none)\s+\S+\s+\S+\s+(?!0)[0-9.]+(?:px|pt)|border-inline-start\s*:",
    re.I,
)
_NO_LEFT_BORDER = re.compile(r"border-left\s*:\s*(?:\w+\s+){0,2}(?:none|0)", re.I)


def names_of(attributes: dict[str, str]) -> list[str]:
    """Class names, id and name of an element, without the prefixes of web mailers."""
    words = attributes.get("class", "").split()[:20]
    words += [attributes[key].strip() for key in ("id", "name", "data-marker") if attributes.get(key)]
    return [_PREFIX.sub("", word) for word in words]


def is_container(tag: str, names: list[str]) -> bool:
    """The wrapper of attribution and quote of Gmail and Proton; what is typed after the quote stands in it
    too."""
    return tag == "div" and any(name.startswith(("gmail_quote", "protonmail_quote")) for name in names)


def is_quote(tag: str, attributes: dict[str, str], names: list[str]) -> bool:
    """Whether the element holds only what was quoted."""
    if tag == "blockquote":
        if attributes.get("type", "").lower() == "cite" or attributes.get("cite"):
            return True
        style = attributes.get("style", "")
        if _LEFT_BORDER.search(style) and not _NO_LEFT_BORDER.search(style):
            return True
        return any(
            name.startswith(("gmail_quote", "protonmail", "tutanota", "yahoo", "clean_bq"))
            or _QUOTE_NAMES.match(name)
            for name in names
        )
    if any(_QUOTE_NAMES.match(name) for name in names):
        return True
    if tag == "div" and "quote" in names and attributes.get("name") == "quote":
        return True
    return tag == "includetail"


def is_attribution(names: list[str]) -> bool:
    return any(_ATTRIBUTION_NAMES.match(name) for name in names)


def is_forward(names: list[str]) -> bool:
    return any(_FORWARD_NAMES.match(name) for name in names)


def begins_rest(tag: str, attributes: dict[str, str], names: list[str]) -> bool:
    """Whether from here on all is history: the header of Outlook and Zimbra."""
    if any(_REST_NAMES.match(name) for name in names):
        return True
    return attributes.get("data-marker") == "__DIVIDER__" and tag == "hr"


def ends_rest(names: list[str]) -> bool:
    """Whether history reaches to the end of the element only: Zimbra's, behind which answers are typed too."""
    return "__QUOTED_TEXT__" in names


def may_begin_header(tag: str, attributes: dict[str, str]) -> bool:
    """Outlook's thin grey line above 'From: … Sent: …'; only together with such a block does it mean
    anything."""
    return tag in ("div", "p", "td") and bool(_HEADER_BORDER.search(attributes.get("style", "")))


def is_answer_wrapper(tag: str, attributes: dict[str, str]) -> bool:
    """Outlook's blue line at the left, behind which the sender goes on writing."""
    style = attributes.get("style", "")
    return tag == "div" and bool(_LEFT_BORDER.search(style)) and not _NO_LEFT_BORDER.search(style)
