"""The screens on which an organiser puts a jury together and sees how far it is."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies.pages import PagePermissionPolicy

from contests.actions.allotting import allot
from contests.actions.calling import remind_judges
from contests.actions.inviting import invite, invite_again, remove_judge
from contests.juries import has_jury, progress_of, window_if_set
from contests.jury_forms import InvitationForm
from contests.jury_readiness import jury_problems
from contests.jury_scores import Score, jury_scores
from contests.models import ContestPage, Entry, Juror
from contests.policies.judging import is_over, may_invite
from contests.policies.running import may_run
from core.audience.admin_screens import PAGE_PERMISSIONS
from core.audience.gate import is_closed
from core.errors import Refused, RuleBroken
from core.http import error_answer

INDEX, SCORES = "contest_jury:index", "contest_jury:scores"
ROWS = 50


def contests_of(user: Any) -> QuerySet[ContestPage]:
    """Contests, drafts too, for which this person has a page permission."""
    mine = PagePermissionPolicy(ContestPage).instances_user_has_any_permission_for(user, PAGE_PERMISSIONS)
    return ContestPage.objects.filter(pk__in=mine.order_by().values("pk")).select_related("register")


def contest_for(user: Any, pk: int) -> ContestPage:
    """Raises Http404 also for one behind a door that is closed to this person."""
    contest = get_object_or_404(contests_of(user), pk=pk)
    if is_closed(contest.path, user):
        raise Http404
    return contest


def for_organisers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """403 with the reason for who may not, and for what a verb refuses. Wagtail would send them home."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (verdict := may_run(request.user)):
            return error_answer(request, status=403, exception=verdict.reason)
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            return error_answer(request, status=403, exception=str(refused))

    return guarded


class JuryScreen(WagtailAdminTemplateMixin, View):
    header_icon = "group"
    page_title = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.contest = contest_for(request.user, kwargs["pk"])

    def get_page_title(self) -> str:
        return _("Jury")

    def get_page_subtitle(self) -> str:
        return self.contest.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        explore = reverse("wagtailadmin_explore", args=[self.contest.pk])
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.contest.title}
        return [*self.breadcrumbs_items, {"url": explore, "label": self.contest.title}, here]


class JuryView(JuryScreen):
    """Who judges, who was asked, how far everybody is; POST invites somebody."""

    template_name = "contests/admin/jury.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(InvitationForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = InvitationForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            juror = invite(self.contest, by=request.user, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, broken)
            return self.show(form)
        messages.success(request, _("%(name)s is invited. The letter is on its way.") % {"name": juror.name})
        return redirect(INDEX, self.contest.pk)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        public = HeaderButton(_("See the contest"), url=self.contest.get_url(self.request), icon_name="view")
        marks = HeaderButton(_("Marks"), url=reverse(SCORES, args=[self.contest.pk]), icon_name="list-ul")
        return [public, marks]

    def show(self, form: InvitationForm) -> HttpResponse:
        at = timezone.now()
        people = progress_of(self.contest, at=at)
        window = window_if_set(self.contest)
        context = self.get_context_data(
            form=form,
            contest=self.contest,
            people=people,
            given=sum(progress.given for progress in people if progress.juror.is_judging),
            total=sum(progress.total for progress in people if progress.juror.is_judging),
            problems=jury_problems(self.contest, people, at=at),
            may_invite=may_invite(self.request.user, self.contest, at=at),
            is_judging=window is not None and at in window,
            window=window,
        )
        return self.render_to_response(context)


class ScoresView(JuryScreen):
    """Normalised beside raw, the highest first."""

    template_name = "contests/admin/jury_scores.html"

    def get_page_title(self) -> str:
        return _("Marks of the jury")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        scores = jury_scores(self.contest) if has_jury(self.contest) else []
        page = Paginator(scores, ROWS).get_page(request.GET.get("p"))
        rows = list(_with_entries(list(page)))
        incomplete = sum(not score.complete for score in scores)
        context = self.get_context_data(
            contest=self.contest, page_obj=page, rows=rows, incomplete=incomplete, first=page.start_index()
        )
        return self.render_to_response(context)


def _with_entries(scores: list[Score]) -> Iterator[tuple[Score, Entry]]:
    entries = Entry.objects.select_related("author").in_bulk([score.entry_id for score in scores])
    return ((score, entries[score.entry_id]) for score in scores if score.entry_id in entries)


class RemoveView(JuryScreen):
    """Asks before it removes somebody, and whether the marks that they gave count."""

    template_name = "contests/admin/remove_judge.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.juror: Juror = get_object_or_404(self.contest.jurors.all(), pk=kwargs["juror"])

    def get_page_title(self) -> str:
        return _("Remove from the jury")

    def get(self, request: HttpRequest, pk: int, juror: int) -> HttpResponse:
        given = self.juror.judgements.given().count()
        context = self.get_context_data(contest=self.contest, juror=self.juror, given=given)
        return self.render_to_response(context | {"is_over": self.contest.live and is_over(self.contest)})

    def post(self, request: HttpRequest, pk: int, juror: int) -> HttpResponse:
        keeps_marks = "without_marks" not in request.POST
        _say(request, lambda: _removed(remove_judge(self.juror, by=request.user, keeps_marks=keeps_marks)))
        return redirect(INDEX, self.contest.pk)


def again(request: HttpRequest, pk: int, juror: int) -> HttpResponse:
    """POST sends another letter with another link."""
    contest = contest_for(request.user, pk)
    found = get_object_or_404(contest.jurors.all(), pk=juror)
    if request.method == "POST":
        _say(request, lambda: _sent_again(invite_again(found, by=request.user)))
    return redirect(INDEX, pk)


def remind(request: HttpRequest, pk: int) -> HttpResponse:
    contest = contest_for(request.user, pk)
    if request.method == "POST":
        _say(request, lambda: _reminded(remind_judges(contest, by=request.user)))
    return redirect(INDEX, pk)


def allot_now(request: HttpRequest, pk: int) -> HttpResponse:
    contest = contest_for(request.user, pk)
    if request.method == "POST":
        _say(request, lambda: _allotted(allot(contest, by=request.user).added))
    return redirect(INDEX, pk)


def _say(request: HttpRequest, act: Callable[[], str]) -> None:
    try:
        messages.success(request, act())
    except RuleBroken as broken:
        messages.warning(request, " ".join(broken.messages))


def _removed(juror: Juror) -> str:
    return _("%(name)s does not judge in this contest.") % {"name": juror.name}


def _sent_again(juror: Juror) -> str:
    return _("%(name)s gets another letter. The link of the one before leads nowhere any more.") % {"name": juror.name}


def _reminded(count: int) -> str:
    if not count:
        return _("Everybody who has something left was reminded today already.")
    return ngettext("%(n)d judge is reminded.", "%(n)d judges are reminded.", count) % {"n": count}


def _allotted(count: int) -> str:
    if not count:
        return _("Nothing was left to allot.")
    return ngettext("%(n)d entry was laid on a desk.", "%(n)d entries were laid on desks.", count) % {"n": count}
