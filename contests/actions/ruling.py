"""The rules of a contest, as they were from when on."""

from datetime import datetime

from django.utils import timezone

from contests.models import ContestPage, RulesVersion


def keep_rules(contest: ContestPage, *, at: datetime | None = None) -> RulesVersion:
    """The version with the words that stand on the page: the newest one, or the next where they have changed. What
    entrants have accepted stays as it was. The caller holds the contest's register."""
    newest = contest.rules_versions.first()
    words = {"in_short": contest.rules_in_short, "text": contest.rules, "rights": contest.rights}
    if newest and all(getattr(newest, name) == text for name, text in words.items()):
        return newest
    number = newest.number + 1 if newest else 1
    return contest.rules_versions.create(number=number, at=at or timezone.now(), **words)
