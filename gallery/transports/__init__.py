"""How the bytes of an upload arrive. Which of the two ways it is, the private storage of the settings decides."""

from django.core.files.storage import Storage
from storages.backends.s3 import S3Storage

from gallery.storages import private
from gallery.transports.bucket import BucketTransport
from gallery.transports.local import LocalTransport
from gallery.transports.protocol import Ticket, Transport

__all__ = ["BucketTransport", "LocalTransport", "Ticket", "Transport", "transport", "transport_over"]


def transport() -> Transport:
    return transport_over(private())


def transport_over(storage: Storage) -> Transport:
    return BucketTransport(storage) if isinstance(storage, S3Storage) else LocalTransport(storage)
