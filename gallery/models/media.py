from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, Self
from uuid import UUID, uuid4

from django.db import connections, models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.publication import Publishable, State
from core.subjects import subjects
from gallery.models.captions import CaptionTrack
from gallery.purposes import NARROWED_BY, Purpose, limits_of
from gallery.registries import bearers, exhibiting
from gallery.wording import words_of

LEASE = timedelta(minutes=15)  # of a worker on one item; longer than its child may run
MOST_ATTEMPTS = 2


class Stage(models.TextChoices):
    """How far its files are. Whether others may see it is another question: `state`."""

    UPLOADED = "uploaded", _("Waiting to be checked")
    PROCESSING = "processing", _("Being checked")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Cannot be used")
    REMOVED = "removed", _("Taken down")


def things_shown_to(user: Any, kind: str) -> models.QuerySet:
    """Things of this kind under which others' pictures and films are shown to this person: those that they may see and
    that are published. A thing may keep its page when its author withdraws it; its pictures are withdrawn with it."""
    things = subjects[kind].visible_to(user)
    return things.filter(state=State.PUBLISHED) if is_published_kind(kind) else things


def is_published_kind(kind: str) -> bool:
    """Whether things of this kind are published at all, as ideas are; members are not."""
    return issubclass(subjects[kind].model, Publishable)


def _bearing(user: Any) -> Iterator[tuple[str, models.QuerySet]]:
    """By kind what bears media and may be seen by this person."""
    for bearer in bearers:
        yield bearer.key, things_shown_to(user, bearer.key).order_by().values("pk")


def _attached(user: Any, kinds: Iterable[str] | None = None) -> Exists:
    """To a thing that this person may see, of one of these kinds if they are named."""
    seen = (Q(kind=key, subject_id__in=things) for key, things in _bearing(user) if kinds is None or key in kinds)
    return Exists(Attachment.objects.filter(reduce(or_, seen, Q(pk__in=[])), item=OuterRef("pk")))


class MediaQuerySet(models.QuerySet["MediaItem"]):
    def visible_to(self, user: Any) -> Self:
        """Published, and attached to a published thing that this person may see; one's own always."""
        seen = Q(_attached(user), state=State.PUBLISHED, stage=Stage.READY)
        return self.filter(seen | Q(owner=user.pk)) if user.is_authenticated else self.filter(seen)

    def visible_to_makers(self, user: Any) -> Self:
        """As `visible_to`, and what was published under things that this person makes with others."""
        seen = self.visible_to(user)
        for bearer in bearers:
            if bearer.made_by and not (things := bearer.made_by(user)).query.is_empty():
                there = Attachment.objects.filter(kind=bearer.key, subject_id__in=things.values("pk"))
                seen |= self.shown().filter(Exists(there.filter(item=OuterRef("pk"))))
        return seen

    def exhibited_to(self, user: Any, *, under: str = "") -> Self:
        """What a gallery shows this person: published, and attached to a published thing that they may see, of the kind
        `under` if one is named. One's own is held to that, too: a gallery shows what others can see."""
        return self.shown().filter(_attached(user, [under] if under else exhibiting()))

    def with_renditions(self) -> Self:
        """With all that `gallery.showing` looks at, so that no component asks for anything."""
        offered = CaptionTrack.objects.offered()
        return self.prefetch_related("renditions", models.Prefetch("captions", queryset=offered))

    def with_places(self) -> Self:
        """With the things that they stand under."""
        there = Attachment.objects.order_by("pk").with_things()
        return self.prefetch_related(models.Prefetch("attachments", queryset=there))

    def of(self, thing: Any, *, kind: str) -> Self:
        """Attached to this thing, in their order."""
        there = self.filter(attachments__kind=kind, attachments__subject_id=thing.pk)
        return there.order_by("attachments__place", "pk")

    def under(self, thing: Any, *, kind: str, to: Any) -> Self:
        """What stands under a thing that this person may see, with its files: of their own all, and while the thing is
        published what is shown."""
        seen = Q(owner=to.pk) if to.is_authenticated else Q(pk__in=[])
        if getattr(thing, "is_published", True):
            seen |= Q(state=State.PUBLISHED, stage=Stage.READY)
        return self.of(thing, kind=kind).filter(seen).prefetch_related("renditions")

    def uploaded_for(self, purposes: Iterable[str]) -> Self:
        """For one of these purposes, whatever closer limits it had."""
        wanted = (Q(purpose=key) | Q(purpose__startswith=f"{key}{NARROWED_BY}") for key in purposes)
        return self.filter(reduce(or_, wanted, Q(pk__in=[])))

    def loose(self) -> Self:
        """Attached to nothing."""
        return self.filter(attachments=None)

    def shown(self) -> Self:
        """What members may see where they see what it is attached to."""
        return self.filter(state=State.PUBLISHED, stage=Stage.READY)

    def claim_for_processing(self, pk: int, *, at: datetime | None = None) -> "MediaItem | None":
        """Take the item for the time of a lease, if it waits or its worker's lease has run out. Whoever is later gets
        None; what was taken too often without an end is nobody's."""
        at = at or timezone.now()
        claim = uuid4()
        free = Q(stage=Stage.UPLOADED) | Q(stage=Stage.PROCESSING, claimed_until__lte=at)
        taken = self.filter(free, pk=pk, attempts__lt=MOST_ATTEMPTS).update(
            stage=Stage.PROCESSING,
            claim=claim,
            claimed_until=at + LEASE,
            attempts=F("attempts") + 1,
            percent=0,
            step="",
        )
        return self.get(pk=pk, claim=claim) if taken else None

    def held_by(self, claim: UUID | None) -> Self:
        """The item, while that worker's claim on it holds: one who was thought dead changes nothing any more."""
        return self.filter(claim=claim, stage=Stage.PROCESSING)


