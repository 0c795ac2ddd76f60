"""text/enriched and its forerunner text/richtext as plain words (RFC 1896, RFC 1341)."""

import re

_COMMAND = re.compile(r"<(/?)([a-zA-Z-]{1,60})>")
_SILENT = re.compile(r"<(param|comment)>.{0,500}?</\1>", re.I | re.S)
_BREAKS = re.compile(r"\n+")
_RICHTEXT = {"nl": "\n", "np": "\n\n", "lt": "<", "paragraph": "\n\n"}


def enriched_text(text: str, *, is_richtext: bool) -> str:
    """The words without commands. One line end is a space, several are one less; richtext breaks by command."""
    text = _SILENT.sub("", text)
    if is_richtext:
        text = _BREAKS.sub(" ", text)
        return _COMMAND.sub(lambda found: "" if found[1] else _RICHTEXT.get(found[2].lower(), ""), text)
    text = _BREAKS.sub(lambda found: found[0][1:] or " ", text)
    return "<".join(_COMMAND.sub("", piece) for piece in text.split("<<")).strip()
