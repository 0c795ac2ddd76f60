from django.apps import AppConfig


class Kernel(AppConfig):
    name = "holdfast.kernel"
    label = "kernel"

    def ready(self) -> None:
        from holdfast.kernel import among  # noqa: F401 (querysets name it)
