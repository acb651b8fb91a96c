"""Figures as sentences: what each is of, and how it was in the period before. No figure stands alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext

from ideas.impact.counting import UNTOLD, Counted, Impact, Median, Share
from ideas.statuses import Credit
from moderation.figures import spoken

GOOD, WARN = "good", "warn"
UNTOLD_LABEL: Promise = gettext_lazy("No story told yet")
CREDITS: tuple[tuple[str, str | Promise], ...] = (
    *((str(credit), credit.label) for credit in (Credit.YOURS, Credit.PUSHED, Credit.PARTLY, Credit.PLANNED)),
    (UNTOLD, UNTOLD_LABEL),
)


@dataclass(frozen=True, slots=True)
class Card:
    """One figure as it is shown. `value` is empty where there are too few to mean anything; `of` says so."""

    key: str
    name: str
    value: str
    of: str
    before: str = ""
    tone: str = ""
    way: str = ""  # the name of an icon: up or down


@dataclass(frozen=True, slots=True)
class CreditRow:
    """How many of the launched ideas had this credit, and before."""

    key: str
    name: str | Promise
    now: Share
    before: Share | None


def cards_of(impact: Impact, *, promise_days: int | None) -> list[Card]:
    """The first is the one that matters most. `promise_days` is that of all boards, None where they differ."""
    now, before = impact.now, impact.before
    return [
        _share_card(
            "in-time",
            _in_time_name(promise_days),
            now.in_time,
            before.in_time if before else None,
            _of_in_time(now.in_time),
        ),
        _came_in_card(now, before),
        _share_card(
            "answered", _("Answered"), now.answered, before.answered if before else None, _of_answered(now.answered)
        ),
        _share_card(
            "theirs",
            _("Launched because somebody said so here"),
            now.theirs,
            before.theirs if before else None,
            _of_theirs(now.theirs),
        ),
        _first_answer_card(now.first_answer, before.first_answer if before else None),
        _to_launch_card(now.to_launch, before.to_launch if before else None),
    ]


def credit_rows(impact: Impact) -> list[CreditRow]:
    return [
        CreditRow(key, name, impact.now.credited(key), impact.before.credited(key) if impact.before else None)
        for key, name in CREDITS
    ]


def left_out(impact: Impact) -> Iterator[str]:
    """What of the period is in no figure, and why."""
    now = impact.now
    for count, words in (
        (now.merged, _merged(now.merged)),
        (now.withdrawn, _withdrawn(now.withdrawn)),
        (now.undated, _undated(now.undated)),
        (impact.launched_undated, _launched_undated(impact.launched_undated)),
    ):
        if count:
            yield words


def number(count: int) -> str:
    return str(number_format(count, use_l10n=True, force_grouping=True))


def _share_card(key: str, name: str, now: Share, before: Share | None, of: str) -> Card:
    if now.percent is None:
        return Card(key, name, "", _few(now), _before_share(before))
    value = _("%(percent)d %%") % {"percent": now.percent}
    if before is None or before.percent is None:
        return Card(key, name, value, of, _before_share(before))
    change = now.percent - before.percent
    figures = {"points": abs(change), "percent": before.percent, **_parts(before)}
    if not change:
        return Card(key, name, value, of, _("As before: %(part)s of %(whole)s") % figures)
    words = (
        ngettext(
            "%(points)d point up from %(percent)d %% (%(part)s of %(whole)s)",
            "%(points)d points up from %(percent)d %% (%(part)s of %(whole)s)",
            abs(change),
        )
        if change > 0
        else ngettext(
            "%(points)d point down from %(percent)d %% (%(part)s of %(whole)s)",
            "%(points)d points down from %(percent)d %% (%(part)s of %(whole)s)",
            abs(change),
        )
    )
    return Card(key, name, value, of, words % figures, *((GOOD, "up") if change > 0 else (WARN, "down")))


def _came_in_card(now: Counted, before: Counted | None) -> Card:
    of = ngettext("idea came in that you can read.", "ideas came in that you can read.", now.came_in)
    if before is None:
        return Card("came-in", _("Ideas"), number(now.came_in), of)
    words = npgettext("ideas", "%(count)s in the period before", "%(count)s in the period before", before.came_in)
    return Card("came-in", _("Ideas"), number(now.came_in), of, words % {"count": number(before.came_in)})


def _first_answer_card(now: Median, before: Median | None) -> Card:
    half = ngettext(
        "Half of %(count)s first answer took at most this.",
        "Half of %(count)s first answers took at most this.",
        now.count,
    )
    few = ngettext(
        "%(count)s first answer: too few to mean anything.",
        "%(count)s first answers: too few to mean anything.",
        now.count,
    )
    return _median_card(
        "first-answer", _("Time to the first answer"), now, before, of=half if now.time is not None else few
    )


def _to_launch_card(now: Median, before: Median | None) -> Card:
    half = ngettext(
        "Half of %(count)s launched idea took at most this.",
        "Half of %(count)s launched ideas took at most this.",
        now.count,
    )
    few = ngettext(
        "%(count)s launched idea: too few to mean anything.",
        "%(count)s launched ideas: too few to mean anything.",
        now.count,
    )
    return _median_card("to-launch", _("Time to launch"), now, before, of=half if now.time is not None else few)


def _median_card(key: str, name: str, now: Median, before: Median | None, *, of: str) -> Card:
    of %= {"count": number(now.count)}
    if now.time is None:
        return Card(key, name, "", of, _before_median(before))
    tone, way = _faster(now.time, before)
    return Card(key, name, spoken(now.time), of, _before_median(before), tone, way)


def _faster(now: timedelta, before: Median | None) -> tuple[str, str]:
    if before is None or before.time is None or spoken(before.time) == spoken(now):
        return "", ""
    return (GOOD, "down") if now < before.time else (WARN, "up")


def _before_median(before: Median | None) -> str:
    if before is None:
        return ""
    if before.time is None:
        words = ngettext(
            "%(count)s in the period before, too few to mean anything",
            "%(count)s in the period before, too few to mean anything",
            before.count,
        )
        return words % {"count": number(before.count)}
    words = _("%(time)s in the period before (of %(count)s)")
    return words % {"time": spoken(before.time), "count": number(before.count)}


def _before_share(before: Share | None) -> str:
    if before is None:
        return ""
    if before.percent is None:
        return _("%(part)s of %(whole)s in the period before, too few for a rate") % _parts(before)
    return _("%(percent)d %% in the period before (%(part)s of %(whole)s)") % {
        "percent": before.percent,
        **_parts(before),
    }


def _few(share: Share) -> str:
    return _("%(part)s of %(whole)s: too few for a rate.") % _parts(share)


def _parts(share: Share) -> dict[str, str]:
    return {"part": number(share.part), "whole": number(share.whole)}


def _in_time_name(days: int | None) -> str:
    if days is None:
        return _("Answered within the promise")
    return ngettext("Answered within %(days)d day", "Answered within %(days)d days", days) % {"days": days}


def _of_in_time(share: Share) -> str:
    words = ngettext(
        "%(part)s of %(whole)s idea got an answer from a person in time.",
        "%(part)s of %(whole)s ideas got an answer from a person in time.",
        share.whole,
    )
    return words % _parts(share)


def _of_answered(share: Share) -> str:
    words = ngettext(
        "%(part)s of %(whole)s idea that came in had an answer by the end of the period.",
        "%(part)s of %(whole)s ideas that came in had an answer by the end of the period.",
        share.whole,
    )
    return words % _parts(share)


def _of_theirs(share: Share) -> str:
    words = ngettext(
        "%(part)s of %(whole)s launched idea was a member’s own, or pushed up our list by members.",
        "%(part)s of %(whole)s launched ideas were members’ own, or pushed up our list by members.",
        share.whole,
    )
    return words % _parts(share)


def _merged(n: int) -> str:
    return ngettext(
        "%(n)d idea of the period was merged into another that says the same, and is counted there.",
        "%(n)d ideas of the period were merged into others that say the same, and are counted there.",
        n,
    ) % {"n": n}


def _withdrawn(n: int) -> str:
    return ngettext(
        "%(n)d idea of the period was withdrawn by its author.",
        "%(n)d ideas of the period were withdrawn by their authors.",
        n,
    ) % {"n": n}


def _undated(n: int) -> str:
    return ngettext(
        "%(n)d idea of the period was imported with an answer whose day was not recorded. It came in, and is left out "
        "where an answer is counted.",
        "%(n)d ideas of the period were imported with an answer whose day was not recorded. They came in, and are left "
        "out where an answer is counted.",
        n,
    ) % {"n": n}


def _launched_undated(n: int) -> str:
    return ngettext(
        "%(n)d idea was launched on a day that was not recorded, and is in no period.",
        "%(n)d ideas were launched on days that were not recorded, and are in no period.",
        n,
    ) % {"n": n}
