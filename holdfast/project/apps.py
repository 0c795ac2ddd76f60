from django.apps import AppConfig


class Project(AppConfig):
    name = "holdfast.project"
    label = "project"

    def ready(self) -> None:
        from holdfast.kernel.facts import wire
        from holdfast.project.wiring import WIRING

        wire(WIRING)
