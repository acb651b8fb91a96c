"""How an idea is shown in one row of the team's list."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, BulkActionsCheckboxColumn, Column, DateColumn, NumberColumn, TitleColumn

from ideas.days import day_of
from ideas.models import Idea

ANSWER = "idea_answers:answer"


class IdeaTitleColumn(TitleColumn):
    cell_template_name = "ideas/admin/cells/title.html"


class StatusColumn(Column):
    cell_template_name = "ideas/admin/cells/status.html"


class PromiseColumn(Column):
    """The day by which an update was promised, marked once it is over."""

    cell_template_name = "ideas/admin/cells/promise.html"

    def get_cell_context_data(self, instance: Idea, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["is_overdue"] = is_overdue(instance)
        return context


def is_overdue(idea: Idea) -> bool:
    """As `IdeaQuerySet.overdue()` asks it of the database."""
    due = idea.next_update_by
    return bool(due and due < day_of() and idea.is_awaiting)


def idea_columns() -> list[BaseColumn]:
    return [
        BulkActionsCheckboxColumn("bulk_actions", obj_type="idea"),
        IdeaTitleColumn(
            "title",
            label=_("Title"),
            sort_key="title",
            get_url=lambda idea: reverse(ANSWER, args=[idea.pk]),
            get_title_id=lambda idea: f"idea_{idea.pk}_title",
            link_attrs={"dir": "auto"},
            width="32%",
        ),
        Column("board", label=_("Board"), accessor="board.title", sort_key="board__title"),
        StatusColumn("status", label=_("Status and stage"), sort_key="status__sort_order"),
        NumberColumn("vote_count", label=_("Supporters"), sort_key="vote_count", classname="idea-desk-number"),
        NumberColumn("comment_count", label=_("Comments"), sort_key="comment_count", classname="idea-desk-number"),
        Column("owner", label=_("Owner"), accessor="owner.shown_name", sort_key="owner__display_name"),
        PromiseColumn("next_update_by", label=_("Next update by"), sort_key="next_update_by"),
        DateColumn("published_at", label=_("Published"), sort_key="published_at"),
    ]
