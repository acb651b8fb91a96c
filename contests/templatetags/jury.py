"""`{% load jury %}`: who judges in a contest."""

from django import template
from django.db.models import QuerySet

from contests import juries
from contests.models import ContestPage, Juror

register = template.Library()


@register.simple_tag
def judges_of(contest: ContestPage) -> QuerySet[Juror]:
    """`{% judges_of contest as judges %}`: one query, when they are looked at."""
    return juries.judges_of(contest)
