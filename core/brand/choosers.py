"""How things are chosen in forms of the admin: pictures of the library in a window, others without one."""

from typing import Any

from django.urls import URLPattern
from wagtail.images.widgets import AdminImageChooser
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from core.http import key_in


class PictureChooser(AdminImageChooser):
    def get_instance(self, value: Any) -> Any:
        """None for what cannot be a key, where Wagtail's own fails: so the form says beside it what is wrong."""
        return None if isinstance(value, str) and not key_in(value) else super().get_instance(value)


class NoWindow(SnippetChooserViewSet):
    """Of snippets that no form lets choose in a window. Wagtail's addresses for it fail on keys that are none."""

    def get_urlpatterns(self) -> list[URLPattern]:
        return []
