"""What one reader is shown of merges: the root of a duplicate, what was merged into a root, and when."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Sum

from ideas.actions.telling import audience_of
from ideas.models import Idea, Merge, Vote

LONG = tuple(f"{side}__{name}" for side in ("duplicate", "into") for name in ("body", "search_text"))
MOST = 30  # duplicates that a page names, and merges in its timeline


@dataclass(frozen=True, slots=True)
class Kin:
    """`root` is None for what is merged into nothing, or into an idea that this reader may not see."""

    root: Idea | None = None
    duplicates: list[Idea] = field(default_factory=list)
    has_more: bool = False
    merges: list[Merge] = field(default_factory=list)

    @property
    def co_authors(self) -> list[Any]:
        """Members who wrote what was merged into it, once each, without who has left."""
        wrote = [idea.author for idea in self.duplicates if idea.author and not idea.author.is_former]
        return list({author.pk: author for author in wrote}.values())


def kin_of_page(idea: Idea, user: Any) -> Kin:
    """Of an idea that was fetched `with_merges` for this person. One that never was merged asks nothing."""
    root = root_for(idea, user) if idea.is_merged else None
    merges = _merges(idea, user) if idea.was_merged else []  # type: ignore[attr-defined]
    duplicates: list[Idea] = []
    if idea.has_duplicates:  # type: ignore[attr-defined]
        seen = Idea.objects.visible_to(user).filter(merged_into=idea.pk).select_related("author")
        duplicates = list(seen.defer("body", "search_text").order_by("pk")[: MOST + 1])
    return Kin(root, duplicates[:MOST], len(duplicates) > MOST, merges)


def root_for(idea: Idea, user: Any) -> Idea | None:
    """What the idea is merged into, with this person's vote; None where they may not see it."""
    seen = Idea.objects.visible_to(user).with_vote_of(user).with_half_life().select_related("status")
    return seen.filter(duplicates=idea).first()


def _merges(idea: Idea, user: Any) -> list[Merge]:
    """The newest, oldest of these first, each with the `other` idea as far as this person may see it. What was merged
    into this one and is not shown leaves no trace."""
    related = Merge.objects.of(idea.pk).select_related("duplicate", "into", "by").defer(*LONG)
    found = list(related.order_by("-at", "-pk")[:MOST])[::-1]
    for merge in found:
        other = merge.into if merge.duplicate_id == idea.pk else merge.duplicate
        may_see = other.is_readable or (user.is_authenticated and other.author_id == user.pk)
        merge.other = other if may_see else None  # type: ignore[attr-defined]
    return [merge for merge in found if merge.duplicate_id == idea.pk or merge.other]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would come to, before anything is stored."""

    in_common: int  # supporters of both
    total: int  # supporters of the root afterwards, imported support included
    imported: int  # of both: it has no names, so nobody of it can be counted once
    came_along: int  # ideas that are merged into the duplicate already
    told: int


def preview_of(duplicate: Idea, root: Idea, *, by: Any) -> Preview:
    """Both are roots now, with their own duplicates' votes among theirs."""
    theirs = Vote.objects.filter(idea=duplicate.pk, voter=OuterRef("voter"))
    in_common = Vote.objects.filter(Exists(theirs), idea=root.pk).count()
    kin = Idea.objects.kin_of(duplicate.pk, root.pk)
    return Preview(
        in_common=in_common,
        total=duplicate.vote_count + root.vote_count - in_common,
        imported=kin.aggregate(all=Sum("imported_support"))["all"] or 0,
        came_along=duplicate.duplicates.count(),
        told=len(audience_of(duplicate, by=by)),
    )
