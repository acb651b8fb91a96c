from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, Self

from django.db import connections, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.kinds import HOLD_FROM, USING_UP, Act, Standing
from contests.models.contest import ContestPage
from contests.models.entry import Entry
from contests.models.register import Register
from contests.models.voter import Voter, VoterKey, asked_of, read, stored, voter_in, who_votes
from core.publication import State

ANY_DAY = date(1970, 1, 1)  # where the rule counts no days


class Ask(NamedTuple):
    """A vote that somebody casts, with what was measured of it."""

    entry_id: int
    pseudonym: str
    day: date
    standing: str  # COUNTED, or HELD
    at: datetime
    network: str
    device: str
    score: int
    reasons: str  # JSON


class Recorded(NamedTuple):
    """What became of a vote that was cast."""

    standing: str
    is_paused: bool


_USING_UP = [standing.value for standing in USING_UP]
_RECORD = """
INSERT INTO {table} AS old (entry_id, pseudonym, day, standing, at, network, device, score, reasons)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (entry_id, pseudonym, day) DO UPDATE SET
    standing = CASE WHEN old.score >= %s THEN 'held' ELSE excluded.standing END, at = excluded.at,
    network = excluded.network, device = excluded.device,
    reasons = CASE WHEN old.score > excluded.score THEN old.reasons ELSE excluded.reasons END,
    score = CASE WHEN old.score > excluded.score THEN old.score ELSE excluded.score END
WHERE old.standing = 'withdrawn'
RETURNING standing, EXISTS (SELECT 1 FROM {registers} WHERE contest_id = %s AND pause_id IS NOT NULL)
"""
_MINE = """
SELECT {who}, mine.entry_id, mine.standing FROM (SELECT 1 AS one) always LEFT JOIN (
    SELECT vote.entry_id, vote.standing FROM {keys} keys
    JOIN {table} vote ON vote.pseudonym = keys.pseudonym JOIN {entries} entry ON entry.id = vote.entry_id
    WHERE keys.contest_id = %s AND keys.member_id = %s AND vote.day = %s AND {which}
) mine ON 1 = 1
"""
_THAT_USE_UP = "vote.standing IN (%s, %s, %s) AND entry.state = %s AND entry.disqualified_at IS NULL"


def _adapted(connection: Any, ask: Ask) -> list[Any]:
    return [connection.ops.adapt_datefield_value(ask.day), ask.standing, stored(connection, ask.at)]


