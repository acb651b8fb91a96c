"""Where the screens of a jury stand in the admin, and the button that leads to them."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from contests.admin.jury import (
    INDEX,
    JuryView,
    RemoveView,
    ScoresView,
    again,
    allot_now,
    for_organisers,
    remind,
)
from contests.admin.jury_entry import JuryEntryView
from contests.juries import has_jury
from contests.models import ContestPage
from contests.policies.running import may_run
from core.http import limited


class JuryViewSet(ViewSet):
    name = "contest_jury"
    url_prefix = "juries"
    icon = "group"

    def get_urlpatterns(self) -> list[Any]:
        sends_mail = limited("jury-invite", rate="120/h")
        return [
            path("<key:pk>/", for_organisers(sends_mail(self.construct_view(JuryView))), name="index"),
            path("<key:pk>/marks/", for_organisers(self.construct_view(ScoresView)), name="scores"),
            path("<key:pk>/entries/<int:entry>/", for_organisers(self.construct_view(JuryEntryView)), name="entry"),
            path("<key:pk>/remind/", for_organisers(sends_mail(remind)), name="remind"),
            path("<key:pk>/allot/", for_organisers(limited("jury-allot", rate="60/h")(allot_now)), name="allot"),
            path("<key:pk>/<int:juror>/again/", for_organisers(sends_mail(again)), name="again"),
            path("<key:pk>/<int:juror>/remove/", for_organisers(self.construct_view(RemoveView)), name="remove"),
        ]


def jury_button(page: Page, user: Any, **_context: Any) -> Iterator[Button]:
    """In the page listing and the header of a contest that has a jury."""
    contest = page.specific_deferred
    if isinstance(contest, ContestPage) and has_jury(contest) and may_run(user, contest):
        url = reverse(INDEX, args=[page.pk])
        yield Button(_("Jury"), url=url, icon_name="group", priority=45)
