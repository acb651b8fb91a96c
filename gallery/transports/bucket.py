"""Browsers send parts straight into the bucket, each to an address that is signed for that part alone: our own servers
carry no bytes. What the bucket does not refuse by itself is refused when the parts are counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

from gallery.models import UploadSession
from gallery.transports.protocol import Faulty, Readable, Ticket

GOOD_FOR = 15 * 60  # seconds in which the sending of a part may begin
PART = 8 * 1024 * 1024
GONE = frozenset({"NoSuchUpload", "NoSuchKey", "404"})
CHANGED = frozenset({"InvalidPart", "InvalidPartOrder", "EntityTooSmall"})


class BucketTransport:
    carries = False

    def __init__(self, storage: S3Storage) -> None:
        self.storage = storage
        self.client = storage.connection.meta.client

    def part_size(self, size: int) -> int:
        return PART

    def begin(self, session: UploadSession) -> None:
        if session.remote_id:
            return
        with _answers():
            made = self.client.create_multipart_upload(**self._object(session), ContentType="application/octet-stream")
        session.remote_id = made["UploadId"]

    def ticket(self, session: UploadSession, number: int) -> Ticket:
        """The length of the part is signed with its address, so that the bucket takes no other."""
        parameters = {**self._part(session, number), "ContentLength": session.length_of(number)}
        with _answers():
            return Ticket(self.client.generate_presigned_url("upload_part", Params=parameters, ExpiresIn=GOOD_FOR))

    def receive(self, session: UploadSession, number: int, stream: Readable) -> None:
        """For what a plain form brought: one part is held in memory."""
        length = session.length_of(number)
        body = b"".join(iter(lambda: stream.read(64 * 1024), b""))
        if len(body) > length:
            raise Faulty("part-too-long", most=length)
        if len(body) < length:
            raise Faulty("part-cut", came=len(body), length=length)
        with _answers():
            self.client.upload_part(**self._part(session, number), Body=body)

    def arrived(self, session: UploadSession) -> dict[int, int]:
        """Once they were put together the bucket knows no parts any more: another request may just have done it."""
        parts = {number: part["Size"] for number, part in self._parts(session).items()}
        if parts or self._size(session) != session.size:
            return parts
        return {number: session.length_of(number) for number in range(1, session.parts + 1)}

    def assemble(self, session: UploadSession) -> int:
        if (there := self._size(session)) is None:
            self._join(session)
            there = self._size(session)
        if there is None:
            raise Faulty("over")
        if there != session.size:
            self.abandon(session)
            raise Faulty("wrong-length")
        return session.size

    def clear(self, session: UploadSession) -> None:
        """A part that is on its way while its upload is aborted may stay behind, so it is asked for again."""
        with _answers(but=GONE):
            self.client.abort_multipart_upload(**self._upload(session))

    def abandon(self, session: UploadSession) -> None:
        self.clear(session)
        with _answers(but=GONE):
            self.client.delete_object(**self._object(session))

    def quarantined(self) -> Iterator[str]:
        with _answers():
            pages = self.client.get_paginator("list_multipart_uploads").paginate(Bucket=self.storage.bucket_name)
            for page in pages:
                yield from (one["Key"] for one in page.get("Uploads", []))

    def _object(self, session: UploadSession) -> dict[str, Any]:
        return {"Bucket": self.storage.bucket_name, "Key": self.storage._normalize_name(session.key)}

    def _upload(self, session: UploadSession) -> dict[str, Any]:
        return {**self._object(session), "UploadId": session.remote_id}

    def _part(self, session: UploadSession, number: int) -> dict[str, Any]:
        if not session.has_part(number):
            raise Faulty("no-part")
        return {**self._upload(session), "PartNumber": number}

    def _parts(self, session: UploadSession) -> dict[int, dict[str, Any]]:
        """As the bucket lists them, without those of another length than they should have."""
        found: list[dict[str, Any]] = []
        with _answers(but=GONE):
            for page in self.client.get_paginator("list_parts").paginate(**self._upload(session)):
                found += page.get("Parts", [])
        return {
            part["PartNumber"]: part
            for part in found
            if session.has_part(part["PartNumber"]) and part["Size"] == session.length_of(part["PartNumber"])
        }

    def _size(self, session: UploadSession) -> int | None:
        """Of what was assembled, None when nothing was."""
        with _answers(but=GONE):
            return int(self.client.head_object(**self._object(session))["ContentLength"])
        return None

    def _join(self, session: UploadSession) -> None:
        """The parts as they were listed: one that is changed meanwhile has another mark, and the bucket refuses."""
        parts = self._parts(session)
        if missing := session.parts - len(parts):
            if self._size(session) is not None:  # another request put them together between two of our questions
                return
            raise Faulty("parts-missing", missing=missing, parts=session.parts)
        listed = [{"PartNumber": number, "ETag": part["ETag"]} for number, part in sorted(parts.items())]
        with _answers(but=GONE):  # somebody else completed it first, or it is over
            self.client.complete_multipart_upload(**self._upload(session), MultipartUpload={"Parts": listed})


@contextmanager
def _answers(but: frozenset[str] = frozenset()) -> Iterator[None]:
    """What the bucket refuses, and its silence, is said in words; the errors in `but` are passed over."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in but:
            return
        if code in GONE:
            raise Faulty("over") from error
        raise Faulty("wrong-length" if code in CHANGED else "storage-away") from error
    except BotoCoreError as error:
        raise Faulty("storage-away") from error
