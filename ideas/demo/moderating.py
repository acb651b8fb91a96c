"""The chapter in which Kaffa's moderators have something to do: each scene is one case, made by the verbs alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import ModelLogEntry

from core.audience.actions.groups import ensure_groups, join
from core.audience.groups import MODERATORS
from core.pages.actions import demo_home
from core.subjects import subject_of
from ideas.actions.commenting import add_comment
from ideas.actions.submitting import submit_idea
from ideas.demo import PEOPLE
from ideas.demo.chapter import SLUG, address_of
from ideas.demo.pictures import pictures_under
from ideas.demo.queue import NEWCOMERS, SCENES, SECOND_MODERATOR, TEAMS, Appealed, Ruling, Scene
from ideas.demo.teams import erase_teams, set_teams
from ideas.models import Category, Idea, IdeaBoardPage, IdeaComment
from moderation.actions.appealing import appeal, decide_appeal
from moderation.actions.deciding import Reasons, decide
from moderation.actions.illegal import file_notice
from moderation.actions.reporting import report
from moderation.actions.taking_back import reverse
from moderation.models import (
    Act,
    Appeal,
    Case,
    Decision,
    HouseRule,
    IllegalNotice,
    Report,
    Suspension,
    Telling,
    TextPrint,
)
from moderation.registries import Review
from moderation.rules import ensure_rules

JOINED_HOURS_AGO = 96  # before the first words of any newcomer
OTHER_EYES = "mo"


def write() -> None:
    """The queue of the demo world. Run again, it adds only the scenes that are missing. Nobody is told or mailed."""
    ensure_rules()
    _newcomers()
    set_teams(TEAMS)
    now = timezone.now()
    board = IdeaBoardPage.objects.child_of(demo_home()).get(slug=SLUG)
    for scene in SCENES:
        with transaction.atomic():
            _Stage(board, scene, now).play()


def erase() -> None:
    """Cases of the demo board and of its people are gone, with all that was said in them. What newcomers wrote goes
    with them; the rest is the board's own chapter."""
    people = get_user_model().objects.filter(email__in=[address_of(person.handle) for person in _everybody()])
    ideas = Idea.objects.filter(board__in=IdeaBoardPage.objects.child_of(demo_home()).filter(slug=SLUG))
    comments = IdeaComment.objects.filter(subject__in=ideas.values("pk"))
    about = Q(kind="idea", subject_id__in=list(ideas.values_list("pk", flat=True)))
    about |= Q(kind=IdeaComment.kind, subject_id__in=list(comments.values_list("pk", flat=True)))
    about |= Q(kind="media", subject_id__in=list(pictures_under(ideas).values_list("pk", flat=True)))
    about |= Q(kind="member", subject_id__in=list(people.values_list("pk", flat=True)))
    TextPrint.objects.filter(about).delete()  # else the next telling of the same story would look like a copy
    with transaction.atomic():
        _erase_cases(list(Case.objects.filter(about).values_list("pk", flat=True)))
    ideas.filter(submission_key__in=[_key_of(scene) for scene in SCENES]).delete()
    newcomers = [address_of(person.handle) for person in (*NEWCOMERS, SECOND_MODERATOR)]
    people.filter(email__in=newcomers).delete()
    erase_teams(TEAMS)


def _erase_cases(cases: list[int]) -> None:
    """In the order in which one row protects another."""
    decisions = Decision.objects.filter(case__in=cases)
    Appeal.objects.filter(decision__in=decisions.values("pk")).delete()
    Suspension.objects.filter(decision__in=decisions.values("pk")).delete()
    decisions.update(takes_back=None)
    decisions.delete()
    IllegalNotice.objects.filter(case__in=cases).delete()
    entries = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Case))
    entries.filter(object_id__in=[str(pk) for pk in cases]).delete()
    Case.objects.filter(pk__in=cases).delete()


def _everybody() -> tuple[Any, ...]:
    return (*PEOPLE, *NEWCOMERS, SECOND_MODERATOR)


def _newcomers() -> None:
    members = get_user_model().objects
    ensure_groups()
    joined = timezone.now() - timedelta(hours=JOINED_HOURS_AGO)
    for person in (*NEWCOMERS, SECOND_MODERATOR):
        address = address_of(person.handle)
        if members.filter(email=address).exists():
            continue
        fields = {"handle": person.handle, "display_name": person.name, "language": person.language}
        member = members.create_user(address, None, date_joined=joined, **fields)
        if person.is_staff:
            join(member, MODERATORS)


def _key_of(scene: Scene) -> UUID:
    return uuid5(NAMESPACE_URL, f"kaffa-queue:{scene.key}")


