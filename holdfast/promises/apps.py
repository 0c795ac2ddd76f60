from django.apps import AppConfig


class Promises(AppConfig):
    name = "holdfast.promises"
    label = "promises"
