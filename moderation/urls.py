"""Moderation as members meet it. The queue is a screen of the admin."""

from django.urls import URLPattern, path

from moderation.views import decisions, illegal, public, reporting

app_name = "moderation"
urlpatterns: list[URLPattern] = [
    path("me/decisions/<int:decision_pk>/", decisions.decision, name="decision"),
    path("me/decisions/<int:decision_pk>/appeal/", decisions.appeal, name="appeal"),
    path("moderation/rules/", public.rules, name="rules"),
    path("moderation/transparency/", public.transparency, name="transparency"),
    path("moderation/notice/", illegal.notice, name="notice"),
    path("moderation/notice/<slug:receipt>/", illegal.receipt, name="receipt"),
    path("members/<slug:handle>/report/", reporting.report_member, name="report-member"),
    path("me/reports/", reporting.my_reports, name="my-reports"),
    path("me/reports/<int:report_pk>/", reporting.my_report, name="my-report"),
]
