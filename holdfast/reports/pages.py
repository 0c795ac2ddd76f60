"""A report as a PDF: set by Typst from a template of ours, with the values as data that is never read as markup.

Typst is loaded when the first PDF is made, for it is the largest package that we have. It reads no file but its template
and asks no network: its root is an empty folder (T37).
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import tzinfo
from pathlib import Path
from typing import Any, Final

_TEMPLATES: Final = Path(__file__).parent / "typst"


def pdf_of(template: str, values: Mapping[str, Any], *, zone: tzinfo) -> bytes:
    """The report by its template; its values are plain, instants are told in that time zone already."""
    import typst

    compiled: Any = typst.compile  # its types want the source and the root to be of one kind
    data = json.dumps(dict(values) | {"zone": str(zone)}, ensure_ascii=False)
    source = b"\n".join((_TEMPLATES / name).read_bytes() for name in ("page.typ", f"{template}.typ"))
    with tempfile.TemporaryDirectory() as empty:
        made: bytes = compiled(source, root=empty, sys_inputs={"data": data})
    return made
