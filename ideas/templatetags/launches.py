"""What the screens of launch stories look up: `{% launch_checklist story user as checklist %}` and what a story has
launched (`{% standing_of page as standing %}`)."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gallery.models import MediaItem
from ideas.actions.launch_telling import people_to_tell
from ideas.completeness import OF_IDEA, OF_STORY, lacking, named_lack
from ideas.desks import titles_for
from ideas.models import Launching, LaunchPage

register = template.Library()

PARTS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("What there is now, and since when"), ("introduction", "launched_on")),
    (_("Whose ideas it goes back to, with honest credit"), ("", *OF_IDEA, "idea", "correction_note")),
    (_("Evidence that it is true"), ("evidence_picture", "evidence_film", "evidence_url")),
    (_("Thanks, signed by somebody with a face"), ("thanks", "signed_by", "signed_face")),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a story, what it lacks, and what may be better about it but keeps nobody from publishing."""

    label: str | Promise
    lacks: list[str]
    notes: list[str]


@dataclass(frozen=True, slots=True)
class Checklist:
    parts: list[Part]
    told: int
    is_all_launched: bool

    @property
    def is_ready(self) -> bool:
        return not any(part.lacks for part in self.parts)


@register.simple_tag
def launch_checklist(story: LaunchPage, user: Any) -> Checklist:
    """What the story lacks as it was saved last, and how many people publishing it would tell."""
    rows = [{name: getattr(row, name) for name in OF_IDEA} for row in story.launched_ideas.all()]
    found = list(lacking({name: getattr(story, name) for name in OF_STORY}, rows, story=story.pk))
    ids = [row["idea_id"] for row in rows]
    standing = Launching.objects.standing().filter(page=story.pk) if story.pk else Launching.objects.none()
    titles = titles_for(user, ids) if found else {}
    new = set(ids) - set(standing.values_list("idea", flat=True))
    notes = {"evidence_film": _of_film(story.evidence_film)}
    parts = [
        Part(
            label,
            [named_lack(lack, rows, titles) for lack in found if lack.field in of],
            [words for field in of for words in notes.get(field, [])],
        )
        for label, of in PARTS
    ]
    return Checklist(parts, people_to_tell(new, by=user), is_all_launched=bool(ids) and not new)


def _of_film(film: MediaItem | None) -> list[str]:
    """What keeps some people from following it."""
    found: list[str] = []
    if film and film.is_ready and film.measured.get("sound") and not film.captions.exclude(shown_version=0).exists():
        found.append(gettext("The film has no captions: who cannot hear it does not know what is said."))
    if film and not film.alt:
        found.append(gettext("The film has no description for people who cannot see it."))
    return found


@register.simple_tag
def standing_of(page: Any, user: Any) -> dict[str, int] | None:
    """How many ideas a story has launched, and how many people would be told that it is taken back. None for a page
    that launched nothing."""
    if not isinstance(page, LaunchPage):
        return None
    ids = list(Launching.objects.standing().filter(page=page.pk).values_list("idea", flat=True))
    return {"ideas": len(ids), "people": people_to_tell(ids, by=user)} if ids else None
