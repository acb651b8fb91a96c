from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone


class HeartbeatManager(models.Manager["Heartbeat"]):
    def beat(self, name: str, *, at: datetime | None = None) -> None:
        """Say that the process of this name is alive."""
        self.update_or_create(name=name, defaults={"at": at or timezone.now()})

    def last(self, name: str) -> datetime | None:
        return self.filter(name=name).values_list("at", flat=True).first()

    def age(self, name: str, *, at: datetime | None = None) -> timedelta | None:
        """How long ago it last beat, or None when it never did."""
        last = self.last(name)
        return (at or timezone.now()) - last if last else None


class Heartbeat(models.Model):
    """When "sweep" and "worker" were last seen alive: a row, because the default cache is not shared by processes."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    objects = HeartbeatManager()
