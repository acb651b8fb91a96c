"""A judge's desk: one entry at a time, without its author's name. Each judge sees their own marks alone."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests.actions.allotting import allot
from contests.actions.judging import declare_conflict, defer_judgement, give_judgement, take_back_conflict
from contests.juries import Pile, desk_of, has_jury, pile_of
from contests.jury_forms import OpinionForm
from contests.models import ContestPage, Entry, Judgement, Juror
from contests.models.entry import KIND
from contests.policies.judging import may_mark
from core.errors import Refused, RuleBroken, Stale
from core.http import limited, sign_in_first, toast
from gallery.models import MediaItem

SLIPPED = "jury_conflict"  # in the session: what was declared last, which can be taken back


def desk(contest: ContestPage, request: HttpRequest) -> HttpResponse:
    """The next entry to judge. POST takes back the conflict that was declared last."""
    if not request.user.is_authenticated and has_jury(contest):
        return sign_in_first(request, back=contest.get_url_of("jury", request))
    juror = _juror(contest, request)
    if request.method == "POST":
        return _take_back(request, juror)
    pile = pile_of(juror)
    if not pile.open and may_mark(request.user, juror):
        allot(contest)
        pile = pile_of(juror)
    judgement = _on_desk(juror, pile.next) if pile.next is not None else None
    return _show(request, juror, pile, judgement)


def judge(contest: ContestPage, request: HttpRequest, entry: int) -> HttpResponse:
    """One entry of the pile; POST marks it, or (`do`) puts it off or says that it is a conflict."""
    if not request.user.is_authenticated and has_jury(contest):
        return sign_in_first(request, back=contest.get_url_of("jury", request))
    juror = _juror(contest, request)
    judgement = Judgement.objects.on_desks().filter(juror=juror, entry__pk=entry).select_related("entry").first()
    if request.method != "POST":
        if judgement is None or not desk_of(juror).filter(pk=judgement.pk).exists():
            raise Http404
        return _show(request, juror, pile_of(juror), judgement)
    if judgement is None and _was_handed_back(request, juror, entry):
        return redirect(contest.get_url_of("jury", request))  # a double click
    if judgement is None:
        return _gone(request, juror, _("This entry is not on your desk any more: another judge has it now."))
    judgement.juror = juror
    return _take(request, juror, judgement)


def judged(contest: ContestPage, request: HttpRequest) -> HttpResponse:
    """What this judge has judged, each to be looked at and changed until the jury has decided."""
    if not request.user.is_authenticated and has_jury(contest):
        return sign_in_first(request, back=contest.get_url_of("jury", request))
    juror = _juror(contest, request)
    given = desk_of(juror).given().select_related("entry").prefetch_related("marks__criterion").order_by("-given_at")
    context = {"page": contest, "contest": contest, "juror": juror, "pile": pile_of(juror), "given": given}
    context |= {"verdict": may_mark(request.user, juror), "desk_url": contest.get_url_of("jury", request)}
    return render(request, "contests/judged.html", context)


def _juror(contest: ContestPage, request: HttpRequest) -> Juror:
    mine = Juror.objects.judging().of(request.user).filter(contest=contest)
    juror = get_object_or_404(mine)
    juror.contest = contest
    return juror


def _on_desk(juror: Juror, entry: int) -> Judgement | None:
    return desk_of(juror).filter(entry=entry).select_related("entry").first()


@limited("judge", rate="120/m")
def _take(request: HttpRequest, juror: Juror, judgement: Judgement) -> HttpResponse:
    """What was typed stands in the form again whenever it cannot be stored."""
    do = request.POST.get("do", "give")
    form = OpinionForm(request.POST, criteria=juror.contest.criteria.all(), is_partial=do != "give")
    try:
        if do == "conflict":
            return _hand_back(request, juror, judgement)
        if not form.is_valid():
            return _again(request, juror, judgement, form)
        act = defer_judgement if do == "defer" else give_judgement
        act(judgement, form.opinion, by=request.user, after=form.cleaned_data["after"])
    except RuleBroken as broken:
        form.add_error(None, broken)
        return _again(request, juror, judgement, form)
    except Refused as refusal:
        return _again(request, juror, judgement, form, refusal=str(refusal), status=403)
    except Stale as stale:
        return _out_of_date(request, juror, judgement, form, str(stale))
    was_given = judgement.is_given and form.cleaned_data["after"] == judgement.stamp
    return _on(request, juror, do, was_given=was_given)


def _on(request: HttpRequest, juror: Juror, do: str, *, was_given: bool) -> HttpResponse:
    """To the next one; after a change of what was given, back to those."""
    if do == "defer" and not was_given:
        toast(request, _("Put off. It comes back when you have judged the others."))
    elif was_given:
        toast(request, _("Your judgement is changed."))
        return redirect(juror.contest.get_url_of("judged", request))
    return redirect(juror.contest.get_url_of("jury", request))


def _was_handed_back(request: HttpRequest, juror: Juror, entry: int) -> bool:
    handed_back = juror.judgements.filter(entry=entry, state=Judgement.State.CONFLICT)
    return request.POST.get("do") == "conflict" and handed_back.exists()


def _hand_back(request: HttpRequest, juror: Juror, judgement: Judgement) -> HttpResponse:
    request.session[SLIPPED] = declare_conflict(judgement, by=request.user).pk
    return redirect(juror.contest.get_url_of("jury", request))


@limited("judge", rate="120/m")
def _take_back(request: HttpRequest, juror: Juror) -> HttpResponse:
    handed_back = Judgement.objects.filter(juror=juror, state=Judgement.State.CONFLICT)
    judgement = handed_back.filter(pk=request.session.pop(SLIPPED, None)).first()
    if judgement is None:
        return redirect(juror.contest.get_url_of("jury", request))
    judgement.juror = juror
    take_back_conflict(judgement, by=request.user)
    return redirect(juror.contest.get_url_of("jury", request) + f"{judgement.entry_id}/")


def _out_of_date(
    request: HttpRequest, juror: Juror, judgement: Judgement, form: OpinionForm, told: str
) -> HttpResponse:
    """What another window said stays; sending once more replaces it. What left the desk cannot be sent again."""
    fresh = _on_desk(juror, judgement.entry_id)
    if fresh is None:
        return _gone(request, juror, told)
    typed = request.POST.copy()
    typed["after"] = fresh.stamp
    form.data = typed
    marks = fresh.marks.select_related("criterion").order_by("criterion__sort_order", "criterion")
    return _again(request, juror, fresh, form, conflict=told, standing=marks, status=409)


def _gone(request: HttpRequest, juror: Juror, told: str) -> HttpResponse:
    words = request.POST.get("words", "")[:1000]
    context = {"page": juror.contest, "contest": juror.contest, "told": told, "words": words}
    context["desk_url"] = juror.contest.get_url_of("jury", request)
    return render(request, "contests/judged_elsewhere.html", context, status=409)


def _again(
    request: HttpRequest, juror: Juror, judgement: Judgement, form: OpinionForm, *, status: int = 200, **extra: Any
) -> HttpResponse:
    return _show(request, juror, pile_of(juror), judgement, form=form, status=status, **extra)


def _show(
    request: HttpRequest,
    juror: Juror,
    pile: Pile,
    judgement: Judgement | None,
    *,
    form: OpinionForm | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    contest = juror.contest
    desk_url = contest.get_url_of("jury", request)
    context: dict[str, Any] = {"page": contest, "contest": contest, "juror": juror, "pile": pile, "desk_url": desk_url}
    context |= {"verdict": may_mark(request.user, juror), "judged_url": contest.get_url_of("judged", request)}
    context |= {"progress": _progress(pile), "slipped": _slipped(request, juror)}
    if judgement is not None:
        context |= {"judgement": judgement, "entry": judgement.entry, "works": _works(judgement.entry)}
        context |= {"form": form or OpinionForm.of(judgement, contest.criteria.all())}
        context["action"] = f"{desk_url}{judgement.entry_id}/"
    return render(request, "contests/jury.html", context | extra, status=status)


def _works(entry: Entry) -> list[MediaItem]:
    """What everybody may see of it: a judge has no more."""
    return list(MediaItem.objects.of(entry, kind=KIND).shown().with_renditions())


def _progress(pile: Pile) -> str:
    words = ngettext("%(done)d of %(total)d judged", "%(done)d of %(total)d judged", pile.total)
    return words % {"done": pile.done, "total": pile.total}


def _slipped(request: HttpRequest, juror: Juror) -> bool:
    pk = request.session.get(SLIPPED)
    return pk is not None and juror.judgements.filter(pk=pk, state=Judgement.State.CONFLICT).exists()
