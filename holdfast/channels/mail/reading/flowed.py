"""RFC 3676 `format=flowed`: soft line ends joined, space-stuffing undone."""

import re

_QUOTE = re.compile(r">+")


def unflow(text: str, *, delsp: bool) -> str:
    """Paragraphs on one line each. Quote depth is kept as `>` marks; the signature mark `-- ` never flows."""
    lines: list[str] = []
    open_depth = -1
    paragraph: list[str] = []

    def close() -> None:
        nonlocal open_depth, paragraph
        if open_depth >= 0:
            lines.append(_quoted("".join(paragraph), open_depth))
        open_depth, paragraph = -1, []

    for line in text.replace("\r", "").split("\n"):
        mark = _QUOTE.match(line)
        depth = len(mark[0]) if mark else 0
        content = line[depth:]
        if content.startswith(" "):
            content = content[1:]
        is_signature = content == "-- "
        flows = content.endswith(" ") and not is_signature
        if open_depth >= 0 and (depth != open_depth or is_signature):
            close()
        if is_signature:
            lines.append(_quoted("-- ", depth))
            continue
        open_depth = depth
        paragraph.append(content[:-1] if flows and delsp else content)
        if not flows:
            close()
    close()
    return "\n".join(lines)


def _quoted(content: str, depth: int) -> str:
    if not depth:
        return content
    return ">" * depth + (" " + content if content else "")
