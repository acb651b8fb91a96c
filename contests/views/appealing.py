"""A voter appeals against what was decided on a vote of theirs."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contests.actions.appealing import LONGEST, appeal_vote
from contests.kinds import Standing
from contests.models import ContestPage, Entry, EntryVote, VoidOrder, VoteAppeal
from contests.policies.watching import may_appeal_vote
from core.errors import RuleBroken
from core.fields import TextField
from core.http import limited, sign_in_first, toast


class AppealForm(forms.Form):
    text = TextField(
        label=gettext_lazy("Why it should count"),
        error_messages={"required": gettext_lazy("Say why it should count.")},
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "maxlength": LONGEST}),
    )


@dataclass(frozen=True, slots=True)
class Voided:
    """What became of one void vote, as its voter reads it."""

    order: VoidOrder | None
    appeal: VoteAppeal | None
    can_appeal: bool


def voided_of(vote: EntryVote) -> Voided | None:
    """None for a vote that is not void and was never appealed about."""
    appeal = max(vote.appeals.all(), key=lambda one: one.pk, default=None)  # type: ignore[attr-defined]
    if vote.standing != Standing.VOID and appeal is None:
        return None
    order = VoidOrder.objects.behind(vote)
    is_another = appeal is not None and order is not None and appeal.order_id != order.pk  # made void anew since
    shown = None if is_another else appeal
    return Voided(order, shown, can_appeal=order is not None and shown is None)


def appeal(contest: ContestPage, request: HttpRequest, vote: int) -> HttpResponse:
    """GET asks why, POST sends it. A vote of somebody else is none."""
    return _appeal(request, contest, vote)


@limited("appeal-vote", rate="30/h")
def _appeal(request: HttpRequest, contest: ContestPage, vote: int) -> HttpResponse:
    back = contest.get_url_of("own-votes", request)
    if not request.user.is_authenticated:
        return sign_in_first(request, back=back)
    mine = EntryVote.objects.of(request.user, contest.pk).select_related("entry")
    cast = get_object_or_404(mine.filter(entry__contest=contest.pk), pk=vote)
    order = VoidOrder.objects.behind(cast)
    if order is None:
        raise Http404
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _sent(form, cast, by=request.user):
        toast(request, _("It is sent. Somebody else looks at it, and you are told."))
        return redirect(back)
    context = {
        "page": contest,
        "contest": contest,
        "vote": cast,
        "is_seen": Entry.objects.visible_to(request.user).filter(pk=cast.entry_id).exists(),
        "order": order,
        "form": form,
        "verdict": may_appeal_vote(request.user, cast),
        "back": back,
    }
    return render(request, "contests/appeal_vote.html", context, status=422 if form.errors else 200)


def _sent(form: AppealForm, vote: EntryVote, *, by: Any) -> bool:
    """Whether it was; else what is wrong stands beside its field."""
    try:
        appeal_vote(vote, by=by, text=form.cleaned_data["text"])
    except RuleBroken as broken:
        for field, said in broken.message_dict.items():
            form.add_error(field, said)
        return False
    return True
