"""What is said in a film, in writing. Viewers read a text once the gatekeeper lets it; until then the one before it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import RuleBroken
from core.policies import ensure
from core.publication import State, arrived, gone, submit
from gallery.languages import is_known
from gallery.models import CaptionTrack, MediaItem
from gallery.policies import MOST_SAID, MOST_TRACKS, may_caption, may_uncaption
from gallery.processing.captions import checked_captions, said_in
from gallery.processing.outcome import Unfit
from gallery.wording import words_of


def set_captions(film: MediaItem, *, by: Any, language: str, data: bytes, at: datetime | None = None) -> CaptionTrack:
    """These are the film's newest captions in this language. Viewers read them now, or once a moderator has approved
    them; until then they read what was approved before. The same again changes nothing.

    Raises Refused, and RuleBroken in words for the fields `language` and `captions`; the latter name the line.
    """
    ensure(may_caption(by, film))
    if not is_known(language):
        raise RuleBroken({"language": _("Choose a language from the list.")})
    text = _checked(data)
    with transaction.atomic():
        ensure(may_caption(by, _locked(film)))
        track = CaptionTrack.objects.filter(item=film, language=language).first()
        if track is None:
            _ensure_room(film)
            track = CaptionTrack(item=film, language=language, version=0)
        if track.text != text:
            _renew(track, text, by=by, at=at or timezone.now())
    return track


def remove_captions(film: MediaItem, *, by: Any, language: str, at: datetime | None = None) -> None:
    """Nothing is left of the captions in this language: no text, old or new, and no open case. Again changes nothing.
    Raises Refused."""
    ensure(may_uncaption(by, film))
    with transaction.atomic():
        _locked(film)
        forget_captions(CaptionTrack.objects.filter(item=film, language=language), at=at or timezone.now())


def place_captions(ids: Sequence[int], state: str, *, at: datetime) -> dict[int, str]:
    """The newest text of these is in this state, and viewers are shown what they then may read. By id: empty, or that
    it is gone. Again changes nothing; permission is the caller's.

    What is published is shown. What is hidden takes older texts with it. What goes back to waiting, as when an approval
    is undone, leaves the text that was shown before it; a text that never was shown changes nothing for viewers.
    """
    rows = CaptionTrack.objects.filter(pk__in=ids)
    nothing: dict[str, Any] = {"shown": "", "shown_version": 0, "former": "", "former_version": 0}
    if state == State.PUBLISHED:
        unshown = rows.exclude(shown_version=F("version"))
        unshown.update(former=F("shown"), former_version=F("shown_version"))
        unshown.update(shown=F("text"), shown_version=F("version"))
        rows.filter(published_at=None).update(published_at=at)
    elif state == State.WAITING:
        shown = rows.filter(shown_version=F("version"))
        shown.update(shown=F("former"), shown_version=F("former_version"), former="", former_version=0)
    elif state == State.HIDDEN:
        rows.update(**nothing)
    else:
        rows.filter(shown_version=F("version")).update(**nothing)
    rows.update(state=state)
    return dict.fromkeys(ids, _("It is gone.")) | dict.fromkeys(rows.values_list("pk", flat=True), "")


def copy_captions(film: MediaItem, *, to: MediaItem, at: datetime) -> None:
    """Another item that shows the same film has the captions that viewers read of this one; newer words are judged
    where they were written."""
    words = film.captions.offered().values_list("language", "author", "shown")
    made = [
        CaptionTrack.objects.create(item=to, language=language, author_id=author, text=shown)
        for language, author, shown in words
    ]
    place_captions([track.pk for track in made], State.PUBLISHED, at=at)


def forget_captions(tracks: Any, *, at: datetime) -> None:
    """They are deleted, and what moderators had to decide about them has lapsed."""
    for track in tracks:
        gone(track, at=at)
    tracks.delete()


def forget_author(member: Any, *, at: datetime) -> None:
    """What everybody was shown stays, by nobody; their words that nobody else could read are gone."""
    theirs = CaptionTrack.objects.filter(author=member.pk)
    forget_captions(theirs.filter(shown_version=0), at=at)
    for track in theirs.exclude(state=State.PUBLISHED):
        gone(track, at=at)
    unread = list(theirs.exclude(shown_version=F("version")).values_list("pk", flat=True))
    theirs.filter(pk__in=unread).update(text=F("shown"), version=F("version") + 1)
    place_captions(unread, State.PUBLISHED, at=at)
    theirs.update(author=None, former="", former_version=0)


def _checked(data: bytes) -> str:
    try:
        text = checked_captions(data)
        if (characters := len(said_in(text))) > MOST_SAID:
            raise Unfit("captions-too-long", characters=characters, most=MOST_SAID)
    except Unfit as unfit:
        raise RuleBroken({"captions": words_of(unfit.code, unfit.values)}) from unfit
    return text


def _locked(film: MediaItem) -> MediaItem | None:
    """Held until the transaction ends, so that two who add captions at once are counted; None for one that is gone."""
    return MediaItem.objects.select_for_update(of=("self",)).filter(pk=film.pk).first()


def _ensure_room(film: MediaItem) -> None:
    if CaptionTrack.objects.filter(item=film).count() >= MOST_TRACKS:
        words = ngettext(
            "A film can have captions in %(most)s language. Remove some to add others.",
            "A film can have captions in %(most)s languages. Remove some to add others.",
            MOST_TRACKS,
        )
        raise RuleBroken({"language": words % {"most": MOST_TRACKS}})


def _renew(track: CaptionTrack, text: str, *, by: Any, at: datetime) -> None:
    track.text, track.author, track.edited_at = text, by, at
    track.version += 1
    submit(track, by=by, at=at)
    if track.state == State.PUBLISHED:
        track.former, track.former_version = track.shown, track.shown_version
        track.shown, track.shown_version = text, track.version
    track.save()
    arrived(track, by=by, at=at)