class EntryVoteQuerySet(models.QuerySet["EntryVote"]):
    def record(self, ask: Ask, *, contest_id: int) -> Recorded | None:
        """Store the vote, or cast one again that was withdrawn; how it stands now, and whether the contest stands still
        by now. None when there is nothing to cast: it stands already, or was made void. What was worth holding before
        is held again."""
        connection = connections[self.db]
        table, registers = (connection.ops.quote_name(model._meta.db_table) for model in (self.model, Register))
        given = [*ask[:2], *_adapted(connection, ask), *ask[5:], HOLD_FROM, contest_id]
        with connection.cursor() as cursor:
            cursor.execute(_RECORD.format(table=table, registers=registers), given)
            row = cursor.fetchone()
            return Recorded(str(row[0]), bool(row[1])) if row else None

    def lately(self, entry_id: int, *, since: datetime, most: int) -> list[tuple[datetime, str, str]]:
        """When, from which network and which device this entry was voted for, the latest first."""
        connection = connections[self.db]
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT at, network, device FROM {table} WHERE entry_id = %s AND at >= %s "  # noqa: S608
                "ORDER BY at DESC LIMIT %s",
                [entry_id, stored(connection, since), most],
            )
            return [(read(at), network, device) for at, network, device in cursor.fetchall()]

    def used_up(self, pseudonym: str, day: date) -> list[tuple[int, str]]:
        """As `using_up`, of one member and day: entry and standing. Written as SQL: every vote asks."""
        connection = connections[self.db]
        table, entries = (connection.ops.quote_name(model._meta.db_table) for model in (self.model, Entry))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT entry_id, standing FROM {table} vote JOIN {entries} entry ON entry.id = entry_id "  # noqa: S608
                "WHERE vote.pseudonym = %s AND vote.day = %s AND vote.standing IN (%s, %s, %s) "
                "AND entry.state = %s AND entry.disqualified_at IS NULL",
                [pseudonym, connection.ops.adapt_datefield_value(day), *_USING_UP, State.PUBLISHED.value],
            )
            return list(cursor.fetchall())

    def voter(
        self, member_id: int, contest_id: int, day: date, *, at: datetime, among: Collection[int] | None = None
    ) -> Voter:
        """This member as a voter of this day: with the votes for the entries `among` these, or with those that use up
        what may be cast. One question for all of it."""
        connection = connections[self.db]
        names: dict[str, type[models.Model]] = {"table": self.model, "entries": Entry, "keys": VoterKey}
        tables = {name: connection.ops.quote_name(model._meta.db_table) for name, model in names.items()}
        which, given = _THAT_USE_UP, list[Any]([*_USING_UP, State.PUBLISHED.value])
        if among is not None:
            which, given = f"vote.entry_id IN ({', '.join(['%s'] * len(among))})", list(among)
        asked = [contest_id, member_id, connection.ops.adapt_datefield_value(day), *given]
        with connection.cursor() as cursor:
            cursor.execute(
                _MINE.format(who=who_votes(connection), which=which, **tables),
                [*asked_of(connection, member_id, at), *asked],
            )
            return voter_in(cursor.fetchall())

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

    def using_up(self) -> Self:
        """Those that leave a member fewer to cast: not those for entries that can no longer win."""
        return self.filter(standing__in=USING_UP, entry__state=State.PUBLISHED, entry__disqualified_at=None)


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
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["entry", "pseudonym", "day"], name="one_vote_an_entry_and_day")]
        indexes = [
            models.Index(fields=["pseudonym", "day"], name="votes_of_a_pseudonym"),
            models.Index(fields=["entry", "at"], name="votes_of_an_entry"),
            models.Index(fields=["standing", "entry"], condition=models.Q(standing="held"), name="votes_held"),
        ]


class Happened(NamedTuple):
    """What is written into the ledger."""

    contest_id: int
    entry_id: int
    pseudonym: str
    day: date
    act: str
    why: str
    at: datetime


class VoteEventQuerySet(models.QuerySet["VoteEvent"]):
    def append(self, events: Sequence[Happened]) -> None:
        """Write them down, in this order. In the transaction of what they tell of."""
        connection = connections[self.db]
        table = connection.ops.quote_name(self.model._meta.db_table)
        rows = [
            [*event[:3], connection.ops.adapt_datefield_value(event.day), *event[4:6], stored(connection, event.at)]
            for event in events
        ]
        places = ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(rows))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (contest_id, entry_id, pseudonym, day, act, why, at) VALUES {places}",  # noqa: S608
                [value for row in rows for value in row],
            )

    def settled_until(self) -> int:
        """The id up to which every event can be seen, or will never be. Ids are drawn before they are committed, and
        PostgreSQL commits them in any order: so for a moment nobody may write."""
        connection = connections[self.db]
        table = connection.ops.quote_name(self.model._meta.db_table)
        with transaction.atomic(using=self.db), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
            cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")  # noqa: S608
            [last] = cursor.fetchone()
            return int(last)


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

    objects = VoteEventQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["contest", "id"], name="ledger_of_a_contest")]


class Seal(models.Model):
    """The hash of an event and of the seal before it, in the order of ids: whoever changes, drops, inserts or swaps a
    row breaks the chain there."""

    wagtail_reference_index_ignore = True

    event = models.OneToOneField(VoteEvent, on_delete=models.CASCADE, primary_key=True, related_name="seal")
    hash = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()


class LedgerDay(models.Model):
    """Where the chain stood at the end of a day, for everybody to write down."""

    wagtail_reference_index_ignore = True

    contest = models.ForeignKey(ContestPage, on_delete=models.CASCADE, related_name="ledger_days")
    day = models.DateField()
    events = models.PositiveIntegerField(default=0)  # in all until then
    head = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["contest", "day"], name="one_head_a_day")]
