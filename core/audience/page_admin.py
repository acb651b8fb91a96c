"""What editors are told while they move and copy closed pages, and the screens about a page's audience."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.views.page_privacy import SetPrivacyView
from wagtail.models import Page, PageViewRestriction

from core.audience.audience_words import AudienceWords, has_ladder
from core.audience.carrying import GROUPS, LOGIN, Closing, closing_of, keep_one, not_answered
from core.audience.closed_types import closed_types, is_shut
from core.audience.gate import barriers_above
from core.audience.models import Tier


class PagePrivacyView(SetPrivacyView):
    """Wagtail's screen, which puts no restriction beside a ladder, and calls no page public that its type closes."""

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if self.is_shut_without():
            shut = _("Nobody but administrators, until steps under “Who sees it” let others in")
            choices = form.fields["restriction_type"].choices
            form.fields["restriction_type"].choices = [(PageViewRestriction.NONE, shut), *choices[1:]]
        return form

    def is_shut_without(self) -> bool:
        """Whether its type closes the page once it has no restriction."""
        return not has_ladder(self.page) and is_shut(self.page, below=self.page.path[: -Page.steplen])

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if self.restriction is None and has_ladder(self.page):
            return self.refuse()
        answer: HttpResponse = super().render_to_response(context, **kwargs)
        return answer

    def form_valid(self, form: Any) -> HttpResponse:
        wants_one = form.cleaned_data["restriction_type"] != PageViewRestriction.NONE
        if wants_one and self.restriction is None and has_ladder(self.page):
            return self.refuse()
        answer: HttpResponse = super().form_valid(form)
        if wants_one:
            keep_one(self.page)
            return answer
        for spare in PageViewRestriction.objects.filter(page=self.page.pk):
            spare.delete(user=self.request.user)
        return self.answer_shut() if self.is_shut_without() else answer

    def answer_shut(self) -> HttpResponse:
        """The editor goes on to show its lock."""
        said = {"step": "set_privacy_done", "is_public": False}
        answer: HttpResponse = render_modal_workflow(self.request, None, None, None, json_data=said)
        return answer

    def refuse(self) -> HttpResponse:
        answer: HttpResponse = render_modal_workflow(
            self.request, "audience/admin/has_ladder.html", None, {"page": self.page}, json_data={"step": "set_privacy"}
        )
        return answer


class TypedLadder(forms.Form):
    """A ladder as somebody types it. What cannot be read yet is left out."""

    tiers = forms.ModelMultipleChoiceField(Tier.objects.all(), required=False)
    insiders_from = forms.DateTimeField(required=False)
    members_from = forms.DateTimeField(required=False)
    public_from = forms.DateTimeField(required=False)
    has_ladder = forms.BooleanField(required=False)
    has_teaser = forms.BooleanField(required=False)


def typed_summary(request: HttpRequest) -> HttpResponse:
    """What the ladder in the form comes to, for the editor's script. `page` is the page, or `parent` that of a new
    one; `type` is the key of its type, if that is a closed one."""
    page, parent = _page_and_parent(request)
    form = TypedLadder(request.GET)
    form.is_valid()
    said = form.cleaned_data
    window = None
    if said.get("has_ladder"):
        window = Typed(*(said.get(name) for name in ("insiders_from", "members_from", "public_from")))
    words = AudienceWords.of(
        page, parent, window=window, tiers=said.get("tiers") or (), has_teaser=said.get("has_teaser", False)
    )
    return render(request, "audience/admin/summary.html", {"words": words})


class Typed:
    def __init__(self, insiders_from: Any, members_from: Any, public_from: Any) -> None:
        self.insiders_from, self.members_from, self.public_from = insiders_from, members_from, public_from


def _page_and_parent(request: HttpRequest) -> tuple[Page, Page]:
    """Raises Http404, or PermissionDenied for who may not edit there."""
    key = request.GET.get("page") or request.GET.get("parent") or ""
    found = get_object_or_404(Page, pk=key if key.isdecimal() and len(key) < 10 else 0)
    closed = closed_types.get(request.GET.get("type", ""))
    rights = found.permissions_for_user(request.user)
    if request.GET.get("page"):
        if not rights.can_edit():
            raise PermissionDenied
        return found, found.get_parent()
    if not rights.can_add_subpage():
        raise PermissionDenied
    return closed.model() if closed else Page(), found


def tell_before_copy(request: HttpRequest, page: Page) -> None:
    if request.method == "GET" and barriers_above(page.path):
        words = _("This page is closed. Its copy will be closed in the same way, wherever you put it.")
        messages.warning(request, words)


def tell_after_copy(request: HttpRequest, page: Page, new_page: Page) -> None:
    keep_one(new_page)
    _tell(request, new_page, getattr(new_page, "came_closed", None))


def tell_before_parting(request: HttpRequest, page: Page) -> None:
    followed = page.alias_of
    if request.method == "GET" and followed and not_answered(followed.path, below=page.path, inclusive=True):
        words = _("The page that this one follows is closed. This one will be closed in the same way, under Privacy.")
        messages.warning(request, words)


def tell_after_parting(request: HttpRequest, page: Page) -> None:
    """Of an alias that goes its own way from now on."""
    if restriction := PageViewRestriction.objects.filter(page=page.pk).order_by("pk").first():
        _tell(request, page, closing_of(restriction))


def tell_before_move(request: HttpRequest, page: Page, destination: Page) -> None:
    if request.method == "GET" and not_answered(page.path, below=destination.path):
        words = _(
            "This page is closed by a page above it, and would be open there. What closes it will go with it, as a "
            "restriction under Privacy."
        )
        messages.warning(request, words)


def tell_after_move(request: HttpRequest, page: Page) -> None:
    _tell(request, page, getattr(page, "came_closed", None))


def tell_after_moving_many(request: HttpRequest, action: str, objects: Any, view: Any) -> None:
    for page in objects if action == "move" else ():
        _tell(request, page, getattr(page, "came_closed", None))


def _tell(request: HttpRequest, page: Page, closing: Closing | None) -> None:
    if closing is None:
        return
    words = _("“%(page)s” stays closed: %(audience)s. Open it on purpose under Privacy, in its editor.")
    messages.warning(request, words % {"page": page.get_admin_display_title(), "audience": _let_in(closing)})


def _let_in(closing: Closing) -> str:
    if closing.kind == LOGIN:
        return _("members alone see it")
    names = list(Group.objects.filter(pk__in=closing.groups).order_by("name").values_list("name", flat=True))
    if closing.kind != GROUPS or not names:
        return _("nobody but administrators sees it")
    return _("only %(groups)s see it") % {"groups": get_text_list(names, _("and"))}
