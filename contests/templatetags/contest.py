"""`{% moment contest at %}`: a time by the contest's own clock, for every reader the same; script adds their own."""

from datetime import datetime

from django import template
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from contests.models import ContestPage
from contests.zones import offset_in_words

register = template.Library()


@register.simple_tag
def moment(contest: ContestPage, at: datetime, form: str = "DATETIME_FORMAT") -> SafeString:
    """`form` is one of Django's formats: DATETIME_FORMAT, DATE_FORMAT."""
    local = at.astimezone(contest.zone)
    return format_html(
        '<time datetime="{}" data-behavior="local-time">{}</time>',
        local.isoformat(timespec="seconds"),
        formats.date_format(local, form),
    )


@register.simple_tag
def zone_in_words(contest: ContestPage, at: datetime) -> str:
    """As in "All times are Europe/Oslo (UTC+1)." """
    words = gettext("All times are those of %(zone)s (%(offset)s).")
    zone = contest.time_zone.replace("_", " ")
    return words % {"zone": zone, "offset": offset_in_words(contest.zone, at)}