class MediaItem(Publishable):
    """A picture or a film that a member uploaded. Its original stays private; what is shown was made from it."""

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    token = models.UUIDField(default=uuid4, unique=True, editable=False)  # in addresses
    owner = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")
    purpose = models.CharField(max_length=20)
    audience = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=300)  # as its device calls it: shown, never used
    alt = models.CharField(_("description for those who do not see it"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)  # of the words
    created_at = models.DateTimeField(default=timezone.now)

    # The original, and what was found in it
    key = models.CharField(max_length=80, unique=True)  # in the private storage
    size = models.PositiveBigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64, blank=True)
    hashes = models.JSONField(default=list, blank=True)  # perceptual
    measured = models.JSONField(default=dict, blank=True)
    colour = models.PositiveSmallIntegerField(null=True, blank=True)  # of 64
    is_public = models.BooleanField(default=False)  # its renditions lie in the public storage

    presented_at = models.DateTimeField(null=True, blank=True)  # to the gatekeeper

    # How far it is
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.UPLOADED)
    step = models.CharField(max_length=20, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    reason_code = models.CharField(max_length=40, blank=True)
    reason_values = models.JSONField(default=dict, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    task_id = models.CharField(max_length=64, blank=True)  # of the task that was asked for last
    claim = models.UUIDField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)

    objects = MediaQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture or film")
        verbose_name_plural = _("pictures and films")
        default_permissions = ()
        indexes = [
            models.Index(fields=["owner", "sha256"], name="gallery_same_bytes"),
            models.Index(
                fields=["claimed_until"],
                condition=Q(stage__in=("uploaded", "processing")),
                name="gallery_to_prepare",
            ),
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                condition=Q(state=State.PUBLISHED, stage="ready"),
                name="gallery_newest",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def limits(self) -> Purpose:
        return limits_of(self.purpose)

    @property
    def is_ready(self) -> bool:
        return self.stage == Stage.READY

    @property
    def is_film(self) -> bool:
        return self.limits.kind == "video"

    @property
    def reason(self) -> str:
        """Why it cannot be used, in plain words; empty when it can."""
        return words_of(self.reason_code, self.reason_values) if self.reason_code else ""


NOT_ASKED = object()


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    _finds_things = False

    def with_things(self) -> Self:
        """Each knows the `thing` that its item stands under, or None for one that is gone: a query a kind."""
        found = self.all()
        found._finds_things = True
        return found

    def items_under(self, kind: str, ids: Sequence[int]) -> list[int]:
        """Keys of the items that stand under these things, in order. Written as SQL: whoever publishes something asks,
        mostly for nothing, and building the question costs more."""
        if not ids:
            return []
        connection = connections[self.db]
        table, marks = connection.ops.quote_name(self.model._meta.db_table), ", ".join(["%s"] * len(ids))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT DISTINCT item_id FROM {table} WHERE kind = %s AND subject_id IN ({marks}) "  # noqa: S608
                "ORDER BY item_id",
                [kind, *ids],
            )
            return [pk for (pk,) in cursor.fetchall()]

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._finds_things = self._finds_things
        return clone

    def _fetch_all(self) -> None:
        is_new = self._result_cache is None
        super()._fetch_all()  # type: ignore[misc]
        if is_new and self._finds_things:
            find_things(self._result_cache or [])


def find_things(attachments: Iterable["Attachment"]) -> None:
    """Sets `thing` on each."""
    wanted: dict[str, list[Attachment]] = {}
    for attachment in attachments:
        wanted.setdefault(attachment.kind, []).append(attachment)
    for kind, some in wanted.items():
        there = subjects[kind].model._default_manager.in_bulk([row.subject_id for row in some])
        for attachment in some:
            attachment.thing = there.get(attachment.subject_id)


class Attachment(models.Model):
    """An item stands under a thing: an idea, a member's profile. One item may stand under several of its owner's."""

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    item = models.ForeignKey(MediaItem, on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=30)  # of the subject
    subject_id = models.PositiveBigIntegerField()
    place = models.PositiveSmallIntegerField(default=0)  # among others there
    at = models.DateTimeField(default=timezone.now)
    thing: Any = NOT_ASKED  # else what it stands under, or None for what is gone

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "subject_id", "item"], name="attached_once")]


class Rendition(models.Model):
    """One file made from the original, under a random key that is never used again."""

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    item = models.ForeignKey(MediaItem, on_delete=models.CASCADE, related_name="renditions")
    role = models.CharField(max_length=20)
    format = models.CharField(max_length=10)
    key = models.CharField(max_length=80, unique=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "role", "format"], name="one_rendition_a_role")]
