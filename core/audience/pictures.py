"""Which pages and teasers show a picture of the brand to whom, and which pages lead to a document."""

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
from core.brand.models import BrandDocument, BrandImage
from core.brand.registries import Showing

OF_TEASERS = "teasers."  # how the index names what hangs on a page's teaser


def pages_with(user: Any, picture: Any) -> QuerySet:
    """Live pages with this picture in a field, a block or something below them, as their published text has it."""
    index = _references(BrandImage, Cast(OuterRef(picture), CharField())).exclude(model_path__startswith=OF_TEASERS)
    return _seen_of(index, user)


def is_led_to(document: BrandDocument, user: Any) -> bool:
    """Whether a page that this person may see leads to the document. One that no page leads to, draft or not, or that
    something else leads to as well, is closed by none. At most two queries beside the gate's."""
    index = _references(BrandDocument, str(document.pk))
    kinds = set(index.values_list("base_content_type", flat=True))
    return kinds != {ContentType.objects.get_for_model(Page).pk} or _seen_of(index, user).exists()


def teasers_with(user: Any, picture: Any) -> QuerySet[Teaser]:
    """Teasers of live pages, with no page above them that is closed to this person. One of a page that opened a moment
    ago still counts: the list that it stood in may be on somebody's screen."""
    found = living_teasers(timezone.now()).filter(picture=picture)
    if closed := closed_paths(user):
        own = OuterRef("page__path")
        above = Page.objects.filter(IsOpen(closed), path=Left(own, Length(own) - Page.steplen))
        found = found.filter(Exists(above))
    return found


def _references(model: Any, key: Any) -> QuerySet[ReferenceIndex]:
    return ReferenceIndex.objects.filter(to_content_type=ContentType.objects.get_for_model(model), to_object_id=key)


def _seen_of(index: QuerySet[ReferenceIndex], user: Any) -> QuerySet:
    of_pages = index.filter(base_content_type=ContentType.objects.get_for_model(Page))
    return visible_pages(user).filter(pk__in=of_pages.values(page=Cast("object_id", BigIntegerField())))


PAGES, TEASERS = Showing("pages", pages_with, most=True), Showing("teasers", teasers_with)
