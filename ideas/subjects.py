"""What other rooms may know of an idea."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ideas.actions.telling import people_of
from ideas.models import Idea


class IdeaSubject:
    key = "idea"
    model = Idea
    label = _("idea")

    def visible_to(self, user: Any) -> QuerySet[Idea]:
        return Idea.objects.visible_to(user)

    def title(self, idea: Idea) -> str:
        return idea.title

    def url(self, idea: Idea) -> str:
        return idea.get_absolute_url()

    def author_id(self, idea: Idea) -> int | None:
        return idea.author_id

    def people(self, idea: Idea) -> dict[str, list[int]]:
        return people_of(idea)

    def version(self, idea: Idea) -> int:
        return idea.version

    def snapshot(self, idea: Idea) -> dict[str, Any]:
        category = idea.category.name if idea.category else ""
        return {"title": idea.title, "body": idea.body, "category": category, "version": idea.version}

    def thumbnail(self, idea: Idea) -> str | None:
        return None
