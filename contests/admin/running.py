"""The screen from which a contest is paused, goes on, and is extended. Everything it does is a verb of scheduling."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
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

from contests.actions.scheduling import extend, pause, resume
from contests.models import ContestPage
from contests.phases import Phase
from contests.policies.running import may_run
from contests.schedules import log_of, steps_of
from core.errors import RuleBroken
from core.fields import LineField
from core.http import error_answer

RUN = "contest_run"
UNITS = {"minutes": timedelta(minutes=1), "hours": timedelta(hours=1), "days": timedelta(days=1)}


def _reason() -> LineField:
    return LineField(
        label=gettext_lazy("Public reason"),
        max_length=300,
        required=False,  # the verb says what it misses
        help_text=gettext_lazy("One sentence, at least ten characters. Everybody reads it on the page of the contest."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class PauseForm(forms.Form):
    note = _reason()


class ResumeForm(forms.Form):
    extend = forms.BooleanField(
        label=gettext_lazy("Give the time back"),
        required=False,
        initial=True,
        help_text=gettext_lazy("What was still to come when it was paused comes later by as long as the pause took."),
    )


class ExtendForm(forms.Form):
    longer = forms.IntegerField(label=gettext_lazy("Longer by"), min_value=1, max_value=100_000)
    unit = forms.ChoiceField(
        label=gettext_lazy("Counted in"),
        choices=[
            ("minutes", gettext_lazy("minutes")),
            ("hours", gettext_lazy("hours")),
            ("days", gettext_lazy("days")),
        ],
        initial="hours",
    )
    note = _reason()

    @property
    def taken(self) -> timedelta:
        given: timedelta = self.cleaned_data["longer"] * UNITS[self.cleaned_data["unit"]]
        return given


FORMS: dict[str, type[forms.Form]] = {"pause": PauseForm, "resume": ResumeForm, "extend": ExtendForm}


class RunView(WagtailAdminTemplateMixin, View):
    """GET shows how the contest stands; POST does (`do`) one thing to it."""

    template_name = "contests/admin/run.html"
    page_title = gettext_lazy("Pause or extend")
    header_icon = "history"

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
        form = FORMS[done](request.POST, prefix=done)
        if form.is_valid():
            try:
                self.do(done, form)
            except RuleBroken as broken:
                form.add_error(None, broken)
        if form.errors:
            return self.show({done: form})
        return redirect(RUN, self.contest.pk)

    def do(self, done: str, form: Any) -> None:
        by, given = self.request.user, form.cleaned_data
        if done == "pause":
            pause(self.contest, by=by, note=given["note"])
            messages.success(self.request, _("The contest is paused. Its page says why."))
        elif done == "resume":
            resume(self.contest, by=by, extend=given["extend"])
            messages.success(self.request, _("The contest goes on."))
        else:
            extend(self.contest, longer=form.taken, by=by, note=given["note"])
            messages.success(self.request, _("All that is still to come comes later. Its page says why."))

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.contest.pk])
        return [
            HeaderButton(_("See it in public"), url=self.contest.get_url(self.request), icon_name="view"),
            HeaderButton(_("Edit"), url=edit, icon_name="edit"),
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
        now = timezone.now()
        context = self.get_context_data(
            contest=self.contest,
            steps=steps_of(self.contest, now),
            is_over=self.contest.phase_at(now) == Phase.RESULTS,
            log=log_of(self.contest),
            **{f"{name}_form": filled.get(name) or form(prefix=name) for name, form in FORMS.items()},
        )
        return self.render_to_response(context, status=status)
