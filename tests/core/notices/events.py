"""What members are told of, as rows: so many events of each kind of notice that may stand in a digest, and of some that
stand in the inbox alone."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.utils import timezone

from contests.models import (
    Disqualification,
    EntryComment,
    EntryVote,
    Judgement,
    Juror,
    Placement,
    Publication,
    Reinstatement,
    VoidOrder,
    VoteAppeal,
)
from contests.phases import Phase
from core.audience.actions.groups import make_tier
from core.audience.groups import EDITORS, INSIDERS, MODERATORS
from core.audience.models import Ending, Entrance, Membership
from core.publication import State
from ideas.models import IdeaComment, Launch, LaunchOpinion, LaunchPage, LaunchQuestion, Merge, StatusChange
from insiders.models import Feedback, Invitation
from moderation.models import Act, BulkApproval, Decision, Report
from moderation.models.bulk import BulkEnd
from moderation.models.decision import Telling
from tests.cast import make_member, with_role
from tests.contests.things import make_contest, make_entry
from tests.factories import make_board, make_idea, somebody
from tests.ideas.launching import launches_page, make_story
from tests.insiders.inviting import invited
from tests.insiders.things import make_early
from tests.moderation.things import decided, waiting_idea

Events = dict[str, list[tuple[str, int, str]]]  # kind → what each is about, and the key that names it


def of_ideas(reader: Any, count: int) -> Events:
    board, root, by = make_board(), make_idea(), somebody()
    ideas = [make_idea(board=board, by=reader, title=f"Idea {n}") for n in range(count)]
    to = board.statuses.get(slug="planned")
    answers = [
        StatusChange.objects.create(idea=idea, old=idea.status, new=to, by=somebody(), note="Yes.") for idea in ideas
    ]
    merges = [Merge.objects.create(duplicate=idea, into=root, by=by) for idea in ideas]
    partings = [Merge.objects.create(duplicate=one.duplicate, into=root, by=by, undoes=one) for one in merges]
    said = [
        IdeaComment.objects.create(subject=idea, author=somebody(), body="Yes @reader", state=State.PUBLISHED)
        for idea in ideas
    ]
    comments = [("idea-comment", one.pk, f"idea-comment:{one.pk}") for one in said]
    answered = [("idea", one.idea_id, f"status-change:{one.pk}") for one in answers]
    return {
        "idea-answered": answered,
        "answer-mention": answered,
        "idea-withdrawn": [("idea", idea.pk, f"idea-withdrawn:{idea.pk}") for idea in ideas],
        "idea-merged": [("idea", one.duplicate_id, one.key) for one in merges],
        "idea-parted": [("idea", one.duplicate_id, one.key) for one in partings],
        "idea-commented": comments,
        "comment-reply": comments,
        "comment-mention": comments,
    }


def of_launches(reader: Any, count: int) -> Events:
    board, by = make_board(), _chief()
    launched = []
    for n in range(count):
        idea = make_idea(board=board, by=reader, title=f"Idea {n}")
        story = make_story(idea, by=by, title=f"Story {n}")
        launched.append(("idea", idea.pk, f"launch:{Launch.objects.get(page=story).pk}"))
    asked = []
    for n in range(count):
        page = launches_page().add_child(instance=LaunchPage(title=f"Asked {n}", slug=f"asked-{n}"))
        LaunchOpinion.objects.create(page=page, member=reader)
        question = LaunchQuestion.objects.create(page=page, due_at=timezone.now())
        asked.append(("launch-question", question.pk, f"launch-asked:{question.pk}"))
    kinds = ("idea-launched-yours", "idea-launched", "idea-launch-corrected")
    return {"launch-asked": asked, **dict.fromkeys(kinds, launched)}


def of_contests(reader: Any, count: int) -> Events:
    events: Events = {}

    def happened(kind: str, about: Any, key: str) -> None:
        subject = "contest" if kind == "contest-results" else "entry"
        events.setdefault(kind, []).append((subject, about.pk, key))

    for n in range(count):
        contest = make_contest(Phase.RESULTS, title=f"Contest {n}")
        entry = make_entry(contest, by=reader, title=f"Entry {n}", media=False)
        for number, rank in ((1, 4), (2, 2)):
            results = Publication.objects.create(
                contest=contest, what="results", number=number, about=entry, told_at=timezone.now()
            )
            Placement.objects.create(publication=results, entry=entry, rank=rank, prizes=[{"name": "A cup"}])
        for kind in ("entry-received", "entry-shortlisted", "entry-placed", "entry-won", "entry-unlisted"):
            happened(kind, entry, f"{kind}-{entry.pk}:{results.pk}")
        happened("entry-moved", entry, f"moved-winner-{entry.pk}:{results.pk}")
        happened("contest-results", contest, f"results:{results.pk}")
        why = Disqualification.objects.create(entry=entry, reason="Not yours.")
        back = Reinstatement.objects.create(disqualification=why, reason="It is.", is_confirmed=True)
        happened("entry-disqualified", entry, f"disqualified-{entry.pk}:{why.pk}")
        happened("entry-reinstated", entry, f"reinstated:{back.pk}")
        order = VoidOrder.objects.create(contest=contest, what="restore", reason="They count.")
        for kind in ("vote-voided", "vote-restored"):
            happened(kind, entry, f"void-order-{entry.pk}:{order.pk}")
        vote = EntryVote.objects.create(entry=entry, pseudonym=uuid4().hex)
        appeal = VoteAppeal.objects.create(vote=vote, order=order, answer="It counts.", is_overturned=True)
        happened("vote-appeal-decided", entry, f"vote-appeal:{appeal.pk}")
        said = EntryComment.objects.create(subject=entry, author=somebody(), body="Lovely", state=State.PUBLISHED)
        events.setdefault("entry-commented", []).append(("entry-comment", said.pk, f"entry-comment:{said.pk}"))
    return events


def of_juries(reader: Any, count: int) -> Events:
    """On as many juries: what is told of one desk is one thing."""
    events: Events = {"jury-conflict": [], "jury-conflict-undone": []}
    now = timezone.now()
    for n in range(count):
        contest = make_contest(Phase.VOTING, title=f"Contest {n}")
        juror = Juror.objects.create(contest=contest, member=reader, email=reader.email, name="R", accepted_at=now)
        for kind, declared_at in (("jury-conflict", now), ("jury-conflict-undone", None)):
            entry = make_entry(contest, media=False)
            one = Judgement.objects.create(juror=juror, entry=entry, declared_at=declared_at, declared_why="Friends")
            events[kind].append(("juror", juror.pk, f"{kind}:{one.pk}"))
    return events


def of_moderation(reader: Any, count: int) -> Events:
    kinds = ("moderation-published", "moderation-decided", "moderation-reported", "moderation-bulk-ended")
    events: Events = {kind: [] for kind in kinds}
    by = _chief()
    for n in range(count):
        decision = decided(waiting_idea(by=reader, title=f"Idea {n}"), Act.APPROVE, by=by)
        for kind in kinds[:2]:
            events[kind].append(("decision", decision.pk, f"decision:{decision.pk}"))
        facts = {"version": 1, "snapshot": {}, "weight": 1, "was_agreed": False}
        report = Report.objects.create(case=decision.case, by=reader, **facts)
        events["moderation-reported"].append(("report", report.pk, f"decision:{decision.pk}"))
        bulk = BulkApproval.objects.create(
            asked_by=reader, versions={}, end=BulkEnd.CONFIRMED, closed_at=timezone.now(), confirmed_by=by
        )
        Decision.objects.filter(pk=decision.pk).update(bulk=bulk)
        events["moderation-bulk-ended"].append((BulkApproval.kind, bulk.pk, f"bulk-ended:{bulk.pk}"))
    Telling.objects.all().delete()  # the time for undoing is over
    with_role(reader, MODERATORS)
    return events


def of_insiders(reader: Any, count: int) -> Events:
    kinds = ("feedback-answered", "insider-began", "insider-ended", "invitation-declined")
    events: Events = {kind: [] for kind in kinds}
    now, by = timezone.now(), _chief()
    for role in (INSIDERS, EDITORS):
        with_role(reader, role)
    for n in range(count):
        early = make_early(f"Early {n}", slug=f"early-{n}")
        said = Feedback.objects.create(early=early, author=reader, words="Nice", answer="Thanks", answered_at=now)
        events["feedback-answered"].append(("feedback", said.pk, f"feedback-answered:{said.pk}"))
        for kind, ended in (("insider-began", {}), ("insider-ended", {"ended_at": now, "ending": Ending.LAPSED})):
            tier = make_tier(f"{kind} {n}")
            one = Membership.objects.create(tier=tier, member=reader, entrance=Entrance.BY_HAND, **ended)
            events[kind].append(("membership", one.pk, f"{kind}:{one.pk}"))
        asked = invited(f"guest-{n}@example.com", by=by)
        Invitation.objects.filter(pk=asked.pk).update(declined_at=now, invited_by=reader)
        events["invitation-declined"].append(("invitation", asked.pk, f"invitation-declined:{asked.pk}"))
    return events


def _chief() -> Any:
    return make_member(f"chief-{uuid4().hex[:8]}", is_superuser=True)


EVENTS: tuple[Callable[[Any, int], Events], ...] = (
    of_ideas,
    of_launches,
    of_contests,
    of_juries,
    of_moderation,
    of_insiders,
)
