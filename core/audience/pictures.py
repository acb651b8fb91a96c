"""Which pages and teasers show a picture of the brand to whom."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast, Left, Length
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from core.audience.gate import closed_paths
from core.audience.models import Teaser, visible_pages
from core.audience.paths import IsOpen
from core.audience.teasers import living_teasers
from core.brand.models import BrandImage
from core.brand.registries import Showing

OF_TEASERS = "teasers."  # how the index names what hangs on a page's teaser


def pages_with(user: Any, picture: Any) -> QuerySet:
    """Live pages with this picture in a field, a block or something below them, as their published text has it."""
    types = ContentType.objects.get_for_models(Page, BrandImage)
    index = ReferenceIndex.objects.filter(
        to_content_type=types[BrandImage],
        to_object_id=Cast(OuterRef(picture), CharField()),
        base_content_type=types[Page],
    ).exclude(model_path__startswith=OF_TEASERS)
    return visible_pages(user).filter(pk__in=index.values(page=Cast("object_id", BigIntegerField())))


def teasers_with(user: Any, picture: Any) -> QuerySet[Teaser]:
    """Teasers of live pages, with no page above them that is closed to this person. One of a page that opened a moment
    ago still counts: the list that it stood in may be on somebody's screen."""
    found = living_teasers(timezone.now()).filter(picture=picture)
    if closed := closed_paths(user):
        own = OuterRef("page__path")
        above = Page.objects.filter(IsOpen(closed), path=Left(own, Length(own) - Page.steplen))
        found = found.filter(Exists(above))
    return found


PAGES, TEASERS = Showing("pages", pages_with), Showing("teasers", teasers_with)
