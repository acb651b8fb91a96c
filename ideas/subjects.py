"""What other rooms may know of an idea."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ideas.actions.telling import people_of
from ideas.crowd import commenters_of, since
from ideas.desks import boards_of
from ideas.models import Idea, IdeaBoardPage, IdeaNote
from ideas.news import WAITING_LIST
from ideas.policies import may_answer


class IdeaSubject:
    key = "idea"
    model = Idea
    label = _("idea")
    words = ("title", "body")

    def visible_to(self, user: Any) -> QuerySet[Idea]:
        return Idea.objects.visible_to(user)

    def title(self, idea: Idea) -> str:
        return idea.title

    def url(self, idea: Idea) -> str:
        return idea.get_absolute_url()

    def author_id(self, idea: Idea) -> int | None:
        return idea.author_id

    def people(self, idea: Idea) -> dict[str, list[int]]:
        return {**people_of(idea), "commenter": list(commenters_of(idea))}

    def people_since(self, idea: Idea) -> dict[str, dict[int, datetime]]:
        return since(idea)

    def version(self, idea: Idea) -> int:
        return idea.version

    def snapshot(self, idea: Idea) -> dict[str, Any]:
        category = idea.category.name if idea.category else ""
        return {"title": idea.title, "body": idea.body, "category": category, "version": idea.version}

    def thumbnail(self, idea: Idea) -> str | None:
        return None


class NoteSubject:
    """What an author added to an idea. It has one version: notes are not edited."""

    key = "idea-note"
    model = IdeaNote
    label = _("note")
    words = ("body",)

    def visible_to(self, user: Any) -> QuerySet[IdeaNote]:
        return IdeaNote.objects.visible_to(user).select_related("idea")

    def title(self, note: IdeaNote) -> str:
        return note.idea.title

    def url(self, note: IdeaNote) -> str:
        return f"{note.idea.get_absolute_url()}#timeline"

    def author_id(self, note: IdeaNote) -> int | None:
        return note.idea.author_id

    def people(self, note: IdeaNote) -> dict[str, list[int]]:
        return {"author": [note.idea.author_id] if note.idea.author_id else []}

    def version(self, note: IdeaNote) -> int:
        return 1

    def snapshot(self, note: IdeaNote) -> dict[str, Any]:
        return {"body": note.body, "subject": note.idea.title}

    def thumbnail(self, note: IdeaNote) -> str | None:
        return None


class WaitingListSubject:
    """The waiting list of a board, to whoever answers there."""

    key = WAITING_LIST
    model = IdeaBoardPage
    label = _("waiting list")
    words: tuple[str, ...] = ()

    def visible_to(self, user: Any) -> QuerySet[IdeaBoardPage]:
        return boards_of(user) if may_answer(user) else IdeaBoardPage.objects.none()

    def title(self, board: IdeaBoardPage) -> str:
        return gettext("Waiting list")

    def url(self, board: IdeaBoardPage) -> str:
        return reverse("idea_answers:waiting") + "?who=me"

    def author_id(self, board: IdeaBoardPage) -> int | None:
        return None

    def people(self, board: IdeaBoardPage) -> dict[str, list[int]]:
        return {}

    def version(self, board: IdeaBoardPage) -> int:
        return 1

    def snapshot(self, board: IdeaBoardPage) -> dict[str, Any]:
        return {}

    def thumbnail(self, board: IdeaBoardPage) -> str | None:
        return None
