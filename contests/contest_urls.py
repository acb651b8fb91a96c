"""The routes of every contest page. Wagtail resolves them below the page, so its privacy gates them all."""

from django.urls import path

from contests.views import appealing, contest, entering, entries, jury, ledger, pictures, results, voting

urlpatterns = [
    path("", contest.show, name="contest"),
    path("rules/", contest.rules, name="rules"),
    path("feed/", contest.feed, name="feed"),
    path("enter/", entering.enter, name="enter"),
    path("ledger/", ledger.show, name="ledger"),
    path("ledger/file/", ledger.download, name="ledger-file"),
    path("results/", results.show, name="results"),
    path("results/csv/", results.download, name="results-csv"),
    path("jury/", jury.desk, name="jury"),
    path("jury/judged/", jury.judged, name="judged"),
    path("jury/<int:entry>/", jury.judge, name="judge"),
    path("entries/", entries.entry_list, name="entries"),
    path("card/", pictures.of_contest, name="contest-card"),
    path("votes/", voting.own_votes, name="own-votes"),
    path("votes/<int:vote>/appeal/", appealing.appeal, name="appeal-vote"),
]
