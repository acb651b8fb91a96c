"""Taking, releasing, skipping a case and undoing a decision: each view calls one verb and shows what stands then."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from core.errors import Refused, Stale
from core.http import key_in, wants_fragment
from moderation.actions.claiming import claim, claim_next, release, release_all
from moderation.actions.taking_back import undo
from moderation.admin.dossier import Dossier
from moderation.admin.screens import QueueScreen
from moderation.meanwhile import what_happened
from moderation.models import Case, Decision
from moderation.queue import cases_of, to_pull

SKIPPED = "moderation_skipped"
MOST_SKIPPED = 100


class ActingScreen(QueueScreen):
    """After an act: the desk as it stands then, in place or by way of its address."""

    def go_to(
        self, case: Case | None, *, said: str, decided: Decision | None = None, finished: int = 0
    ) -> HttpResponse:
        """`decided` can be undone for a while; `finished` is the key of the case that is done with."""
        address = self.address(case.pk if case else None, decided=decided.pk if decided else "")
        if not wants_fragment(self.request):
            if not decided:
                messages.success(self.request, said)
            return redirect(address)
        response = self.show(case, said=said, decided=decided, finished=finished, is_over=case is None)
        response["HX-Push-Url"] = self.address(case.pk if case else None)
        return response

    def pull(self) -> Case | None:
        """The most urgent that nobody works on. When all others were skipped, those come again."""
        skipped: list[int] = self.request.session.get(SKIPPED, [])
        case = self.claim_but(skipped)
        if case is None and skipped:
            del self.request.session[SKIPPED]
            case = self.claim_but(())
        return case

    def claim_but(self, skipped: Iterable[int]) -> Case | None:
        return claim_next(to_pull(self.asked, by=self.request.user, but=skipped), by=self.request.user)


class NextView(ActingScreen):
    """POST pulls the next case. `skip` names one that is to be passed over from now on."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect(self.address())

    def post(self, request: HttpRequest) -> HttpResponse:
        if skipped := key_in(request.POST.get("skip", "")):
            request.session[SKIPPED] = [*request.session.get(SKIPPED, []), skipped][-MOST_SKIPPED:]
        case = self.pull()
        if skipped and (case is None or case.pk != skipped):
            release(Case(pk=skipped), by=request.user)
        if case is None:
            return self.go_to(None, said=_("Nothing here waits for you."))
        return self.go_to(case, said=_("Skipped. The next case is yours.") if skipped else _("The next case is yours."))


class ClaimView(ActingScreen):
    """POST `claim`: on takes the case, or says that one is still at it; off lets it go."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect(self.address(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        case = self.fetch(pk)
        if request.POST.get("claim") == "off":
            release(case, by=request.user)
            said = _("Released. Anybody can take it.")
        elif claim(case, by=request.user):
            said = _("It is yours.")
        else:
            said = self.why_not(self.fetch(pk))
        if request.POST.get("beat"):
            return self.answer_beat(self.fetch(pk))
        return self.go_to(self.fetch(pk), said=said)

    def why_not(self, case: Case) -> str:
        if not case.is_open:
            return what_happened(case, to=self.request.user)
        return _("%(name)s is working on this.") % {"name": case.claimed_by}

    def answer_beat(self, case: Case) -> HttpResponse:
        """Only the line that says whose it is: nothing that is being written is touched."""
        dossier = Dossier(case, by=self.request.user, at=self.now)
        status = 200 if dossier.is_mine else 409
        return render(self.request, "moderation/admin/fragments/claim.html", {"dossier": dossier}, status=status)


class UndoView(ActingScreen):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect(self.address())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        decision = decision_of(request, pk)
        try:
            undo(decision, by=request.user)
        except (Refused, Stale) as refused:
            return self.show(self.fetch(decision.case_id), problem=str(refused), status=409)
        case = self.fetch(decision.case_id)
        release_all(by=request.user)  # the next case, which the decision had brought
        claim(case, by=request.user)
        return self.go_to(self.fetch(case.pk), said=_("Taken back, and nobody was told. The case is yours again."))


def decision_of(request: HttpRequest, pk: int) -> Decision:
    """On a case that exists for this moderator."""
    mine = Decision.objects.filter(case__in=cases_of(request.user).order_by().values("pk"))
    return get_object_or_404(mine.select_related("case"), pk=pk)