class _Stage:
    """One scene: the thing, what was said of it, what was decided, in the order of time."""

    def __init__(self, board: IdeaBoardPage, scene: Scene, now: datetime) -> None:
        self.board, self.scene, self.now = board, scene, now
        self.key = _key_of(scene)

    def play(self) -> None:
        if self.is_told():
            return
        thing = self.thing()
        for told in self.scene.reports:
            rule = self.rule(told.rule)
            report(thing, by=self.member(told.by), rule=rule, note=told.note, at=self.at(told.hours_ago))
        if said := self.scene.notice:
            at, address = self.at(said.hours_ago), subject_of(thing).url(thing)
            notice = file_notice(
                address=address, law=said.law, why=said.why, name=said.name, email="", in_good_faith=True, at=at
            )
            IllegalNotice.objects.filter(pk=notice.pk).update(alerted_at=at)  # the moderators know
        made: list[Decision] = []
        for ruling in self.scene.rulings:
            made.append(self.rule_on(thing, ruling, made))
        if said_against := self.scene.appeal:
            self.appeal_against(made[-1], said_against, thing)

    def is_told(self) -> bool:
        if self.is_new():
            model: Any = Idea if self.scene.title else IdeaComment
            return bool(model.objects.filter(submission_key=self.key).exists())
        thing = self.thing()
        return Report.objects.filter(case__kind=subject_of(thing).key, case__subject_id=thing.pk).exists()

    def is_new(self) -> bool:
        return self.scene.hours_ago > 0

    def thing(self) -> Any:
        """What the scene is about: written now, or there already."""
        scene = self.scene
        if not scene.under and not scene.title:
            return self.member(scene.author)
        if scene.title:
            return self.idea()
        under = Idea.objects.select_related("board", "status").get(board=self.board, external_id=scene.under)
        if not scene.body:
            return under
        if not self.is_new():
            said = IdeaComment.objects.filter(subject=under, author__handle=scene.author)
            return said.get(body__startswith=scene.body)
        with self.reviewing():
            at = self.at(scene.hours_ago)
            author = self.member(scene.author)
            return add_comment(under, by=author, body=scene.body, key=self.key, at=at, tell=False)

    def idea(self) -> Idea:
        scene = self.scene
        category = Category.objects.get(board=self.board, slug=scene.category)
        words: dict[str, Any] = {"title": scene.title, "body": scene.body, "language": scene.language}
        with self.reviewing():
            author = self.member(scene.author)
            return submit_idea(
                self.board, by=author, category=category, key=self.key, at=self.at(scene.hours_ago), **words
            )

    @contextmanager
    def reviewing(self) -> Iterator[None]:
        """The board publishes at once, except while something is written that is to wait."""
        before = self.board.review
        self._review(Review.NEW_MEMBERS if self.scene.waits else before)
        yield
        self._review(before)

    def _review(self, review: str) -> None:
        self.board.review = review
        IdeaBoardPage.objects.filter(pk=self.board.pk).update(review=review)

    def rule_on(self, thing: Any, ruling: Ruling, before: list[Decision]) -> Decision:
        by, at = self.member(ruling.by), self.at(ruling.hours_ago)
        if ruling.act == Act.REVERSE:
            made = reverse(before[-1], by=by, text=ruling.text, at=at)
        else:
            rule = self.rule(ruling.rule)
            reasons = Reasons(rule=rule, text=ruling.text, note=ruling.note, passed_to=ruling.passed_to)
            subject = subject_of(thing)
            case = Case.objects.open().about(subject.key, thing.pk).get()
            made = decide(case, Act(ruling.act), by=by, version=subject.version(thing), reasons=reasons, at=at)
        return _long_ago(made)

    def appeal_against(self, decision: Decision, said: Appealed, thing: Any) -> None:
        made = appeal(decision, by=self.member(self.scene.author), text=said.text, at=self.at(said.hours_ago))
        if said.answer:
            by, version, at = self.member(OTHER_EYES), subject_of(thing).version(thing), self.at(said.answered)
            _long_ago(decide_appeal(made, by=by, overturn=False, text=said.answer, version=version, at=at))

    def at(self, hours_ago: float) -> datetime:
        return self.now - timedelta(hours=hours_ago)

    def member(self, handle: str) -> Any:
        """One of the demo's own: somebody else may have taken the handle first."""
        own = Q(email__in=[address_of(handle), f"{handle}@example.com"])
        return get_user_model().objects.get(own)

    def rule(self, slug: str) -> HouseRule | None:
        """The one that the scene names, or another when the administrators have their own."""
        in_force = HouseRule.objects.in_force()
        return (in_force.filter(slug=slug).first() or in_force.first()) if slug else None


def _long_ago(decision: Decision) -> Decision:
    """Whoever had to be told has been told."""
    Telling.objects.filter(decision=decision).delete()
    return decision
