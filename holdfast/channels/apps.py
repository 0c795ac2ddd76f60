from django.apps import AppConfig


class Channels(AppConfig):
    name = "holdfast.channels"
    label = "channels"
