"""Saved replies: whoever answers ideas writes them, for all boards or for one of theirs."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from core.fields import LineField, TextField
from ideas.actions.replying import forget_reply, keep_reply
from ideas.desks import boards_of
from ideas.models import BoardStatus, IdeaBoardPage, SavedReply

INDEX = "idea_answers:replies"


def replies_of(user: Any) -> QuerySet[SavedReply]:
    """Of all boards, and of those that this person works on."""
    return SavedReply.objects.on(boards_of(user).order_by().values("pk")).select_related("board")


def status_names(boards: QuerySet[IdeaBoardPage]) -> dict[str, str]:
    """By slug what a status is called, on the first of these boards that has it."""
    rows = BoardStatus.objects.filter(board__in=boards.order_by().values("pk"))
    found: dict[str, str] = {}
    for slug, name in rows.order_by("board", "sort_order", "pk").values_list("slug", "name"):
        found.setdefault(slug, name)
    return found


class ReplyForm(forms.ModelForm):
    title = LineField(label=gettext_lazy("Title"), max_length=80, help_text=gettext_lazy("Only the team reads it."))
    note = TextField(
        label=gettext_lazy("Public note"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy("{author} and {title} are replaced by the idea’s own when the reply is inserted."),
    )
    status = forms.ChoiceField(label=gettext_lazy("Proposed status"), required=False)

    class Meta:
        model = SavedReply
        fields = ("title", "note", "language", "board", "status", "update_days", "place")

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boards = boards_of(by).order_by("title")
        self.fields["board"].queryset = boards  # type: ignore[attr-defined]
        # `pk` of a page lets through numbers that SQLite cannot hold.
        self.fields["board"].to_field_name = "id"  # type: ignore[attr-defined]
        self.fields["board"].empty_label = _("All boards")  # type: ignore[attr-defined]
        kept = {self.instance.status: self.instance.status} if self.instance.status else {}
        offered = [("", _("None")), *{**kept, **status_names(boards)}.items()]
        self.fields["status"].choices = offered  # type: ignore[attr-defined]


class ReplyScreen(WagtailAdminTemplateMixin, View):
    page_title = gettext_lazy("Saved replies")
    header_icon = "list-ul"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("idea_answers:index"), "label": _("Ideas")},
            {"url": reverse(INDEX), "label": _("Saved replies")},
        ]


class RepliesView(ReplyScreen):
    template_name = "ideas/admin/saved_replies.html"

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Add a saved reply"), url=reverse("idea_answers:new-reply"), icon_name="plus")]

    def get(self, request: HttpRequest) -> HttpResponse:
        names = status_names(boards_of(request.user))
        rows = [(reply, names.get(reply.status, "")) for reply in replies_of(request.user)]
        return self.render_to_response(self.get_context_data(rows=rows))


class ReplyView(ReplyScreen):
    """A new one, or the one of this key. POST keeps it."""

    template_name = "ideas/admin/saved_reply.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        pk = kwargs.get("pk")
        self.reply = get_object_or_404(replies_of(request.user), pk=pk) if pk else SavedReply()

    def get_page_title(self) -> str:
        return self.reply.title if self.reply.pk else _("New saved reply")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        return self.show(ReplyForm(instance=self.reply, by=request.user))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        form = ReplyForm(request.POST, instance=self.reply, by=request.user)
        if not form.is_valid():
            return self.show(form)
        reply = keep_reply(form.save(commit=False), by=request.user)
        messages.success(request, _("“%(title)s” is kept.") % {"title": reply.title})
        return redirect(INDEX)

    def show(self, form: ReplyForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, reply=self.reply))


class ForgetReplyView(ReplyScreen):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        reply = get_object_or_404(replies_of(request.user), pk=pk)
        forget_reply(reply, by=request.user)
        messages.success(
            request, _("“%(title)s” is deleted. Answers that were given with it stay.") % {"title": reply.title}
        )
        return redirect(INDEX)
