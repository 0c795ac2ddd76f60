"""The forms of allauth as our pages show them: labels in the case of a sentence, and none repeated inside its field."""

from __future__ import annotations

from typing import Any

from allauth.account import forms


class _Plain:
    """Beside a form of allauth."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            field.label = str(field.label).capitalize()
            field.widget.attrs.pop("placeholder", None)


class SignInForm(_Plain, forms.LoginForm):
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["password"].help_text = ""  # the page has its own link to a forgotten password


class ChangeForm(_Plain, forms.ChangePasswordForm):
    pass


class SetForm(_Plain, forms.SetPasswordForm):
    pass


class FromLinkForm(_Plain, forms.ResetPasswordKeyForm):
    pass
