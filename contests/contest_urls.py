"""The routes of every contest page. Wagtail resolves them below the page, so its privacy gates them all."""

from django.urls import path

from contests.views import contest, ledger, voting

urlpatterns = [
    path("", contest.show, name="contest"),
    path("votes/", voting.own_votes, name="own-votes"),
    path("ledger/", ledger.show, name="ledger"),
    path("ledger/file/", ledger.download, name="ledger-file"),
]
