from django.apps import AppConfig


class Web(AppConfig):
    name = "holdfast.web"
    label = "web"
