from django.apps import AppConfig


class Kernel(AppConfig):
    name = "holdfast.kernel"
    label = "kernel"
