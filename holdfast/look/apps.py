from django.apps import AppConfig


class Look(AppConfig):
    name = "holdfast.look"
    label = "look"
