"""What is held of one member as a voter: for the export of their data and for its erasure."""

from typing import Any

from contests.models import Entry, EntryVote, VoteAppeal, VoterKey


def export(member: Any) -> list[dict[str, Any]]:
    """Titles of entries that the member may no longer see stay out of it."""
    keys = VoterKey.objects.filter(member=member.pk)
    votes = (
        EntryVote.objects.filter(pseudonym__in=keys.values("pseudonym"))
        .select_related("entry")
        .order_by("at", "pk")
        .prefetch_related("appeals")
    )
    seen = Entry.objects.visible_to(member).filter(pk__in=votes.order_by().values("entry"))
    titles = dict(seen.values_list("pk", "title"))
    return [
        {
            "contest": vote.entry.contest_id,
            "entry": vote.entry_id,
            "title": titles.get(vote.entry_id, ""),
            "day": vote.day.isoformat(),
            "standing": vote.standing,
            "pseudonym": vote.pseudonym,
            "at": vote.at.isoformat(),
            "appeals": [
                {"text": one.text, "at": one.at.isoformat(), "answer": one.answer, "is_overturned": one.is_overturned}
                for one in vote.appeals.all()  # type: ignore[attr-defined]
            ],
        }
        for vote in votes
    ]


def erase(member: Any) -> None:
    """The key goes, and with it all that leads from votes and ledger to the member. Both stay as they are, so that a
    result does not change with who leaves. Appeals lose their words; open ones are gone."""
    appeals = VoteAppeal.objects.of(member)
    appeals.open().delete()
    appeals.update(text="")
    VoterKey.objects.filter(member=member.pk).delete()
