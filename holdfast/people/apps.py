from django.apps import AppConfig


class People(AppConfig):
    name = "holdfast.people"
    label = "people"
