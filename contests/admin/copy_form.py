"""Copying a contest: what the copy is called, and that it is a draft."""

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.forms.pages import CopyForm


class ContestCopyForm(CopyForm):
    """A copy has no times yet, so it cannot be public at once, nor follow the original."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        title = _("Copy of %(title)s") % {"title": self.page.title}
        self.fields["new_title"].initial = title
        self.fields["new_slug"].initial = self._free_slug(slugify(title, allow_unicode=True) or self.page.slug)
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)

    def _free_slug(self, wanted: str) -> str:
        taken = set(self.page.get_parent().get_children().values_list("slug", flat=True))
        numbered = (f"{wanted}-{n}" for n in range(2, len(taken) + 3))
        return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)
