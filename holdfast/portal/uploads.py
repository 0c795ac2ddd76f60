"""Files that come with a form: how many, how large, under what names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile

from holdfast.files.limits import MOST_FILES_IN_A_FORM
from holdfast.files.names import unlike_names
from holdfast.files.storage import store
from holdfast.tickets.actions.messages import Attached

_MB = 1024 * 1024


@dataclass(frozen=True)
class Allowed:
    """At most so many files, each of so many MB."""

    files: int
    megabytes: int

    @property
    def words(self) -> str:
        return f"up to {self.files} files, {self.megabytes} MB each"


SIGNED_IN = Allowed(MOST_FILES_IN_A_FORM, 25)
STRANGERS = Allowed(3, 5)


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, within what is allowed."""

    def __init__(self, *, allowed: Allowed, **more: Any) -> None:
        self.allowed = allowed
        super().__init__(required=False, widget=_ManyFiles(), **more)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = [each for each in (data if isinstance(data, list | tuple) else [data]) if each]
        if len(given) > self.allowed.files:
            raise forms.ValidationError(f"At most {self.allowed.files} files at once.")
        for each in given:
            if each.size > self.allowed.megabytes * _MB:
                raise forms.ValidationError(f"{each.name} is larger than {self.allowed.megabytes} MB.")
        return given


def keep(files: list[UploadedFile], *, at: datetime) -> list[Attached]:
    """Store the files, each under a safe name of its own."""
    names = unlike_names(each.name or "" for each in files)
    return [
        Attached(file=store(cast(BinaryIO, each.file), at=at), filename=name)
        for each, name in zip(files, names, strict=True)
    ]
