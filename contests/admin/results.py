"""The screen from which a shortlist and results are published. Everything it does is a verb of `contests.actions`."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from contests.actions.announcing_winners import announce_winners, news_of
from contests.actions.correcting import correct_results
from contests.actions.disqualifying import disqualify
from contests.actions.publishing import publish_results, publish_shortlist
from contests.actions.reinstating import ask_to_reinstate, decide_reinstatement
from contests.admin.result_forms import FORMS, made_form
from contests.admin.result_steps import asked_of, correction_of, preview_of, publishing_steps
from contests.models import ContestPage
from contests.policies.running import may_publish, may_run
from contests.schedules import in_a_sentence
from core.errors import Refused, RuleBroken, Stale
from core.http import error_answer

RESULTS = "contest_results"


class ResultsView(WagtailAdminTemplateMixin, View):
    """GET shows what is published, or what stands in the way; POST does (`do`) one thing."""

    template_name = "contests/admin/results.html"
    page_title = gettext_lazy("Results")
    header_icon = "pick"

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        verdict = may_run(request.user)
        if not verdict:
            return error_answer(request, status=403, exception=verdict.reason)
        seen = ContestPage.objects.visible_to(request.user).select_related("register__pause")
        self.contest: ContestPage = get_object_or_404(seen, pk=pk)
        return super().dispatch(request, pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show({})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        done = request.POST.get("do", "")
        if done not in FORMS:
            return self.show({}, status=400)
        form = made_form(done, self.contest, request.POST)
        if form.is_valid():
            try:
                self.do(done, form)
            except RuleBroken as broken:
                _say(form, broken)
            except (Refused, Stale) as refused:
                form.add_error(None, str(refused))
        if form.errors:
            return self.show({done.partition("-")[0]: form})
        return redirect(RESULTS, self.contest.pk)

    def do(self, done: str, form: Any) -> None:
        by, given = self.request.user, form.cleaned_data
        match done:
            case "shortlist":
                publish_shortlist(self.contest, by=by)
                said = _("The shortlist is published. Those who are on it are told.")
            case "results":
                publish_results(self.contest, by=by, how=given["how"])
                said = _("The results are published. Everybody sees them, and is told, from their time on.")
            case "disqualify":
                disqualify(form.entry_in(self.contest), by=by, reason=given["reason"])
                said = _("It is out of the running. Whoever entered it is told.")
            case "reinstate":
                ask_to_reinstate(given["disqualification"], by=by, reason=given["reason"])
                said = _("Asked for. It is done when somebody else confirms it.")
            case "confirm" | "leave":
                decide_reinstatement(given["asked"], confirm=done == "confirm", by=by)
                said = _("It is in the running again.") if done == "confirm" else _("It stays as it is.")
            case "correct":
                correct_results(self.contest, by=by, reason=given["reason"])
                said = _("The corrected results are published. Those who have another place are told.")
            case _news:
                publish = done == "news-publish"
                announce_winners(self.contest, by=by, title=given["title"], words=given["words"], publish=publish)
                said = _("The news is published.") if publish else _("The news is kept as a draft.")
        messages.success(self.request, said)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        seen, edit = self.contest.get_url_of("results", self.request), [self.contest.pk]
        return [
            HeaderButton(_("See it in public"), url=seen, icon_name="view"),
            HeaderButton(_("Edit"), url=reverse("wagtailadmin_pages:edit", args=edit), icon_name="edit"),
        ]

    def get_page_subtitle(self) -> str:
        return str(self.contest.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        place = reverse("wagtailadmin_explore", args=[self.contest.get_parent().pk])
        return [
            *self.breadcrumbs_items,
            {"url": place, "label": _("Contests")},
            {"url": "", "label": self.page_title, "sublabel": self.contest.title},
        ]

    def show(self, filled: dict[str, Any], *, status: int = 200) -> HttpResponse:
        steps, news = publishing_steps(self.contest, at=timezone.now()), news_of(self.contest)
        preview = preview_of(self.contest, steps)
        proposed = {"disqualify": {"entry": self.request.GET.get("out", "")[:20]}, "news": self.proposed_news(preview)}
        made = {
            name: filled.get(name) or made_form(name, self.contest, initial=proposed.get(name))
            for name in ("shortlist", "results", "disqualify", "reinstate", "correct", "news")
        }
        context = self.get_context_data(
            contest=self.contest,
            verdict=may_publish(self.request.user, self.contest),
            steps=[(step, made[step.what]) for step in steps],
            preview=preview,
            news=news,
            is_news_older=self.is_news_older(news),
            disqualify_form=made["disqualify"],
            reinstate_form=made["reinstate"],
            correct_form=made["correct"],
            correction=correction_of(self.contest),
            asked=asked_of(self.contest, self.request.user),
            decide_form=filled.get("confirm") or filled.get("leave"),
            news_form=made["news"],
        )
        return self.render_to_response(context, status=status)

    def proposed_news(self, preview: Any) -> dict[str, str]:
        placement = preview.rows[0] if preview.is_published and preview.rows else None
        if placement is None:
            return {"title": _("Results: %(contest)s") % {"contest": self.contest.title}}
        first, prizes = placement.entry, in_a_sentence(placement.prize_names)
        names = {"entry": first.title, "contest": self.contest.title, "author": first.shown_author}
        thanks = _("Thank you, %(author)s, and everybody who entered and voted.") % names
        won = _("It wins: %(prizes)s.") % {"prizes": prizes} if prizes else ""
        return {"title": _("“%(entry)s” has won: %(contest)s") % names, "words": f"{won} {thanks}".strip()}

    def is_news_older(self, news: Any) -> bool:
        """Whether results were corrected since the news of them was written."""
        newest = self.contest.publications.results().newest().first()
        return bool(news and newest and newest.cause and news.latest_revision_created_at < newest.at)


def _say(form: Any, broken: RuleBroken) -> None:
    """Each problem beside its field, the others above."""
    problems = broken.message_dict if hasattr(broken, "error_dict") else {"__all__": broken.messages}
    for field, said in problems.items():
        form.add_error(field if field in form.fields else None, said)
