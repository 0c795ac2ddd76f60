from django.apps import AppConfig


class Audience(AppConfig):
    name = "holdfast.audience"
    label = "audience"

    def ready(self) -> None:
        """Addresses of the doors name a purpose: `<purpose:…>`."""
        from django.urls import register_converter

        from holdfast.audience.links import PurposeInPath

        register_converter(PurposeInPath, "purpose")
