from django.apps import AppConfig


class People(AppConfig):
    name = "holdfast.people"
    label = "people"

    def ready(self) -> None:
        """Who may do what stands in the table of acts: Django's own permissions are not made at every start."""
        from django.contrib.contenttypes.management import create_contenttypes
        from django.db.models.signals import post_migrate

        post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
        post_migrate.disconnect(create_contenttypes)
