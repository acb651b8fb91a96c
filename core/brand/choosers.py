"""How things are chosen in forms of the admin: pictures of the library in a window, others without one."""

from typing import Any

from django.urls import URLPattern
from wagtail.images.widgets import AdminImageChooser
from wagtail.snippets.views.chooser import SnippetChooserViewSet

LONGEST_KEY = 19  # digits that no key of ours has


def is_key(said: str) -> bool:
    return said.isdecimal() and len(said) < LONGEST_KEY


class PictureChooser(AdminImageChooser):
    def get_instance(self, value: Any) -> Any:
        """None for what cannot be a key, where Wagtail's own fails: so the form says beside it what is wrong."""
        return None if isinstance(value, str) and not is_key(value) else super().get_instance(value)


class NoWindow(SnippetChooserViewSet):
    """Of snippets that no form lets choose in a window. Wagtail's addresses for it fail on keys that are none."""

    def get_urlpatterns(self) -> list[URLPattern]:
        return []
