"""The screen on which an organiser reads how one entry was judged, and says who should not judge it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from contests.actions.conflicts import declare_conflict_of, undo_conflict_of
from contests.admin.jury import SCORES, JuryScreen
from contests.models import Judgement, Juror, Mark
from contests.policies.judging import may_declare_conflict
from core.errors import RuleBroken
from core.fields import LineField

ENTRY = "contest_jury:entry"


@dataclass(frozen=True, slots=True)
class Row:
    """One judge, and what they have said of this entry."""

    juror: Juror
    judgement: Judgement | None
    marks: list[Mark]

    @property
    def is_conflict(self) -> bool:
        return self.judgement is not None and self.judgement.state == Judgement.State.CONFLICT

    @property
    def is_declared(self) -> bool:
        return self.judgement is not None and self.judgement.declared_at is not None


class ConflictForm(forms.Form):
    juror = forms.ModelChoiceField(label=gettext_lazy("Judge"), queryset=Juror.objects.none())
    why = LineField(
        label=gettext_lazy("Why"),
        max_length=300,
        required=False,  # the verb says what it misses
        help_text=gettext_lazy("One sentence, at least ten characters. The judge reads it; it stands in the log."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, jurors: list[Juror], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["juror"].queryset = Juror.objects.filter(pk__in=[juror.pk for juror in jurors])  # type: ignore[attr-defined]


class JuryEntryView(JuryScreen):
    """GET shows every judge and their marks; POST declares a conflict, or with `undo` takes one back."""

    template_name = "contests/admin/jury_entry.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.entry = get_object_or_404(self.contest.entries.all(), pk=kwargs["entry"])

    def get_page_title(self) -> str:
        return _("How it was judged")

    def get_page_subtitle(self) -> str:
        return self.entry.title

    @property
    def header_buttons(self) -> list[HeaderButton]:
        marks = reverse(SCORES, args=[self.contest.pk])
        return [
            HeaderButton(_("See the entry"), url=self.entry.get_absolute_url(), icon_name="view"),
            HeaderButton(_("Marks"), url=marks, icon_name="list-ul"),
        ]

    def get(self, request: HttpRequest, pk: int, entry: int) -> HttpResponse:
        rows = self._rows()
        return self.show(rows, ConflictForm(jurors=_without_conflict(rows)))

    def post(self, request: HttpRequest, pk: int, entry: int) -> HttpResponse:
        if "undo" in request.POST:
            return self._undo(request)
        rows = self._rows()
        form = ConflictForm(request.POST, jurors=[row.juror for row in rows])
        if form.is_valid():
            juror = form.cleaned_data["juror"]
            juror.contest = self.contest
            try:
                declare_conflict_of(juror, self.entry, by=request.user, why=form.cleaned_data["why"])
            except RuleBroken as broken:
                form.add_error(None, broken)
        if form.errors:
            return self.show(rows, form)
        messages.success(request, _("It is not %(name)s’s to judge. They are told.") % {"name": juror.name})
        return redirect(ENTRY, self.contest.pk, self.entry.pk)

    def _undo(self, request: HttpRequest) -> HttpResponse:
        wanted = request.POST["undo"]
        declared = self.entry.judgements.select_related("juror", "entry").filter(declared_at__isnull=False)
        judgement = get_object_or_404(declared, pk=wanted if wanted.isdecimal() else 0)
        judgement.juror.contest = self.contest
        undo_conflict_of(judgement, by=request.user)
        messages.success(request, _("It is %(name)s’s to judge again, as it was.") % {"name": judgement.juror.name})
        return redirect(ENTRY, self.contest.pk, self.entry.pk)

    def _rows(self) -> list[Row]:
        """Who judges, and whoever else has said something of it."""
        given = self.entry.judgements.select_related("declared_by").prefetch_related("marks__criterion")
        by_juror = {judgement.juror_id: judgement for judgement in given}
        jurors = self.contest.jurors.select_related("member").order_by("name", "pk")
        rows = []
        for juror in jurors:
            judgement = by_juror.get(juror.pk)
            if juror.is_judging or judgement:
                marks = sorted(judgement.marks.all(), key=lambda mark: mark.criterion_id) if judgement else []
                rows.append(Row(juror, judgement, marks))
        return rows

    def show(self, rows: list[Row], form: ConflictForm) -> HttpResponse:
        verdict = may_declare_conflict(self.request.user, rows[0].juror, self.entry) if rows else None
        context = self.get_context_data(contest=self.contest, entry=self.entry, rows=rows, form=form, verdict=verdict)
        return self.render_to_response(context)


def _without_conflict(rows: list[Row]) -> list[Juror]:
    return [row.juror for row in rows if not row.is_declared]
