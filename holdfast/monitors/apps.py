"""The app of monitors."""

from django.apps import AppConfig


class MonitorsConfig(AppConfig):
    """Monitors of components."""

    name = "holdfast.monitors"
    label = "monitors"

    def ready(self) -> None:
        """Monitors are one of the kinds that the import reads."""
        from holdfast.catalogue.importing.kinds import Kind
        from holdfast.catalogue.importing.parts import add_part
        from holdfast.monitors.importing.rows import PART

        add_part(Kind.MONITORS, PART)
