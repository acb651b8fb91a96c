"""Files of early-access pages. Their bytes lie in the private storage for ever, whoever may see the page."""

from uuid import uuid4

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from insiders.models.early_access import EarlyAccess


class FileKind(models.TextChoices):
    PICTURE = "picture", _("Picture")
    FILM = "film", _("Film")
    DOCUMENT = "document", _("Document")


class PrivateFile(models.Model):
    """A picture or a film is a media item that stands under the early access. A document is a file of its own, under a
    random key. Without `early` its page is gone, and the sweep takes it away. A copy of the page has rows of its own
    for the same item or key."""

    wagtail_reference_index_ignore = True  # it points at no page, picture or document of Wagtail's

    early = models.ForeignKey(EarlyAccess, models.SET_NULL, null=True, related_name="files")
    kind = models.CharField(_("kind"), max_length=10, choices=FileKind)
    title = models.CharField(_("title"), max_length=120, help_text=_("Those who may see the page read it."))
    origin = models.PositiveBigIntegerField(null=True, editable=False)  # of a copy: the key of the very first row
    item = models.ForeignKey("gallery.MediaItem", models.CASCADE, null=True, related_name="+")
    token = models.UUIDField(default=uuid4, unique=True, editable=False)  # in addresses
    key = models.CharField(max_length=80, blank=True)  # of a document, in the private storage
    size = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("members.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("private file")
        verbose_name_plural = _("private files")
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="document", item=None) | ~models.Q(kind="document") & models.Q(key=""),
                name="private_file_is_an_item_or_a_document",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """By which the blocks of its page know it: the same in every copy, so that no text is written anew."""
        return str(self.origin or self.pk)

    def get_absolute_url(self) -> str:
        """Of a document."""
        return reverse("insiders:document", args=[self.token])
