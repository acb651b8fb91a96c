"""The checks of the screening in the admin: moderators read how they are set, administrators set and try them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from core.errors import RuleBroken
from core.http import error_answer
from moderation.actions.tuning import reset, tune
from moderation.models.screening import LEAST_FACTOR, MOST_FACTOR
from moderation.policies import may_moderate
from moderation.screening.checks import Check, Limit, Noticed, Tuning, Written, checks, terms_in, tunings
from moderation.screening.pipeline import look_at
from moderation.screening.policies import may_tune
from moderation.screening.record import Record, records

INDEX, CHECK = "moderation_screening:index", "moderation_screening:check"
LONGEST_SAMPLE = 4_000
MOST_SHOWN = 50  # terms in the list of checks; all of them stand on the check's own screen
ICON = "crosshairs"


class TuningForm(forms.Form):
    """One field a limit. Which values are right is the verb's rule; the form knows their shape."""

    is_on = forms.BooleanField(label=gettext_lazy("Switched on"), required=False)
    factor = forms.FloatField(
        label=gettext_lazy("How much it weighs"),
        help_text=gettext_lazy("1 is as delivered, 2 makes what it finds twice as urgent."),
        widget=forms.NumberInput(attrs={"min": LEAST_FACTOR, "max": MOST_FACTOR, "step": "0.1"}),
    )

    def __init__(self, data: Any = None, *, check: Check, tuning: Tuning) -> None:
        now = {"is_on": tuning.is_on, "factor": tuning.factor, "terms": "\n".join(tuning.terms), **tuning.limits}
        super().__init__(data, initial=now)
        self.check = check
        self.fields |= {limit.key: _number(limit) for limit in check.limits}
        if check.terms_label:
            self.fields["terms"] = _lines(12, label=check.terms_label, help_text=check.terms_help)
        if not check.needs_sightings:
            help_text = gettext_lazy("What the check says of these words, set as above. Nothing is kept.")
            self.fields["sample"] = _lines(
                4, label=gettext_lazy("A text to try it on"), help_text=help_text, max_length=LONGEST_SAMPLE
            )

    @property
    def limits(self) -> dict[str, int]:
        return {limit.key: self.cleaned_data[limit.key] for limit in self.check.limits}

    @property
    def tuning(self) -> Tuning:
        said = self.cleaned_data
        return Tuning(self.limits, terms_in(said.get("terms", "")), said["factor"], said["is_on"])

    def send(self, *, by: Any) -> None:
        """Raises Refused. What breaks a rule stands beside its field afterwards."""
        said = self.cleaned_data
        try:
            tune(
                self.check,
                by=by,
                is_on=said["is_on"],
                factor=said["factor"],
                limits=self.limits,
                terms=said.get("terms", ""),
            )
        except RuleBroken as broken:
            self.add_error(None, broken)

    def try_out(self, *, by: Any) -> Noticed | None:
        """What the check, set as typed, would say of the sample."""
        written = Written("", 0, (self.cleaned_data["sample"],), by, timezone.now())
        said = look_at(written, {self.check.key: self.tuning}, is_waiting=True)
        return said[0][1] if said else None


def _number(limit: Limit) -> forms.Field:
    options: dict[str, Any] = {"label": limit.label}
    return forms.IntegerField(widget=forms.NumberInput(attrs={"min": limit.least, "max": limit.most}), **options)


def _lines(rows: int, **options: Any) -> forms.Field:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), required=False, **options)


class ScreeningScreen(WagtailAdminTemplateMixin, View):
    """403 with the reason for who may not. Wagtail would send them home."""

    header_icon = ICON
    policy = staticmethod(may_moderate)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not (verdict := self.policy(request.user)):
            return error_answer(request, status=403, exception=verdict.reason)
        return super().dispatch(request, *args, **kwargs)


class ScreeningView(ScreeningScreen):
    """Every check with how it is set and how right it was lately. Two queries, however many there are."""

    template_name = "moderation/admin/screening.html"
    page_title = gettext_lazy("Screening")

    def get(self, request: HttpRequest) -> HttpResponse:
        set_now, lately = tunings(), records()
        rows = [_row(check, set_now[check.key], lately.get(check.key, Record())) for check in checks]
        return self.render_to_response(self.get_context_data(rows=rows, verdict=may_tune(request.user)))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class CheckView(ScreeningScreen):
    """One check. POST keeps what was set, or (`do`) tries it on a sample, or sets it as it was delivered."""

    template_name = "moderation/admin/screening_check.html"
    policy = staticmethod(may_tune)

    @cached_property
    def check(self) -> Check:
        if (check := checks.get(self.kwargs["key"])) is None:
            raise Http404
        return check

    def form(self, data: Any = None) -> TuningForm:
        return TuningForm(data, check=self.check, tuning=tunings()[self.check.key])

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        if request.POST.get("do") == "reset":
            reset(self.check, by=request.user)
            return self.say_kept()
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        if request.POST.get("do") == "try" and "sample" in form.fields:
            return self.show(form, is_tried=True, noticed=form.try_out(by=request.user))
        form.send(by=request.user)
        return self.show(form) if form.errors else self.say_kept()

    def say_kept(self) -> HttpResponse:
        words = _("“%(check)s” is set. It holds for everything that is sent from now on.")
        messages.success(self.request, words % {"check": self.check.label})
        return redirect(INDEX)

    def get_page_title(self) -> str:
        return str(self.check.label)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(INDEX), "label": _("Screening")},
            {"url": "", "label": self.check.label},
        ]

    def show(self, form: TuningForm, **extra: Any) -> HttpResponse:
        context = self.get_context_data(form=form, check=self.check, index_url=reverse(INDEX), **extra)
        return self.render_to_response(context)


class ScreeningMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(may_moderate(request.user))


class ScreeningViewSet(ViewSet):
    """At /admin/moderation/screening/, below the prefix that the door opens to moderators."""

    name = "moderation_screening"
    url_prefix = "moderation/screening"
    icon = ICON
    menu_label = gettext_lazy("Screening")
    menu_order = 860
    menu_item_class = ScreeningMenuItem
    add_to_settings_menu = True

    def get_urlpatterns(self) -> list:
        return [
            path("", self.construct_view(ScreeningView), name="index"),
            path("<slug:key>/", self.construct_view(CheckView), name="check"),
        ]


def offered_permissions() -> QuerySet[Permission]:
    """So that setting the checks can be ticked for a group in the admin."""
    return Permission.objects.filter(content_type__app_label="moderation", codename="change_screeningcheck")


def _row(check: Check, tuning: Tuning, record: Record) -> dict[str, Any]:
    limits = [(limit.label, tuning.limits[limit.key]) for limit in check.limits]
    terms = {"terms": tuning.terms[:MOST_SHOWN], "more_terms": len(tuning.terms[MOST_SHOWN:])}
    return {"check": check, "tuning": tuning, "record": record, "limits": limits, **terms}
