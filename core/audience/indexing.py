"""Which pictures and documents stand on a page decides who may see them, so Wagtail's index waits for no worker."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from modelcluster.models import get_all_child_relations
from wagtail.models import ReferenceIndex

from core.audience.models.window import Teaser
from core.brand.models import BrandImage


def index_pictures(page: Any, saved: Iterable[str] | None) -> None:
    """What this page shows stands in the index, as it is stored: what is in memory may be a draft. `saved` are the
    fields that were written, None for all. Wagtail's own task comes later and finds nothing to do."""
    model: Any = type(page)
    names = fields_with_pictures(model)
    if names and (saved is None or names & set(saved)):
        ReferenceIndex.create_or_update_for_object(model._default_manager.get(pk=page.pk))


@cache
def fields_with_pictures(model: Any) -> frozenset[str]:
    """Fields and child relations that can hold a picture or a document; a teaser's is asked for by itself."""
    own = {field.name for field in model._meta.concrete_fields if _holds_pictures(field)}
    below = {
        relation.get_accessor_name()
        for relation in get_all_child_relations(model)
        if relation.related_model is not Teaser
        and any(_holds_pictures(field) for field in relation.related_model._meta.concrete_fields)
    }
    return frozenset(own | below)


def _holds_pictures(field: Any) -> bool:
    return hasattr(field, "extract_references") or field.related_model is BrandImage
