from django.apps import AppConfig


class Portal(AppConfig):
    name = "holdfast.portal"
    label = "portal"
