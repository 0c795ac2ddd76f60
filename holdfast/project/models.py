"""What the parts say about themselves."""

from django.db import models


class Heartbeat(models.Model):
    """A loop of some worker came round, by the database's clock; one row for each loop."""

    loop = models.CharField(max_length=100, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.loop} at {self.at:%Y-%m-%d %H:%M:%S}"
