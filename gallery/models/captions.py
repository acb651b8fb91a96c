from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.publication import Publishable


class CaptionQuerySet(models.QuerySet["CaptionTrack"]):
    def offered(self) -> Self:
        """What viewers are offered, without the texts: those are fetched by whoever wants to read along."""
        return self.exclude(shown_version=0).defer("text", "shown", "former").order_by("pk")


class CaptionTrack(Publishable):
    """What is said in a film, as WebVTT that was checked. Its state is that of `text`, the newest words, which
    moderators judge; viewers are shown the words that were published last, until newer ones are or those are hidden."""

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    item = models.ForeignKey("gallery.MediaItem", on_delete=models.CASCADE, related_name="captions")
    language = models.CharField(_("language"), max_length=10)
    author = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    shown = models.TextField(blank=True)
    shown_version = models.PositiveIntegerField(default=0)  # 0: nothing
    former = models.TextField(blank=True)  # what was shown before it, for the approval that is undone
    former_version = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = CaptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("captions")
        verbose_name_plural = _("captions")
        permissions = [("caption_films", _("Can add and remove captions of members’ films"))]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["item", "language"], name="one_track_a_language")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.language}"

    @property
    def is_offered(self) -> bool:
        """To viewers of the film, be it in older words."""
        return self.shown_version > 0
