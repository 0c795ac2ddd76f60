"""The app of monitors."""

from django.apps import AppConfig


class MonitorsConfig(AppConfig):
    """Monitors of components."""

    name = "holdfast.monitors"
    label = "monitors"
