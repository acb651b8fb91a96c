"""A vote for an entry: the wanted state is set, and a visitor's click waits until they have signed in."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from contests.actions.voting import cast_vote, withdraw_vote
from contests.ballots import Ballot, ballot_of, vote_box
from contests.kinds import USING_UP, VoteRule
from contests.models import ContestPage, Entry, EntryVote
from contests.phases import Ability
from contests.policies.voting import can_be_voted_for, is_left, may_vote_with
from contests.risk import Traits, traits_of
from contests.views.appealing import voided_of
from contests.works import attach_works
from core.errors import Refused
from core.http import HtmxHttpRequest, error_answer, fragment_or_redirect, limited, sign_in_first, toast, wants_fragment
from core.policies import YES, Verdict

PENDING = "pending_entry_vote"
PENDING_MINUTES = 30
BOX = "contests/fragments/vote_box.html"
ON_OFF = [("on", "on"), ("off", "off")]


class BallotForm(forms.Form):
    """`day` names a day that is over, whose vote is taken back where the rule counts days."""

    vote = forms.ChoiceField(choices=ON_OFF, error_messages={"required": gettext_lazy("Say whether to vote or not.")})
    day = forms.DateField(required=False)


@require_POST
@limited("vote", rate="120/m")
def vote(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    """`vote=on` or `off`. What a policy refuses is answered in the box, with the reason."""
    entry = get_object_or_404(_votable(request), pk=pk)
    form = BallotForm(request.POST)
    if not form.is_valid():
        return error_answer(request, status=422, reasons=[error for errors in form.errors.values() for error in errors])
    wanted, day = form.cleaned_data["vote"], form.cleaned_data["day"]
    if not request.user.is_authenticated and can_be_voted_for(entry):
        return remember_and_sign_in(request, entry, wanted)
    try:
        ballot = _do(request, entry, wanted, day)
    except Refused as refusal:
        if not wants_fragment(request):
            raise
        return _box(request, entry, ballot_of(request.user, entry), refusal=str(refusal), status=403)
    return _box(request, entry, ballot)


def own_votes(contest: ContestPage, request: HttpRequest) -> HttpResponse:
    """What a member has cast in this contest, and how each stands, to be taken back until voting closes."""
    if not request.user.is_authenticated:
        return sign_in_first(request, back=contest.get_url_of("own-votes", request))
    mine = EntryVote.objects.of(request.user, contest.pk).filter(standing__in=USING_UP)
    seen = set(Entry.objects.visible_to(request.user).filter(contest=contest.pk, votes__in=mine).values_list("pk"))
    votes = mine.select_related("entry").prefetch_related("appeals").order_by("-day", "-at", "-pk")
    rows = [(vote, (vote.entry_id,) in seen, voided_of(vote)) for vote in votes]
    attach_works([vote.entry for vote, is_seen, _voided in rows if is_seen], to=request.user)
    context = {
        "page": contest,
        "contest": contest,
        "rows": rows,
        "entries_url": contest.get_url_of("entries", request),
        "is_open": Ability.VOTE in contest.abilities_at(),
        "counts_days": contest.vote_rule == VoteRule.A_DAY,
    }
    return render(request, "contests/own_votes.html", context)


def _do(request: HttpRequest, entry: Entry, wanted: str, day: date | None = None) -> Ballot:
    if wanted == "on":
        return cast_vote(entry, by=request.user, traits=traits_in(request, entry.contest_id))
    return withdraw_vote(entry, by=request.user, day=day)


def traits_in(request: HttpRequest, contest_id: int) -> Traits:
    """REMOTE_ADDR is the real one: `core.middleware.TrustedProxies` believes no header of a stranger."""
    said = request.headers
    return traits_of(
        request.META.get("REMOTE_ADDR", ""),
        said.get("User-Agent", ""),
        said.get("Accept-Language", ""),
        contest_id=contest_id,
    )


def _votable(request: HttpRequest) -> QuerySet[Entry]:
    return Entry.objects.visible_to(request.user).for_voting()


def _box(request: HttpRequest, entry: Entry, ballot: Ballot, *, refusal: str = "", status: int = 200) -> HttpResponse:
    box = vote_box(entry, ballot, may_vote_with(request.user, entry, ballot) if refusal else _after(entry, ballot))
    context = {"entry": entry, "box": box, "refusal": refusal, "size": request.POST.get("size", "")}
    return fragment_or_redirect(request, BOX, context, to=way_back(request, entry), status=status)


def _after(entry: Entry, ballot: Ballot) -> Verdict:
    """After a vote that was accepted only its number is left to ask for."""
    return YES if ballot.is_cast else is_left(entry.contest, ballot)


def remember_and_sign_in(request: HttpRequest, entry: Entry, wanted: str) -> HttpResponse:
    """The vote waits for half an hour; after signing in, by whatever way, it is cast."""
    request.session[PENDING] = {"entry": entry.pk, "wanted": wanted, "at": timezone.now().timestamp()}
    return sign_in_first(request, back=way_back(request, entry))


def after_sign_in(sender: Any, request: HttpRequest, user: Any, **extra: Any) -> None:
    """What somebody clicked as a visitor counts now, or they are told why not."""
    pending = request.session.pop(PENDING, None)
    if not pending or timezone.now().timestamp() - pending["at"] > timedelta(minutes=PENDING_MINUTES).total_seconds():
        return
    entry = Entry.objects.visible_to(user).for_voting().filter(pk=pending["entry"]).first()
    if entry is None:
        return
    request.user = user
    try:
        _do(request, entry, pending["wanted"])
    except Refused as refusal:
        toast(request, str(refusal))
    else:
        toast(request, _("Your vote is cast.") if pending["wanted"] == "on" else _("Your vote is taken back."))


def way_back(request: HttpRequest, entry: Entry) -> str:
    """Where the person was, when that is another page of this site; else the entry, as below it stand addresses that
    only take a POST."""
    came_from = request.htmx.current_url_abs_path if wants_fragment(request) else request.headers.get("Referer", "")  # type: ignore[attr-defined]
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
    if not is_ours or urlsplit(came_from).path.startswith(reverse("contests:short", args=[entry.pk])):
        return resolve_url(entry)
    return str(came_from)
