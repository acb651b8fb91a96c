"""Contests to measure votes on: entries without pictures, and members who may vote."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.utils import timezone

from contests.models import ContestIndexPage, ContestPage, Entry, Register, RulesVersion
from core.members.models import User
from core.pages.actions import demo_home
from core.publication import State

LONG_AGO = timedelta(days=90)


def the_contest(**fields: Any) -> ContestPage:
    """A contest of its own that is in the middle of its vote."""
    now, day = timezone.now(), timedelta(days=1)
    there = ContestIndexPage.objects.first()
    place = there or demo_home().add_child(instance=ContestIndexPage(title="Contests", slug="bench-contests"))
    times = {"entries_from": now - 9 * day, "entries_until": now - 5 * day, "voting_from": now - 4 * day}
    times |= {"voting_until": now + 4 * day, "results_from": now + 5 * day}
    slug = f"bench-{uuid4().hex[:8]}"
    contest = place.add_child(instance=ContestPage(title=slug, slug=slug, brief="To be measured.", **(times | fields)))
    Register.objects.get_or_create(contest=contest)
    RulesVersion.objects.get_or_create(contest=contest, number=1)
    return ContestPage.objects.select_related("register").get(pk=contest.pk)


def entries_in(contest: ContestPage, count: int) -> list[int]:
    """So many published entries more."""
    rules, made = contest.rules_versions.first(), []
    for number in range(1, count + 1):
        entry = Entry(contest=contest, rules=rules, state=State.PUBLISHED, number=number)
        entry.set_words(title=f"Entry {number}", caption="")
        entry.published_at = contest.entries_from
        made.append(entry)
    return [entry.pk for entry in Entry.objects.bulk_create(made, batch_size=1_000)]


def confirmed(members: list[User], *, joined: Any = None) -> list[User]:
    """The members, with a confirmed address, who joined then."""
    there = set(EmailAddress.objects.filter(user__in=members).values_list("user", flat=True))
    missing = [member for member in members if member.pk not in there]
    EmailAddress.objects.bulk_create(
        EmailAddress(user=member, email=member.email, verified=True, primary=True) for member in missing
    )
    moment = joined or timezone.now() - LONG_AGO
    User.objects.filter(pk__in=[member.pk for member in members]).update(date_joined=moment)
    for member in members:
        member.date_joined = moment
    return members


def newcomers(count: int, *, domain: str = "scale-news.example") -> list[User]:
    """Members made now, with a confirmed address."""
    mark = uuid4().hex[:6]
    new = [
        User(email=f"{mark}-{n}@{domain}", handle=f"{mark}-{n}", display_name=f"New {n}", password="!")
        for n in range(count)
    ]
    return confirmed(User.objects.bulk_create(new), joined=timezone.now())
