"""The files that hang on what was said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from holdfast.tickets.models import Attachment


def files_on(messages: Collection[int]) -> Mapping[int, Sequence[Attachment]]:
    """Of these messages, by message, in the order in which they were attached; one statement, or none."""
    files: dict[int, list[Attachment]] = defaultdict(list)
    if messages:
        for each in Attachment.objects.filter(message__in=messages).select_related("file").order_by("pk"):
            files[each.message_id].append(each)
    return files
