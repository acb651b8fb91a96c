"""`{% picture item %}` and `{% film item %}`: a picture or a film in its reserved place. Without a query where the item
came from `MediaItem.objects.with_renditions()`."""

from typing import Any

from django import template
from django.utils.translation import get_language

from gallery.models import MediaItem
from gallery.showing import film_as_captioned, film_of, picture_of

register = template.Library()


@register.inclusion_tag("components/picture.html")
def picture(item: MediaItem, sizes: str = "100vw", eager: bool = False) -> dict[str, Any]:
    """`sizes` says how wide it will stand, as CSS does; `eager` is for the one picture that a page is about."""
    return {"picture": picture_of(item), "sizes": sizes, "eager": eager}


@register.inclusion_tag("components/film.html")
def film(item: MediaItem, newest: bool = False) -> dict[str, Any]:
    """The film with its captions, switched on where they are in the language of the page. Nothing of it is fetched
    before somebody starts it, but for the poster. `newest` is for those who write and judge captions: all of them, in
    the newest words."""
    return {"film": film_as_captioned(item) if newest else film_of(item), "language": get_language()}
