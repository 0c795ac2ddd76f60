from django.apps import AppConfig


class Files(AppConfig):
    name = "holdfast.files"
    label = "files"
