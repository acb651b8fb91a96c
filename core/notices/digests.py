"""What a digest says: all that its reader has not read yet, thing by thing, the newest first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import select_template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from core.notices.clocks import clock_of
from core.notices.letters import absolute, compose, frame, in_language_of
from core.notices.models import Digest, Message, Notice
from core.notices.models.digest import Rhythm
from core.notices.showing import Told, tell
from core.notices.tokens import unsubscribe_path

# A letter of more than about 100 kB is cut off by mail programs. What is older stands in the inbox.
MOST_LOOKED_AT = 500
MOST_THINGS = 20
MOST_EVENTS = 4
TURN = "\u202e"  # Django's Hebrew cuts texts off with it: in a plain letter it would turn what follows


@dataclass(frozen=True, slots=True)
class Line:
    """One event in a sentence, which stands below the title of its thing."""

    at: datetime
    html: str

    @property
    def text(self) -> str:
        text = unescape(strip_tags(self.html)).replace(TURN, "")
        return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Group:
    """What happened to one thing. `url` leads to the newest of it; `more` is how many events are not shown."""

    title: str
    url: str
    lines: Sequence[Line]
    more: int


def digest_letter(message: Message, *, address: str, without: Collection[str] = ()) -> EmailMultiAlternatives | None:
    """The e-mail of a digest, ready to be sent, without these kinds; None when nothing is left to tell."""
    digest, reader = message.digest, message.recipient
    if digest is None:
        return None
    with in_language_of(reader), timezone.override(clock_of(reader)):
        things = _by_thing(_readable(digest, to=reader, without=without))
        if not things:
            return None
        rhythm = Rhythm(digest.rhythm)
        values = {
            "rhythm": rhythm,
            "count": len(things),
            "groups": [_group(events) for events in list(things.values())[:MOST_THINGS]],
            "more": max(0, len(things) - MOST_THINGS),
            "inbox_url": absolute(reverse("notices:inbox")),
        }
        unsubscribe_url = absolute(unsubscribe_path(reader.pk, rhythm))
        return compose(
            message, "emails/digest", values | frame(reader, unsubscribe_url=unsubscribe_url), address=address
        )


def _readable(digest: Digest, *, to: Any, without: Collection[str]) -> list[Told]:
    """What of this digest `to` wants and has not read, as they may see it now, the newest first."""
    notices = Notice.objects.filter(deferral__digest=digest, message=None).unread().exclude(kind__in=without)
    newest = notices.select_related("actor", "recipient").order_by("-created_at", "-pk")[:MOST_LOOKED_AT]
    return tell(list(newest), to=to)


def _by_thing(told: Sequence[Told]) -> Mapping[tuple[str, int], list[Told]]:
    """An idea and the comments under it are one thing. The one with the newest event comes first."""
    things: dict[tuple[str, int], list[Told]] = {}
    for one in told:
        if one.thing:
            things.setdefault(one.thing.under, []).append(one)
    return things


def _group(events: Sequence[Told]) -> Group:
    newest = events[0].thing
    if newest is None:
        raise ValueError("There is nothing to write about.")
    shown = _shown(events)
    return Group(newest.title, absolute(newest.url), [_line(one) for one in shown], len(events) - len(shown))


def _shown(events: Sequence[Told]) -> Sequence[Told]:
    """The newest of each kind before a second one of any, so that many comments do not bury the answer; in order."""
    newest_of = {one.notice.kind: one.notice.pk for one in reversed(events)}
    first = [one for one in events if one.notice.pk == newest_of[one.notice.kind]]
    others = [one for one in events if one.notice.pk != newest_of[one.notice.kind]]
    chosen = {one.notice.pk for one in [*first, *others][:MOST_EVENTS]}
    return [one for one in events if one.notice.pk in chosen]


def _line(told: Told) -> Line:
    own = [f"notices/lines/{told.kind.template}.html"] if told.kind else []
    values = {"notice": told.notice, "thing": told.thing, "facts": told.facts, "actor": told.notice.actor}
    return Line(told.notice.created_at, select_template([*own, told.template]).render(values))
