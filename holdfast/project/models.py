"""What the parts say about themselves."""

from django.db import models


class Heartbeat(models.Model):
    """A loop of some worker came round, by the database's clock; one row for each loop."""

    loop = models.CharField(max_length=100, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.loop} at {self.at:%Y-%m-%d %H:%M:%S}"


class Presence(models.Model):
    """A worker that arrived and was not yet seen to have gone; it lives while the lock of its number is held."""

    number = models.IntegerField(primary_key=True)
    name = models.CharField(max_length=60)
    missed_at = models.DateTimeField(null=True)
    """Since when its lock is missing, by the real clock."""

    def __str__(self) -> str:
        return self.name
