from django.apps import AppConfig


class Notices(AppConfig):
    name = "holdfast.notices"
    label = "notices"
