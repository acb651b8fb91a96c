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
from core.http import key_in
from ideas.actions.replying import forget_reply, keep_reply
from ideas.admin.reply_list import Looked, Row, said_lately
from ideas.desks import boards_of, ideas_of
from ideas.models import BoardStatus, Idea, IdeaBoardPage, SavedReply
from ideas.models.reply import fill, misplaced

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


class SavedReplyForm(forms.ModelForm):
    title = LineField(label=gettext_lazy("Title"), max_length=80, help_text=gettext_lazy("Only the team reads it."))
    note = TextField(
        label=gettext_lazy("Public note"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy(
            "{author} becomes the name of who said the idea, or “whoever said this” where it is not known; {title} "
            "becomes the idea’s title."
        ),
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

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        if found := misplaced(note):
            words = _(
                "Nothing is filled in for %(found)s: people would read it with its braces. Only {author} and {title} "
                "are filled in."
            )
            raise forms.ValidationError(words % {"found": ", ".join(found)})
        return note


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
        replies, looked = list(replies_of(request.user)), Looked(request.GET)
        names, said = status_names(boards_of(request.user)), said_lately(replies, user=request.user)
        rows = [Row(reply, names.get(reply.status, ""), said.get(reply.pk)) for reply in replies]
        context = self.get_context_data(rows=looked.among(rows), looked=looked, has_any=bool(rows))
        return self.render_to_response(context)


class ReplyView(ReplyScreen):
    """A new one, perhaps as a copy (`from`), or the one of this key. POST keeps it, or (`do`) shows the preview."""

    template_name = "ideas/admin/saved_reply.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        pk = kwargs.get("pk")
        self.reply = get_object_or_404(replies_of(request.user), pk=pk) if pk else self.copied()

    def copied(self) -> SavedReply:
        wanted = key_in(self.request.GET.get("from", ""))
        reply = replies_of(self.request.user).filter(pk=wanted).first() or SavedReply()
        reply.pk = None
        return reply

    def get_page_title(self) -> str:
        return self.reply.title if self.reply.pk else _("New saved reply")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        return self.show(SavedReplyForm(instance=self.reply, by=request.user))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        form = SavedReplyForm(request.POST, instance=self.reply, by=request.user)
        if not form.is_valid() or request.POST.get("do") == "preview":
            return self.show(form)
        reply = keep_reply(form.save(commit=False), by=request.user)
        messages.success(request, _("“%(title)s” is kept.") % {"title": reply.title})
        return redirect(INDEX)

    def show(self, form: SavedReplyForm) -> HttpResponse:
        note, example = form["note"].value() or "", self.example()
        words = fill(note, example) if example else ""
        return self.render_to_response(self.get_context_data(form=form, reply=self.reply, example=example, words=words))

    def example(self) -> Idea | None:
        """The newest idea into whose answer it could be inserted."""
        ideas = ideas_of(self.request.user).published()
        if self.reply.board_id:
            ideas = ideas.filter(board=self.reply.board_id)
        return ideas.select_related("author").order_by("-pk").first()


class ForgetReplyView(ReplyScreen):
    """GET asks, POST deletes."""

    template_name = "ideas/admin/saved_reply_forget.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.reply = get_object_or_404(replies_of(request.user), pk=kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": _("Delete this reply"), "sublabel": self.reply.title}
        return [*super().get_breadcrumbs_items(), here]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        said = said_lately([self.reply], user=request.user).get(pk)
        return self.render_to_response(self.get_context_data(reply=self.reply, said=said))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        forget_reply(self.reply, by=request.user)
        said = _("“%(title)s” is deleted. Answers that were given with it stay.")
        messages.success(request, said % {"title": self.reply.title})
        return redirect(INDEX)
