"""All that an editor is told of a page's audience: in one line, what else closes it, and what to mind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction, Revision

from core.audience.closed_types import is_shut
from core.audience.gate import LADDER, Barrier, barriers, barriers_above, once
from core.audience.models.window import AudienceWindow
from core.audience.summary import Steps, summary
from core.audience.teasers import tiers_of
from core.audience.widening import EVERYBODY, Reach, is_wider, reach_of

NOBODY = Steps()  # in the place of a ladder, where the type of a page closes it


@dataclass(frozen=True, slots=True)
class AudienceWords:
    summary: str
    above: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @classmethod
    def of_draft(cls, page: Any, parent: Page | None = None, at: datetime | None = None) -> "AudienceWords":
        """Of a page as it stands in the editor, new or not."""
        window = page.audience_windows.all().first()
        tiers = list(window.tiers.all()) if window else []
        return cls.of(page, parent, window=window, tiers=tiers, has_teaser=bool(page.teasers.all()), at=at)

    @classmethod
    def of(
        cls,
        page: Page,
        parent: Page | None,
        *,
        window: Any,
        tiers: Iterable[Any],
        has_teaser: bool,
        at: datetime | None = None,
    ) -> "AudienceWords":
        """Of a page with this ladder (anything with its three moments, or None) and these tiers."""
        at, tiers = at or timezone.now(), list(tiers)
        own = _restriction_of(page)
        if window is None and own is None and is_shut(page, below=_path_above(page, parent)):
            window = NOBODY
        above = [one for one in barriers_above(_path_above(page, parent)) if one.is_up(at)]
        steps = Steps.of(window, [tier.name for tier in tiers]) if window else None
        line = barrier_words(own, at) if own and window is None else summary(steps, at=at)
        reach = reach_of(window, [tier.pk for tier in tiers]) if window else EVERYBODY
        warnings = []
        if own and window is not None:
            warnings.append(
                _("Privacy closes this page as well. The steps open nothing that it keeps closed: take it away there.")
            )
        if _opens(page, reach, at):
            warnings.append(
                _("Publishing this opens the page: people get in, or get in earlier, whom it keeps out until now.")
            )
        warnings += _of_scheduled(page, at)
        if has_teaser and not own and not above and reach.public <= at:
            warnings.append(_("Nobody will meet the teaser: nothing closes this page."))
        return cls(line, tuple(_above_words(one, at) for one in above), tuple(warnings))


def ladder_words(page: Page, at: datetime | None = None) -> str:
    """The ladders on this page and above it, in a line, for lists of pages. Empty without one. Asks once a request,
    however long the list is."""
    at = at or timezone.now()
    standing = [one for one in barriers_above(page.path) if one.kind == LADDER and one.is_up(at)]
    return " · ".join(barrier_words(one, at) for one in reversed(standing))


def barrier_words(one: Barrier, at: datetime) -> str:
    """What one restriction or ladder says, with the names of all its tiers and groups."""
    if one.kind == LADDER:
        found = once("tiers of ladders", _tiers_of_ladders)
        return summary(Steps.of(one, [tier.name for tier in found.get((one.pk, True), ())]), at=at)
    if one.kind == PageViewRestriction.LOGIN:
        return summary(Steps(members_from=at), at=at)
    named = PageViewRestriction.groups.through.objects.filter(pageviewrestriction=one.pk)  # type: ignore[attr-defined]
    shared = one.kind == PageViewRestriction.PASSWORD
    names = () if shared else tuple(named.order_by("group__name").values_list("group__name", flat=True))
    return summary(Steps(names), at=at)


def _tiers_of_ladders() -> Any:
    return tiers_of([one for one in barriers() if one.kind == LADDER])


def _restriction_of(page: Page) -> Barrier | None:
    found = [one for one in barriers() if page.pk and one.kind != LADDER and one.path == page.path]
    return found[0] if found else None


def _path_above(page: Page, parent: Page | None) -> str:
    return str(parent.path) if parent is not None else str(page.path)[: -Page.steplen]


def _above_words(one: Barrier, at: datetime) -> str:
    title = Page.objects.filter(path=one.path).values_list("title", flat=True).first()
    return _("“%(page)s”, above it: %(audience)s") % {"page": title, "audience": barrier_words(one, at)}


def _live_reach(page: Page) -> Reach:
    window = AudienceWindow.objects.filter(page=page.pk).first()
    if window is None and _restriction_of(page) is None and is_shut(page, below=_path_above(page, None)):
        return reach_of(NOBODY, ())
    return reach_of(window, [tier.pk for tier in window.tiers.all()]) if window else EVERYBODY


def _opens(page: Page, reach: Reach, at: datetime) -> bool:
    """Whether publishing a ladder of this reach lets in whom the live one keeps out. A page that was never public
    keeps nobody out."""
    was_public = page.pk and (page.live or page.first_published_at)
    return bool(was_public) and is_wider(reach, _live_reach(page), at=at)


def _of_scheduled(page: Page, at: datetime) -> list[str]:
    """A publication that waits for its time may carry an older audience."""
    if not page.pk:
        return []
    scheduled = Revision.page_revisions.filter(object_id=str(page.pk), approved_go_live_at__isnull=False).first()
    if scheduled is None:
        return []
    window = scheduled.as_object().audience_windows.all().first()
    reach = reach_of(window, [tier.pk for tier in window.tiers.all()]) if window else EVERYBODY
    if not is_wider(reach, _live_reach(page), at=at):
        return []
    return [
        _("The publication that is scheduled opens the page. Schedule it again with these steps to keep it closed.")
    ]


def has_ladder(page: Page) -> bool:
    """Whether a ladder stands on the page now, or will when its draft is published."""
    if AudienceWindow.objects.filter(page=page.pk).exists():
        return True
    draft = page.get_latest_revision_as_object()
    return bool(hasattr(draft, "audience_windows") and draft.audience_windows.all())
