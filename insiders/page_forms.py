"""The form of an early-access page: it says who sees it, and shows no other page's files."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audience.closed_types import says_nobody
from core.audience.page_forms import GatedPageForm
from insiders.models.files import PrivateFile

OPEN = gettext_lazy(
    "Say who sees this page: in its settings, add steps under “Who sees it”. Nobody but administrators would see it."
)
OF_FILES = ("private_picture", "private_film", "private_document")


class EarlyAccessForm(GatedPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self._has_ladder() and not self._is_said_otherwise():
            self.add_error(None, ValidationError(OPEN, code="open"))
        if foreign := self._foreign_files(cleaned.get("body")):
            words = _("“%(file)s” belongs to another page. Add it under “Private files” of this one.")
            self.add_error("body", ValidationError(words, code="foreign", params={"file": foreign[0]}))
        return cleaned

    def _has_ladder(self) -> bool:
        return "audience_windows" not in self.formsets or any(True for _row in self._ladders())

    def _is_said_otherwise(self) -> bool:
        """By something that stays when this form takes the page's own ladder away."""
        page = self.instance
        if page.pk and page.get_view_restrictions().exists():
            return True
        return self.parent_page is not None and not says_nobody(self.parent_page.path)

    def _foreign_files(self, body: Any) -> list[str]:
        wanted = [block.value.get("file") for block in body or () if block.block_type in OF_FILES]
        own = {file.name for file in PrivateFile.objects.filter(early__page=self.instance.pk)} if wanted else set()
        keys = [key for key in wanted if str(key or "").isdecimal() and key not in own]
        foreign = PrivateFile.objects.filter(Q(pk__in=keys) | Q(origin__in=keys))
        return list(foreign.values_list("title", flat=True))
