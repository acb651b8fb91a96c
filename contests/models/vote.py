from datetime import date
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.kinds import Act, Standing
from contests.models.contest import ContestPage
from contests.models.entry import Entry

ANY_DAY = date(1970, 1, 1)  # where the rule counts no days


class VoterKey(models.Model):
    """Who stands behind a pseudonym in one contest. Erasing a member deletes this row and nothing else: votes and
    ledger stay, and nobody can tell any more whose they were."""

    wagtail_reference_index_ignore = True

    contest = models.ForeignKey(ContestPage, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.User", on_delete=models.CASCADE, related_name="+")
    key = models.BinaryField(max_length=32)  # drawn at random
    pseudonym = models.CharField(max_length=32, unique=True)  # keyed hash of contest and member
    first_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "member"], name="one_pseudonym_a_contest")]


class EntryVoteQuerySet(models.QuerySet["EntryVote"]):
    def of(self, user: Any, contest_id: int) -> Self:
        """This member's own in this contest; a visitor has none."""
        if not user.is_authenticated:
            return self.none()
        keys = VoterKey.objects.filter(contest=contest_id, member=user.pk)
        return self.filter(pseudonym__in=keys.values("pseudonym"))

    def counted(self) -> Self:
        return self.filter(standing=Standing.COUNTED)

    def standing(self) -> Self:
        """Those that their voters think of as cast: counted ones and held ones."""
        return self.filter(standing__in=(Standing.COUNTED, Standing.HELD))


class EntryVote(models.Model):
    """How one vote stands now: what the ledger says of it, in one row. It names no member."""

    wagtail_reference_index_ignore = True

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="votes")
    pseudonym = models.CharField(max_length=32)
    day = models.DateField(default=ANY_DAY)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.COUNTED)
    at = models.DateTimeField(_("when"), default=timezone.now)

    # Risk, as it was measured. Keyed hashes: they tell whether two are the same, and not which they are
    network = models.CharField(max_length=16, blank=True)
    device = models.CharField(max_length=16, blank=True)
    score = models.PositiveSmallIntegerField(default=0)
    reasons = models.JSONField(default=list, blank=True)  # codes, see contests/risk.py

    objects = EntryVoteQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "pseudonym", "day"], name="one_vote_an_entry_and_day")]
        indexes = [
            models.Index(fields=["pseudonym", "day"], name="votes_of_a_pseudonym"),
            models.Index(fields=["entry", "at"], name="votes_of_an_entry"),
            models.Index(fields=["standing", "entry"], condition=models.Q(standing="held"), name="votes_held"),
        ]


class VoteEvent(models.Model):
    """One thing that happened to a vote. Rows are only ever added: they name a pseudonym, never a member."""

    wagtail_reference_index_ignore = True

    contest = models.ForeignKey(ContestPage, on_delete=models.CASCADE, related_name="vote_events")
    entry_id = models.BigIntegerField()
    pseudonym = models.CharField(max_length=32)
    day = models.DateField(default=ANY_DAY)
    act = models.CharField(max_length=10, choices=Act)
    why = models.CharField(max_length=40, blank=True)  # a code, or the number of the order behind it
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["contest", "id"], name="ledger_of_a_contest")]


class Seal(models.Model):
    """The hash of an event and of the seal before it, in the order of ids: whoever changes, drops, inserts or swaps a
    row breaks the chain there."""

    wagtail_reference_index_ignore = True

    event = models.OneToOneField(VoteEvent, on_delete=models.CASCADE, primary_key=True, related_name="seal")
    hash = models.CharField(max_length=64)


class LedgerDay(models.Model):
    """Where the chain stood at the end of a day, for everybody to write down."""

    wagtail_reference_index_ignore = True

    contest = models.ForeignKey(ContestPage, on_delete=models.CASCADE, related_name="ledger_days")
    day = models.DateField()
    events = models.PositiveIntegerField(default=0)  # in all until then
    head = models.CharField(max_length=64)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["contest", "day"], name="one_head_a_day")]
