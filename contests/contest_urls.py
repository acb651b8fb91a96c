"""The routes of every contest page. Wagtail resolves them below the page, so its privacy gates them all."""

from django.urls import path

from contests.views import contest, entering

urlpatterns = [
    path("", contest.show, name="contest"),
    path("rules/", contest.rules, name="rules"),
    path("feed/", contest.feed, name="feed"),
    path("enter/", entering.enter, name="enter"),
from contests.views import contest, ledger

urlpatterns = [
    path("", contest.show, name="contest"),
    path("ledger/", ledger.show, name="ledger"),
    path("ledger/ledger.csv", ledger.download, name="ledger-file"),
from contests.views import contest, results

urlpatterns = [
    path("", contest.show, name="contest"),
    path("results/", results.show, name="results"),
    path("results/csv/", results.download, name="results-csv"),
from contests.views import contest, jury

urlpatterns = [
    path("", contest.show, name="contest"),
    path("jury/", jury.desk, name="jury"),
    path("jury/judged/", jury.judged, name="judged"),
    path("jury/<int:entry>/", jury.judge, name="judge"),
from contests.views import contest, entries

urlpatterns = [
    path("", contest.show, name="contest"),
    path("entries/", entries.entry_list, name="entries"),
]
