from django.apps import AppConfig


class Catalogue(AppConfig):
    name = "holdfast.catalogue"
    label = "catalogue"
