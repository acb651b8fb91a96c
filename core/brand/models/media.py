"""What staff put into pages. What members upload belongs to the gallery, behind its checks."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, Self

from django.db import models
from django.utils.text import get_valid_filename
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image, WagtailImageField, get_upload_to

from core.brand.registries import Showing, showings
from core.brand.storages import DOCUMENTS, PICTURES, document_address, random_name, staff_storage

LONGEST_NAME = 100


class BrandImage(AbstractImage):
    """Its file, and all that are made of it, lie in the private storage for ever; `/picture/…` asks who sees them."""

    file = WagtailImageField(
        verbose_name=_("file"),
        upload_to=get_upload_to,
        storage=staff_storage,
        width_field="width",
        height_field="height",
    )

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    def get_upload_to(self, filename: str) -> str:
        return random_name(PICTURES, filename)


class BrandRenditionQuerySet(models.QuerySet["BrandRendition"]):
    def visible_to(self, user: Any) -> Self:
        """Of pictures that something shows which this person may see now. One query beside the gate's."""
        return self._shown(showings, user)

    def are_visible_to(self, user: Any) -> bool:
        """Whether one of these is. What shows most is asked first: to build the whole question costs more than to ask
        twice."""
        most, others = [one for one in showings if one.most], [one for one in showings if not one.most]
        return self._shown(most, user).exists() or self._shown(others, user).exists()

    def _shown(self, by: Iterable[Showing], user: Any) -> Self:
        shown = models.Q(pk__in=[])
        for showing in by:
            shown |= models.Q(models.Exists(showing.things(user, models.OuterRef("image"))))
        return self.filter(shown)


class BrandRendition(AbstractRendition):
    image = models.ForeignKey(BrandImage, on_delete=models.CASCADE, related_name="renditions")
    # Where it lay in the public storage, if it did, so that what was linked then is found.
    former_name = models.CharField(max_length=255, blank=True, editable=False, db_index=True)

    objects = BrandRenditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_a_filter")
        ]
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]

    def get_upload_to(self, filename: str) -> str:
        return random_name(PICTURES, filename)


def document_key(document: "BrandDocument", filename: str) -> str:
    return random_name(DOCUMENTS, filename)


class BrandDocument(AbstractDocument):
    """Its file lies in the private storage under a random key; `name` is what it is called where it is given out."""

    file = models.FileField(upload_to=document_key, storage=staff_storage, verbose_name=_("file"))
    name = models.CharField(max_length=LONGEST_NAME, blank=True, editable=False)

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With the name that a new file came with."""
        if self.file and not getattr(self.file, "_committed", True):
            self.name = plain_name(self.file.name or "")
            if (fields := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*fields, "name"}
        super().save(*args, **kwargs)

    @property
    def url(self) -> str:
        """Wagtail's, where its view asks who may have it; in the admin one of ours."""
        return document_address(self.file.name or "") or str(super().url)

    @property
    def filename(self) -> str:
        return self.name or PurePath(self.file.name or "").name


def plain_name(name: str) -> str:
    """The last part of a file's name as addresses and headers can have it, cut before its ending if it is too long."""
    path = PurePath(get_valid_filename(PurePath(name).name))
    return path.stem[: LONGEST_NAME - len(path.suffix)] + path.suffix[:LONGEST_NAME]
