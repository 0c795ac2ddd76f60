"""Links of a page that lies as a file: relative among what is exported, whole at all else."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import Final

_LINK: Final = re.compile(r'(?<=[ \n])(href|src|content|action)="(/[^"]*)"')
_STATIC: Final = re.compile(r'"/static/')


def with_relative_links(page: str, file: str, files: Mapping[str, str], site_url: str) -> str:
    """The page as it lies in that file: what is exported is linked as a neighbour, anything else at the installation."""

    def link(found: re.Match[str]) -> str:
        name, path = found.groups()
        if path.startswith("/static/"):
            return found[0]
        target = files.get(path)
        return f'{name}="{_relative(target, file) if target else site_url + path}"'

    return _STATIC.sub(f'"{_relative("static", file)}/', _LINK.sub(link, page))


def _relative(target: str, file: str) -> str:
    """As import maps want it too, which take no name without a dot in front."""
    path = posixpath.relpath(target, posixpath.dirname(file) or ".")
    return path if path.startswith(".") else f"./{path}"
