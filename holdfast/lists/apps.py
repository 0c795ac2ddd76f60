from django.apps import AppConfig


class Lists(AppConfig):
    name = "holdfast.lists"
    label = "lists"
