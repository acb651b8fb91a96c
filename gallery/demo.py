"""The gallery's part of the demo world: the page. The works come with what they belong to."""

from core.pages.actions import demo_home
from gallery.models import GalleryPage

SLUG = "gallery"
INTRODUCTION = "What people drew, photographed and filmed for Kaffa. Each piece leads to what it is about."


def write() -> None:
    """The gallery stands under the home page and in the menu."""
    home = demo_home()
    if not GalleryPage.objects.child_of(home).filter(slug=SLUG).exists():
        home.add_child(
            instance=GalleryPage(
                title="Gallery",
                slug=SLUG,
                show_in_menus=True,
                introduction=INTRODUCTION,
            )
        )


def erase() -> None:
    for gallery in GalleryPage.objects.child_of(demo_home()).filter(slug=SLUG):
        gallery.delete()
